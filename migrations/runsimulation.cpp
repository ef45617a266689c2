// SPDX-FileCopyrightText: 2026 The Pitboss authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "migrations/runsimulation.h"

#include "migrations/words.h"

namespace pitboss {

using namespace Qt::Literals::StringLiterals;

RunSimulation::RunSimulation(RunnerTraits runner, Forecast &forecast)
    : m_runner(std::move(runner))
    , m_forecast(forecast)
{
}

void RunSimulation::begin()
{
    ++m_transaction;
    m_open = true;
    m_newLabels.clear();
}

void RunSimulation::end(bool keep)
{
    m_open = false;
    m_newLabels.clear();
    if (keep && !m_kept.contains(m_tag))
        m_kept << m_tag;
}

void RunSimulation::stop(int line, const char *code, const QString &why, const QString &repair, bool certain)
{
    m_forecast.stops.append({m_tag, line, QString::fromLatin1(code), why, repair, certain});
}

bool RunSimulation::run(const QString &tag, const Script &script, bool again)
{
    m_tag = tag;
    if (oneTransaction() && !m_started)
        begin();
    m_started = true;
    const Script full = script.withTrees();
    m_forecast.runs.append({tag, m_open ? m_transaction : 0, again, {}});
    if (!readable(full))
        return false;
    for (int chunk = 0; chunk < full.chunks().size(); ++chunk) {
        if (!runChunk(full, chunk))
            return false;
    }
    if (m_open && !oneTransaction()) {
        m_forecast.warnings
            << Words::tr("%1 opens a transaction and never commits it: nothing of it would stay.").arg(tag);
        end(false);
    } else if (!m_open) {
        end(true);
    }
    return true;
}

bool RunSimulation::readable(const Script &script)
{
    if (script.byteOrderMark() && !m_runner.psql) {
        stop(1, "42601",
             Words::tr("the file begins with a byte order mark, which the server takes for a syntax error."),
             Words::tr("Save the file without a byte order mark."));
        return false;
    }
    if (!script.foreignParts().isEmpty() && !m_runner.psql) {
        stop(script.foreignParts().first().line, "42601",
             Words::tr("the line is psql's own, and the server does not know it."),
             Words::tr("Write it as SQL, or run the file with psql."));
        return false;
    }
    return true;
}

bool RunSimulation::runChunk(const Script &script, int chunk)
{
    QList<const ScriptStatement *> statements;
    for (const ScriptStatement &statement : script.statements()) {
        if (statement.chunk == chunk)
            statements << &statement;
    }
    const ScriptChunk &text = script.chunks().at(chunk);
    if (!text.parseError.isEmpty() && !script.misplacedMarkers().isEmpty()) {
        stop(script.misplacedMarkers().first(), "42601",
             Words::tr("the file is cut at a statement marker inside a text, a comment or a function's body."),
             Words::tr("Write the marker on a line of its own, between statements, and nowhere else."));
        return false;
    }
    for (const ScriptStatement *statement : statements) {
        const bool alone = statements.size() == 1 || m_runner.psql;
        if (!runStatement(script, *statement, alone))
            return false;
    }
    return true;
}

bool RunSimulation::runStatement(const Script &, const ScriptStatement &statement, bool alone)
{
    if (statement.isTransactionControl() && statement.nonTransactional.isEmpty())
        return transactionControl(statement);
    if (!statement.nonTransactional.isEmpty() && (m_open || !alone)) {
        stop(statement.line, "25001",
             m_open ? Words::tr("%1 cannot run inside a transaction.").arg(statement.nonTransactional)
                    : Words::tr("%1 cannot run together with other statements in one query.")
                          .arg(statement.nonTransactional),
             Words::tr("Run it by hand outside a transaction, in a file of its own, and record the file as applied."));
        return false;
    }
    if (m_open && usesNewEnumValue(statement))
        return false;
    if (m_open)
        noteEnumValues(statement);
    else
        end(true);
    return true;
}

bool RunSimulation::transactionControl(const ScriptStatement &statement)
{
    const bool begins = statement.kind == "BEGIN"_L1 || statement.kind == "START TRANSACTION"_L1;
    const bool commits = statement.kind == "COMMIT"_L1;
    const bool rollsBack =
        statement.kind == "ROLLBACK"_L1 && statement.tree.text("kind"_L1) == "TRANS_STMT_ROLLBACK"_L1;
    if (begins && !m_open) {
        begin();
        m_forecast.runs.last().transaction = m_transaction;
    }
    if ((!commits && !rollsBack) || !m_open)
        return true;
    if (oneTransaction() && !m_broken) {
        m_broken = true;
        m_forecast.warnings << (commits ? Words::tr("The COMMIT in %1 ends the runner's own transaction before the "
                                                    "file is recorded; everything after "
                                                    "it commits statement by statement.")
                                              .arg(m_tag)
                                        : Words::tr("The ROLLBACK in %1 undoes everything that ran before it, and the "
                                                    "runner records those files all "
                                                    "the same.")
                                              .arg(m_tag));
    }
    if (commits && oneTransaction()) {
        for (const Forecast::Run &run : std::as_const(m_forecast.runs)) {
            if (!m_kept.contains(run.tag))
                m_kept << run.tag;
        }
    }
    end(commits);
    if (statement.tree.flag("chain"_L1))
        begin();
    return true;
}

void RunSimulation::noteEnumValues(const ScriptStatement &statement)
{
    for (const TouchedObject &object : statement.touches) {
        const bool added = object.kind == ObjectKind::EnumValue && object.effect == TouchEffect::Creates;
        if (added && !object.inlined && !object.renamed)
            m_newLabels.insert(object.part, object.name.shown());
    }
}

bool RunSimulation::usesNewEnumValue(const ScriptStatement &statement)
{
    if (m_newLabels.isEmpty() || statement.tree.is("AlterEnumStmt"_L1) || statement.tree.is("CommentStmt"_L1))
        return false;
    QString label;
    walk(statement.tree, [&](const Node &node) {
        if (label.isEmpty() && node.is("A_Const"_L1) && m_newLabels.contains(constantText(node)))
            label = constantText(node);
    });
    if (label.isEmpty())
        return false;
    // Whether the text is meant as this type only the server knows, and from 17 on a type made in the same transaction
    // may be used at once.
    stop(statement.line, "55P04",
         Words::tr("the value '%1' of %2 is added and used in one transaction.").arg(label, m_newLabels.value(label)),
         Words::tr("Let the runner apply the file that adds the value before the file that uses it: in two runs."),
         false);
    return true;
}

void RunSimulation::finish()
{
    if (m_forecast.stops.isEmpty())
        return;
    if (m_kept.isEmpty() && oneTransaction())
        m_forecast.consequence = Words::tr("Nothing of this run would stay.");
    else if (m_kept.isEmpty())
        m_forecast.consequence = Words::tr("Nothing would stay applied.");
    else
        m_forecast.consequence =
            Words::tr("What was committed before would stay, in whole or in part: %1.").arg(m_kept.join(u", "_s));
}

} // namespace pitboss

// SPDX-FileCopyrightText: 2026 The Pitboss authors
// SPDX-License-Identifier: GPL-3.0-or-later
//
// One file of a dry run, and what the catalog says of it.
#include "migrations/dryrunner.h"
#include "sql/session.h"

namespace pitboss {

namespace {

constexpr auto fileSavepoint = "pitboss_file";

/// The same relation has the same, however it is written; some others may have it too.
QString bareName(const QString &written)
{
    return written.section(u'.', -1);
}

} // namespace

Result<CatalogState> DryRunner::readCatalog(const CatalogState &last, const Script &script)
{
    const auto relations = m_exact ? std::nullopt : relationsChangedBy(script);
    if (!relations)
        return m_reader.all();
    auto state = m_reader.again(last, *relations);
    if (!state)
        return fail(state.error());
    if (!*state)
        return m_reader.all();
    m_guessed = true;
    return **std::move(state);
}

Result<bool> DryRunner::isExact()
{
    if (m_missed || !m_guessed || !m_probe.isSure())
        return !m_missed && m_probe.isSure();
    const auto now = m_reader.all();
    if (!now)
        return fail(now.error());
    return now->objects == m_catalog.objects;
}

// Sent ahead of the file's first statement, in its round trip. The savepoint of the file before goes with it: each one
// that stays makes all that follows slower.
void DryRunner::beginFile()
{
    m_ahead = {QByteArray(QByteArray("SAVEPOINT ") + fileSavepoint)};
    if (m_fileOpen)
        m_ahead.prepend(QByteArray(QByteArray("RELEASE SAVEPOINT ") + fileSavepoint));
    m_fileOpen = true;
}

// What a file makes itself stays as it is until another one names it, so that one reading does for many files.
std::optional<QStringList> DryRunner::readLater(const Script &script) const
{
    if (m_exact || m_options.proofs || !changesOnlyWhatItMakes(script))
        return {};
    return relationsChangedBy(script);
}

Result<void> DryRunner::settleBefore(const Script &script)
{
    const auto relations = readLater(script);
    bool apart = relations.has_value();
    for (const QString &relation : relations.value_or(QStringList()))
        apart = apart && !m_owedNames.contains(bareName(relation));
    return apart ? Result<void>() : settle(false);
}

// At the end everything is read, and nothing is left to be guessed.
Result<std::optional<CatalogState>> DryRunner::readOwed(bool atEnd)
{
    QStringList relations;
    for (const Owed &owed : std::as_const(m_owed))
        relations << owed.relations;
    m_guessed = !atEnd;
    if (!atEnd)
        return m_reader.again(m_catalog, relations);
    auto state = m_reader.all(relations);
    if (!state)
        return fail(state.error());
    return std::optional(*std::move(state));
}

Result<void> DryRunner::settle(bool atEnd)
{
    if (const auto closed = m_probe.close(); !closed)
        return closed;
    tellLate(nullptr);
    if (m_owed.isEmpty())
        return {};
    auto state = readOwed(atEnd);
    if (!state)
        return fail(state.error());
    qsizetype told = 0;
    for (const Owed &owed : *state ? std::exchange(m_owed, {}) : QList<Owed>()) {
        CatalogSnapshot before, after;
        for (const QString &relation : owed.relations) {
            const QString name = m_reader.nameOf(relation);
            for (const QString &key : m_catalog.keysOf.value(name))
                before.insert(key, m_catalog.objects.value(key));
            for (const QString &key : (*state)->keysOf.value(name))
                after.insert(key, (*state)->objects.value(key));
        }
        m_runs[owed.run].schemaChanges = schemaChanges(before, after);
        told += m_runs[owed.run].schemaChanges.size();
    }
    m_missed = m_missed || !*state || told != schemaChanges(m_catalog.objects, (*state)->objects).size();
    m_owed.clear();
    m_owedNames.clear();
    if (*state)
        m_catalog = **std::move(state);
    return {};
}

Result<void> DryRunner::run(const DryRunFile &file)
{
    m_tag = file.tag;
    MigrationRun run;
    run.tag = file.tag;
    run.hash = file.script->hash();
    run.refusal = dryRunRefusal(*file.script);
    m_needsScratch = m_needsScratch || !run.refusal.isEmpty();
    if (run.refusal.isEmpty())
        run.refusal = m_outside.refusal(*file.script);
    if (!run.refusal.isEmpty()) {
        noteFailure(file, run);
        m_runs << run;
        return {};
    }
    if (const auto done = settleBefore(*file.script); !done)
        return done;
    const DryRunProbe::Mark mark = m_probe.mark();
    beginFile();
    if (const auto done = runAll(file, run); !done)
        return done;
    noteMade(mark, run);
    if (const auto done = run.ok && mayDefer(*file.script) ? forceDeferred(run) : Result<void>(); !done)
        return done;
    const auto done = run.ok ? finishFile(file, run) : takeBack(fileSavepoint, mark);
    if (!done)
        return done;
    if (!run.ok) {
        m_fileOpen = false;
        noteFailure(file, run);
    }
    judgeFindings(run, *file.script, file.findings);
    m_runs << run;
    return {};
}

Result<void> DryRunner::finishFile(const DryRunFile &file, MigrationRun &run)
{
    if (const auto done = noteSequences(run); !done)
        return done;
    if (const auto later = readLater(*file.script)) {
        m_owed.append({m_runs.size(), *later});
        for (const QString &relation : *later)
            m_owedNames.insert(bareName(relation));
        return {};
    }
    auto after = readCatalog(m_catalog, *file.script);
    if (!after)
        return fail(after.error());
    run.schemaChanges = schemaChanges(m_catalog.objects, after->objects);
    if (m_options.proofs) {
        if (const auto done = prove(file, run, *after); !done)
            return done;
    }
    m_catalog = *std::move(after);
    return {};
}

} // namespace pitboss

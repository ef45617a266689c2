// SPDX-FileCopyrightText: 2026 The Pitboss authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/migrations/dryruntab.h"

#include "migrations/dryrunwords.h"
#include "models/figures.h"
#include "ui/emptystate.h"
#include "ui/icons.h"
#include "ui/labels.h"

#include <QHeaderView>
#include <QSplitter>
#include <QTreeWidget>
#include <QVBoxLayout>

namespace pitboss {

using namespace Qt::Literals::StringLiterals;

namespace {

using Label = JudgedFinding::Label;

enum Role { LineRole = Qt::UserRole, SchemaRole, TableRole, ConditionRole };

/// "blocks reads and writes of public.users for 0.6 s"
QString waitWords(const MigrationRun &run, const StatementRun &statement)
{
    const QString locks = lockWords(run, statement);
    return locks.isEmpty() ? locks : DryRunTab::tr("%1 for %2").arg(locks, heldWords(run, statement.index));
}

} // namespace

DryRunTab::DryRunTab(QWidget *parent)
    : QWidget(parent)
    , m_empty(new EmptyState(this))
    , m_verdict(new TypeLabel(TypeLabel::Kind::Section, {}, this))
    , m_splitter(new QSplitter(Qt::Vertical, this))
    , m_statements(list(u"dryRunStatements"_s, tr("Statements of the dry run"),
                        {tr("Line"), tr("Statement"), tr("Took"), tr("Others wait for"), tr("Rows"), tr("WAL")}))
    , m_told(list(u"dryRunTold"_s, tr("What the dry run told"), {tr("What"), tr("Found")}))
{
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(0, 8, 0, 0);
    m_verdict->setObjectName(u"dryRunVerdict"_s);
    m_verdict->setWordWrap(true);
    m_verdict->setTextFormat(Qt::PlainText);
    m_verdict->setContentsMargins(12, 0, 12, 0);
    column->addWidget(m_verdict);
    m_splitter->setObjectName(u"dryRunSplitter"_s);
    m_splitter->addWidget(m_statements);
    m_splitter->addWidget(m_told);
    m_splitter->setChildrenCollapsible(false);
    column->addWidget(m_splitter, 1);
    column->addWidget(m_empty, 1);
    m_told->setWordWrap(true);
    m_told->setUniformRowHeights(false);
    m_empty->setContent(
        u"migrations"_s, tr("Not tried yet"),
        tr("A dry run runs the file on the database, measures each statement, and takes all of it back."));
    connect(m_statements, &QTreeWidget::itemActivated, this,
            [this](QTreeWidgetItem *item) { emit lineActivated(item->data(0, LineRole).toInt()); });
    connect(m_told, &QTreeWidget::itemActivated, this, &DryRunTab::openRows);
    clear();
}

QTreeWidget *DryRunTab::list(const QString &objectName, const QString &title, const QStringList &columns)
{
    auto *tree = new QTreeWidget(this);
    tree->setObjectName(objectName);
    tree->setAccessibleName(title);
    tree->setHeaderLabels(columns);
    tree->setRootIsDecorated(false);
    tree->setFrameShape(QFrame::NoFrame);
    tree->setUniformRowHeights(true);
    tree->header()->setStretchLastSection(true);
    return tree;
}

void DryRunTab::clear()
{
    m_hasFailed = false;
    m_statements->clear();
    m_told->clear();
    m_splitter->hide();
    m_verdict->hide();
    m_empty->show();
}

void DryRunTab::setRun(const MigrationRun &run, bool isStale)
{
    m_hasFailed = !run.ok;
    m_empty->hide();
    m_splitter->show();
    m_verdict->show();
    QString verdict = !run.refusal.isEmpty()    ? run.refusal
        : !run.followsFrom.isEmpty() && !run.ok ? tr("Fails, but only because %1 does.").arg(run.followsFrom)
        : run.ok ? tr("Passed in %1, and taken back.").arg(millisecondsWords(run.milliseconds))
                 : tr("Fails. All of it was taken back.");
    if (isStale)
        verdict += u' ' + tr("The file has changed since: run it again.");
    m_verdict->setText(verdict);
    showStatements(run);
    showTold(run);
}

void DryRunTab::showStatements(const MigrationRun &run)
{
    m_statements->clear();
    for (const StatementRun &statement : run.statements) {
        auto *item = new QTreeWidgetItem(m_statements,
                                         {QString::number(statement.line), statement.kind, stateWords(statement),
                                          waitWords(run, statement), rowWords(statement),
                                          statement.walBytes > 0 ? compactBytes(statement.walBytes) : QString()});
        item->setData(0, LineRole, statement.line);
        item->setTextAlignment(0, Qt::AlignRight | Qt::AlignVCenter);
        item->setTextAlignment(2, Qt::AlignRight | Qt::AlignVCenter);
        for (int column = 0; column < m_statements->columnCount(); ++column)
            item->setToolTip(column, item->text(column));
        if (statement.state == StatementRun::State::Failed)
            item->setIcon(1, icon(u"error"_s));
    }
    for (int column = 0; column < m_statements->columnCount() - 1; ++column) {
        m_statements->resizeColumnToContents(column);
        constexpr int widest = 260;
        m_statements->setColumnWidth(column, qMin(widest, m_statements->columnWidth(column)));
    }
}

QTreeWidgetItem *DryRunTab::tell(const QString &iconName, const QString &what, const QString &text, int line)
{
    auto *item = new QTreeWidgetItem(m_told, {what, text});
    item->setIcon(0, icon(iconName));
    item->setToolTip(1, text);
    item->setData(0, LineRole, line);
    return item;
}

void DryRunTab::tellStatement(const StatementRun &statement)
{
    const QString place = tr("Line %1").arg(statement.line);
    if (statement.error) {
        QStringList words{statement.error->message};
        for (const QString &more : {statement.error->detail, statement.error->hint})
            if (!more.isEmpty())
                words << more;
        if (!statement.error->sqlState.isEmpty())
            words << u"SQLSTATE "_s + statement.error->sqlState;
        const QString where = placeWords(statement.errorLine, statement.errorColumn);
        tell(u"error"_s, where.left(1).toUpper() + where.mid(1), words.join(u'\n'), statement.errorLine);
    }
    for (const DataAnswer &answer : statement.data) {
        const bool canOpen = answer.rows > 0 && !answer.question.table.name.isEmpty();
        QTreeWidgetItem *item =
            tell(answer.rows > 0 ? u"warning"_s : u"check"_s,
                 answer.question.kind == DataQuestion::Kind::Lost ? tr("Would be lost") : tr("In the way"),
                 canOpen ? tr("%1 %2 – double-click to see them").arg(answer.rows).arg(answer.question.what)
                         : u"%1 %2"_s.arg(answer.rows).arg(answer.question.what),
                 statement.line);
        if (!canOpen)
            continue;
        const QString schema = answer.question.table.schema;
        item->setData(0, SchemaRole, schema.isEmpty() ? u"public"_s : schema);
        item->setData(0, TableRole, answer.question.table.name);
        item->setData(0, ConditionRole, QString::fromUtf8(answer.question.condition()));
    }
    for (const QString &notice : statement.notices)
        tell(u"info"_s, place, notice, statement.line);
    if (!statement.note.isEmpty())
        tell(u"info"_s, place, statement.note, statement.line);
}

void DryRunTab::tellProof(const QString &yes, const QString &no, const QString &unknown, const Proof &proof)
{
    const QString what = !proof.holds ? unknown : *proof.holds ? yes : no;
    QStringList words;
    if (!proof.reason.isEmpty())
        words << proof.reason;
    for (const SchemaChange &change : proof.difference)
        words << u"%1: %2"_s.arg(toString(change.kind), change.object);
    if (words.isEmpty())
        words << (proof.holds ? tr("proven: the schema is the same") : tr("not tried, because it failed"));
    tell(!proof.holds ? u"info"_s : *proof.holds ? u"check"_s : u"warning"_s, what, words.join(u'\n'));
}

void DryRunTab::tellFindings(const MigrationRun &run, JudgedFinding::Label label)
{
    const QString word = label == Label::Confirmed ? tr("Confirmed")
        : label == Label::Dismissed                ? tr("Dismissed")
                                                   : tr("Not measurable");
    const QString sign = label == Label::Confirmed ? u"warning"_s : label == Label::Dismissed ? u"check"_s : u"info"_s;
    for (const JudgedFinding &judged : run.findings) {
        if (judged.label == label && !judged.finding.ignored)
            tell(sign, word,
                 judged.evidence.isEmpty() ? judged.finding.message
                                           : u"%1\n%2"_s.arg(judged.finding.message, judged.evidence),
                 judged.finding.line);
    }
}

void DryRunTab::showTold(const MigrationRun &run)
{
    m_told->clear();
    for (const StatementRun &statement : run.statements)
        tellStatement(statement);
    if (run.refusal.isEmpty()) {
        tellProof(tr("May run twice"), tr("May not run twice"), tr("Runs twice?"), run.idempotent);
        tellProof(tr("Can be taken back"), tr("Is not taken back"), tr("Taken back?"), run.reversible);
    }
    for (const SchemaChange &change : run.schemaChanges)
        tell(u"migrations"_s, tr("Schema: %1").arg(toString(change.kind)),
             change.after.isEmpty() ? change.object : u"%1 · %2"_s.arg(change.object, change.after));
    for (const Label label : {Label::Confirmed, Label::Dismissed, Label::NotMeasurable})
        tellFindings(run, label);
    for (const QString &left : run.notUndone)
        tell(u"info"_s, tr("Stays"), left);
    m_told->resizeColumnToContents(0);
}

void DryRunTab::openRows(QTreeWidgetItem *item)
{
    if (const QString condition = item->data(0, ConditionRole).toString(); !condition.isEmpty())
        emit rowsRequested(item->data(0, SchemaRole).toString(), item->data(0, TableRole).toString(), condition);
    else if (const int line = item->data(0, LineRole).toInt(); line > 0)
        emit lineActivated(line);
}

} // namespace pitboss

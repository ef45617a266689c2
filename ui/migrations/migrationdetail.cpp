// SPDX-FileCopyrightText: 2026 The Pitboss authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/migrations/migrationdetail.h"

#include "models/figures.h"
#include "models/statementsmodel.h"
#include "ui/codehighlighter.h"
#include "ui/codeview.h"
#include "ui/controls.h"
#include "ui/emptystate.h"
#include "ui/labels.h"
#include "ui/migrations/changestab.h"
#include "ui/migrations/dryruntab.h"
#include "ui/migrations/findingstab.h"
#include "ui/migrations/fittedarea.h"
#include "ui/migrations/inpool.h"
#include "ui/migrations/listview.h"
#include "ui/migrations/migrationdelegate.h"
#include "ui/migrations/repairlist.h"
#include "ui/migrations/sqltab.h"

#include <QLocale>
#include <QStackedWidget>
#include <QTabBar>
#include <QTabWidget>
#include <QVBoxLayout>

#include <algorithm>

namespace pitboss {

using namespace Qt::Literals::StringLiterals;

MigrationDetail::MigrationDetail(QWidget *parent)
    : QWidget(parent)
    , m_stack(new QStackedWidget(this))
    , m_empty(new EmptyState(this))
    , m_name(new ElidedLabel({}, this))
    , m_state(new TypeLabel(TypeLabel::Kind::Secondary, {}, this))
    , m_facts(new TypeLabel(TypeLabel::Kind::Secondary, {}, this))
    , m_problems(new RepairList(u"problem"_s, this))
    , m_problemArea(new FittedArea(m_problems, 132, this))
    , m_tabs(new QTabWidget(this))
    , m_sql(new SqlTab(this))
    , m_findings(new FindingsTab(this))
    , m_statements(listView(u"statementsList"_s, tr("Statements"), this))
    , m_statementsModel(new StatementsModel(this))
    , m_changes(new ChangesTab(this))
    , m_dryRun(new DryRunTab(this))
    , m_rollbackStack(new QStackedWidget(this))
    , m_noRollback(new EmptyState(this))
    , m_rollbackOrigin(new TypeLabel(TypeLabel::Kind::Secondary, {}, this))
    , m_rollback(new CodeView(this))
    , m_rollbackColors(std::make_unique<CodeHighlighter>(m_rollback->document()))
{
    setObjectName(u"migrationDetail"_s);
    build();
    connectTabs();
    clear();
}

MigrationDetail::~MigrationDetail() = default;

void MigrationDetail::build()
{
    m_empty->setContent(u"migrations"_s, tr("No migration is chosen"), tr("Choose one in the list to read it."));
    auto *content = new QWidget(this);
    auto *column = new QVBoxLayout(content);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    column->addWidget(buildHead());
    buildTabs();
    column->addWidget(m_tabs, 1);
    m_stack->addWidget(content);
    m_stack->addWidget(m_empty);
    setGround(m_empty, QPalette::Base);
    auto *outer = new QVBoxLayout(this);
    outer->setContentsMargins(0, 0, 0, 0);
    outer->addWidget(m_stack);
}

QWidget *MigrationDetail::buildHead()
{
    m_name->setObjectName(u"migrationName"_s);
    m_name->setElideMode(Qt::ElideMiddle);
    m_name->setFont(scaledFont(m_name->font(), 1.1, QFont::DemiBold));
    m_state->setObjectName(u"migrationState"_s);
    m_facts->setObjectName(u"migrationFacts"_s);
    m_facts->setWordWrap(true);
    m_state->setWordWrap(true);
    m_state->setTextInteractionFlags(Qt::TextSelectableByMouse);
    m_problemArea->setObjectName(u"problemArea"_s);
    m_problemArea->setAccessibleName(tr("Problems of this migration"));
    auto *head = new QWidget(this);
    auto *column = new QVBoxLayout(head);
    column->setContentsMargins(12, 8, 8, 8);
    column->setSpacing(3);
    column->addWidget(m_name);
    column->addWidget(m_state);
    column->addWidget(m_facts);
    column->addWidget(m_problemArea);
    return head;
}

QWidget *MigrationDetail::buildRollback()
{
    m_rollback->setObjectName(u"rollbackSql"_s);
    m_rollback->setAccessibleName(tr("Rollback"));
    m_rollbackOrigin->setObjectName(u"rollbackOrigin"_s);
    m_rollbackOrigin->setContentsMargins(12, 8, 12, 6);
    m_rollbackOrigin->setWordWrap(true);
    m_noRollback->setContent(u"undo"_s, tr("No rollback"),
                             tr("There is no rollback file, and no comment in the file says how to undo it."));
    auto *text = new QWidget(m_rollbackStack);
    auto *column = new QVBoxLayout(text);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    column->addWidget(m_rollbackOrigin);
    column->addWidget(m_rollback, 1);
    setGround(text, QPalette::Base);
    setGround(m_noRollback, QPalette::Base);
    m_rollbackStack->addWidget(text);
    m_rollbackStack->addWidget(m_noRollback);
    return m_rollbackStack;
}

void MigrationDetail::buildTabs()
{
    m_statements->setModel(m_statementsModel);
    m_statements->setItemDelegate(new FindingDelegate(m_statements));
    m_statements->header()->setSectionResizeMode(QHeaderView::ResizeToContents);
    m_statements->header()->setSectionResizeMode(StatementsModel::ObjectsColumn, QHeaderView::Stretch);
    m_tabs->setObjectName(u"migrationTabs"_s);
    m_tabs->setAccessibleName(tr("Sides of the migration"));
    m_tabs->setDocumentMode(true);
    m_tabs->tabBar()->setObjectName(u"migrationTabBar"_s);
    m_tabs->tabBar()->setAccessibleName(tr("Sides of the migration"));
    m_tabs->tabBar()->setDrawBase(false);
    for (QWidget *tab :
         {static_cast<QWidget *>(m_sql), static_cast<QWidget *>(m_findings), static_cast<QWidget *>(m_statements),
          static_cast<QWidget *>(m_changes), buildRollback(), static_cast<QWidget *>(m_dryRun)})
        m_tabs->addTab(tab, QString());
    nameTabs();
}

void MigrationDetail::connectTabs()
{
    connect(m_sql, &SqlTab::findingActivated, this, [this](int line) {
        showTab(FindingsTabIndex);
        m_findings->showLine(line);
    });
    connect(m_findings, &FindingsTab::lineActivated, this, &MigrationDetail::goToLine);
    connect(m_dryRun, &DryRunTab::lineActivated, this, &MigrationDetail::goToLine);
    connect(m_dryRun, &DryRunTab::rowsRequested, this, &MigrationDetail::rowsRequested);
    connect(m_statements, &QTreeView::activated, this,
            [this](const QModelIndex &index) { goToLine(index.data(StatementsModel::LineRole).toInt()); });
}

void MigrationDetail::nameTabs()
{
    const auto counted = [](const QString &name, int count) {
        return count > 0 ? u"%1 %2"_s.arg(name).arg(count) : name;
    };
    m_tabs->setTabText(SqlTabIndex, tr("SQL"));
    m_tabs->setTabText(FindingsTabIndex, counted(tr("Findings"), m_findings->count()));
    m_tabs->setTabText(StatementsTabIndex, counted(tr("Statements"), m_statementsModel->rowCount()));
    m_tabs->setTabText(ChangesTabIndex, counted(tr("Changes"), m_changes->count()));
    m_tabs->setTabText(RollbackTabIndex, tr("Rollback"));
    m_tabs->setTabText(DryRunTabIndex, tr("Dry run"));
    m_tabs->setTabIcon(DryRunTabIndex, m_dryRun->hasFailed() ? icon(u"error"_s) : QIcon());
}

void MigrationDetail::clear()
{
    m_shown.clear();
    m_script.reset();
    m_newestExtras.drop();
    m_newestDifference.drop();
    m_stack->setCurrentWidget(m_empty);
}

static QString factsOf(const Migration &migration)
{
    QStringList parts;
    if (!migration.file.isEmpty())
        parts << migration.file;
    if (migration.script) {
        const int count = migration.statementCount();
        parts << (count == 1 ? MigrationDetail::tr("1 statement") : MigrationDetail::tr("%1 statements").arg(count))
              << compactBytes(migration.size);
    }
    if (migration.git && migration.git->uncommitted)
        parts << MigrationDetail::tr("has changes that are not committed");
    if (migration.git && !migration.git->commit.isEmpty())
        parts << MigrationDetail::tr("commit %1 by %2, %3")
                     .arg(migration.git->commit.left(8), migration.git->author,
                          QLocale().toString(migration.git->date.toLocalTime().date(), QLocale::ShortFormat));
    return parts.join(u" · "_s);
}

void MigrationDetail::showHead(const Migration &migration)
{
    m_name->setFullText(migration.tag);
    QStringList parts;
    const bool saidBelow = std::any_of(migration.problems.begin(), migration.problems.end(),
                                       [&](const Problem &problem) { return problem.text == migration.reason; });
    if (migration.state == MigrationState::Unknown && migration.reason.isEmpty())
        parts << tr("Unknown whether it is applied: no database was asked, or it could not be read.");
    else
        parts << stateText(migration.state);
    if (!migration.reason.isEmpty() && !saidBelow)
        parts << migration.reason;
    if (!migration.missingObjects.isEmpty())
        parts << tr("missing: %1").arg(migration.missingObjects.join(u", "_s));
    m_state->setText(parts.join(u" · "_s));
    m_facts->setText(factsOf(migration));
    m_facts->setVisible(!m_facts->text().isEmpty());
    QList<Repair> repairs;
    for (const Problem &problem : migration.problems)
        repairs.append({{}, problem.text, problem.repair});
    m_problems->setRepairs(repairs);
    m_problemArea->setVisible(!repairs.isEmpty());
}

void MigrationDetail::setMigration(const Migration &migration, const Migration *before)
{
    const QString shown = migration.tag + u'\n' + migration.hash + u'\n' + migration.recordedHash;
    const bool same = m_shown == shown;
    // Each reading of the folder makes its own scripts: the same one means that nothing beside it was read anew either.
    const bool sameReading = same && m_script == migration.script;
    m_shown = shown;
    m_hash = migration.hash;
    m_script = migration.script;
    m_stack->setCurrentIndex(0);
    showHead(migration);
    if (sameReading)
        return;
    m_sql->setScript(migration.script);
    if (!same) {
        m_changes->clear(migration);
        m_statementsModel->setScript(migration.script);
        m_rollbackStack->setCurrentIndex(1);
    }
    readMore(migration, before);
    nameTabs();
}

void MigrationDetail::readMore(const Migration &migration, const Migration *before)
{
    const auto earlier = before ? std::optional(*before) : std::nullopt;
    const auto extras = [migration, earlier]() -> Result<MigrationExtras> {
        return readExtras(migration, earlier ? &*earlier : nullptr);
    };
    m_newestExtras.follow(runInPool(extras), this, [this, migration](const Result<MigrationExtras> &read) {
        if (read)
            takeExtras(migration, *read);
    });
    m_newestDifference.drop();
    if (migration.recordedHash.isEmpty() || migration.recordedHash == migration.hash)
        return;
    const auto difference = [migration]() -> Result<AppliedDifference> { return readAppliedDifference(migration); };
    m_newestDifference.follow(runInPool(difference), this, [this](const Result<AppliedDifference> &read) {
        if (read)
            m_changes->setDifference(*read);
    });
}

void MigrationDetail::takeExtras(const Migration &migration, const MigrationExtras &extras)
{
    m_statementsModel->setScript(extras.script);
    m_changes->setSnapshots(migration, extras);
    const bool none = extras.rollback.isEmpty() && extras.rollbackOrigin.isEmpty();
    m_rollbackStack->setCurrentIndex(none ? 1 : 0);
    m_rollbackColors->setLanguage(extras.rollbackIsProse ? CodeHighlighter::Language::None
                                                         : CodeHighlighter::Language::PostgreSql);
    if (m_rollback->toPlainText() != extras.rollback)
        m_rollback->setCode(extras.rollback);
    m_rollbackOrigin->setText(
        extras.rollbackIsProse
            ? tr("From %1. Words for a person: Postgres does not read them as SQL.").arg(extras.rollbackOrigin)
            : tr("From %1.").arg(extras.rollbackOrigin));
    nameTabs();
}

void MigrationDetail::setFindings(const std::optional<QList<Finding>> &findings)
{
    if (findings)
        m_findings->setFindings(*findings);
    else
        m_findings->setUnknown();
    m_found = findings.value_or(QList<Finding>());
    showMarks();
    nameTabs();
}

/// What failed when it was tried stands in the margin as well.
void MigrationDetail::showMarks()
{
    m_sql->setFindings(m_failed + m_found);
}

void MigrationDetail::setRun(const MigrationRun *run)
{
    m_failed.clear();
    if (run)
        m_dryRun->setRun(*run, run->hash != m_hash);
    else
        m_dryRun->clear();
    for (const StatementRun &statement : run && run->hash == m_hash ? run->statements : QList<StatementRun>()) {
        if (!statement.error)
            continue;
        Finding failure;
        failure.rule = tr("dry run");
        failure.severity = Severity::Error;
        failure.line = statement.errorLine;
        failure.message = statement.error->message;
        failure.why = statement.error->detail;
        m_failed << failure;
    }
    showMarks();
    nameTabs();
}

void MigrationDetail::goToLine(int line)
{
    showTab(SqlTabIndex);
    m_sql->goToLine(line);
}

void MigrationDetail::goToFinding(bool forward)
{
    if (m_stack->currentWidget() == m_empty)
        return;
    showTab(SqlTabIndex);
    m_sql->goToFinding(forward);
}

void MigrationDetail::showTab(Tab tab)
{
    m_tabs->setCurrentIndex(tab);
}

MigrationDetail::Tab MigrationDetail::currentTab() const
{
    return Tab(m_tabs->currentIndex());
}

void MigrationDetail::focusSql()
{
    if (QWidget *tab = m_tabs->currentWidget(); tab && m_stack->currentWidget() != m_empty)
        currentTab() == SqlTabIndex ? m_sql->view()->setFocus(Qt::OtherFocusReason)
                                    : m_tabs->tabBar()->setFocus(Qt::OtherFocusReason);
}

} // namespace pitboss

// SPDX-FileCopyrightText: 2026 The Pitboss authors
// SPDX-License-Identifier: GPL-3.0-or-later
//
// What the page runs: dry runs and the report.
#include "migrations/report/report.h"
#include "ui/environment.h"
#include "ui/messagebar.h"
#include "ui/migrations/inpool.h"
#include "ui/migrations/journallist.h"
#include "ui/migrations/leftoversoffer.h"
#include "ui/migrations/locksdialog.h"
#include "ui/migrations/migrationdetail.h"
#include "ui/migrations/migrationspage.h"
#include "ui/migrations/runbar.h"

#include <QAction>
#include <QClipboard>
#include <QFileDialog>
#include <QGuiApplication>
#include <QPrintDialog>
#include <QPrinter>
#include <QSaveFile>
#include <QTextDocument>

namespace pitboss {

using namespace Qt::Literals::StringLiterals;

void MigrationsPage::connectRuns()
{
    const RunBar::Actions &actions = m_runBar->actions();
    connect(actions.tryPending, &QAction::triggered, this, [this] { tryFiles(pendingTags(), MeasureOn::Auto); });
    connect(actions.tryChosen, &QAction::triggered, this,
            [this] { tryFiles(m_list->selectedTags(), MeasureOn::Auto); });
    connect(actions.tryOnScratch, &QAction::triggered, this,
            [this] { tryFiles(m_list->selectedTags(), MeasureOn::Scratch); });
    connect(actions.apply, &QAction::triggered, this, [this] { openApply(false); });
    connect(actions.takeBack, &QAction::triggered, this, [this] { openApply(true); });
    connect(actions.adopt, &QAction::triggered, this, &MigrationsPage::openAdopt);
    connect(actions.copyReport, &QAction::triggered, this, &MigrationsPage::copyReport);
    connect(actions.saveReport, &QAction::triggered, this, &MigrationsPage::saveReport);
    connect(actions.printReport, &QAction::triggered, this, &MigrationsPage::printReport);
    connect(m_job, &DryRunJob::runningChanged, this, &MigrationsPage::showRunState);
    connect(m_job, &DryRunJob::progressed, this,
            [this](const QString &what) { emit running(tr("trying %1").arg(what)); });
    connect(m_job, &DryRunJob::noted, this,
            [this](const QString &what) { m_message->showMessage(MessageBar::Kind::Warning, what); });
    connect(m_job, &DryRunJob::locksKnown, this, &MigrationsPage::askBeforeTrying);
    connect(m_job, &DryRunJob::finished, this, &MigrationsPage::takeRuns);
    connect(m_detail, &MigrationDetail::rowsRequested, this,
            [this](const QString &schema, const QString &table, const QString &condition) {
                emit rowsRequested({schema, table}, condition);
            });
}

void MigrationsPage::setPlace(const std::optional<WritePlace> &place)
{
    if (m_form)
        m_form->deleteLater(); // a form never changes its database
    m_form = nullptr;
    m_place = place;
    m_job->setPlace(place);
    m_leftOvers->setPlace(place);
    m_runs.clear();
    m_lastRun.reset();
    showCurrentRun();
    showRunState();
}

void MigrationsPage::showRunState()
{
    const bool hasFiles = m_hasStatus && !m_status.migrations.isEmpty();
    const QString why = !m_job->canRun() ? tr("Connect to a database first; one that may be written to.")
        : m_job->isRunning()             ? tr("A dry run is under way.")
        : m_status.tracking == TrackingTable::State::NotAsked && !m_status.source.isEmpty()
        ? tr("What is applied is not known yet.")
        : QString();
    m_runBar->setPossible(hasFiles, why);
    if (!m_job->isRunning())
        emit running({});
}

QStringList MigrationsPage::pendingTags() const
{
    QStringList tags;
    for (const Migration &migration : m_status.migrations) {
        if (migration.state == MigrationState::Pending && migration.script)
            tags << migration.tag;
    }
    return tags;
}

void MigrationsPage::tryFiles(const QStringList &tags, MeasureOn on)
{
    if (tags.isEmpty()) {
        m_message->showMessage(MessageBar::Kind::Info, tr("Nothing is pending: there is nothing to try."));
        return;
    }
    m_message->clear();
    m_wanted = {tags, on};
    const bool othersWork =
        m_place->environment == Environment::Staging || m_place->environment == Environment::Production;
    if (!othersWork)
        return startTrying();
    emit running(tr("asking who is in the way…"));
    m_job->askLocks(m_reader->project().settings, m_status, tags);
}

void MigrationsPage::askBeforeTrying(const Result<LockForecast> &locks)
{
    if (!locks)
        return m_message->showError(locks.error(), tr("Nothing was tried."), {});
    auto *dialog = new LocksDialog(*locks, *m_place, this);
    connect(dialog, &QDialog::accepted, this, &MigrationsPage::startTrying);
    dialog->open();
}

void MigrationsPage::startTrying()
{
    emit running(tr("trying %n files…", nullptr, int(m_wanted.tags.size())));
    m_job->start(m_reader->project().settings, m_status, m_wanted.tags, m_wanted.on);
}

void MigrationsPage::takeRuns(const Result<DryRunResult> &result)
{
    if (!result) {
        if (result.error().kind == Error::Kind::Canceled)
            m_message->showMessage(MessageBar::Kind::Info,
                                   tr("The dry run was stopped. All of it was taken back: the database is as it was."));
        else
            m_message->showError(result.error(), tr("Nothing of the dry run remains in the database."), {});
        return;
    }
    m_lastRun = *result;
    QString firstFailed;
    for (const MigrationRun &run : result->migrations) {
        m_runs[run.tag] = run;
        if (!run.ok && firstFailed.isEmpty())
            firstFailed = run.tag;
    }
    const QString shown = !firstFailed.isEmpty() ? firstFailed : result->migrations.value(0).tag;
    if (!shown.isEmpty() && (!firstFailed.isEmpty() || !m_wanted.tags.contains(m_list->currentTag())))
        m_list->setCurrent(shown);
    showCurrentRun();
    m_detail->showTab(MigrationDetail::DryRunTabIndex);
    showRunWords(*result);
}

void MigrationsPage::showRunWords(const DryRunResult &result)
{
    int failed = 0;
    for (const MigrationRun &run : result.migrations)
        failed += run.ok ? 0 : 1;
    const int all = int(result.migrations.size());
    const QString where = result.onScratch ? tr("What no transaction takes was tried on a scratch copy, which is gone.")
                                           : tr("Nothing of it remains in the database.");
    const QString words = failed == 0
        ? (all == 1 ? tr("Dry run: the file passed.") : tr("Dry run: all %1 files passed.").arg(all))
        : tr("Dry run: %1 of %2 files fail.").arg(failed).arg(all);
    m_message->showMessage(failed == 0 ? MessageBar::Kind::Success : MessageBar::Kind::Warning, words + u' ' + where);
}

void MigrationsPage::showCurrentRun()
{
    const auto run = m_runs.constFind(m_list->currentTag());
    m_detail->setRun(run == m_runs.constEnd() ? nullptr : &*run);
}

/// What was tried last; else what is chosen, when that is more than the current one; else what is pending.
QStringList MigrationsPage::tagsToReport() const
{
    QStringList tags;
    if (m_lastRun) {
        for (const MigrationRun &run : m_lastRun->migrations)
            tags << run.tag;
        return tags;
    }
    if (m_list->selectedTags().size() > 1)
        return m_list->selectedTags();
    tags = pendingTags();
    return tags.isEmpty() ? m_list->selectedTags() : tags;
}

ReportDocument MigrationsPage::report() const
{
    ReportInput input;
    input.status = m_status;
    input.findings = m_findings.value_or(LintResult());
    input.dryRun = m_lastRun;
    input.noDryRun = m_lastRun ? QString() : tr("not tried");
    input.tags = tagsToReport();
    input.target = m_place ? m_place->database : tr("no database");
    input.environment = m_place ? environmentName(m_place->environment) : tr("none");
    input.tool = u"Pitboss " PITBOSS_VERSION ""_s;
    input.made = QDateTime::currentDateTimeUtc();
    return reviewReport(input);
}

void MigrationsPage::copyReport()
{
    QGuiApplication::clipboard()->setText(report().toMarkdown());
    m_message->showMessage(MessageBar::Kind::Success, tr("The report is on the clipboard, as Markdown."));
}

void MigrationsPage::saveReport()
{
    auto *dialog = new QFileDialog(this, tr("Save the review report"), folder() + u"/review.html"_s,
                                   tr("HTML (*.html);;Markdown (*.md)"));
    dialog->setObjectName(u"reportDialog"_s);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setAcceptMode(QFileDialog::AcceptSave);
    dialog->setDefaultSuffix(u"html"_s);
    connect(dialog, &QFileDialog::fileSelected, this, &MigrationsPage::writeReport);
    dialog->open();
}

void MigrationsPage::writeReport(const QString &path)
{
    const auto work = [path, document = report()]() -> Result<void> {
        const QByteArray text = (path.endsWith(u".md"_s) ? document.toMarkdown() : document.toHtml()).toUtf8();
        QSaveFile file(path);
        if (file.open(QIODevice::WriteOnly) && file.write(text) == text.size() && file.commit())
            return {};
        return fail(Error::Kind::File, tr("The report could not be written to %1.").arg(path), file.errorString());
    };
    m_writing.follow(runInPool(work), this, [this, path](const Result<void> &done) {
        if (done)
            m_message->showMessage(MessageBar::Kind::Success, tr("The report is in %1.").arg(path));
        else
            m_message->showError(done.error(), tr("No file was changed."), {});
    });
}

void MigrationsPage::printReport()
{
    auto *printer = new QPrinter(QPrinter::HighResolution);
    auto *dialog = new QPrintDialog(printer, this);
    dialog->setObjectName(u"printDialog"_s);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    connect(dialog, &QDialog::accepted, this, [this, printer] {
        QTextDocument text;
        text.setHtml(report().toHtml());
        text.print(printer);
    });
    connect(dialog, &QObject::destroyed, this, [printer] { delete printer; });
    dialog->open();
}

} // namespace pitboss

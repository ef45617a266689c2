// SPDX-FileCopyrightText: 2026 The Pitboss authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "migrations/report/reportdocument.h"
#include "sql/catalog.h"
#include "ui/migrations/dryrunjob.h"
#include "ui/migrations/projectreader.h"
#include "ui/page.h"

#include <QPointer>

class QSettings;
class QSplitter;
class QStackedWidget;
class QTimeZone;

namespace pitboss {

class EmptyState;
class FolderHead;
class FolderWatch;
class ForecastBanner;
class JournalList;
class LeftOversOffer;
class LoadingState;
class MessageBar;
class MigrationDetail;
class RunBar;

/// A project's migrations beside its database: what is applied, what is pending, what is wrong, and what the project's
/// own runner would do now. Reading never writes. Without a connection it tells what the folder alone tells.
class MigrationsPage : public Page
{
    Q_OBJECT
public:
    explicit MigrationsPage(QSettings &settings, QWidget *parent = nullptr);
    ~MigrationsPage() override;

    /// Empty: there is no database.
    void setConnection(ProjectReader::MakeConnection makeConnection);
    /// Where dry runs and apply work; without a place they cannot. Ends what runs.
    void setPlace(const std::optional<WritePlace> &place);
    GuardedDialog *form() const { return m_form; }
    void setFolder(const QString &folder); ///< a repository's root is enough
    QString folder() const;
    void setTimeZone(const QTimeZone &zone);
    bool isReading() const;
    const JournalStatus &status() const { return m_status; }

    QString id() const override { return QStringLiteral("migrations"); }
    QString title() const override { return tr("Migrations"); }
    QString iconName() const override { return QStringLiteral("migrations"); }
    bool needsConnection() const override { return false; }
    void activated() override;
    void refresh() override;
    void find() override;
    bool cancel() override;
    QVariantMap saveState() const override;
    void restoreState(const QVariantMap &state) override;
    void goTo(const QVariant &location) override;

signals:
    void rowsRequested(const pitboss::RelationRef &ref, const QString &filter);

private:
    void build();
    void addActions();
    void connectRuns();
    void tryFiles(const QStringList &tags, MeasureOn on);
    QStringList pendingTags() const;
    QStringList tagsToReport() const;
    void askBeforeTrying(const Result<LockForecast> &locks);
    void startTrying();
    void takeRuns(const Result<DryRunResult> &result);
    void showRunWords(const DryRunResult &result);
    void showRunState();
    void showCurrentRun();
    void openApply(bool back);
    void openAdopt();
    void openForm(GuardedDialog *form);
    ReportDocument report() const;
    void copyReport();
    void saveReport();
    void writeReport(const QString &path);
    void printReport();
    void connectParts();
    void connectReader();
    void openLayout(const LayoutSettings &settings);
    void showNoFolder();
    void showNothingFound();
    void showError(const Error &error, bool database);
    void takeStatus(const JournalStatus &status);
    void takeFindings(const LintResult &findings);
    void showReading();
    void showForecast();
    JournalStatus unansweredStatus() const;
    void showCurrent();
    void showCurrentFindings();
    void tellStatus();
    void jumpTo(const QString &tag);
    void dragEnterEvent(QDragEnterEvent *event) override;
    void dropEvent(QDropEvent *event) override;

    QSettings &m_settings;
    ProjectReader *m_reader;
    FolderWatch *m_watch;
    FolderHead *m_head;
    MessageBar *m_message;
    LeftOversOffer *m_leftOvers;
    QStackedWidget *m_stack;
    EmptyState *m_empty;
    LoadingState *m_loading;
    QWidget *m_content = nullptr;
    ForecastBanner *m_banner;
    QSplitter *m_splitter;
    JournalList *m_list;
    MigrationDetail *m_detail;
    RunBar *m_runBar;
    DryRunJob *m_job;
    QPointer<GuardedDialog> m_form;
    std::optional<WritePlace> m_place;
    struct
    {
        QStringList tags;
        MeasureOn on = MeasureOn::Auto;
    } m_wanted; ///< the dry run that is asked about or runs
    std::optional<DryRunResult> m_lastRun;
    QHash<QString, MigrationRun> m_runs; ///< the newest of each file, while it was tried here
    Newest m_writing;
    JournalStatus m_status;
    std::optional<LintResult> m_findings;
    QString m_wantedTag; ///< to be marked when the folder is read
    bool m_hasStatus = false;
    bool m_databaseFailed = false;
};

} // namespace pitboss

// SPDX-FileCopyrightText: 2026 The Pitboss authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/migrations/applydialog.h"

#include "migrations/apply/adopt.h"
#include "migrations/apply/backup.h"
#include "migrations/apply/dryrunrecord.h"
#include "migrations/measure.h"
#include "ui/controls.h"
#include "ui/icons.h"
#include "ui/migrations/applywords.h"

#include <QCheckBox>
#include <QCoreApplication>
#include <QDateTime>
#include <QFormLayout>
#include <QHeaderView>
#include <QLabel>
#include <QLineEdit>
#include <QMessageBox>
#include <QPointer>
#include <QPushButton>
#include <QStandardPaths>
#include <QTreeWidget>

namespace pitboss {

using namespace Qt::Literals::StringLiterals;

namespace {

QTreeWidgetItem *row(QTreeWidgetItem *parent, const QString &iconName, const QString &what, const QString &text)
{
    auto *item = new QTreeWidgetItem(parent, {what, text});
    item->setIcon(0, icon(iconName));
    item->setToolTip(1, text);
    return item;
}

} // namespace

ApplyDialog::ApplyDialog(const ApplyWish &wish, const WritePlace &place, QSettings &settings, QWidget *parent)
    : GuardedDialog(wish.back ? tr("Take a migration back") : tr("Apply migrations"), place, parent)
    , m_wish(wish)
    , m_backup(new QCheckBox(tr("&Back up the whole database first")))
    , m_file(namedEdit(u"applyBackupFile"_s, tr("File of the backup")))
    , m_override(namedEdit(u"applyOverride"_s, tr("Reason to go on without a dry run"),
                           tr("Only if the dry run cannot pass; stays on record")))
    , m_tree(new QTreeWidget)
    , m_remove(textButton(u"applyRemoveInvalid"_s, tr("Remove the &invalid index")))
{
    setObjectName(u"applyDialog"_s);
    auto *fields = new QWidget;
    auto *form = new QFormLayout(fields);
    form->setContentsMargins(0, 0, 0, 0);
    form->setFieldGrowthPolicy(QFormLayout::AllNonFixedFieldsGrow);
    auto *what = new QLabel(
        wish.back ? tr("Runs the rollback of %1 and takes its row out of the journal, in one transaction.")
                        .arg(wish.tags.value(0))
                  : tr("Applies the pending files in order, each in one transaction with its row in the journal. What "
                       "was not tried yet is tried first; when that fails nothing is applied."));
    what->setWordWrap(true);
    form->addRow(what);
    addBackup(form);
    m_reason = new ReasonRows(form, place.environment, settings);
    form->addRow(tr("&Without a dry run"), m_override);
    m_tree->setObjectName(u"applyPlan"_s);
    m_tree->setAccessibleName(tr("What would be done"));
    m_tree->setHeaderLabels({tr("File"), tr("What happens")});
    m_tree->setWordWrap(true);
    m_tree->header()->setSectionResizeMode(0, QHeaderView::ResizeToContents);
    setParts(fields, m_tree, nullptr, m_remove);
    m_remove->hide();
    connect(m_remove, &QPushButton::clicked, this, &ApplyDialog::removeInvalid);
    connect(m_reason, &ReasonRows::changed, this, &ApplyDialog::refreshButtons);
    resize(720, 560);
}

ApplyDialog::~ApplyDialog() = default;

void ApplyDialog::addBackup(QFormLayout *form)
{
    m_backup->setObjectName(u"applyBackup"_s);
    m_backup->setAccessibleName(m_backup->text());
    m_file->setText(u"%1/%2-%3.dump"_s.arg(QStandardPaths::writableLocation(QStandardPaths::DocumentsLocation),
                                           place().database,
                                           QDateTime::currentDateTime().toString(u"yyyyMMdd-HHmmss"_s)));
    m_file->setEnabled(false);
    form->addRow(QString(), m_backup);
    form->addRow(tr("&File"), m_file);
    connect(m_backup, &QCheckBox::toggled, this, [this](bool on) {
        m_file->setEnabled(on);
        refreshButtons();
    });
    connect(m_file, &QLineEdit::textChanged, this, &ApplyDialog::refreshButtons);
}

QString ApplyDialog::problem() const
{
    if (m_backup->isChecked() && m_file->text().trimmed().isEmpty())
        return tr("Name a file for the backup.");
    return m_reason->problem();
}

bool ApplyDialog::canConfirm() const
{
    return m_plan && !m_plan->files.isEmpty() && m_plan->obstacles().isEmpty();
}

void ApplyDialog::focusFirst()
{
    m_reason->first()->setFocus(Qt::OtherFocusReason);
}

Result<ApplyPlan> ApplyDialog::planned(Session &session, const ApplyWish &wish, const QString &folder,
                                       const QString &override)
{
    const auto identity = databaseIdentity(session);
    if (!identity)
        return fail(identity.error());
    const AuditLog log(folder);
    ApplyRequest request;
    request.tags = wish.tags;
    request.overrideReason = override;
    request.measured = DryRunRecord(folder).recall(*identity);
    request.log = &log;
    const auto layout = makeLayout(wish.layout);
    return wish.back ? planRollback(session, *layout, request) : planApply(session, *layout, request);
}

/// Tries what was not tried yet, then plans; on the connection's thread.
Result<ApplyDialog::Ahead> ApplyDialog::look(Session &session, const ApplyWish &wish, const QString &folder,
                                             const QString &override)
{
    Ahead ahead;
    auto plan = planned(session, wish, folder, override);
    if (!plan)
        return fail(plan.error());
    if (!plan->unmeasured().isEmpty() && override.isEmpty() && plan->refusals.isEmpty()) {
        MeasureOrder order;
        order.recordFolder = folder;
        for (const ApplyFile &file : plan->files)
            order.tags << file.tag;
        const auto layout = makeLayout(wish.layout);
        const auto tried = wish.back ? measureRollback(session, *layout, wish.status, order)
                                     : measureMigrations(session, *layout, wish.status, order);
        if (!tried)
            return fail(tried.error());
        if (!tried->ok)
            ahead.failed = *tried;
        plan = planned(session, wish, folder, override);
        if (!plan)
            return fail(plan.error());
    }
    ahead.plan = *plan;
    QList<LockTaken> locks;
    for (const ApplyFile &file : ahead.plan.files)
        locks << (file.measured ? file.measured->locks : expectedLocks(*file.script));
    const auto forecast = forecastLocks(session, locks);
    if (!forecast)
        return fail(forecast.error());
    ahead.locks = *forecast;
    return ahead;
}

void ApplyDialog::startPreview()
{
    setBusy(tr("Trying what was not tried yet, and planning…"));
    const auto task =
        writer().run([wish = m_wish, folder = place().auditFolder, override = m_override->text().trimmed()](
                         Session &session) { return look(session, wish, folder, override); });
    follow(task.ticket);
    m_answers.follow(task.future, this, [this](const Result<Ahead> &ahead) {
        setBusy({});
        if (!ahead)
            return message()->showError(ahead.error(), tr("Nothing was applied."), {});
        m_reason->remember();
        go(Confirming);
        showPlan(*ahead);
    });
}

void ApplyDialog::showFile(const ApplyFile &file)
{
    auto *item = new QTreeWidgetItem(m_tree, {file.tag, file.hash.left(12)});
    item->setToolTip(1, file.hash);
    row(item, file.measured && file.measured->ok ? u"check"_s : u"warning"_s, tr("Dry run"),
        !file.measured          ? tr("none of exactly this text on this database")
            : file.measured->ok ? tr("passed, %1 UTC").arg(file.measured->when.toUTC().toString(u"yyyy-MM-dd HH:mm"_s))
                                : tr("failed"));
    if (!file.record.isEmpty())
        row(item, u"table"_s, tr("Journal"), file.record);
    if (file.stepsDone > 0)
        row(item, u"info"_s, tr("Resumes"), tr("after step %1 of %2").arg(file.stepsDone).arg(file.steps.size()));
    for (const QString &lost : file.measured ? file.measured->lost : QStringList())
        row(item, u"warning"_s, tr("Is lost"), lost);
    for (const QString &warning : file.warnings)
        row(item, u"warning"_s, tr("Mind"), warning);
    for (const QString &refusal : file.refusals)
        row(item, u"error"_s, tr("Stops it"), refusal);
    item->setExpanded(true);
}

void ApplyDialog::showPlan(const Ahead &ahead)
{
    m_plan = ahead.plan;
    m_tree->clear();
    for (const ApplyFile &file : m_plan->files)
        showFile(file);
    if (!ahead.locks.entries.isEmpty()) {
        auto *locks = new QTreeWidgetItem(m_tree, {tr("Locks"), tr("what others wait for meanwhile")});
        for (const LockForecast::Entry &entry : ahead.locks.entries) {
            row(locks, u"lock"_s, entry.lock.relation, entry.effect);
            for (const LockHolder &holder : entry.holders)
                row(locks, u"warning"_s, tr("in the way now"), lockHolderText(holder));
        }
        locks->setExpanded(true);
    }
    if (!m_plan->files.isEmpty()) // the button says what it does, and where
        setWindowTitle(m_plan->back
                           ? tr("Take %1 back on %2").arg(m_plan->files.first().tag, place().database)
                           : tr("Apply %n migrations to %1", nullptr, int(m_plan->files.size())).arg(place().database));
    QStringList lines{m_plan->files.isEmpty() ? tr("Nothing is pending. There is nothing to do.")
                          : m_plan->back      ? tr("Take %1 back.").arg(m_plan->files.first().tag)
                                         : tr("Apply %n files, in this order.", nullptr, int(m_plan->files.size()))};
    lines += m_plan->warnings;
    lines += m_plan->obstacles();
    showSummary(lines);
    if (ahead.failed)
        message()->showMessage(MessageBar::Kind::Warning, tr("The dry run fails, so nothing can be applied."),
                               tr("Close this, run the dry run on the page, and see there why."));
}

ApplyConfirmation ApplyDialog::confirmation() const
{
    return {m_reason->context(), place().database}; // typed already where it has to be
}

void ApplyDialog::startCommit()
{
    m_wasStopped = false;
    setBusy(tr("Applying…"), true);
    ApplyOptions options;
    options.progress = [dialog = QPointer(this)](const ApplyEvent &event) {
        QMetaObject::invokeMethod(
            qApp,
            [dialog, event] {
                if (dialog && dialog->isBusy())
                    dialog->showEvent(event);
            },
            Qt::QueuedConnection);
    };
    const QString backup = m_backup->isChecked() ? m_file->text().trimmed() : QString();
    const auto task = writer().run([plan = *m_plan, confirmation = confirmation(), options, backup,
                                    folder = place().auditFolder](Session &session) -> Result<ApplyResult> {
        if (!backup.isEmpty()) {
            const auto canceler = session.canceler();
            const auto saved =
                backUp(session.info(), session.serverVersion(), backup, [canceler] { return canceler->requested(); });
            if (!saved)
                return fail(saved.error());
        }
        AuditLog log(folder);
        return applyMigrations(session, plan, confirmation, options, log);
    });
    follow(task.ticket);
    m_answers.follow(task.future, this, [this](const Result<ApplyResult> &result) { finish(result); });
}

void ApplyDialog::showEvent(const ApplyEvent &event)
{
    m_holder.reset();
    switch (event.kind) {
    case ApplyEvent::Kind::Statement:
        return message()->showMessage(
            MessageBar::Kind::Info,
            tr("%1: statement %2 of %3").arg(event.tag).arg(event.statement + 1).arg(event.statements));
    case ApplyEvent::Kind::Waiting:
        if (!event.holders.isEmpty())
            m_holder = event.holders.first();
        return message()->showMessage(MessageBar::Kind::Warning, event.text, m_holder ? m_holder->query : QString(),
                                      m_holder ? tr("Stop it…") : QString());
    case ApplyEvent::Kind::Retry:
        return message()->showMessage(MessageBar::Kind::Warning, event.text);
    case ApplyEvent::Kind::FileDone:
        return message()->showMessage(MessageBar::Kind::Info, tr("%1 is done").arg(event.tag));
    }
}

void ApplyDialog::messageAction()
{
    if (m_holder && isBusy())
        askToStop();
}

/// Stopping someone else's work is a step of its own, said in words.
void ApplyDialog::askToStop()
{
    const LockHolder holder = *m_holder;
    const bool isIdle = holder.state.startsWith(u"idle in transaction"_s);
    auto *box = new QMessageBox(QMessageBox::Warning, tr("Stop what is in the way"),
                                isIdle ? tr("End the session of %1?").arg(lockHolderText(holder))
                                       : tr("Cancel the statement of %1?").arg(lockHolderText(holder)),
                                QMessageBox::Cancel, this);
    box->setObjectName(u"stopHolder"_s);
    box->setAttribute(Qt::WA_DeleteOnClose);
    box->setTextFormat(Qt::PlainText);
    box->setInformativeText(isIdle ? tr("Its transaction is rolled back: what it did there is lost. It is recorded.")
                                   : tr("Its statement ends with an error there. It is recorded."));
    box->setDetailedText(holder.query);
    QPushButton *stopIt = box->addButton(isIdle ? tr("&End it") : tr("&Cancel it"), QMessageBox::DestructiveRole);
    stopIt->setObjectName(u"stopHolderYes"_s);
    connect(stopIt, &QPushButton::clicked, this,
            [this, holder, isIdle] { stopHolder(holder, isIdle ? StopKind::EndSession : StopKind::CancelStatement); });
    box->open();
}

void ApplyDialog::stopHolder(const LockHolder &holder, StopKind kind)
{
    m_helper = place().makeWriter();
    const auto task = m_helper->run(
        [holder, kind, context = m_reason->context(), folder = place().auditFolder](Session &session) -> Result<bool> {
            AuditLog log(folder);
            return stopSession(session, holder, kind, context, log);
        });
    m_helped.follow(task.future, this, [this](const Result<bool> &done) {
        if (!done)
            message()->showError(done.error(), tr("It was not stopped; the apply goes on waiting."), {});
    });
}

void ApplyDialog::stop()
{
    m_wasStopped = true;
    writer().cancel(ticket());
    message()->showMessage(MessageBar::Kind::Info, tr("Stopping: what runs is rolled back…"));
}

void ApplyDialog::finish(const Result<ApplyResult> &result)
{
    setBusy({});
    m_holder.reset();
    if (!result) {
        forgetTypedName();
        return message()->showError(result.error(), tr("Nothing was applied."), {});
    }
    m_invalid.clear();
    for (const FileOutcome &file : result->files)
        m_invalid += file.invalidIndexes;
    m_remove->setVisible(!m_invalid.isEmpty());
    const QString text = result->ok ? tr("Done.")
        : m_wasStopped              ? tr("Stopped. Each file says what became of it.")
                                    : tr("It ended early. Each file says what became of it.");
    showReceipt(applyReceipt(*result, m_wish.back), result->ok ? MessageBar::Kind::Success : MessageBar::Kind::Warning,
                text, result->auditProblem);
    emit applied();
}

void ApplyDialog::removeInvalid()
{
    m_remove->setEnabled(false);
    const auto task = writer().run([indexes = m_invalid, confirmation = confirmation(),
                                    folder = place().auditFolder](Session &session) -> Result<void> {
        AuditLog log(folder);
        for (const QString &index : indexes) {
            if (const auto done = dropInvalidIndex(session, index, confirmation, log); !done)
                return done;
        }
        return {};
    });
    m_answers.follow(task.future, this, [this](const Result<void> &done) {
        m_remove->setEnabled(!done);
        m_remove->setVisible(!done);
        if (done)
            message()->showMessage(MessageBar::Kind::Success,
                                   tr("The invalid index is removed. Apply again to go on."));
        else
            message()->showError(done.error(), tr("The index is still there."), {});
    });
}

} // namespace pitboss

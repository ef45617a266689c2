// SPDX-FileCopyrightText: 2026 The Pitboss authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/support/purgedialog.h"

#include "ui/controls.h"

#include <QCheckBox>
#include <QDateTime>
#include <QFileDialog>
#include <QFormLayout>
#include <QHBoxLayout>
#include <QHeaderView>
#include <QLabel>
#include <QLineEdit>
#include <QLocale>
#include <QProgressBar>
#include <QPushButton>
#include <QStandardPaths>
#include <QTimer>
#include <QTreeWidget>

namespace pitboss {

namespace {

constexpr int tick = 100; // ms between two looks at the progress

/// A file of its own for each purge: an export is never overwritten.
QString freshFile(const QString &database)
{
    QString name = database;
    for (QChar &character : name) {
        if (!character.isLetterOrNumber())
            character = QLatin1Char('-');
    }
    return QStringLiteral("%1/purged-bouts-%2-%3.jsonl")
        .arg(QStandardPaths::writableLocation(QStandardPaths::DocumentsLocation), name,
             QDateTime::currentDateTime().toString(QStringLiteral("yyyyMMdd-HHmmss")));
}

QString number(qint64 value)
{
    return QLocale().toString(value);
}

} // namespace

PurgeDialog::PurgeDialog(const WritePlace &place, QSettings &settings, QWidget *parent)
    : GuardedDialog(tr("Purge errored bouts"), place, parent)
    , m_state(std::make_shared<Progress>())
    , m_tick(new QTimer(this))
    , m_export(new QCheckBox(tr("E&xport them first, as JSON lines")))
    , m_file(namedEdit(QStringLiteral("purgeFile"), tr("File of the export")))
    , m_rows(new QTreeWidget)
    , m_bar(new QProgressBar)
{
    setObjectName(QStringLiteral("purgeDialog"));
    auto *fields = new QWidget;
    auto *form = new QFormLayout(fields);
    form->setContentsMargins(0, 0, 0, 0);
    form->setFieldGrowthPolicy(QFormLayout::AllNonFixedFieldsGrow);
    auto *what = new QLabel(tr("Deletes the bouts whose status is “error”, with what hangs on them. No other bout is "
                               "touched. It goes by batches, and can be stopped between two."));
    what->setWordWrap(true);
    form->addRow(what);
    addExport(form);
    m_reason = new ReasonRows(form, place.environment, settings);
    m_rows->setObjectName(QStringLiteral("purgeRows"));
    m_rows->setAccessibleName(tr("What goes"));
    m_rows->setHeaderLabels({tr("Table"), tr("Rows that go")});
    m_rows->setRootIsDecorated(false);
    m_rows->header()->setSectionResizeMode(0, QHeaderView::Stretch);
    m_bar->setObjectName(QStringLiteral("purgeProgress"));
    m_bar->setAccessibleName(tr("Progress"));
    m_bar->hide();
    setParts(fields, m_rows, m_bar, nullptr);
    m_tick->setInterval(tick);
    connect(m_tick, &QTimer::timeout, this, &PurgeDialog::showProgress);
    connect(m_reason, &ReasonRows::changed, this, &PurgeDialog::refreshButtons);
}

PurgeDialog::~PurgeDialog()
{
    m_state->stop = true; // the batch that is under way is the last
}

void PurgeDialog::addExport(QFormLayout *form)
{
    m_export->setObjectName(QStringLiteral("purgeExport"));
    m_export->setAccessibleName(m_export->text());
    m_export->setChecked(true);
    m_file->setText(freshFile(place().database));
    QPushButton *choose = textButton(QStringLiteral("purgeChoose"), tr("C&hoose…"));
    auto *row = new QHBoxLayout;
    row->addWidget(m_file, 1);
    row->addWidget(choose);
    form->addRow(QString(), m_export);
    form->addRow(tr("&File"), row);
    connect(m_export, &QCheckBox::toggled, this, [this, choose](bool on) {
        m_file->setEnabled(on);
        choose->setEnabled(on);
        refreshButtons();
    });
    connect(m_file, &QLineEdit::textChanged, this, &PurgeDialog::refreshButtons);
    connect(choose, &QPushButton::clicked, this, &PurgeDialog::chooseFile);
}

void PurgeDialog::chooseFile()
{
    auto *dialog = new QFileDialog(this, tr("Export the bouts to"), m_file->text(), tr("JSON lines (*.jsonl)"));
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setAcceptMode(QFileDialog::AcceptSave);
    connect(dialog, &QFileDialog::fileSelected, m_file, &QLineEdit::setText);
    dialog->open();
}

QString PurgeDialog::problem() const
{
    if (m_export->isChecked() && m_file->text().trimmed().isEmpty())
        return tr("Name a file for the export.");
    return m_reason->problem();
}

PurgeBouts PurgeDialog::order() const
{
    PurgeBouts purge;
    purge.context = m_reason->context();
    if (m_export->isChecked())
        purge.exportFile = m_file->text().trimmed();
    return purge;
}

void PurgeDialog::startPreview()
{
    setBusy(tr("Counting what would go…"));
    const auto task = writer().run([purge = order()](Session &session) { return previewPurge(session, purge); });
    follow(task.ticket);
    m_answers.follow(task.future, this, [this](const Result<PurgePreview> &preview) {
        setBusy({});
        if (!preview)
            return message()->showError(preview.error(), tr("Nothing was deleted."), {});
        m_reason->remember();
        showPreview(*preview);
        go(Confirming);
    });
}

void PurgeDialog::showPreview(const PurgePreview &preview)
{
    m_preview = preview;
    m_rows->clear();
    new QTreeWidgetItem(m_rows, {QStringLiteral("bouts"), number(preview.bouts)});
    for (const BoutRows &other : preview.others)
        new QTreeWidgetItem(m_rows, {other.table, number(other.rows)});
    for (int i = 0; i < m_rows->topLevelItemCount(); ++i)
        m_rows->topLevelItem(i)->setTextAlignment(1, Qt::AlignRight | Qt::AlignVCenter);
    QStringList lines{preview.bouts == 0 ? tr("No bout is in error. There is nothing to do.")
                                         : tr("Delete %n bouts in error, for good.", nullptr, int(preview.bouts))};
    if (preview.bouts > 0)
        lines << (m_export->isChecked() ? tr("Before that, all of it is exported to %1.").arg(m_file->text().trimmed())
                                        : tr("Nothing is exported: there will be no copy."));
    showSummary(lines);
}

void PurgeDialog::startCommit()
{
    m_bar->setRange(0, int(m_preview->bouts));
    m_bar->setValue(0);
    m_bar->show();
    setBusy(tr("Deleting…"), true);
    m_tick->start();
    const auto task = writer().run(
        [purge = order(), seen = *m_preview, folder = place().auditFolder, state = m_state](Session &session) {
            AuditLog log(folder);
            return purgeOnRecord(session, purge, seen, log, [&state](const PurgeAnswer &soFar) {
                state->exported = soFar.exported;
                state->deleted = soFar.bouts;
                return !state->stop;
            });
        });
    m_answers.follow(task.future, this, [this](const Result<PurgeAnswer> &answer) { finish(answer); });
}

void PurgeDialog::showProgress()
{
    const qint64 deleted = m_state->deleted;
    m_bar->setValue(int(deleted));
    const QString what =
        deleted > 0 ? tr("%1 deleted").arg(number(deleted)) : tr("%1 exported").arg(number(m_state->exported));
    message()->showMessage(MessageBar::Kind::Info,
                           m_state->stop ? tr("Stopping after this batch: %1").arg(what)
                                         : tr("Deleting: %1").arg(what));
}

void PurgeDialog::stop()
{
    m_state->stop = true;
    showProgress();
}

QStringList PurgeDialog::receiptLines(const PurgeAnswer &answer)
{
    QStringList lines{tr("Deleted bouts: %1").arg(number(answer.bouts))};
    for (const BoutRows &other : answer.others)
        lines << tr("Deleted with them from %1: %2").arg(other.table, number(other.rows));
    if (answer.kept > 0)
        lines << tr("Kept, because they had changed meanwhile: %1").arg(number(answer.kept));
    if (!answer.exportFile.isEmpty())
        lines << tr("Exported: %1 to %2").arg(number(answer.exported), answer.exportFile);
    if (answer.auditNumber > 0)
        lines << tr("Audit entry: %1").arg(answer.auditNumber);
    return lines;
}

void PurgeDialog::finish(const Result<PurgeAnswer> &answer)
{
    m_tick->stop();
    m_bar->hide();
    setBusy({});
    if (!answer) {
        m_state->stop = false;
        forgetTypedName();
        return message()->showError(answer.error(), tr("Nothing was deleted."), {});
    }
    const bool isWhole = !answer->wasCanceled && !answer->stoppedBy;
    QString text = isWhole    ? tr("Done.")
        : answer->isUncertain ? tr("The connection was lost: one batch more may be deleted than is counted here.")
        : answer->wasCanceled ? tr("Stopped. What was deleted until then is gone; the rest is as it was.")
                              : tr("It ended early. What was deleted until then is gone; the rest is as it was.");
    const QString detail = answer->stoppedBy ? answer->stoppedBy->text() : answer->auditProblem;
    showReceipt(receiptLines(*answer), isWhole ? MessageBar::Kind::Success : MessageBar::Kind::Warning, text, detail);
    emit done(*answer);
}

} // namespace pitboss

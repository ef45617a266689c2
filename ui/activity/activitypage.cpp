// SPDX-FileCopyrightText: 2026 The Pitboss authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/activity/activitypage.h"

#include "sql/audit/auditexport.h"
#include "ui/activity/audittabledialog.h"
#include "ui/codeview.h"
#include "ui/controls.h"
#include "ui/emptystate.h"
#include "ui/labels.h"
#include "ui/messagebar.h"
#include "ui/migrations/inpool.h"
#include "ui/migrations/listview.h"

#include <QBoxLayout>
#include <QComboBox>
#include <QFileDialog>
#include <QJsonDocument>
#include <QLineEdit>
#include <QPushButton>
#include <QSplitter>
#include <QStackedWidget>

namespace pitboss {

using namespace Qt::Literals::StringLiterals;

namespace {

constexpr int pageMargin = 12;
constexpr int widths[] = {56, 150, 84, 140, 150, 110, 150, 200};

} // namespace

ActivityPage::ActivityPage(QSettings &settings, QString folder, QWidget *parent)
    : Page(parent)
    , m_settings(settings)
    , m_folder(std::move(folder))
    , m_install(textButton(u"activityInstall"_s, tr("Audit table…")))
    , m_model(new AuditModel(this))
    , m_search(new QLineEdit)
    , m_action(new QComboBox)
    , m_verify(textButton(u"activityVerify"_s, tr("Verify")))
    , m_export(textButton(u"activityExport"_s, tr("Export…")))
    , m_message(new MessageBar)
    , m_told(new MessageBar)
    , m_stack(new QStackedWidget)
    , m_splitter(new QSplitter(Qt::Vertical))
    , m_view(listView(u"activityList"_s, tr("Audit log"), nullptr))
    , m_empty(new EmptyState)
    , m_entryTitle(new TypeLabel(TypeLabel::Kind::Section))
    , m_entry(new CodeView)
{
    build();
    connectAll();
    showEmpty();
}

QWidget *ActivityPage::buildBar()
{
    m_search->setObjectName(u"activitySearch"_s);
    m_search->setAccessibleName(tr("Search the audit log"));
    m_search->setPlaceholderText(tr("Search: person, reference, reason, ticket…"));
    m_search->setClearButtonEnabled(true);
    m_action->setObjectName(u"activityAction"_s);
    m_action->setAccessibleName(tr("Action"));
    m_action->addItem(tr("All actions"), QString());
    m_action->setSizeAdjustPolicy(QComboBox::AdjustToContents);
    auto *bar = new QWidget;
    auto *row = new QHBoxLayout(bar);
    row->setContentsMargins(pageMargin, pageMargin, pageMargin, pageMargin);
    row->addWidget(m_search, 1);
    row->addWidget(m_action);
    row->addWidget(m_verify);
    row->addWidget(m_export);
    row->addWidget(m_install);
    m_install->setToolTip(tr("Keep every entry in the connected database as well, in an append-only table"));
    m_install->setEnabled(false);
    return bar;
}

QWidget *ActivityPage::buildDetail()
{
    m_entry->setObjectName(u"activityEntry"_s);
    m_entry->setAccessibleName(tr("The entry in full"));
    m_entry->setReadOnly(true);
    m_entryTitle->setContentsMargins(pageMargin, pageMargin, pageMargin, 0);
    auto *detail = new QWidget;
    auto *column = new QVBoxLayout(detail);
    column->setContentsMargins(0, 0, 0, 0);
    column->addWidget(m_entryTitle);
    column->addWidget(m_entry, 1);
    return detail;
}

void ActivityPage::build()
{
    m_view->setModel(m_model);
    m_view->header()->setStretchLastSection(true);
    for (int i = 0; i < AuditModel::ColumnCount; ++i)
        m_view->setColumnWidth(i, widths[i]);
    m_splitter->addWidget(m_view);
    m_splitter->addWidget(buildDetail());
    m_splitter->setStretchFactor(0, 3);
    m_splitter->setStretchFactor(1, 2);
    m_splitter->setChildrenCollapsible(false);
    m_stack->addWidget(m_empty);
    m_stack->addWidget(m_splitter);
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    column->addWidget(buildBar());
    for (MessageBar *bar : {m_message, m_told}) {
        bar->setOuterMargins({pageMargin, 0, pageMargin, pageMargin});
        column->addWidget(bar);
    }
    column->addWidget(m_stack, 1);
}

void ActivityPage::connectAll()
{
    connect(m_search, &QLineEdit::textChanged, this, &ActivityPage::filter);
    connect(m_action, &QComboBox::currentIndexChanged, this, &ActivityPage::filter);
    connect(m_verify, &QPushButton::clicked, this, &ActivityPage::refresh);
    connect(m_message, &MessageBar::actionTriggered, this, &ActivityPage::refresh);
    connect(m_export, &QPushButton::clicked, this, &ActivityPage::askForFile);
    connect(m_install, &QPushButton::clicked, this, &ActivityPage::openInstaller);
    connect(m_view->selectionModel(), &QItemSelectionModel::currentRowChanged, this, &ActivityPage::showEntry);
}

void ActivityPage::setPlace(const std::optional<WritePlace> &place)
{
    if (m_form)
        m_form->deleteLater();
    m_form = nullptr;
    m_place = place;
    m_install->setEnabled(place && place->makeWriter);
}

void ActivityPage::openInstaller()
{
    if (!m_place || m_form)
        return;
    m_form = new AuditTableDialog(*m_place, m_settings, this);
    connect(m_form, &QDialog::finished, this, &ActivityPage::refresh);
    m_form->open();
}

void ActivityPage::activated()
{
    refresh();
    m_search->setFocus();
}

void ActivityPage::find()
{
    m_search->setFocus();
    m_search->selectAll();
}

Result<ActivityPage::Reading> ActivityPage::read(const QString &folder)
{
    const AuditLog log(folder);
    const auto entries = log.entries();
    if (!entries)
        return fail(entries.error());
    const auto verdict = log.verify();
    if (!verdict)
        return fail(verdict.error());
    return Reading{AuditModel::rowsOf(*entries), *verdict};
}

void ActivityPage::refresh()
{
    m_loading = true;
    m_verify->setEnabled(false);
    emit running(tr("verifying the audit log…"));
    m_readings.follow(runInPool([folder = m_folder] { return read(folder); }), this,
                      [this](const Result<Reading> &reading) { showReading(reading); });
}

void ActivityPage::showReading(const Result<Reading> &reading)
{
    m_loading = false;
    m_verify->setEnabled(true);
    emit running({});
    if (!reading) {
        m_message->showError(reading.error(), {}, tr("Retry"));
        return;
    }
    const QModelIndex current = m_view->currentIndex();
    const qint64 number = current.isValid() ? m_model->entry(current.row()).number : 0;
    m_model->setRows(reading->rows);
    m_model->setBroken(reading->verdict.broken);
    const QSignalBlocker quiet(m_action);
    const QString action = m_action->currentData().toString();
    m_action->clear();
    m_action->addItem(tr("All actions"), QString());
    for (const QString &name : m_model->actions())
        m_action->addItem(name, name);
    m_action->setCurrentIndex(qMax(0, m_action->findData(action)));
    filter();
    showVerdict(reading->verdict);
    if (const int row = m_model->rowOf(number); row >= 0)
        m_view->setCurrentIndex(m_model->index(row, 0));
}

void ActivityPage::showVerdict(const AuditVerdict &verdict)
{
    const bool isTorn = verdict.hasTornEnd || !verdict.setAside.isEmpty();
    QString aside = isTorn ? tr("A crash cut off an entry that was being written; it is kept aside.") : QString();
    if (!verdict.setAside.isEmpty())
        aside += QLatin1Char(' ') + verdict.setAside.join(u", "_s);
    if (!verdict.problem.isEmpty())
        m_message->showMessage(MessageBar::Kind::Error,
                               tr("Entry %1 is the first broken one. %2").arg(verdict.broken).arg(verdict.problem),
                               aside);
    else if (isTorn)
        m_message->showMessage(MessageBar::Kind::Warning,
                               tr("The chain is whole: %1 entries. %2").arg(verdict.entries).arg(aside));
    else if (verdict.entries > 0)
        m_message->showMessage(MessageBar::Kind::Success, tr("The chain is whole: %1 entries.").arg(verdict.entries));
    else
        m_message->clear();
}

void ActivityPage::showEmpty()
{
    const bool isNarrowed = m_model->total() > 0;
    m_empty->setContent(u"activity"_s, isNarrowed ? tr("No entry fits") : tr("Nothing is on record here yet"),
                        isNarrowed ? tr("Take words away, or choose all actions.")
                                   : tr("Every write that Pitboss does on this computer is listed here."));
    m_stack->setCurrentWidget(m_model->rowCount() > 0 ? static_cast<QWidget *>(m_splitter) : m_empty);
    m_export->setEnabled(m_model->rowCount() > 0);
}

void ActivityPage::filter()
{
    m_model->setFilter(m_search->text(), m_action->currentData().toString());
    showEmpty();
    if (m_model->rowCount() > 0)
        m_view->setCurrentIndex(m_model->index(0, 0));
    showEntry();
    emit statusChanged(tr("%1 of %2 entries").arg(m_model->rowCount()).arg(m_model->total()));
}

void ActivityPage::showEntry()
{
    const QModelIndex current = m_view->currentIndex();
    if (!current.isValid()) {
        m_entry->setCode({});
        return;
    }
    const AuditEntry entry = m_model->entry(current.row());
    const QString summary = entry.fields["summary"_L1].toString();
    m_entryTitle->setText(tr("Entry %1 · %2").arg(entry.number).arg(summary.isEmpty() ? entry.action : summary));
    m_entry->setCode(QString::fromUtf8(QJsonDocument(entry.fields).toJson()));
}

void ActivityPage::askForFile()
{
    if (m_dialog)
        return;
    m_dialog = new QFileDialog(this, tr("Export the audit log"), {}, tr("JSON (*.json);;CSV (*.csv)"));
    m_dialog->setObjectName(u"activityExportDialog"_s);
    m_dialog->setAttribute(Qt::WA_DeleteOnClose);
    m_dialog->setAcceptMode(QFileDialog::AcceptSave);
    m_dialog->setDefaultSuffix(u"json"_s);
    connect(m_dialog, &QFileDialog::filterSelected, m_dialog, [dialog = m_dialog](const QString &chosen) {
        dialog->setDefaultSuffix(chosen.contains("csv"_L1) ? u"csv"_s : u"json"_s);
    });
    connect(m_dialog, &QFileDialog::fileSelected, this, &ActivityPage::exportTo);
    m_dialog->open();
}

void ActivityPage::exportTo(const QString &file)
{
    const QList<AuditEntry> entries = m_model->shown();
    const auto write = [entries, file]() -> Result<qsizetype> {
        const auto done = exportAudit(entries, file);
        return done ? Result<qsizetype>(entries.size()) : fail(done.error());
    };
    whenFinished(runInPool(write), this, [this, file](const Result<qsizetype> &done) {
        if (done)
            m_told->showMessage(MessageBar::Kind::Success, tr("%1 entries exported to %2.").arg(*done).arg(file));
        else
            m_told->showError(done.error(), {}, {});
    });
}

} // namespace pitboss

// SPDX-FileCopyrightText: 2026 The Pitboss authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/support/supportpage.h"

#include "ui/controls.h"
#include "ui/emptystate.h"
#include "ui/icons.h"
#include "ui/messagebar.h"
#include "ui/migrations/listview.h"
#include "ui/support/personview.h"

#include <QAction>
#include <QLineEdit>
#include <QSplitter>
#include <QStackedWidget>
#include <QTimer>
#include <QVBoxLayout>

namespace pitboss {

namespace {

constexpr int mostFound = 50;
constexpr int ledgerRows = 100;
constexpr int typingPause = 60; // ms: a search for each pause, not for each key

LedgerPage limited(LedgerPage page)
{
    page.limit = ledgerRows;
    return page;
}

} // namespace

SupportPage::SupportPage(QSettings &settings, QWidget *parent)
    : Page(parent)
    , m_settings(settings)
    , m_delay(new QTimer(this))
    , m_field(new QLineEdit)
    , m_found(new ResultModel(this))
    , m_results(listView(QStringLiteral("peopleFound"), tr("People found"), nullptr))
    , m_message(new MessageBar)
    , m_right(new QStackedWidget)
    , m_empty(new EmptyState)
    , m_person(new PersonView)
{
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 12, 0, 0);
    layout->setSpacing(8);
    m_message->setOuterMargins({12, 0, 12, 0});
    layout->addWidget(m_message);
    m_message->hide();
    auto *splitter = new QSplitter;
    splitter->setObjectName(QStringLiteral("supportSplitter"));
    splitter->addWidget(buildSearch());
    m_right->addWidget(m_empty);
    m_right->addWidget(m_person);
    splitter->addWidget(m_right);
    splitter->setStretchFactor(1, 1);
    splitter->setSizes({320, 720});
    splitter->setChildrenCollapsible(false);
    layout->addWidget(splitter, 1);
    m_empty->setContent(QStringLiteral("support"), tr("Find a person"),
                        tr("By id, e-mail, name, referral code, Stripe customer or a bout of theirs."));
    m_delay->setSingleShot(true);
    m_delay->setInterval(typingPause);
    connect(m_delay, &QTimer::timeout, this, &SupportPage::startSearch);
    connect(m_message, &MessageBar::actionTriggered, this, &SupportPage::refresh);
    connect(m_person, &PersonView::ledgerWanted, this, [this] { readLedger(false); });
    connect(m_person, &PersonView::moreLedgerWanted, this, [this] { readLedger(true); });
    connect(m_person, &PersonView::wished, this, &SupportPage::openForm);
    connect(m_person, &PersonView::rowsRequested, this, [this](const QString &table, const QString &filter) {
        emit rowsRequested({QStringLiteral("public"), table}, filter);
    });
}

SupportPage::~SupportPage() = default;

QWidget *SupportPage::buildSearch()
{
    auto *side = new QWidget;
    auto *layout = new QVBoxLayout(side);
    layout->setContentsMargins(12, 0, 8, 0);
    m_field->setObjectName(QStringLiteral("personSearch"));
    m_field->setAccessibleName(tr("Find a person"));
    m_field->setPlaceholderText(tr("id, e-mail, name, code, customer, bout"));
    m_field->setClearButtonEnabled(true);
    m_field->addAction(icon(QStringLiteral("search")), QLineEdit::LeadingPosition);
    layout->addWidget(m_field);
    m_found->setColumns({{QStringLiteral("display_name"), tr("Name")},
                         {QStringLiteral("email"), tr("E-mail")},
                         {QStringLiteral("subscription_tier"), tr("Tier")}});
    m_results->setModel(m_found);
    m_results->header()->setSectionResizeMode(1, QHeaderView::Stretch);
    m_results->header()->setSectionResizeMode(2, QHeaderView::ResizeToContents);
    layout->addWidget(m_results, 1);
    connect(m_field, &QLineEdit::textChanged, m_delay, qOverload<>(&QTimer::start));
    connect(m_field, &QLineEdit::returnPressed, this, [this] {
        if (m_found->rowCount() > 0)
            m_results->setCurrentIndex(m_found->index(qMax(0, m_results->currentIndex().row()), 0));
        m_results->setFocus(Qt::OtherFocusReason);
    });
    connect(m_results->selectionModel(), &QItemSelectionModel::currentChanged, this, [this](const QModelIndex &now) {
        if (now.isValid())
            openPerson(m_found->value(now.row(), QStringLiteral("id")).value_or(QString()));
    });
    return side;
}

/// Runs on the reader with the schema at hand; it is read once and kept.
template <typename Fn> auto SupportPage::ask(Fn fn)
{
    return m_reader->run([fn = std::move(fn), known = m_schema](
                             Session &session) -> std::invoke_result_t<Fn, Session &, const PitSchema &> {
        if (known)
            return fn(session, *known);
        const auto schema = PitSchema::read(session);
        return schema ? fn(session, *schema) : fail(schema.error());
    });
}

void SupportPage::setConnection(std::unique_ptr<Connection> reader, const OperationDialog::Place &place)
{
    clearConnection();
    m_reader = std::move(reader);
    m_place = place;
    m_person->setWritesPossible(bool(place.makeWriter),
                                place.makeWriter ? QString() : tr("Writing is forbidden here."));
    const auto task = m_reader->run([](Session &session) { return PitSchema::read(session); });
    m_reads.follow(task.future, this, [this](const Result<PitSchema> &schema) {
        if (schema)
            m_schema = *schema;
        if (schema && !schema->isPit())
            m_empty->setContent(QStringLiteral("support"), tr("This is not The Pit's database"),
                                tr("The support desk works on its tables: users, credits, credit_transactions."));
    });
}

void SupportPage::clearConnection()
{
    closeForm();
    m_searches.drop();
    m_reads.drop();
    m_delay->stop();
    m_reader.reset();
    m_schema.reset();
    m_wantedId.clear();
    m_found->setRows({});
    m_field->clear();
    m_message->clear();
    m_message->hide();
    m_right->setCurrentWidget(m_empty);
    emit running({});
}

void SupportPage::closeForm()
{
    if (m_form)
        m_form->deleteLater();
    m_form = nullptr;
}

void SupportPage::find()
{
    m_field->setFocus(Qt::ShortcutFocusReason);
    m_field->selectAll();
}

void SupportPage::search(const QString &text)
{
    m_field->setText(text);
    m_delay->stop();
    startSearch();
}

void SupportPage::startSearch()
{
    if (!m_reader)
        return;
    m_reader->cancel(m_searchTicket); // an answer to what was typed before is of no use
    const auto task = ask([text = m_field->text()](Session &session, const PitSchema &schema) {
        return searchPeople(session, schema, text, mostFound);
    });
    m_searchTicket = task.ticket;
    emit running(tr("searching…"));
    m_searches.follow(task.future, this, [this](const Result<ResultSet> &found) { showFound(found); });
}

void SupportPage::showFound(const Result<ResultSet> &found)
{
    emit running({});
    if (!found) {
        if (found.error().kind != Error::Kind::Canceled) {
            m_message->show();
            m_message->showError(found.error(), tr("Nothing was changed."));
        }
        return;
    }
    m_message->clear();
    m_message->hide();
    m_found->setRows(*found);
    m_results->resizeColumnToContents(0);
    const int count = found->rowCount();
    emit statusChanged(m_field->text().isEmpty() ? QString()
                           : count == mostFound  ? tr("The first %1 of more").arg(count)
                           : count == 1          ? tr("1 person")
                                                 : tr("%1 persons").arg(count));
    if (count == 1)
        m_results->setCurrentIndex(m_found->index(0, 0));
    if (count == 0 && !m_field->text().isEmpty() && m_right->currentWidget() == m_empty)
        m_empty->setContent(QStringLiteral("support"), tr("Nobody found"),
                            tr("Neither an id, e-mail, name, referral code, customer nor bout holds it."));
}

void SupportPage::openPerson(const QString &id)
{
    if (!m_reader || id.isEmpty())
        return;
    m_wantedId = id;
    const LedgerPage page = limited(m_person->ledgerPage());
    const auto task = ask([id, page](Session &session, const PitSchema &schema) -> Result<Loaded> {
        auto detail = readPerson(session, schema, id);
        if (!detail)
            return fail(detail.error());
        return Loaded{*detail, readLedgerPage(session, schema, id, page)};
    });
    emit running(tr("reading %1…").arg(id));
    m_reads.follow(task.future, this, [this](const Result<Loaded> &loaded) { showPerson(loaded); });
}

void SupportPage::showPerson(const Result<Loaded> &loaded)
{
    emit running({});
    if (!loaded) {
        m_message->show();
        m_message->showError(loaded.error(), tr("Nothing was changed."));
        return;
    }
    m_person->setPerson(loaded->detail);
    m_person->setLedger(loaded->ledger, loaded->ledger && loaded->ledger->rowCount() == ledgerRows);
    m_right->setCurrentWidget(m_person);
    emit visited(m_wantedId);
}

void SupportPage::readLedger(bool older)
{
    if (!m_reader || m_person->personId().isEmpty())
        return;
    LedgerPage page = limited(m_person->ledgerPage());
    page.beforeId = older ? m_person->lastLedgerId() : 0;
    const auto task = ask([id = m_person->personId(), page](Session &session, const PitSchema &schema) {
        return readLedgerPage(session, schema, id, page);
    });
    m_reads.follow(task.future, this, [this, older](const Result<ResultSet> &rows) {
        const bool more = rows && rows->rowCount() == ledgerRows;
        older ? m_person->addLedger(rows, more) : m_person->setLedger(rows, more);
    });
}

void SupportPage::refresh()
{
    m_schema.reset();
    if (!m_field->text().isEmpty())
        startSearch();
    if (!m_wantedId.isEmpty())
        openPerson(m_wantedId);
}

bool SupportPage::cancel()
{
    if (!m_reader || !m_reader->isBusy())
        return false;
    m_reader->cancel(m_searchTicket);
    return true;
}

void SupportPage::goTo(const QVariant &location)
{
    openPerson(location.toString());
}

void SupportPage::openForm(const OperationWish &wish)
{
    if (!m_place.makeWriter || m_form)
        return;
    m_form = new OperationDialog(wish, m_place, m_settings, this);
    connect(m_form, &OperationDialog::done, this, [this] { openPerson(m_wantedId); });
    connect(m_form, &OperationDialog::reversalRequested, this, &SupportPage::reverse);
    m_form->open();
}

void SupportPage::reverse(const Receipt &receipt)
{
    OperationWish wish;
    wish.kind = OperationWish::Kind::Reverse;
    wish.id = m_person->personId();
    wish.entryId = receipt.ledgerId.value_or(0);
    wish.entryText = receipt.summary;
    m_form = nullptr;
    openForm(wish);
}

} // namespace pitboss

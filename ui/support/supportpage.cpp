// SPDX-FileCopyrightText: 2026 The Pitboss authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/support/supportpage.h"

#include "ui/controls.h"
#include "ui/emptystate.h"
#include "ui/messagebar.h"
#include "ui/support/peoplesearch.h"
#include "ui/support/personview.h"
#include "ui/support/purgedialog.h"

#include <QAction>
#include <QPushButton>
#include <QSplitter>
#include <QStackedWidget>
#include <QVBoxLayout>

namespace pitboss {

namespace {

constexpr int ledgerRows = 100;

LedgerPage limited(LedgerPage page)
{
    page.limit = ledgerRows;
    return page;
}

} // namespace

SupportPage::SupportPage(QSettings &settings, QWidget *parent)
    : Page(parent)
    , m_settings(settings)
    , m_search(new PeopleSearch)
    , m_purge(new QAction(tr("&Purge errored bouts…"), this))
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
    splitter->addWidget(buildSide());
    m_right->addWidget(m_empty);
    m_right->addWidget(m_person);
    splitter->addWidget(m_right);
    splitter->setStretchFactor(1, 1);
    splitter->setSizes({320, 720});
    splitter->setChildrenCollapsible(false);
    layout->addWidget(splitter, 1);
    connectParts();
}

SupportPage::~SupportPage() = default;

QWidget *SupportPage::buildSide()
{
    m_purge->setObjectName(QStringLiteral("supportPurge"));
    m_purge->setToolTip(tr("Deletes the bouts whose status is “error”, after a preview and an export"));
    addAction(m_purge);
    auto *side = new QWidget;
    auto *layout = new QVBoxLayout(side);
    layout->setContentsMargins(12, 0, 8, 12);
    layout->addWidget(m_search, 1);
    QPushButton *purge = textButton(QStringLiteral("supportPurgeButton"), m_purge->text());
    purge->setToolTip(m_purge->toolTip());
    layout->addWidget(purge, 0, Qt::AlignLeft);
    connect(purge, &QPushButton::clicked, m_purge, &QAction::trigger);
    connect(m_purge, &QAction::changed, purge, [this, purge] { purge->setEnabled(m_purge->isEnabled()); });
    m_purge->setEnabled(false);
    return side;
}

void SupportPage::connectParts()
{
    connect(m_purge, &QAction::triggered, this, &SupportPage::openPurge);
    connect(m_search, &PeopleSearch::personChosen, this, &SupportPage::openPerson);
    connect(m_search, &PeopleSearch::searching, this, &SupportPage::running);
    connect(m_search, &PeopleSearch::found, this, &SupportPage::showCount);
    connect(m_search, &PeopleSearch::failed, this, &SupportPage::showError);
    connect(m_message, &MessageBar::actionTriggered, this, &SupportPage::refresh);
    connect(m_person, &PersonView::ledgerWanted, this, [this] { readLedger(false); });
    connect(m_person, &PersonView::moreLedgerWanted, this, [this] { readLedger(true); });
    connect(m_person, &PersonView::wished, this, &SupportPage::openForm);
    connect(m_person, &PersonView::rowsRequested, this, [this](const QString &table, const QString &filter) {
        emit rowsRequested({QStringLiteral("public"), table}, filter);
    });
}

void SupportPage::setConnection(const MakeConnection &makeReader, const WritePlace &place)
{
    clearConnection();
    m_reader.emplace(makeReader());
    m_search->setConnection(makeReader());
    m_place = place;
    m_person->setWritesPossible(bool(place.makeWriter),
                                place.makeWriter ? QString() : tr("Writing is forbidden here."));
    const auto task = m_reader->ask([](Session &, const PitSchema &schema) -> Result<PitSchema> { return schema; });
    m_reads.follow(task.future, this, [this](const Result<PitSchema> &schema) {
        if (schema)
            setUpEmpty(*schema);
    });
}

void SupportPage::setUpEmpty(const PitSchema &schema)
{
    m_purge->setEnabled(m_place.makeWriter && schema.has(QStringLiteral("bouts"), QStringLiteral("status")));
    if (schema.isPit())
        m_empty->setContent(QStringLiteral("support"), tr("Find a person"),
                            tr("By id, e-mail, name, referral code, Stripe customer or a bout of theirs."));
    else
        m_empty->setContent(QStringLiteral("support"), tr("This is not The Pit's database"),
                            tr("The support desk works on its tables: users, credits, credit_transactions."));
}

void SupportPage::clearConnection()
{
    closeForm();
    m_reads.drop();
    m_search->clearConnection();
    m_reader.reset();
    m_wantedId.clear();
    m_purge->setEnabled(false);
    m_message->clear();
    m_message->hide();
    m_empty->setContent(QStringLiteral("support"), tr("Find a person"),
                        tr("By id, e-mail, name, referral code, Stripe customer or a bout of theirs."));
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
    m_search->focusField();
}

void SupportPage::search(const QString &text)
{
    m_search->search(text);
}

void SupportPage::showCount(int people, bool more)
{
    m_message->clear();
    m_message->hide();
    const bool isAsked = !m_search->text().isEmpty();
    emit statusChanged(!isAsked          ? QString()
                           : more        ? tr("The first %1 of more").arg(people)
                           : people == 1 ? tr("1 person")
                                         : tr("%1 persons").arg(people));
    if (people == 0 && isAsked && m_right->currentWidget() == m_empty)
        m_empty->setContent(QStringLiteral("support"), tr("Nobody found"),
                            tr("Neither an id, e-mail, name, referral code, customer nor bout holds it."));
}

void SupportPage::showError(const Error &error)
{
    m_message->show();
    m_message->showError(error, tr("Nothing was changed."));
}

void SupportPage::openPerson(const QString &id)
{
    if (!m_reader || id.isEmpty())
        return;
    m_wantedId = id;
    const LedgerPage page = limited(m_person->ledgerPage());
    const auto task = m_reader->ask([id, page](Session &session, const PitSchema &schema) -> Result<Loaded> {
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
    if (!loaded)
        return showError(loaded.error());
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
    const auto task = m_reader->ask([id = m_person->personId(), page](Session &session, const PitSchema &schema) {
        return readLedgerPage(session, schema, id, page);
    });
    m_reads.follow(task.future, this, [this, older](const Result<ResultSet> &rows) {
        const bool more = rows && rows->rowCount() == ledgerRows;
        older ? m_person->addLedger(rows, more) : m_person->setLedger(rows, more);
    });
}

void SupportPage::refresh()
{
    if (m_reader)
        m_reader->forget();
    m_search->again();
    if (!m_wantedId.isEmpty())
        openPerson(m_wantedId);
}

bool SupportPage::cancel()
{
    return m_search->cancel();
}

void SupportPage::goTo(const QVariant &location)
{
    openPerson(location.toString());
}

void SupportPage::openForm(const OperationWish &wish)
{
    if (!m_place.makeWriter || m_form)
        return;
    auto *form = new OperationDialog(wish, m_place, m_settings, this);
    m_form = form;
    connect(form, &OperationDialog::done, this, [this] { openPerson(m_wantedId); });
    connect(form, &OperationDialog::reversalRequested, this, &SupportPage::reverse);
    form->open();
}

void SupportPage::openPurge()
{
    if (!m_place.makeWriter || m_form)
        return;
    auto *form = new PurgeDialog(m_place, m_settings, this);
    m_form = form;
    connect(form, &PurgeDialog::done, this, [this] { openPerson(m_wantedId); });
    form->open();
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

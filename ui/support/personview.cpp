// SPDX-FileCopyrightText: 2026 The Pitboss authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/support/personview.h"

#include "ui/controls.h"
#include "ui/inklabel.h"
#include "ui/labels.h"
#include "ui/migrations/listview.h"
#include "ui/support/persontext.h"

#include <QClipboard>
#include <QComboBox>
#include <QGuiApplication>
#include <QHBoxLayout>
#include <QPushButton>
#include <QTabWidget>
#include <QToolButton>
#include <QTreeWidget>

namespace pitboss {

namespace {

using Kind = ResultModel::Kind;

QTreeView *plainList(const QString &objectName, const QString &title, ResultModel *model)
{
    QTreeView *view = listView(objectName, title, nullptr);
    view->setModel(model);
    view->header()->setStretchLastSection(true);
    return view;
}

} // namespace

PersonView::PersonView(QWidget *parent)
    : QWidget(parent)
    , m_title(new TypeLabel(TypeLabel::Kind::Title))
    , m_about(new InkLabel(InkLabel::Ink::Secondary))
    , m_balance(new InkLabel(InkLabel::Ink::Normal))
    , m_reconciled(new InkLabel(InkLabel::Ink::Secondary))
    , m_tabs(new QTabWidget)
    , m_ledger(new ResultModel(this))
    , m_fields(new QTreeWidget)
{
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(8);
    layout->addWidget(buildHead());
    m_tabs->setObjectName(QStringLiteral("personTabs"));
    m_tabs->setAccessibleName(tr("About this person"));
    m_tabs->setDocumentMode(true);
    m_tabs->addTab(buildLedger(), tr("Ledger"));
    m_fields->setObjectName(QStringLiteral("personFields"));
    m_fields->setAccessibleName(tr("All fields"));
    m_fields->setHeaderLabels({tr("Field"), tr("Value")});
    m_fields->setRootIsDecorated(false);
    m_fields->setFrameShape(QFrame::NoFrame);
    m_tabs->addTab(m_fields, tr("Fields"));
    const ResultModel::Shown when{QStringLiteral("created_at"), tr("When"), Kind::Time};
    addList(QStringLiteral("bouts"), QStringLiteral("owner_id"), tr("Bouts"),
            {when, {QStringLiteral("status"), tr("Status")}, {QStringLiteral("id"), tr("Bout")}});
    addList(QStringLiteral("agents"), QStringLiteral("owner_id"), tr("Agents"),
            {when,
             {QStringLiteral("name"), tr("Name")},
             {QStringLiteral("archived"), tr("Archived"), Kind::YesNo},
             {QStringLiteral("id"), tr("Agent")}});
    addList(QStringLiteral("referrals"), QStringLiteral("referrer_id"), tr("Referrals"),
            {when,
             {QStringLiteral("credited"), tr("Credited"), Kind::YesNo},
             {QStringLiteral("referred_id"), tr("Who came")}});
    addList(QStringLiteral("reactions"), QStringLiteral("user_id"), tr("Reactions"),
            {when, {QStringLiteral("reaction_type"), tr("Reaction")}, {QStringLiteral("bout_id"), tr("Bout")}});
    layout->addWidget(m_tabs, 1);
    updateActions();
}

QWidget *PersonView::buildHead()
{
    auto *head = new QWidget;
    auto *layout = new QVBoxLayout(head);
    layout->setContentsMargins(12, 0, 12, 0);
    layout->setSpacing(4);
    m_title->setObjectName(QStringLiteral("personName"));
    m_title->setTextFormat(Qt::PlainText);
    m_about->setObjectName(QStringLiteral("personAbout"));
    m_about->setTextInteractionFlags(Qt::TextSelectableByMouse);
    m_balance->setObjectName(QStringLiteral("personBalance"));
    m_reconciled->setObjectName(QStringLiteral("personReconciled"));
    m_balance->setFont(scaledFont(m_balance->font(), 1.4, QFont::DemiBold));
    auto *name = new QHBoxLayout;
    name->addWidget(m_title);
    QToolButton *copy = iconButton(QStringLiteral("personCopyId"), QStringLiteral("copy"), tr("Copy the id"));
    QToolButton *open =
        iconButton(QStringLiteral("personOpen"), QStringLiteral("table"), tr("Open the row in the grid"));
    name->addWidget(copy);
    name->addWidget(open);
    name->addStretch();
    layout->addLayout(name);
    layout->addWidget(m_about);
    layout->addWidget(m_balance);
    layout->addWidget(m_reconciled);
    auto *actions = new QHBoxLayout;
    m_grant = textButton(QStringLiteral("personGrant"), tr("&Grant credits…"));
    m_changeTier = textButton(QStringLiteral("personTier"), tr("Change &tier…"));
    actions->addWidget(m_grant);
    actions->addWidget(m_changeTier);
    actions->addStretch();
    layout->addLayout(actions);
    connect(copy, &QToolButton::clicked, this, [this] { QGuiApplication::clipboard()->setText(m_id); });
    connect(open, &QToolButton::clicked, this,
            [this] { emit rowsRequested(QStringLiteral("users"), rowsWith(QStringLiteral("id"), m_id)); });
    connect(m_grant, &QPushButton::clicked, this, [this] { emit wished(wish(OperationWish::Kind::Grant)); });
    connect(m_changeTier, &QPushButton::clicked, this, [this] { emit wished(wish(OperationWish::Kind::ChangeTier)); });
    return head;
}

QWidget *PersonView::buildLedger()
{
    m_ledger->setColumns({{QStringLiteral("created_at"), tr("When"), Kind::Time},
                          {QStringLiteral("delta_micro"), tr("Credits"), Kind::SignedCredits},
                          {QStringLiteral("running_micro"), tr("Running balance"), Kind::Credits},
                          {QStringLiteral("returned_micro"), tr("Given back"), Kind::Credits},
                          {QStringLiteral("left_micro"), tr("Left"), Kind::Credits},
                          {QStringLiteral("source"), tr("Source")},
                          {QStringLiteral("reference_id"), tr("Reference")}});
    auto *page = new QWidget;
    auto *layout = new QVBoxLayout(page);
    layout->setContentsMargins(0, 8, 0, 0);
    auto *bar = new QHBoxLayout;
    bar->setContentsMargins(12, 0, 12, 0);
    m_source = new QComboBox;
    m_source->setObjectName(QStringLiteral("ledgerSource"));
    m_source->setAccessibleName(tr("Source"));
    m_source->addItem(tr("All sources"), QString());
    m_sign = new QComboBox;
    m_sign->setObjectName(QStringLiteral("ledgerSign"));
    m_sign->setAccessibleName(tr("Given or taken"));
    m_sign->addItems({tr("Given and taken"), tr("Given"), tr("Taken")});
    m_entry = textButton(QStringLiteral("ledgerEntry"), tr("&Refund…"));
    m_ledgerNote = new InkLabel(InkLabel::Ink::Error);
    m_ledgerNote->setWordWrap(true);
    bar->addWidget(m_source);
    bar->addWidget(m_sign);
    bar->addWidget(m_ledgerNote, 1);
    bar->addWidget(m_entry);
    layout->addLayout(bar);
    m_ledgerView = plainList(QStringLiteral("ledgerList"), tr("Ledger"), m_ledger);
    layout->addWidget(m_ledgerView, 1);
    m_older = textButton(QStringLiteral("ledgerOlder"), tr("&Older entries"));
    layout->addWidget(m_older, 0, Qt::AlignHCenter);
    connect(m_source, &QComboBox::activated, this, &PersonView::ledgerWanted);
    connect(m_sign, &QComboBox::activated, this, &PersonView::ledgerWanted);
    connect(m_older, &QPushButton::clicked, this, &PersonView::moreLedgerWanted);
    connect(m_entry, &QPushButton::clicked, this, &PersonView::wishForEntry);
    connect(m_ledgerView, &QTreeView::activated, this, &PersonView::wishForEntry);
    connect(m_ledgerView->selectionModel(), &QItemSelectionModel::currentChanged, this, &PersonView::updateActions);
    connect(m_ledger, &QAbstractItemModel::modelReset, this, &PersonView::updateActions);
    return page;
}

void PersonView::addList(const QString &table, const QString &column, const QString &title,
                         const QList<ResultModel::Shown> &columns)
{
    ShortList list{table, column, nullptr, new ResultModel(this), new InkLabel(InkLabel::Ink::Secondary), 0, title};
    list.model->setColumns(columns);
    list.view = plainList(QStringLiteral("person.") + table, title, list.model);
    list.note->setWordWrap(true);
    auto *page = new QWidget;
    auto *layout = new QVBoxLayout(page);
    layout->setContentsMargins(0, 8, 0, 0);
    auto *bar = new QHBoxLayout;
    bar->setContentsMargins(12, 0, 12, 0);
    bar->addWidget(list.note, 1);
    if (table == QLatin1String("agents")) {
        m_agent = textButton(QStringLiteral("personAgent"), tr("Archive…"));
        bar->addWidget(m_agent);
        connect(m_agent, &QPushButton::clicked, this, [this, view = list.view, model = list.model] {
            const int row = view->currentIndex().row();
            const bool archived = model->value(row, QStringLiteral("archived")) == QLatin1String("t");
            OperationWish one = wish(archived ? OperationWish::Kind::Restore : OperationWish::Kind::Archive);
            one.id = model->value(row, QStringLiteral("id")).value_or(QString());
            one.name = model->value(row, QStringLiteral("name")).value_or(QString());
            emit wished(one);
        });
        connect(list.view->selectionModel(), &QItemSelectionModel::currentChanged, this, &PersonView::updateActions);
    }
    QPushButton *open = textButton(QStringLiteral("personOpen.") + table, tr("Open all in the grid"));
    bar->addWidget(open);
    layout->addLayout(bar);
    layout->addWidget(list.view, 1);
    list.tab = m_tabs->addTab(page, title);
    m_lists << list;
    connect(open, &QPushButton::clicked, this,
            [this, table, column] { emit rowsRequested(table, rowsWith(column, m_id)); });
}

void PersonView::setPerson(const PitDetail &detail)
{
    m_id = field(detail.fields, "id");
    m_tier = field(detail.fields, "subscription_tier");
    const QString email = field(detail.fields, "email");
    m_name = field(detail.fields, "display_name");
    if (m_name.isEmpty())
        m_name = email.isEmpty() ? m_id : email;
    m_title->setText(m_name);
    QStringList about{m_id};
    for (const QString &text : {email, m_tier, field(detail.fields, "subscription_status")})
        if (!text.isEmpty())
            about << text;
    m_about->setText(about.join(QStringLiteral(" · ")));
    showFields(detail.fields);
    for (const PitPart &part : detail.parts) {
        if (part.name == QLatin1String("balance_micro"))
            showBalance(part);
        else if (part.name == QLatin1String("reconciliation"))
            showReconciliation(part);
        else if (part.name == QLatin1String("sources"))
            setSources(part.rows);
        for (ShortList &list : m_lists) {
            if (list.table != part.name)
                continue;
            list.model->setRows(part.rows);
            list.note->setInk(part.error ? InkLabel::Ink::Error : InkLabel::Ink::Secondary);
            list.note->setText(part.error                ? part.error->message
                                   : part.rows.isEmpty() ? tr("None.")
                                                         : tr("The newest %1.").arg(part.rows.rowCount()));
            m_tabs->setTabText(list.tab,
                               part.error ? list.title : tr("%1 %2").arg(list.title).arg(part.rows.rowCount()));
            list.view->resizeColumnToContents(0);
        }
    }
    updateActions();
}

void PersonView::showFields(const ResultSet &row)
{
    m_fields->clear();
    for (int column = 0; column < row.columnCount(); ++column) {
        const QString text = row.isNull(0, column) ? QStringLiteral("null") : row.text(0, column);
        auto *item = new QTreeWidgetItem(m_fields, {row.columns()[column].name, text});
        item->setToolTip(1, QStringLiteral("<p>%1</p>").arg(text.toHtmlEscaped()));
    }
    m_fields->resizeColumnToContents(0);
}

void PersonView::showBalance(const PitPart &part)
{
    m_balance->setInk(part.error ? InkLabel::Ink::Error : InkLabel::Ink::Normal);
    if (part.error)
        m_balance->setText(part.error->message);
    else if (part.rows.isEmpty())
        m_balance->setText(tr("No account yet"));
    else
        m_balance->setText(creditsText(part.rows.integer(0, 0)));
}

void PersonView::showReconciliation(const PitPart &part)
{
    m_reconciled->setInk(part.error ? InkLabel::Ink::Error : InkLabel::Ink::Secondary);
    const int at = part.rows.columnIndex(QStringLiteral("difference_micro"));
    if (part.error || part.rows.isEmpty() || at < 0 || part.rows.isNull(0, at)) {
        m_reconciled->setText(part.error ? part.error->message : QString());
        return;
    }
    const qint64 difference = part.rows.integer(0, at);
    if (difference == 0) {
        m_reconciled->setText(tr("Ledger and balance agree"));
        return;
    }
    m_reconciled->setInk(InkLabel::Ink::Warning);
    m_reconciled->setText((difference > 0 ? tr("The balance has %1 more than the ledger. %2")
                                          : tr("The balance has %1 less than the ledger. %2"))
                              .arg(creditsText(qAbs(difference)), sinceWhen(part.rows)));
}

/// The person's own sources; what is chosen stays, also where this person has none of it.
void PersonView::setSources(const ResultSet &rows)
{
    const QString chosen = m_source->currentData().toString();
    const QSignalBlocker quiet(m_source);
    m_source->clear();
    m_source->addItem(tr("All sources"), QString());
    for (int row = 0; row < rows.rowCount(); ++row)
        m_source->addItem(rows.text(row, 0), rows.text(row, 0));
    if (!chosen.isEmpty() && m_source->findData(chosen) < 0)
        m_source->addItem(chosen, chosen);
    m_source->setCurrentIndex(qMax(0, m_source->findData(chosen)));
}

LedgerPage PersonView::ledgerPage() const
{
    LedgerPage page;
    page.source = m_source->currentData().toString();
    page.sign = static_cast<LedgerPage::Sign>(m_sign->currentIndex());
    return page;
}

qint64 PersonView::lastLedgerId() const
{
    return m_ledger->value(m_ledger->rowCount() - 1, QStringLiteral("id")).value_or(QString()).toLongLong();
}

void PersonView::setLedger(const Result<ResultSet> &rows, bool more)
{
    m_ledger->setRows(rows ? *rows : ResultSet());
    m_ledgerNote->setText(rows ? QString() : rows.error().message);
    m_older->setVisible(more);
    for (int column = 0; column < m_ledger->columnCount() - 1; ++column)
        m_ledgerView->resizeColumnToContents(column);
    updateActions();
}

void PersonView::addLedger(const Result<ResultSet> &rows, bool more)
{
    if (rows)
        m_ledger->appendRows(*rows);
    m_ledgerNote->setText(rows ? QString() : rows.error().message);
    m_older->setVisible(more);
}

void PersonView::setWritesPossible(bool possible, const QString &why)
{
    m_writesPossible = possible;
    for (QPushButton *button : {m_grant, m_changeTier, m_entry, m_agent})
        button->setToolTip(why);
    updateActions();
}

OperationWish PersonView::wish(OperationWish::Kind kind) const
{
    OperationWish wish;
    wish.kind = kind;
    wish.id = m_id;
    wish.name = m_name;
    wish.tier = m_tier;
    return wish;
}

OperationWish PersonView::entryWish(OperationWish::Kind kind) const
{
    const int row = m_ledgerView->currentIndex().row();
    const auto value = [&](const char *column) {
        return m_ledger->value(row, QLatin1String(column)).value_or(QString());
    };
    OperationWish one = wish(kind);
    one.entryId = value("id").toLongLong();
    const qint64 delta = value("delta_micro").toLongLong();
    const qint64 returned = value("returned_micro").toLongLong();
    one.entryText = tr("%1 · %2 · %3 (%4)")
                        .arg(value("created_at").left(19), creditsText(delta), value("source"), value("reference_id"));
    if (returned != 0)
        one.entryText += tr(" · %1 given back already").arg(creditsText(returned));
    if (const QString together = togetherText(value("together")); !together.isEmpty())
        one.entryText += QLatin1Char('\n') + together;
    if (kind == OperationWish::Kind::Refund)
        one.left = Money::fromMicro(value("left_micro").toLongLong());
    return one;
}

void PersonView::wishForEntry()
{
    if (!m_entry->isEnabled())
        return;
    const int row = m_ledgerView->currentIndex().row();
    const bool isCharge =
        m_ledger->value(row, QStringLiteral("delta_micro")).value_or(QString()).startsWith(QLatin1Char('-'));
    emit wished(entryWish(isCharge ? OperationWish::Kind::Refund : OperationWish::Kind::Reverse));
}

void PersonView::updateActions()
{
    const bool can = m_writesPossible && !m_id.isEmpty();
    m_grant->setEnabled(can);
    m_changeTier->setEnabled(can && !m_tier.isEmpty());
    const int row = m_ledgerView->currentIndex().row();
    const QString source = m_ledger->value(row, QStringLiteral("source")).value_or(QString());
    const bool isCharge =
        m_ledger->value(row, QStringLiteral("delta_micro")).value_or(QString()).startsWith(QLatin1Char('-'));
    const bool isOurs = source == QLatin1String("admin_grant") || source == QLatin1String("admin_refund");
    m_entry->setText(isOurs ? tr("Re&verse…") : tr("&Refund…"));
    m_entry->setEnabled(can && row >= 0 && (isOurs || (isCharge && source != QLatin1String("admin_reversal"))));
    for (const ShortList &list : std::as_const(m_lists)) {
        if (list.table != QLatin1String("agents") || !m_agent)
            continue;
        const int agent = list.view->currentIndex().row();
        const bool archived = list.model->value(agent, QStringLiteral("archived")) == QLatin1String("t");
        m_agent->setText(archived ? tr("Restore…") : tr("Archive…"));
        m_agent->setEnabled(m_writesPossible && agent >= 0);
    }
}

} // namespace pitboss

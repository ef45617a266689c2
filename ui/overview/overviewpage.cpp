// SPDX-FileCopyrightText: 2026 The Pitboss authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/overview/overviewpage.h"

#include "sql/figuretext.h"
#include "ui/controls.h"
#include "ui/labels.h"
#include "ui/messagebar.h"
#include "ui/overview/cardflow.h"
#include "ui/overview/figurecard.h"

#include <QBoxLayout>
#include <QPushButton>
#include <QScrollArea>
#include <QTime>
#include <QTimer>

namespace pitboss {

namespace {

constexpr int pageMargin = 12;
constexpr int shapesAfter = 150; // ms
constexpr int mostTables = 8;

QString headlineOf(const QString &group)
{
    static const QHash<QString, QString> keys{{QStringLiteral("server"), QStringLiteral("latency")},
                                              {QStringLiteral("users"), QStringLiteral("total")},
                                              {QStringLiteral("bouts"), QStringLiteral("total")},
                                              {QStringLiteral("agents"), QStringLiteral("total")},
                                              {QStringLiteral("credits"), QStringLiteral("total_micro")}};
    return keys.value(group);
}

QString rowsText(qint64 rows, const QLocale &locale)
{
    return rows < 0 ? QStringLiteral("–") : QStringLiteral("~") + locale.toString(rows);
}

} // namespace

OverviewPage::OverviewPage(QWidget *parent)
    : Page(parent)
    , m_note(new InkLabel(InkLabel::Ink::Secondary))
    , m_message(new MessageBar)
    , m_flow(new CardFlow)
    , m_shapes(new QTimer(this))
{
    m_latency.group = QStringLiteral("server");
    m_latency.key = QStringLiteral("latency");
    m_latency.unit = FigureUnit::Milliseconds;
    build();
    m_shapes->setSingleShot(true);
    m_shapes->setInterval(shapesAfter);
    connect(m_shapes, &QTimer::timeout, this, [this] {
        for (FigureCard *card : std::as_const(m_cards))
            card->setLoading(true);
    });
    connect(m_message, &MessageBar::actionTriggered, this, &OverviewPage::load);
}

OverviewPage::~OverviewPage() = default;

void OverviewPage::build()
{
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(pageMargin, pageMargin, pageMargin, 0);
    layout->setSpacing(8);
    auto *head = new QHBoxLayout;
    head->setSpacing(12);
    head->addWidget(new TypeLabel(TypeLabel::Kind::Title, title()));
    head->addWidget(m_note, 1, Qt::AlignVCenter);
    m_note->setObjectName(QStringLiteral("overviewNote"));
    QPushButton *again = textButton(QStringLiteral("overviewRefresh"), tr("Refresh"));
    again->setToolTip(withShortcut(tr("Read all figures again"), QKeySequence(Qt::Key_F5)));
    connect(again, &QPushButton::clicked, this, &OverviewPage::refresh);
    head->addWidget(again);
    layout->addLayout(head);
    layout->addWidget(m_message);
    m_message->hide();
    auto *scroll = new QScrollArea;
    scroll->setObjectName(QStringLiteral("overviewScroll"));
    scroll->setAccessibleName(tr("Figures"));
    scroll->setFrameShape(QFrame::NoFrame);
    scroll->setWidgetResizable(true);
    scroll->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    scroll->setWidget(m_flow);
    layout->addWidget(scroll, 1);
    const std::pair<const char *, const char *> icons[] = {{"server", "server"},  {"users", "user"},
                                                           {"bouts", "activity"}, {"credits", "coin"},
                                                           {"agents", "shield"},  {"pool", "database"}};
    for (const auto &[group, icon] : icons)
        addCard(QLatin1String(group), QLatin1String(icon), figureGroupTitle(QLatin1String(group)));
    FigureCard *tables = addCard(QStringLiteral("tables"), QStringLiteral("table"), tr("Largest tables"));
    connect(tables, &FigureCard::tableActivated, this,
            [this](int index) { emit tableRequested(m_tables.value(index)); });
}

FigureCard *OverviewPage::addCard(const QString &group, const QString &iconName, const QString &title)
{
    auto *card = new FigureCard(iconName, title);
    card->setObjectName(QStringLiteral("card.") + group);
    m_cards.insert(group, card);
    m_flow->addCard(card);
    return card;
}

void OverviewPage::setConnection(std::unique_ptr<Connection> connection)
{
    clearConnection();
    m_connection = std::move(connection);
    if (isVisible())
        load();
}

void OverviewPage::clearConnection()
{
    reset();
    m_connection.reset();
    m_stale = true;
    m_note->clear();
    m_message->clear();
    m_message->hide();
}

void OverviewPage::reset()
{
    ++m_generation;
    m_pending = 0;
    m_tickets.clear();
    m_shapes->stop();
    emit running({});
}

void OverviewPage::showEvent(QShowEvent *event)
{
    Page::showEvent(event);
    if (m_stale)
        load();
}

void OverviewPage::activated()
{
    findChild<QPushButton *>(QStringLiteral("overviewRefresh"))->setFocus(Qt::OtherFocusReason);
}

void OverviewPage::refresh()
{
    load();
}

bool OverviewPage::cancel()
{
    if (m_pending == 0 || !m_connection)
        return false;
    const QList<Ticket> tickets = m_tickets;
    for (const Ticket ticket : tickets)
        m_connection->cancel(ticket);
    return true;
}

template <typename Fn, typename Then> void OverviewPage::ask(Fn fn, Then then)
{
    ++m_pending;
    auto task = m_connection->run(std::move(fn));
    m_tickets << task.ticket;
    whenFinished(task.future, this, [this, then = std::move(then), generation = m_generation](auto answer) {
        if (generation != m_generation)
            return;
        then(answer);
        finishOne();
    });
}

void OverviewPage::finishOne()
{
    if (--m_pending > 0)
        return;
    m_tickets.clear();
    m_shapes->stop();
    for (FigureCard *card : std::as_const(m_cards))
        card->setLoading(false);
    emit running({});
}

Result<OverviewPage::Start> OverviewPage::readStart(Session &session)
{
    const auto latency = measureLatency(session);
    if (!latency)
        return fail(latency.error());
    const auto schema = PitSchema::read(session);
    if (!schema)
        return fail(schema.error());
    return Start{*latency, *schema};
}

void OverviewPage::load()
{
    if (!m_connection)
        return;
    reset();
    m_stale = false;
    m_message->clear();
    m_message->hide();
    m_shapes->start();
    emit running(tr("reading figures…"));
    ask(&OverviewPage::readStart, [this](const Result<Start> &start) { started(start); });
}

void OverviewPage::started(const Result<Start> &start)
{
    if (!start) {
        m_message->show();
        m_message->showError(start.error(), tr("Nothing was changed."));
        return;
    }
    m_latency.entries = {{QString(), QString::number(start->latency)}};
    const QString when = tr("read at %1").arg(locale().toString(QTime::currentTime(), QLocale::ShortFormat));
    m_note->setText(start->schema.isPit() ? when : tr("Not The Pit's tables: what any Postgres tells · %1").arg(when));
    emit statusChanged(tr("Round trip %1").arg(figureText(m_latency, locale())));
    readGroups(*start);
    readTables();
}

void OverviewPage::readGroups(const Start &start)
{
    const QStringList groups = figureGroups();
    for (const QString &group : groups) {
        FigureCard *card = m_cards.value(group);
        const bool wanted = group == QLatin1String("server") || start.schema.isPit();
        card->setVisible(wanted);
        if (!wanted)
            continue;
        ask([group, schema = start.schema](
                Session &session) -> Result<QList<Figure>> { return readFigures(session, schema, group); },
            [this, group, card](const Result<QList<Figure>> &figures) {
                if (figures)
                    showGroup(group, *figures);
                else
                    card->setError(figures.error());
            });
    }
    m_flow->relayout();
}

void OverviewPage::showGroup(const QString &group, const QList<Figure> &figures)
{
    QList<Figure> shown = figures;
    if (group == QLatin1String("server"))
        shown.prepend(m_latency);
    for (Figure &figure : shown) { // "15.18 (Debian 15.18-0+deb12u1)": the package's name needs half a card
        if (figure.key == QLatin1String("version") && !figure.error)
            figure.entries.first().value = figure.entries.first().value.section(QLatin1String(" ("), 0, 0);
    }
    FigureCard *card = m_cards.value(group);
    card->setFigures(shown, headlineOf(group));
    card->setLoading(false);
    m_flow->relayout();
}

void OverviewPage::readTables()
{
    ask([](Session &session) { return readCatalog(session); },
        [this](const Result<Catalog> &catalog) { showTables(catalog); });
}

void OverviewPage::showTables(const Result<Catalog> &catalog)
{
    FigureCard *card = m_cards.value(QStringLiteral("tables"));
    if (!catalog) {
        card->setError(catalog.error());
        return;
    }
    QList<RelationSummary> largest;
    for (const RelationSummary &relation : catalog->relations) {
        if (relation.bytes >= 0 && relation.parentOid == 0)
            largest << relation;
    }
    const qsizetype count = largest.size();
    std::sort(largest.begin(), largest.end(),
              [](const RelationSummary &a, const RelationSummary &b) { return a.bytes > b.bytes; });
    QList<FigureCard::TableLine> lines;
    m_tables.clear();
    for (const RelationSummary &relation : largest.mid(0, mostTables)) {
        m_tables << relation.ref;
        lines.append({relation.ref.display(), rowsText(relation.rowsEstimate, locale()),
                      figureValueText(FigureUnit::Bytes, QString::number(relation.bytes), locale())});
    }
    card->setTables(count == 1 ? tr("1 table") : tr("%1 tables").arg(locale().toString(count)), lines);
    card->setLoading(false);
    m_flow->relayout();
}

} // namespace pitboss

// SPDX-FileCopyrightText: 2026 The Pitboss authors
// SPDX-License-Identifier: GPL-3.0-or-later
// The grid's measures, as ratios against libpq in the same run. Rows of the large table: PITBOSS_BENCH_ROWS, else
// 5,000,000; parts by name as arguments (pages, jumps …), else all. Prints a table; ends with 0 whatever it saw,
// because these machines are shared.
#include "benchmarks/bench.h"
#include "models/tablepager.h"
#include "support/testserver.h"
#include "ui/grid/rowsview.h"
#include "ui/grid/tablegrid.h"
#include "ui/theme.h"

#include <libpq-fe.h>

#include <QApplication>
#include <QElapsedTimer>
#include <QRandomGenerator>
#include <QScrollBar>
#include <QSettings>
#include <QTest>

using namespace pitboss;
using namespace pitboss::bench;
using testing::TestServer;

namespace {

QString ms(double value)
{
    return QString::number(value, 'f', 2) + QStringLiteral(" ms");
}

QString ratio(double value)
{
    return QString::number(value, 'f', 2) + QStringLiteral("x");
}

class GridBench
{
public:
    bool prepare();
    void firstPage();
    void jumps();
    void exactPlaces();
    void cache();
    void memory();
    void frames();
    void stalls();
    void cancels();

private:
    TablePager::MakeConnection factory() const
    {
        return [info = m_info] { return std::make_unique<Connection>(info); };
    }
    template <typename T> Result<T> wait(const Task<T> &task);
    double pageInWindow(Connection &connection, const PageRequest &request);
    double pageByLibpq(const PageRequest &request);
    double cancelByLibpq(const char *sql);
    void settle(TablePager &pager);
    double longestGap(const std::function<void()> &begin, const std::function<bool()> &over, RowsView *view);

    TestServer m_server;
    ConnectionInfo m_info;
    PageQuery m_query;
    PageQuery m_view;
    PGconn *m_libpq = nullptr;
    qint64 m_rows = 5000000;
};

template <typename T> Result<T> GridBench::wait(const Task<T> &task)
{
    std::optional<Result<T>> answer;
    QObject receiver;
    whenFinished(task.future, &receiver, [&](const Result<T> &result) { answer = result; });
    while (!answer)
        QCoreApplication::processEvents(QEventLoop::WaitForMoreEvents);
    return *answer;
}

bool GridBench::prepare()
{
    if (qEnvironmentVariableIsSet("PITBOSS_BENCH_ROWS"))
        m_rows = qEnvironmentVariable("PITBOSS_BENCH_ROWS").toLongLong();
    if (!m_server.start() || !m_server.createDatabase(QStringLiteral("bench")))
        return false;
    std::fprintf(stderr, "making %lld rows…\n", static_cast<long long>(m_rows));
    const QString sql = QStringLiteral(R"(
        CREATE TABLE page_views (id bigint PRIMARY KEY, at timestamptz NOT NULL, user_id text NOT NULL, path text NOT NULL,
            referrer text, agent text NOT NULL, country char(2) NOT NULL, duration_ms int NOT NULL, bytes bigint NOT NULL,
            status smallint NOT NULL, cached boolean NOT NULL, price numeric(12, 4), tags text[], ip inet NOT NULL, note text);
        INSERT INTO page_views SELECT g * 3, timestamptz '2026-01-01' + g * interval '1.7 s', 'user_' || md5(g::text),
            '/bouts/' || g % 8000, CASE WHEN g % 3 = 0 THEN NULL ELSE 'https://example.org/' || g % 100 END,
            'Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0 of visitor number ' || g % 40, 'de', g % 4000, g * 7919 % 100000000, 200 + g % 5, g % 2 = 0,
            (g % 100000) / 100.0, ARRAY['a', 'tag' || g % 9], '10.0.0.1'::inet + g % 65000, repeat('a note on it ', (g % 40)::int)
        FROM generate_series(1::bigint, %1) g;
        CREATE VIEW recent_views AS SELECT * FROM page_views;
        ANALYZE page_views;)")
                            .arg(m_rows);
    if (!m_server.runSql(QStringLiteral("bench"), sql))
        return false;
    m_info =
        *ConnectionInfo::fromUrl(m_server.url(QStringLiteral("bench"), testing::Role::Owner, testing::Way::Socket));
    m_libpq =
        PQconnectdb(qPrintable(m_server.url(QStringLiteral("bench"), testing::Role::Owner, testing::Way::Socket)));
    Session session(m_info, {});
    if (!session.open())
        return false;
    m_query = PageQuery(*readRelation(session, {QStringLiteral("public"), QStringLiteral("page_views")}));
    m_view = PageQuery(*readRelation(session, {QStringLiteral("public"), QStringLiteral("recent_views")}));
    return PQstatus(m_libpq) == CONNECTION_OK;
}

double GridBench::pageInWindow(Connection &connection, const PageRequest &request)
{
    return timed([&] {
        const auto page = wait(connection.run([&](Session &session) { return readPage(session, m_query, request); }));
        if (!page || page->rowCount() != request.limit)
            qFatal("a page is missing rows");
    });
}

double GridBench::pageByLibpq(const PageRequest &request)
{
    const Statement statement = m_query.statements(request).first();
    QList<const char *> values;
    for (const auto &value : statement.parameters)
        values << (value ? value->constData() : nullptr);
    return timed([&] {
        PGresult *result = PQexecParams(m_libpq, statement.sql.constData(), int(values.size()), nullptr, values.data(),
                                        nullptr, nullptr, 0);
        if (PQntuples(result) != request.limit)
            qFatal("libpq: %s", PQerrorMessage(m_libpq));
        PQclear(result);
    });
}

void GridBench::firstPage()
{
    Connection connection(m_info);
    const PageRequest first;
    const QByteArray deepKey = QByteArray::number(m_rows * 98 / 100 * 3);
    const PageRequest deep{PageRequest::Direction::Forward, {deepKey}, true, 256};
    QList<double> window, raw, windowDeep;
    for (int i = 0; i < 120; ++i) { // interleaved: what disturbs one disturbs the others
        window << pageInWindow(connection, first);
        raw << pageByLibpq(first);
        windowDeep << pageInWindow(connection, deep);
    }
    const double factor = median(window) / median(raw);
    report(QStringLiteral("first 256 rows in the window's thread / libpq"),
           ratio(factor) + QStringLiteral(" (%1 / %2)").arg(ms(median(window)), ms(median(raw))),
           QStringLiteral("<= 1.5x"), factor <= 1.5);
    const double depth = median(windowDeep) / median(window);
    report(QStringLiteral("page at 98 % of the table / first page"), ratio(depth), QStringLiteral("<= 1.2x"),
           depth <= 1.2);
}

void GridBench::jumps()
{
    Connection connection(m_info);
    const auto histograms = wait(connection.run([&](Session &session) { return readHistograms(session, m_query); }));
    QList<double> times, firsts, errors;
    QRandomGenerator random(11);
    for (int i = 0; i < 200; ++i) {
        const double fraction = random.generateDouble();
        qint64 id = 0;
        times << timed([&] {
            const auto page = wait(connection.run([&](Session &session) -> Result<RowPage> {
                const auto key = placeAt(session, m_query, *histograms, fraction);
                if (!key)
                    return fail(key.error());
                return readPage(session, m_query, {PageRequest::Direction::Forward, *key, true, 256});
            }));
            id = page && page->rowCount() > 0 ? page->parts.first().integer(0, 0) : m_rows * 3;
        });
        errors << qAbs(double(id / 3) / double(m_rows) - fraction) * 100;
        firsts << pageInWindow(connection, {});
    }
    const double factor = median(times) / median(firsts);
    report(QStringLiteral("jump by statistics / first page"),
           ratio(factor) + QStringLiteral(" (%1)").arg(ms(median(times))), QStringLiteral("<= 3x"), factor <= 3);
    report(QStringLiteral("place after a jump, p95 off"),
           QString::number(quantile(errors, 0.95), 'f', 2) + QStringLiteral(" %"), QStringLiteral("<= 1 %"),
           quantile(errors, 0.95) <= 1);
}

void GridBench::settle(TablePager &pager)
{
    QElapsedTimer clock;
    clock.start();
    while ((pager.isLoading() || !pager.isTotalExact()) && clock.elapsed() < 60000)
        QCoreApplication::processEvents(QEventLoop::WaitForMoreEvents, 100);
}

void GridBench::exactPlaces()
{
    TableModel model;
    TablePager pager(factory(), model);
    const double walk = timed([&] {
        pager.open(m_query);
        settle(pager);
    });
    QList<double> times;
    qint64 worst = 0;
    QRandomGenerator random(13);
    for (int i = 0; i < 200; ++i) {
        const qint64 wanted = random.bounded(qint64(1), m_rows - 300);
        bool landed = false;
        const auto link = QObject::connect(&pager, &TablePager::jumped, [&] { landed = true; });
        times << timed([&] {
            pager.showOrdinal(wanted);
            while (!landed)
                QCoreApplication::processEvents(QEventLoop::WaitForMoreEvents);
        });
        QObject::disconnect(link);
        worst = qMax(worst, qAbs(model.text(0, 0).toLongLong() / 3 - 1 - wanted));
        settle(pager);
    }
    report(QStringLiteral("background walk to exact places"), ms(walk), QStringLiteral("-"), true);
    report(QStringLiteral("jump to an exact row number"),
           ms(median(times)) + QStringLiteral(", worst %1 rows off").arg(worst), QStringLiteral("0 rows off"),
           worst == 0);
}

void GridBench::cache()
{
    TableModel model;
    TablePager pager(factory(), model);
    pager.open(m_query);
    settle(pager);
    while (model.rowCount() < 4096) {
        pager.setViewport(model.rowCount() - 40, model.rowCount() - 1);
        settle(pager);
    }
    qint64 values = 0;
    for (int row = 0; row < model.rowCount(); ++row) {
        for (int column = 0; column < model.columnCount(); ++column)
            values += model.isNull(row, column) ? 0 : model.text(row, column).toUtf8().size();
    }
    const double factor = double(model.byteCount()) / double(values);
    report(QStringLiteral("cache / the values' own bytes"), ratio(factor), QStringLiteral("<= 1.25x"), factor <= 1.25);
}

void GridBench::memory()
{
    TableModel model;
    TablePager pager(factory(), model);
    pager.open(m_query);
    settle(pager);
    const auto scroll = [&](int turns) {
        for (int turn = 0; turn < turns; ++turn) {
            if (turn % 40 == 39)
                pager.showOrdinal(qint64(turn) * 7919 % m_rows);
            pager.setViewport(model.rowCount() - 40, model.rowCount() - 1);
            settle(pager);
        }
    };
    scroll(200);
    const qint64 before = residentBytes();
    scroll(1500);
    const double grown = double(residentBytes() - before) / 1e6;
    report(QStringLiteral("memory after 1,500 more pages"), QString::number(grown, 'f', 1) + QStringLiteral(" MB more"),
           QStringLiteral("no growth (< 8 MB)"), grown < 8);
}

void GridBench::frames()
{
    TableModel model;
    TablePager pager(factory(), model);
    TableGrid grid(model, pager);
    grid.resize(1920, 1000);
    grid.show();
    pager.open(m_query);
    settle(pager);
    QList<double> times;
    for (int i = 0; i < 600; ++i) {
        QScrollBar *bar = grid.view()->verticalScrollBar();
        bar->setValue(bar->value() + 37);
        times << timed([&] { grid.view()->viewport()->repaint(); });
        QCoreApplication::processEvents();
    }
    report(QStringLiteral("scroll frame, 1920x1000, p95"), ms(quantile(times, 0.95)), QStringLiteral("<= 8 ms"),
           quantile(times, 0.95) <= 8);
}

double GridBench::longestGap(const std::function<void()> &begin, const std::function<bool()> &over, RowsView *view)
{
    QElapsedTimer clock;
    double longest = 0;
    double last = 0;
    begin();
    clock.start();
    while (!over()) {
        // A screen further each time, as a dragged thumb does: every frame is new from top to bottom.
        view->verticalScrollBar()->setValue((view->verticalScrollBar()->value() + 960)
                                            % qMax(1, view->verticalScrollBar()->maximum()));
        QCoreApplication::processEvents();
        const double now = double(clock.nsecsElapsed()) / 1e6;
        longest = qMax(longest, now - last);
        last = now;
    }
    return longest;
}

void GridBench::stalls()
{
    QList<double> alone, streaming;
    for (int round = 0; round < 7; ++round) {
        TableModel model;
        TablePager pager(factory(), model);
        TableGrid grid(model, pager);
        grid.resize(1920, 1000);
        grid.show();
        pager.open(m_query);
        settle(pager);
        TableModel rows;
        TablePager forward(factory(), rows);
        TableGrid forwardGrid(rows, forward);
        forwardGrid.resize(1920, 1000);
        forwardGrid.show();
        QTest::qWait(50); // its first frame: a new window's memory is not the stream's
        QElapsedTimer clock;
        clock.start();
        streaming << longestGap([&] { forward.open(m_view); }, [&] { return rows.rowCount() >= 100000; },
                                forwardGrid.view());
        const qint64 lasted = clock.restart(); // the longest of as long a time: both have the machine's own hiccups
        alone << longestGap([] {}, [&] { return clock.elapsed() > lasted; }, grid.view());
    }
    const double factor = median(streaming) / median(alone);
    report(QStringLiteral("longest stall, 100,000 rows streaming / scrolling"),
           ratio(factor) + QStringLiteral(" (%1 / %2)").arg(ms(median(streaming)), ms(median(alone))),
           QStringLiteral("<= 1.5x"), factor <= 1.5);
}

double GridBench::cancelByLibpq(const char *sql)
{
    char message[256];
    PQsendQuery(m_libpq, sql);
    QTest::qWait(30);
    const double took = timed([&] {
        PGcancel *handle = PQgetCancel(m_libpq);
        PQcancel(handle, message, sizeof message);
        PQfreeCancel(handle);
        while (PGresult *result = PQgetResult(m_libpq))
            PQclear(result);
        PQclear(PQexec(m_libpq, "SELECT 1"));
    });
    return took;
}

void GridBench::cancels()
{
    const char *const sql = "SELECT sum(sqrt(a * b)) FROM generate_series(1, 30000) a, generate_series(1, 30000) b";
    QList<double> times, raw;
    Connection connection(m_info);
    for (int i = 0; i < 60; ++i) {
        const auto task = connection.run([sql](Session &session) { return session.execute(sql); });
        QTest::qWait(30 + i % 7);
        times << timed([&] {
            connection.cancel(task.ticket);
            (void)wait(task).has_value();
            (void)wait(connection.run([](Session &session) { return session.execute("SELECT 1"); })).has_value();
        });
        raw << cancelByLibpq(sql);
    }
    report(QStringLiteral("cancel, click to freed session, p95"),
           ms(quantile(times, 0.95)) + QStringLiteral(" (libpq alone %1)").arg(ms(quantile(raw, 0.95))),
           QStringLiteral("<= 20 ms"), quantile(times, 0.95) <= 20);
}

} // namespace

int main(int argc, char **argv)
{
    QApplication application(argc, argv);
    QSettings settings(QStringLiteral("/dev/null"), QSettings::IniFormat);
    Theme theme(application, settings);
    GridBench bench;
    if (!bench.prepare()) {
        std::fprintf(stderr, "the server could not be prepared\n");
        return 1;
    }
    const std::pair<const char *, void (GridBench::*)()> parts[] = {
        {"pages", &GridBench::firstPage}, {"jumps", &GridBench::jumps},    {"places", &GridBench::exactPlaces},
        {"cache", &GridBench::cache},     {"memory", &GridBench::memory},  {"frames", &GridBench::frames},
        {"stalls", &GridBench::stalls},   {"cancels", &GridBench::cancels}};
    const QStringList wanted = QCoreApplication::arguments().mid(1);
    for (const auto &[name, part] : parts) {
        if (wanted.isEmpty() || wanted.contains(QLatin1String(name)))
            (bench.*part)();
    }
    printReport();
    return 0;
}

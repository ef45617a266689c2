// SPDX-FileCopyrightText: 2026 The Pitboss authors
// SPDX-License-Identifier: GPL-3.0-or-later
// The support desk's search among 1,000,000 people (PITBOSS_BENCH_USERS), against libpq with the same statement in the
// same run, and the window's longest stall while one types, against an idle window under the same load. Prints a table;
// ends with 0 whatever it saw, because these machines are shared.
#include "benchmarks/bench.h"
#include "sql/pit/people.h"
#include "support/pitdatabase.h"
#include "ui/support/supportpage.h"
#include "ui/theme.h"

#include <libpq-fe.h>

#include <QApplication>
#include <QElapsedTimer>
#include <QLineEdit>
#include <QSettings>
#include <QTest>

using namespace pitboss;
using namespace pitboss::bench;
using testing::TestServer;

namespace {

constexpr int mostFound = 50;

QString ms(double value)
{
    return QString::number(value, 'f', 1) + QStringLiteral(" ms");
}

class PeopleBench
{
public:
    bool prepare();
    void searches();
    void stalls();

private:
    template <typename T> Result<T> wait(const Task<T> &task);
    double byLibpq(const QString &text);
    double longestGap(const std::function<void(int)> &step);

    TestServer m_server;
    ConnectionInfo m_info;
    PitSchema m_schema;
    PGconn *m_libpq = nullptr;
};

template <typename T> Result<T> PeopleBench::wait(const Task<T> &task)
{
    std::optional<Result<T>> answer;
    QObject receiver;
    whenFinished(task.future, &receiver, [&](const Result<T> &result) { answer = result; });
    while (!answer)
        QCoreApplication::processEvents(QEventLoop::WaitForMoreEvents);
    return *answer;
}

bool PeopleBench::prepare()
{
    const QString name = QStringLiteral("people");
    const QString users =
        qEnvironmentVariable("PITBOSS_BENCH_USERS", QStringLiteral("1000000")); // as the measure has it
    if (!m_server.start() || !testing::makePit(m_server, name))
        return false;
    std::fprintf(stderr, "making %s people…\n", qPrintable(users));
    const QString sql = QStringLiteral(R"(
        INSERT INTO users (id, email, display_name, referral_code, stripe_customer_id) SELECT 'user_' || md5(g::text),
            'person.' || g || '@example.org', (ARRAY['Ada', 'Grace', 'Edsger', 'Barbara'])[1 + g % 4] || ' ' || md5((g * 7)::text),
            'C' || g, 'cus_' || md5((g * 3)::text) FROM generate_series(1, %1) g;
        ANALYZE users;)")
                            .arg(users);
    if (!m_server.runSql(name, sql))
        return false;
    const QString url = m_server.url(name, testing::Role::Owner, testing::Way::Socket);
    m_info = *ConnectionInfo::fromUrl(url);
    m_libpq = PQconnectdb(qPrintable(url));
    Session session(m_info, {});
    const auto schema = session.open() ? PitSchema::read(session) : fail(Error());
    if (!schema)
        return false;
    m_schema = *schema;
    return PQstatus(m_libpq) == CONNECTION_OK;
}

double PeopleBench::byLibpq(const QString &text)
{
    const Statement statement = searchPeopleStatement(m_schema, text, mostFound);
    QList<const char *> values;
    for (const auto &value : statement.parameters)
        values << (value ? value->constData() : nullptr);
    return timed([&] {
        PGresult *result = PQexecParams(m_libpq, statement.sql.constData(), int(values.size()), nullptr, values.data(),
                                        nullptr, nullptr, 0);
        if (PQresultStatus(result) != PGRES_TUPLES_OK)
            qFatal("libpq: %s", PQerrorMessage(m_libpq));
        PQclear(result);
    });
}

void PeopleBench::searches()
{
    Connection connection(m_info);
    const QStringList texts = {QStringLiteral("person.77"), QStringLiteral("Grace"), QStringLiteral("nobody at all"),
                               QStringLiteral("person.500000@example.org"), QStringLiteral("C4711")};
    for (const QString &text : texts) {
        QList<double> ours, theirs, quick;
        for (int i = 0; i < 9; ++i) {
            ours << timed([&] {
                (void)wait(connection.run([&](Session &session) {
                    return searchPeople(session, m_schema, text, mostFound);
                })).has_value();
            });
            theirs << byLibpq(text);
            quick << timed([&] {
                (void)wait(connection.run([&](Session &session) {
                    return findPeopleByIndex(session, m_schema, text, mostFound);
                })).has_value();
            });
        }
        const double factor = median(ours) / median(theirs);
        report(QStringLiteral("search “%1” / libpq").arg(text),
               QStringLiteral("%1x (%2; over indexes %3)")
                   .arg(QString::number(factor, 'f', 2), ms(median(ours)), ms(median(quick))),
               QStringLiteral("<= 1.5x"), factor <= 1.5);
    }
}

double PeopleBench::longestGap(const std::function<void(int)> &step)
{
    constexpr int steps = 40;
    constexpr int between = 100; // ms
    QElapsedTimer clock;
    clock.start();
    int done = 0;
    return longestTurn([&] {
        if (clock.elapsed() >= done * between)
            step(done++);
        return done < steps;
    });
}

void PeopleBench::stalls()
{
    const QString typed = QStringLiteral("person.500000@exampleperson.77777@exampl");
    QSettings settings(QStringLiteral("/dev/null"), QSettings::IniFormat);
    QList<double> typing, idle;
    for (int round = 0; round < 5; ++round) {
        SupportPage page(settings);
        page.resize(1280, 800);
        page.setConnection([this] { return std::make_unique<Connection>(m_info); }, {});
        page.show();
        QTest::qWait(200);
        auto *field = page.findChild<QLineEdit *>(QStringLiteral("personSearch"));
        typing << longestGap([&](int i) {
            if (i == 20)
                field->clear();
            QTest::keyClick(field, typed[i].toLatin1());
        });
        page.clearConnection();
        Connection other(m_info);
        Ticket ticket = 0;
        idle << longestGap([&](int i) {
            other.cancel(ticket);
            ticket = other
                         .run([this, text = typed.mid(i < 20 ? 0 : 20, i % 20 + 1)](Session &session) {
                             return searchPeople(session, m_schema, text, mostFound);
                         })
                         .ticket;
        });
    }
    const double more = median(typing) - median(idle);
    report(QStringLiteral("longest stall while typing over that of an idle window"),
           QStringLiteral("%1 (%2 / %3)").arg(ms(more), ms(median(typing)), ms(median(idle))),
           QStringLiteral("<= 16 ms"), more <= 16);
}

} // namespace

int main(int argc, char **argv)
{
    QApplication application(argc, argv);
    QSettings settings(QStringLiteral("/dev/null"), QSettings::IniFormat);
    Theme theme(application, settings);
    PeopleBench bench;
    if (!bench.prepare()) {
        std::fprintf(stderr, "the server could not be prepared\n");
        return 1;
    }
    bench.searches();
    bench.stalls();
    printReport();
    return 0;
}

// SPDX-FileCopyrightText: 2026 The Pitboss authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/ctl.h"
#include "sql/operations/operation.h"

/// The Pit's database for the tests of guarded operations, and short ways to do them.
namespace pitboss::testing {

inline const QString pit = QStringLiteral("pit");

/// As the live schema has grown: foreign keys, a partial unique index, a table of events, a trigger that keeps a
/// history and one that writes wallet totals.
inline const char *grownSchema = R"(
ALTER TABLE credits ADD CONSTRAINT credits_user FOREIGN KEY (user_id) REFERENCES users (id);
ALTER TABLE credit_transactions ADD CONSTRAINT ledger_user FOREIGN KEY (user_id) REFERENCES users (id);
ALTER TABLE reactions ADD CONSTRAINT reactions_bout FOREIGN KEY (bout_id) REFERENCES bouts (id);
ALTER TABLE winner_votes ADD CONSTRAINT votes_bout FOREIGN KEY (bout_id) REFERENCES bouts (id);
CREATE UNIQUE INDEX ledger_reference ON credit_transactions (reference_id) WHERE reference_id IS NOT NULL;
CREATE TABLE audit_event (id bigserial PRIMARY KEY, action text NOT NULL, actor_type text NOT NULL, actor_id text,
  metadata jsonb NOT NULL, created_at timestamptz NOT NULL DEFAULT now());
CREATE TABLE wallet_total (user_id text PRIMARY KEY, total bigint NOT NULL, seen timestamp NOT NULL DEFAULT now());
INSERT INTO wallet_total VALUES ('u-ann', 7, '2020-01-01');
CREATE TABLE ledger_history (id uuid PRIMARY KEY DEFAULT gen_random_uuid(), entry jsonb, at timestamptz DEFAULT clock_timestamp());
CREATE FUNCTION keep_history() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
  INSERT INTO ledger_history (entry) VALUES (to_jsonb(NEW) || jsonb_build_object('xid', txid_current()));
  INSERT INTO wallet_total AS w VALUES (NEW.user_id, NEW.delta_micro)
    ON CONFLICT (user_id) DO UPDATE SET total = w.total + EXCLUDED.total, seen = clock_timestamp();
  RETURN NEW; END $$;
CREATE CONSTRAINT TRIGGER history AFTER INSERT ON credit_transactions DEFERRABLE INITIALLY DEFERRED
  FOR EACH ROW EXECUTE FUNCTION keep_history();
)";

inline OperationContext contextFor(const QString &reason = QStringLiteral("charged twice"))
{
    OperationContext context = OperationContext::ofThisProcess(Environment::Local);
    context.operatorName = QStringLiteral("Olga");
    context.reason = reason;
    context.ticket = QStringLiteral("T-1");
    return context;
}

inline GrantCredits grant(const QString &user, qint64 micro)
{
    return {contextFor(), user, Money::fromMicro(micro)};
}

inline RefundCharge refund(const QString &user, qint64 entry, std::optional<qint64> micro = {})
{
    return {contextFor(), user, entry, micro ? std::optional(Money::fromMicro(*micro)) : std::nullopt};
}

inline ReverseEntry reverse(const QString &user, qint64 entry, bool partial = false)
{
    return {contextFor(), user, entry, partial};
}

inline std::unique_ptr<Session> writer(const QString &url)
{
    SessionOptions options;
    options.readOnly = false;
    auto session = std::make_unique<Session>(*ConnectionInfo::fromUrl(url), options);
    return session->open() ? std::move(session) : nullptr;
}

/// Preview, then commit what it showed.
inline Result<CommitAnswer> carryOut(Session &session, const Operation &operation, const BeforeCommit &hook = {})
{
    const auto seen = preview(session, operation);
    if (!seen)
        return fail(seen.error());
    return commit(session, operation, *seen, hook);
}

inline const TableEffect *tableOf(const Effect &effect, const char *name)
{
    for (const TableEffect &table : effect.tables) {
        if (table.table.name == QLatin1String(name))
            return &table;
    }
    return nullptr;
}

inline std::optional<ValueChange> valueOf(const Effect &effect, const char *table, const char *column, int row = 0)
{
    const TableEffect *found = tableOf(effect, table);
    for (const ValueChange &value : found &&row < found->rows.size() ? found->rows[row].values : QList<ValueChange>()) {
        if (value.column == QLatin1String(column))
            return value;
    }
    return std::nullopt;
}

/// A server with one database for each test function, on one of two schemas.
class PitDatabases
{
public:
    bool start()
    {
        const QString grown = QStringLiteral("grown");
        return m_server.start() && makePit(m_server, pit) && m_server.createDatabase(grown, pit)
            && m_server.runSql(grown, QLatin1String(grownSchema));
    }
    TestServer &server() { return m_server; }
    bool renew(bool grown)
    {
        m_session.reset();
        m_database = QStringLiteral("db%1").arg(++m_number);
        return m_server.createDatabase(m_database, grown ? QStringLiteral("grown") : pit) && connectAs(Role::Owner);
    }
    bool drop()
    {
        m_session.reset();
        return m_server.dropDatabase(m_database);
    }
    bool connectAs(Role role)
    {
        m_session = writer(url(role));
        return m_session != nullptr;
    }
    Session &session() { return *m_session; }
    QString name() const { return m_database; }
    QString url(Role role = Role::Owner) const { return m_server.url(m_database, role); }
    bool run(const char *sql) { return m_server.runSql(m_database, QString::fromUtf8(sql)); }
    QString ask(const char *sql) { return m_server.value(m_database, QString::fromUtf8(sql)); }
    QString ledger()
    {
        return ask("SELECT string_agg(user_id || ' ' || delta_micro || ' ' || source, ', ' ORDER BY id)"
                   " FROM credit_transactions WHERE source LIKE 'admin%'");
    }
    qint64 balance(const char *user)
    {
        const QByteArray sql = QByteArray("SELECT balance_micro FROM credits WHERE user_id = '") + user + "'";
        return ask(sql.constData()).toLongLong();
    }
    /// The error of an operation that must be refused, having written nothing.
    Error refusal(const Operation &operation)
    {
        constexpr const char *all = "SELECT (SELECT md5(string_agg(c::text, ',' ORDER BY user_id)) FROM credits c)"
                                    " || (SELECT md5(string_agg(l::text, ',' ORDER BY id)) FROM credit_transactions l)"
                                    " || (SELECT md5(string_agg(u::text, ',' ORDER BY id)) FROM users u)";
        const QString before = ask(all);
        const auto done = carryOut(*m_session, operation);
        if (ask(all) != before)
            return Error::of(Error::Kind::Internal, QStringLiteral("something was written"));
        return done ? Error::of(Error::Kind::Internal, QStringLiteral("it was not refused")) : done.error();
    }

private:
    TestServer m_server;
    QString m_database;
    int m_number = 0;
    std::unique_ptr<Session> m_session;
};

} // namespace pitboss::testing

#define VERIFY_DONE(answer)                                                                                            \
    do {                                                                                                               \
        const auto &done = answer;                                                                                     \
        QVERIFY2(done, qPrintable(done ? QString() : done.error().text() + done.error().statement));                   \
        QVERIFY2(!done->moved, qPrintable(effectSummary(done->preview.effect)));                                       \
    } while (false)

#define VERIFY_REFUSED(operation, errorKind, words)                                                                    \
    do {                                                                                                               \
        const Error error = m_pit.refusal(operation);                                                                  \
        QVERIFY2(error.kind == Error::Kind::errorKind && error.text().contains(QStringLiteral(words)),                 \
                 qPrintable(kindName(error.kind) + QStringLiteral(": ") + error.text()));                              \
    } while (false)

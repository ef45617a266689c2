// SPDX-FileCopyrightText: 2026 The Pitboss authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/cli/commandline.h"
#include "app/cli/interrupt.h"
#include "app/cli/profile.h"
#include "app/cli/terminal.h"
#include "migrations/demo/demo.h"
#include "sql/connect/patience.h"
#include "sql/pit/pitschema.h"

#include <QJsonDocument>
#include <QJsonObject>

namespace pitboss::cli {

/// A session, and what of The Pit its database has.
struct Pit
{
    Session *session;
    PitSchema schema;
};

/// What a command works with: its words, the outputs, and the database, which is connected at the first use.
class Context
{
public:
    Context(const Invocation &call, Terminal &terminal, Interrupt &interrupt);
    ~Context();
    Q_DISABLE_COPY_MOVE(Context)

    Terminal &terminal() { return m_terminal; }
    const Command &command() const { return *m_call.command; }
    bool json() const { return has("json"); }
    bool has(const char *option) const { return m_call.has(QLatin1String(option)); }
    QString option(const char *name, const QString &otherwise = {}) const;
    /// Usage when it is not a whole number of 1 … most.
    Result<int> number(const char *option, int otherwise, int most) const;
    bool wasInterrupted() const { return m_interrupt.happened(); }
    QString word(int index) const { return m_call.words.value(index); }
    QStringList words() const { return m_call.words; }

    /// A read-only session on the database that the call names. The pointer stays valid as long as this.
    Result<Session *> session();
    /// What the call names, or that saved one; not opened.
    Result<ConnectionInfo> connectionInfo(const QString &profile = {});
    /// The folder of migrations that goes with the call's profile; empty when there is none.
    Result<QString> profileFolder() const;
    /// When the server asks for a password that nothing gave, a person at a terminal is asked for it, once; `info`
    /// holds it then. `attempt` takes what to connect to.
    template <typename Attempt> auto withPassword(ConnectionInfo &info, Attempt attempt) -> decltype(attempt(info))
    {
        auto result = attempt(info);
        return result || !typePassword(info, result.error()) ? std::move(result) : attempt(info);
    }
    /// Tells on the progress line while a server wakes up; ends with Ctrl+C.
    Patience patience();
    /// A session that may write, for one guarded operation. The pointer stays valid as long as this.
    Result<Session *> writer();
    /// The same for migrations: on the direct host where the call names Neon's pooled one.
    Result<Session *> migrator();
    /// Which session an interrupt cancels from now on.
    void watch(Session &session);
    Result<Pit> pit();

    void printJson(const QJsonObject &document);
    void printJson(const QJsonArray &document);

    /// The demo's project folder; empty without --demo.
    Result<QString> demoFolder();

private:
    bool typePassword(ConnectionInfo &info, const Error &error);
    Result<std::unique_ptr<Session>> openOn(const ConnectionInfo &info, const SessionOptions &options);
    Result<ConnectionInfo> profileInfo(const QString &name);
    Result<void> openDemoOnce();
    Result<Session *> openSession(bool readOnly, bool direct = false);

    const Invocation &m_call;
    Terminal &m_terminal;
    Interrupt &m_interrupt;
    std::unique_ptr<EmbeddedServer> m_demoServer; // outlives the session
    OpenDemo m_demo;
    std::optional<SavedConnection> m_profile;
    std::unique_ptr<Session> m_session;
};

} // namespace pitboss::cli

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

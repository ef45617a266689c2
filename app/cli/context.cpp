// SPDX-FileCopyrightText: 2026 The Pitboss authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/context.h"

#include "app/cli/passwordprompt.h"
#include "app/cli/texttable.h"
#include "migrations/apply/applyplan.h"
#include "sql/connect/connectfailure.h"
#include "sql/connect/patience.h"

#include <QCoreApplication>
#include <QDir>
#include <QJsonArray>

namespace pitboss::cli {

namespace {

QString say(const char *text)
{
    return QCoreApplication::translate("Context", text);
}

} // namespace

Context::Context(const Invocation &call, Terminal &terminal, Interrupt &interrupt)
    : m_call(call)
    , m_terminal(terminal)
    , m_interrupt(interrupt)
{
}

Context::~Context()
{
    m_interrupt.watch(nullptr);
}

QString Context::option(const char *name, const QString &otherwise) const
{
    return m_call.options.value(QLatin1String(name), otherwise);
}

Result<int> Context::number(const char *name, int otherwise, int most) const
{
    if (!has(name))
        return otherwise;
    bool isNumber = false;
    const int value = option(name).toInt(&isNumber);
    if (isNumber && value >= 1 && value <= most)
        return value;
    return fail(Error::Kind::Usage,
                say("--%1 is a whole number from 1 to %2, not “%3”.")
                    .arg(QLatin1String(name), QString::number(most), option(name)));
}

Patience Context::patience()
{
    Patience patience;
    patience.isCanceled = [this] { return m_interrupt.happened(); };
    patience.tell = [this](const Error &, int next, int of) { m_terminal.progress(wakingText(next, of)); };
    return patience;
}

Result<ConnectionInfo> Context::connectionInfo(const QString &profile)
{
    if (!profile.isEmpty())
        return profileInfo(profile);
    if (has("url") && option("url").isEmpty())
        return fail(Error::Kind::Usage, say("--url is empty."));
    if (has("demo") && (has("url") || has("profile")))
        return fail(Error::Kind::Usage, say("--demo and another database cannot both be meant."));
    if (has("profile") && !has("url"))
        return profileInfo(option("profile"));
    if (has("demo")) {
        const auto opened = openDemoOnce();
        return opened ? Result<ConnectionInfo>(m_demo.connection) : fail(opened.error());
    }
    ConnectionSource source;
    source.url = option("url");
    source.envFile = option("env-file");
    source.directory = QDir::currentPath();
    source.environment = QProcessEnvironment::systemEnvironment();
    return resolveConnection(source);
}

Result<ConnectionInfo> Context::profileInfo(const QString &name)
{
    const auto profile = openProfile(name);
    if (!profile)
        return fail(profile.error());
    m_profile = profile->saved;
    if (!profile->secretProblem.isEmpty())
        m_terminal.note(say("The saved password was not to be had: %1").arg(profile->secretProblem));
    return profile->info;
}

Result<QString> Context::profileFolder() const
{
    if (!has("profile") || has("url"))
        return QString();
    const auto list = ConnectionStore(ConnectionStore::defaultPath()).read();
    if (!list)
        return fail(list.error());
    const auto saved = findConnection(*list, option("profile"));
    return saved ? Result<QString>(saved->migrationsFolder) : fail(saved.error());
}

Result<void> Context::openDemoOnce()
{
    if (m_demoServer)
        return {};
    m_demoServer = std::make_unique<EmbeddedServer>();
    const auto demo =
        openDemo(*m_demoServer, SampleProject(), [this](const QString &text, int) { m_terminal.progress(text); });
    m_terminal.progress({});
    if (!demo) {
        m_demoServer.reset();
        return fail(demo.error());
    }
    m_demo = *demo;
    return {};
}

Result<QString> Context::demoFolder()
{
    if (!has("demo"))
        return QString();
    const auto opened = openDemoOnce();
    if (!opened)
        return fail(opened.error());
    return m_demo.projectFolder;
}

Result<Session *> Context::session()
{
    return openSession(true);
}

Result<Session *> Context::writer()
{
    return openSession(false);
}

Result<Session *> Context::migrator()
{
    return openSession(false, true);
}

/// A call either reads or writes: the first session stays.
Result<Session *> Context::openSession(bool readOnly, bool direct)
{
    if (m_session)
        return m_session.get();
    auto info = connectionInfo();
    if (!info)
        return fail(info.error());
    if (direct && isPooled(*info)) {
        *info = directConnection(*info);
        m_terminal.note(say("The pooled host keeps no locks; connecting to %1.").arg(info->host()));
    }
    SessionOptions options;
    options.readOnly = readOnly;
    options.applicationName = QStringLiteral("pitbossctl");
    if (m_profile) {
        options.statementTimeout = m_profile->statementTimeout;
        options.timeZone = m_profile->timeZone;
    }
    auto session = withPassword(*info, [&](const ConnectionInfo &place) { return openOn(place, options); });
    if (!session)
        return fail(session.error());
    constexpr Ticket onlyOne = 1;
    if (!(*session)->canceler()->begin(onlyOne))
        return fail(Error::canceled());
    m_session = std::move(*session);
    m_interrupt.watch(m_session->canceler());
    return m_session.get();
}

Result<std::unique_ptr<Session>> Context::openOn(const ConnectionInfo &info, const SessionOptions &options)
{
    auto session = std::make_unique<Session>(info, options);
    const auto opened = openPatiently(*session, patience());
    m_terminal.progress({});
    if (!opened)
        return fail(opened.error());
    return session;
}

bool Context::typePassword(ConnectionInfo &info, const Error &error)
{
    if (error.kind != Error::Kind::Connect || connectReason(error) != ConnectReason::PasswordNeeded)
        return false;
    m_terminal.progress({});
    const auto typed = askForPassword(
        say("Password of %1 for %2:").arg(harmless(info.user()), harmless(info.displayName())), m_interrupt);
    if (typed)
        info.setParameter(QStringLiteral("password"), *typed);
    return typed.has_value();
}

void Context::watch(Session &session)
{
    m_interrupt.watch(session.canceler());
}

Result<Pit> Context::pit()
{
    const auto opened = session();
    if (!opened)
        return fail(opened.error());
    const auto schema = PitSchema::read(**opened);
    if (!schema)
        return fail(schema.error());
    return Pit{*opened, *schema};
}

void Context::printJson(const QJsonObject &document)
{
    m_terminal.out(QJsonDocument(document).toJson());
}

void Context::printJson(const QJsonArray &document)
{
    m_terminal.out(QJsonDocument(document).toJson());
}

} // namespace pitboss::cli

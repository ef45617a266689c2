// SPDX-FileCopyrightText: 2026 The Pitboss authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/window/studio.h"
#include "sql/connect/background.h"
#include "sql/connect/connectfailure.h"
#include "ui/connect/connectionspanel.h"
#include "ui/connect/passworddialog.h"
#include "ui/mainwindow.h"
#include "ui/start/startpage.h"
#include "ui/statusline.h"

#include <QTimeZone>

namespace pitboss {

void Studio::openSaved(const SavedConnection &saved)
{
    m_start->clearError();
    m_saved = saved;
    m_secretError.reset();
    m_toKeep.clear();
    const QString key = saved.secretKey();
    if (const auto typed = m_typed.find(key); typed || !saved.passwordKept) {
        connectSaved(typed);
        return;
    }
    m_start->setConnecting(tr("Asking the key chain for the password of “%1”…").arg(saved.name));
    m_attempts.follow(m_secrets->read(key), this, [this](const Result<std::optional<QString>> &secret) {
        if (!secret)
            m_secretError = secret.error(); // told when the server asks for one; perhaps it does not
        connectSaved(secret ? *secret : std::nullopt);
    });
}

void Studio::connectSaved(const std::optional<QString> &password)
{
    ConnectionInfo info = m_saved->info();
    if (password)
        info.setParameter(QStringLiteral("password"), *password);
    connectTo(info, {RecentConnection::Kind::Saved, m_saved->name, m_saved->id, m_saved->environment});
}

void Studio::connectTo(const ConnectionInfo &info, const RecentConnection &origin)
{
    if (m_connected)
        disconnectAll(); // no page, and no half-filled form, is carried over to another database
    if (origin.kind != RecentConnection::Kind::Saved)
        m_saved.reset();
    m_start->clearError();
    m_start->setConnecting(tr("Connecting to %1…").arg(info.displayName()));
    m_isDemo = origin.kind == RecentConnection::Kind::Demo;
    m_info = info;
    m_timeZone = QString::fromUtf8(m_window->statusLine()->timeZone().id());
    m_connection = std::make_unique<Connection>(info, sessionOptions());
    connect(m_connection.get(), &Connection::stateChanged, this, &Studio::showState);
    connect(m_connection.get(), &Connection::waiting, this, [this](const QString &text) {
        if (!m_connected)
            m_start->setConnecting(text);
    });
    m_attempts.follow(m_connection->run(&readServerFacts).future, this,
                      [this, origin](const Result<ServerFacts> &facts) {
                          m_start->setConnecting({});
                          if (facts) {
                              finishConnecting(*facts, origin);
                              return;
                          }
                          connectFailedWith(facts.error());
                          if (asksForPassword(facts.error()))
                              askForPassword(facts.error(), origin);
                      });
}

void Studio::connectFailedWith(const Error &error)
{
    m_lastError = error;
    m_toKeep.clear();
    if (m_start && error.kind != Error::Kind::Canceled && error.kind != Error::Kind::Missing)
        m_start->showError(error);
    emit connectFailed(error);
}

bool Studio::asksForPassword(const Error &error)
{
    const ConnectReason reason = connectReason(error);
    return error.kind == Error::Kind::Connect
        && (reason == ConnectReason::PasswordNeeded || reason == ConnectReason::PasswordWrong);
}

void Studio::askForPassword(const Error &error, const RecentConnection &origin)
{
    Error why = m_secretError.value_or(error);
    why.message += m_secretError ? QLatin1Char(' ') + m_secretError->hint : QString();
    auto *dialog = new PasswordDialog(m_info, why, m_saved.has_value(), m_window.get());
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    connect(dialog, &QDialog::accepted, this,
            [this, dialog, origin] { connectWithPassword(dialog->password(), dialog->keep(), origin); });
    dialog->open();
}

void Studio::connectWithPassword(const QString &password, bool keep, const RecentConnection &origin)
{
    ConnectionInfo info = m_info;
    info.setParameter(QStringLiteral("password"), password);
    connectTo(info, origin);
    m_toKeep = keep && m_saved ? password : QString();
}

/// Once it has let somebody in, and not before.
void Studio::keepPassword()
{
    if (m_saved && !m_info.parameter(QStringLiteral("password")).isEmpty())
        m_typed.write(m_saved->secretKey(), m_info.parameter(QStringLiteral("password")));
    const QString password = std::exchange(m_toKeep, {});
    if (password.isEmpty() || !m_saved)
        return;
    whenFinished(m_secrets->write(m_saved->secretKey(), password), this,
                 [this, saved = *m_saved](const Result<void> &kept) mutable {
                     if (!kept) {
                         m_start->showError(kept.error());
                         return;
                     }
                     saved.passwordKept = true;
                     m_start->connections()->put(saved, {});
                 });
}

} // namespace pitboss

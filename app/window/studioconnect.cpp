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
    Target target;
    target.saved = saved;
    target.origin = {RecentConnection::Kind::Saved, saved.name, saved.id, saved.environment};
    const QString key = saved.secretKey();
    if (const auto typed = m_typed.find(key); typed || !saved.passwordKept) {
        openWith(target, typed);
        return;
    }
    m_start->setConnecting(tr("Asking the key chain for the password of “%1”…").arg(saved.name));
    m_attempts.follow(m_secrets->read(key), this, [this, target](const Result<std::optional<QString>> &secret) mutable {
        if (!secret)
            target.secretError = secret.error(); // told when the server asks for one; perhaps it does not
        openWith(target, secret ? *secret : std::nullopt);
    });
}

void Studio::openWith(Target target, const std::optional<QString> &password)
{
    if (target.saved)
        target.info = target.saved->info();
    if (password)
        target.info.setParameter(QStringLiteral("password"), *password);
    begin(target);
}

void Studio::connectTo(const ConnectionInfo &info, const RecentConnection &origin)
{
    Target target;
    target.info = info;
    target.origin = origin;
    begin(target);
}

/// What is connected stays so until the other one has answered.
void Studio::begin(const Target &target)
{
    m_next = target;
    m_start->clearError();
    m_start->setConnecting(tr("Connecting to %1…").arg(target.info.displayName()));
    m_timeZone = QString::fromUtf8(m_window->statusLine()->timeZone().id());
    m_trying = std::make_unique<Connection>(target.info, sessionOptions(target));
    connect(m_trying.get(), &Connection::waiting, this, [this](const QString &text) {
        if (m_trying)
            m_start->setConnecting(text);
    });
    m_attempts.follow(m_trying->run(&readServerFacts).future, this, [this](const Result<ServerFacts> &facts) {
        m_start->setConnecting({});
        if (facts) {
            arrive(*facts);
            return;
        }
        m_trying.reset();
        const Target tried = std::exchange(m_next, {});
        connectFailedWith(facts.error());
        if (asksForPassword(facts.error()))
            askForPassword(facts.error(), tried);
    });
}

void Studio::connectFailedWith(const Error &error)
{
    m_lastError = error;
    if (m_start && error.kind != Error::Kind::Canceled && error.kind != Error::Kind::Missing)
        m_start->showError(error, m_connected ? tr("“%1” stays connected.").arg(m_now.info.displayName()) : QString());
    emit connectFailed(error);
}

bool Studio::asksForPassword(const Error &error)
{
    const ConnectReason reason = connectReason(error);
    return error.kind == Error::Kind::Connect
        && (reason == ConnectReason::PasswordNeeded || reason == ConnectReason::PasswordWrong);
}

void Studio::askForPassword(const Error &error, const Target &target)
{
    Error why = target.secretError.value_or(error);
    why.message += target.secretError ? QLatin1Char(' ') + target.secretError->hint : QString();
    auto *dialog = new PasswordDialog(target.info, why, target.saved.has_value(), m_window.get());
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    connect(dialog, &QDialog::accepted, this, [this, dialog, target] {
        Target again = target;
        again.secretError.reset(); // from now on the server's own answer counts
        again.toKeep = dialog->keep() && target.saved ? dialog->password() : QString();
        openWith(again, dialog->password());
    });
    dialog->open();
}

/// Once it has let somebody in, and not before.
void Studio::keepPassword()
{
    const auto &saved = m_now.saved;
    const QString used = m_now.info.parameter(QStringLiteral("password"));
    if (saved && !used.isEmpty())
        m_typed.write(saved->secretKey(), used);
    const QString password = std::exchange(m_now.toKeep, {});
    if (password.isEmpty() || !saved)
        return;
    whenFinished(m_secrets->write(saved->secretKey(), password), this,
                 [this, saved = *saved](const Result<void> &kept) mutable {
                     if (!kept) {
                         m_start->showError(kept.error());
                         return;
                     }
                     saved.passwordKept = true;
                     m_start->connections()->put(saved, {});
                 });
}

} // namespace pitboss

// SPDX-FileCopyrightText: 2026 The Pitboss authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "sql/connect/secretstore.h"

#include <QObject>

#include <chrono>
#include <functional>

namespace QKeychain {
class Job;
}

namespace pitboss {

/// The desktop's key chain (Secret Service, KWallet, macOS, Windows). It may be absent, locked, or wait for a person:
/// each question ends by itself after `patience`, with an Error that says in words what is the case and what to do.
/// Nothing is ever written anywhere else. Use it on a thread with an event loop.
class Keychain : public QObject, public SecretStore
{
    Q_OBJECT

public:
    explicit Keychain(std::chrono::milliseconds patience = std::chrono::seconds(10), QObject *parent = nullptr);

    QFuture<Result<std::optional<QString>>> read(const QString &key) override;
    QFuture<Result<void>> write(const QString &key, const QString &secret) override;
    QFuture<Result<void>> remove(const QString &key) override;

private:
    using Finished = std::function<void(const std::optional<Error> &)>;
    void start(QKeychain::Job *job, const Finished &finished);
    /// Whether the key has this secret now, or none.
    void confirm(const QString &key, const std::optional<QString> &expected,
                 const std::function<void(const Result<bool> &)> &tell);

    std::chrono::milliseconds m_patience;
    int m_stuck = 0; ///< jobs that did not end in time: the library queues others behind them
};

/// QKeychain::Error as words. Kinds: Permission (locked, denied), Missing (there is no key chain).
Error keychainError(int code, const QString &text);

} // namespace pitboss

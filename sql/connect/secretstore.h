// SPDX-FileCopyrightText: 2026 The Pitboss authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "sql/result.h"

#include <QFuture>
#include <QHash>

#include <optional>

namespace pitboss {

/// Where passwords are kept, by SavedConnection::secretKey(). Answers come on the thread that asked, later; each ends
/// by itself, also when whatever keeps the passwords never answers.
class SecretStore
{
public:
    SecretStore() = default;
    virtual ~SecretStore() = default;
    Q_DISABLE_COPY_MOVE(SecretStore)

    virtual QFuture<Result<std::optional<QString>>> read(const QString &key) = 0; ///< nullopt: none is kept
    virtual QFuture<Result<void>> write(const QString &key, const QString &secret) = 0;
    virtual QFuture<Result<void>> remove(const QString &key) = 0; ///< also when there was none
};

/// For this run only: what a person typed where there is no key chain.
class MemorySecrets : public SecretStore
{
public:
    QFuture<Result<std::optional<QString>>> read(const QString &key) override;
    QFuture<Result<void>> write(const QString &key, const QString &secret) override;
    QFuture<Result<void>> remove(const QString &key) override;

    std::optional<QString> find(const QString &key) const; ///< at once

private:
    QHash<QString, QString> m_secrets;
};

/// A future that has its answer already.
template <typename T> QFuture<Result<T>> answered(const Result<T> &answer)
{
    QFutureInterface<Result<T>> made(QFutureInterfaceBase::Started);
    made.reportResult(answer);
    made.reportFinished();
    return made.future();
}

} // namespace pitboss

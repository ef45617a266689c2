// SPDX-FileCopyrightText: 2026 The Pitboss authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "sql/connect/secretstore.h"

namespace pitboss {

QFuture<Result<std::optional<QString>>> MemorySecrets::read(const QString &key)
{
    return answered<std::optional<QString>>(find(key));
}

QFuture<Result<void>> MemorySecrets::write(const QString &key, const QString &secret)
{
    m_secrets.insert(key, secret);
    return answered<void>({});
}

QFuture<Result<void>> MemorySecrets::remove(const QString &key)
{
    m_secrets.remove(key);
    return answered<void>({});
}

std::optional<QString> MemorySecrets::find(const QString &key) const
{
    const auto found = m_secrets.constFind(key);
    return found == m_secrets.constEnd() ? std::nullopt : std::optional(*found);
}

} // namespace pitboss

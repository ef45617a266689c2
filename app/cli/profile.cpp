// SPDX-FileCopyrightText: 2026 The Pitboss authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/profile.h"

#include "app/keychain.h"
#include "sql/whenfinished.h"

#include <QEventLoop>

namespace pitboss::cli {

namespace {

template <typename T> Result<T> waitFor(const QFuture<Result<T>> &future)
{
    std::optional<Result<T>> answer;
    QEventLoop loop;
    whenFinished(future, &loop, [&](const Result<T> &result) {
        answer = result;
        loop.quit();
    });
    if (!answer)
        loop.exec();
    return answer ? *answer : Result<T>(fail(Error::canceled()));
}

} // namespace

Result<std::optional<QString>> readSecret(const QString &key)
{
    Keychain keychain;
    return waitFor(keychain.read(key));
}

Result<void> writeSecret(const QString &key, const QString &secret)
{
    Keychain keychain;
    return waitFor(keychain.write(key, secret));
}

Result<void> removeSecret(const QString &key)
{
    Keychain keychain;
    return waitFor(keychain.remove(key));
}

Result<Profile> openProfile(const QString &name)
{
    const auto list = ConnectionStore(ConnectionStore::defaultPath()).read();
    if (!list)
        return fail(list.error());
    const auto saved = findConnection(*list, name);
    if (!saved)
        return fail(saved.error());
    Profile profile{*saved, saved->info(), {}};
    if (!saved->passwordKept)
        return profile;
    const auto secret = readSecret(saved->secretKey());
    if (!secret)
        profile.secretProblem = secret.error().message;
    else if (secret->has_value())
        profile.info.setParameter(QStringLiteral("password"), **secret);
    return profile;
}

} // namespace pitboss::cli

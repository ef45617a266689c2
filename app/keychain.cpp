// SPDX-FileCopyrightText: 2026 The Pitboss authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/keychain.h"

#include <qt6keychain/keychain.h>

#include <QCoreApplication>
#include <QTimer>

#include <memory>

namespace pitboss {

namespace {

const QString serviceName = QStringLiteral("Pitboss");

QString say(const char *text)
{
    return QCoreApplication::translate("Keychain", text);
}

QString memoryHint()
{
    return say("The password is asked for and held in memory until Pitboss ends.");
}

Error stuckError()
{
    return Error::of(Error::Kind::Timeout, say("The key chain does not answer."), {},
                     say("It may wait for its own password in another window. ") + memoryHint());
}

Error stillThereError()
{
    return Error::of(Error::Kind::Permission, say("The key chain still holds the password."), {},
                     say("It asked, and was told no. Remove “Pitboss” in the desktop's password manager."));
}

template <typename T> struct Answer
{
    QFutureInterface<Result<T>> interface {
        QFutureInterfaceBase::Started
    };
    void give(const Result<T> &result)
    {
        interface.reportResult(result);
        interface.reportFinished();
    }
};

} // namespace

Error keychainError(int code, const QString &text)
{
    switch (QKeychain::Error(code)) {
    case QKeychain::AccessDeniedByUser:
        return Error::of(Error::Kind::Permission, say("The key chain was not opened."), text,
                         say("It asked, and was told no. ") + memoryHint());
    case QKeychain::AccessDenied:
        return Error::of(Error::Kind::Permission, say("The key chain is locked."), text,
                         say("Unlock it in the desktop's password manager. ") + memoryHint());
    default:
        // Which of the library's codes means "there is none" depends on the backend: all of them say so here.
        return Error::of(Error::Kind::Missing, say("There is no usable key chain on this desktop."), text,
                         say("Install and start gnome-keyring or KWallet to keep passwords. ") + memoryHint());
    }
}

Keychain::Keychain(std::chrono::milliseconds patience, QObject *parent)
    : QObject(parent)
    , m_patience(patience)
{
}

void Keychain::start(QKeychain::Job *job, const Finished &finished)
{
    // The job outlives its time-out: deleting one that the library still works on would crash later.
    job->setAutoDelete(true);
    auto *timer = new QTimer(this);
    timer->setSingleShot(true);
    auto isOver = std::make_shared<bool>(false);
    connect(timer, &QTimer::timeout, this, [this, timer, isOver, finished] {
        *isOver = true;
        ++m_stuck;
        timer->deleteLater();
        finished(stuckError());
    });
    connect(job, &QKeychain::Job::finished, this, [this, timer, isOver, finished](QKeychain::Job *done) {
        if (*isOver) {
            --m_stuck;
            return;
        }
        timer->stop();
        timer->deleteLater();
        const bool bad = done->error() != QKeychain::NoError && done->error() != QKeychain::EntryNotFound;
        finished(bad ? std::optional(keychainError(int(done->error()), done->errorString())) : std::nullopt);
    });
    timer->start(m_patience);
    job->start();
}

QFuture<Result<std::optional<QString>>> Keychain::read(const QString &key)
{
    if (m_stuck > 0)
        return answered<std::optional<QString>>(fail(stuckError()));
    auto *job = new QKeychain::ReadPasswordJob(serviceName);
    job->setKey(key);
    auto answer = std::make_shared<Answer<std::optional<QString>>>();
    start(job, [job, answer](const std::optional<Error> &error) {
        if (error)
            answer->give(fail(*error));
        else if (job->error() == QKeychain::EntryNotFound)
            answer->give(std::optional<QString>());
        else
            answer->give(std::optional(job->textData()));
    });
    return answer->interface.future();
}

QFuture<Result<void>> Keychain::write(const QString &key, const QString &secret)
{
    if (m_stuck > 0)
        return answered<void>(fail(stuckError()));
    auto *job = new QKeychain::WritePasswordJob(serviceName);
    job->setKey(key);
    job->setTextData(secret);
    auto answer = std::make_shared<Answer<void>>();
    start(job, [this, key, secret, answer](const std::optional<Error> &error) {
        if (error)
            answer->give(fail(*error));
        else
            confirm(key, secret, [answer](const Result<bool> &kept) {
                const Error denied = keychainError(int(QKeychain::AccessDeniedByUser), {});
                answer->give(!kept ? fail(kept.error()) : *kept ? Result<void>() : fail(denied));
            });
    });
    return answer->interface.future();
}

/// Where each entry is asked for, the library calls it done also when the person said no: so it is looked for.
void Keychain::confirm(const QString &key, const std::optional<QString> &expected,
                       const std::function<void(const Result<bool> &)> &tell)
{
    auto *job = new QKeychain::ReadPasswordJob(serviceName);
    job->setKey(key);
    start(job, [job, expected, tell](const std::optional<Error> &error) {
        const bool isThere = job->error() != QKeychain::EntryNotFound;
        if (error)
            tell(fail(*error));
        else
            tell(isThere == expected.has_value() && (!isThere || job->textData() == *expected));
    });
}

QFuture<Result<void>> Keychain::remove(const QString &key)
{
    if (m_stuck > 0)
        return answered<void>(fail(stuckError()));
    auto *job = new QKeychain::DeletePasswordJob(serviceName);
    job->setKey(key);
    auto answer = std::make_shared<Answer<void>>();
    start(job, [this, key, answer](const std::optional<Error> &error) {
        if (error)
            answer->give(fail(*error));
        else
            confirm(key, std::nullopt, [answer](const Result<bool> &gone) {
                answer->give(!gone ? fail(gone.error()) : *gone ? Result<void>() : fail(stillThereError()));
            });
    });
    return answer->interface.future();
}

} // namespace pitboss

// SPDX-FileCopyrightText: 2026 The Pitboss authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QCoreApplication>
#include <QDBusArgument>
#include <QDBusConnection>
#include <QDBusMessage>
#include <QDBusMetaType>
#include <QDBusObjectPath>
#include <QDBusVariant>
#include <QDBusVirtualObject>
#include <QTimer>

namespace pitboss::testing {

/// As the specification has it: (oayays).
struct DBusSecret
{
    QDBusObjectPath session;
    QByteArray parameters;
    QByteArray value;
    QString contentType;
};
using DBusSecrets = QMap<QDBusObjectPath, DBusSecret>;
inline QDBusArgument &operator<<(QDBusArgument &to, const DBusSecret &secret)
{
    to.beginStructure();
    to << secret.session << secret.parameters << secret.value << secret.contentType;
    to.endStructure();
    return to;
}
inline const QDBusArgument &operator>>(const QDBusArgument &from, DBusSecret &secret)
{
    from.beginStructure();
    from >> secret.session >> secret.parameters >> secret.value >> secret.contentType;
    from.endStructure();
    return from;
}

} // namespace pitboss::testing
Q_DECLARE_METATYPE(pitboss::testing::DBusSecret)
Q_DECLARE_METATYPE(pitboss::testing::DBusSecrets)

namespace pitboss::testing {

/// A Secret Service (freedesktop.org's specification, version 0.2) that keeps nothing and asks for leave every time,
/// with a person before it who says no, or says nothing at all. Or it has an entry of its own, free to read, and only
/// to delete it is asked for.
class SecretService : public QDBusVirtualObject
{
public:
    enum class Person { SaysNo, SaysNothing };
    enum class Asks {
        Unlocking, ///< an entry is refused as locked, as gnome-keyring does
        Making,    ///< and deleting, as KeePassXC does
        Deleting   ///< only
    };
    SecretService(Person person, Asks asks)
        : m_person(person)
        , m_asks(asks)
    {
        qDBusRegisterMetaType<DBusSecret>();
        qDBusRegisterMetaType<DBusSecrets>();
    }

    /// On the session bus; false when there is none.
    bool offer()
    {
        QDBusConnection bus = QDBusConnection::sessionBus();
        return bus.registerVirtualObject(QStringLiteral("/org/freedesktop/secrets"), this, QDBusConnection::SubPath)
            && bus.registerService(QStringLiteral("org.freedesktop.secrets"));
    }
    QString introspect(const QString &) const override { return {}; }
    bool handleMessage(const QDBusMessage &message, const QDBusConnection &bus) override
    {
        bus.send(answerTo(message));
        if (message.member() == QLatin1String("Prompt") && m_person == Person::SaysNo)
            QTimer::singleShot(20, this, [bus, path = message.path()] { bus.send(dismissed(path)); });
        return true;
    }

private:
    static QDBusMessage dismissed(const QString &prompt)
    {
        QDBusMessage signal = QDBusMessage::createSignal(prompt, QStringLiteral("org.freedesktop.Secret.Prompt"),
                                                         QStringLiteral("Completed"));
        // Of the type that was to come; libsecret stumbles over another one even now.
        const QVariant nothing = prompt.endsWith(QLatin1String("unlock"))
            ? QVariant::fromValue(QList<QDBusObjectPath>())
            : QVariant::fromValue(QDBusObjectPath(QStringLiteral("/")));
        return signal << true << QVariant::fromValue(QDBusVariant(nothing));
    }
    QDBusMessage answerTo(const QDBusMessage &message) const
    {
        using Paths = QList<QDBusObjectPath>;
        const auto path = [](const QString &text) { return QVariant::fromValue(QDBusObjectPath(text)); };
        const QVariant none = path(QStringLiteral("/"));
        const QVariant prompt = path(QStringLiteral("/org/freedesktop/secrets/prompt/entry"));
        const QString item = QStringLiteral("/org/freedesktop/secrets/collection/login/1");
        const QVariant noPaths = QVariant::fromValue(Paths());
        const QString plain = QStringLiteral("text/plain");
        const QString member = message.member();
        if (member == QLatin1String("OpenSession")) {
            if (message.arguments().value(0).toString() != QLatin1String("plain"))
                return message.createErrorReply(QDBusError::NotSupported, QStringLiteral("plain only"));
            return message.createReply({QVariant::fromValue(QDBusVariant(QString())),
                                        path(QStringLiteral("/org/freedesktop/secrets/session/1"))});
        }
        if (member == QLatin1String("SearchItems") && m_asks == Asks::Deleting)
            return message.createReply({QVariant::fromValue(Paths{QDBusObjectPath(item)}), noPaths});
        if (member == QLatin1String("GetSecrets"))
            return message.createReply(QVariant::fromValue(DBusSecrets{
                {QDBusObjectPath(item), {message.arguments().value(1).value<QDBusObjectPath>(), {}, "kept", plain}}}));
        if (member == QLatin1String("SearchItems"))
            return message.createReply({noPaths, QVariant::fromValue(Paths{QDBusObjectPath(item)})});
        if (member == QLatin1String("Unlock"))
            return message.createReply({noPaths, path(QStringLiteral("/org/freedesktop/secrets/prompt/unlock"))});
        if (member == QLatin1String("CreateItem") && m_asks == Asks::Unlocking)
            return message.createErrorReply(QStringLiteral("org.freedesktop.Secret.Error.IsLocked"),
                                            QStringLiteral("locked"));
        if (member == QLatin1String("CreateItem"))
            return message.createReply({none, prompt});
        if (member == QLatin1String("Delete"))
            return message.createReply(prompt);
        if (member == QLatin1String("Prompt") || member == QLatin1String("Dismiss"))
            return message.createReply();
        if (member == QLatin1String("GetAll"))
            return message.createReply(QVariant(QVariantMap()));
        return message.createErrorReply(QDBusError::UnknownMethod, member);
    }

    Person m_person;
    Asks m_asks;
};

} // namespace pitboss::testing

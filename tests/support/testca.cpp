// SPDX-FileCopyrightText: 2026 The Pitboss authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "support/testca.h"

#include <QFile>
#include <QProcess>

namespace pitboss::testing {

namespace {

QStringList newKey(const QString &file)
{
    return {QStringLiteral("-newkey"),
            QStringLiteral("ec"),
            QStringLiteral("-pkeyopt"),
            QStringLiteral("ec_paramgen_curve:prime256v1"),
            QStringLiteral("-nodes"),
            QStringLiteral("-keyout"),
            file};
}

QString namesOf(TestCa::Kind kind)
{
    return kind == TestCa::Kind::WrongName ? QStringLiteral("DNS:db.elsewhere.example")
                                           : QStringLiteral("DNS:localhost,IP:127.0.0.1");
}

} // namespace

TestCa::TestCa()
{
    m_hasRoot = openssl(QStringList{QStringLiteral("req"), QStringLiteral("-x509"), QStringLiteral("-days"),
                                    QStringLiteral("30"), QStringLiteral("-subj"), QStringLiteral("/CN=Test root"),
                                    QStringLiteral("-out"), path(QStringLiteral("root.crt"))}
                        + newKey(path(QStringLiteral("root.key"))));
}

QString TestCa::rootFile() const
{
    return m_hasRoot ? path(QStringLiteral("root.crt")) : QString();
}

bool TestCa::openssl(const QStringList &arguments)
{
    QProcess process;
    process.setProcessChannelMode(QProcess::MergedChannels);
    process.start(QStringLiteral("openssl"), arguments);
    const bool done =
        process.waitForFinished() && process.exitStatus() == QProcess::NormalExit && process.exitCode() == 0;
    if (!done)
        m_error = QString::fromLocal8Bit(process.readAll()) + process.errorString();
    return done;
}

TestCa::Certificate TestCa::certificate(Kind kind)
{
    static constexpr const char *names[] = {"good", "expired", "wrongname", "selfsigned"};
    const QString name = path(QString::fromLatin1(names[int(kind)]));
    const QString key = name + QStringLiteral(".key");
    const QString certificate = name + QStringLiteral(".crt");
    const QString request = name + QStringLiteral(".csr");
    const QString extension = QStringLiteral("subjectAltName=") + namesOf(kind);
    const QStringList subject{QStringLiteral("-subj"), QStringLiteral("/CN=Test server"), QStringLiteral("-addext"),
                              extension};
    if (kind == Kind::SelfSigned) {
        const QStringList words{QStringLiteral("req"), QStringLiteral("-x509"), QStringLiteral("-days"),
                                QStringLiteral("30"),  QStringLiteral("-out"),  certificate};
        return openssl(words + subject + newKey(key)) ? Certificate{certificate, key} : Certificate{};
    }
    QFile extensions(name + QStringLiteral(".ext"));
    if (!extensions.open(QIODevice::WriteOnly) || extensions.write(extension.toLatin1()) < 0)
        return {};
    extensions.close();
    // Begun and over in the past: openssl takes a negative number of days from now.
    const QString days = kind == Kind::Expired ? QStringLiteral("-1") : QStringLiteral("30");
    const bool made =
        openssl(QStringList{QStringLiteral("req"), QStringLiteral("-new"), QStringLiteral("-out"), request} + subject
                + newKey(key))
        && openssl({QStringLiteral("x509"), QStringLiteral("-req"), QStringLiteral("-in"), request,
                    QStringLiteral("-CA"), path(QStringLiteral("root.crt")), QStringLiteral("-CAkey"),
                    path(QStringLiteral("root.key")), QStringLiteral("-CAcreateserial"), QStringLiteral("-days"), days,
                    QStringLiteral("-extfile"), extensions.fileName(), QStringLiteral("-out"), certificate});
    return made ? Certificate{certificate, key} : Certificate{};
}

} // namespace pitboss::testing

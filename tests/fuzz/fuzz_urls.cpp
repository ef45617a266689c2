// SPDX-FileCopyrightText: 2026 The Pitboss authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "sql/connect/neon.h"
#include "sql/connect/savedconnection.h"

#include <QJsonDocument>

#include <cstdlib>

using namespace pitboss;

// libFuzzer: a connection's URL of any bytes is understood or refused in words; a password stands in no text.
extern "C" int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    const QString url = QString::fromUtf8(reinterpret_cast<const char *>(data), qsizetype(size));
    const auto info = ConnectionInfo::fromUrl(url);
    constexpr QLatin1String planted("hunter2hunter2");
    if (!info && info.error().text().contains(planted))
        std::abort();
    const auto withPassword = ConnectionInfo::fromUrl(QStringLiteral("postgresql://u:%1@").arg(planted) + url);
    const QString told = withPassword ? withPassword->displayName() : withPassword.error().text();
    if (told.contains(planted))
        std::abort();
    if (!withPassword)
        return 0;
    // Saved, it holds no password, wherever the URL put it, and comes back as it was.
    ConnectionInfo named = *withPassword;
    named.setName(QStringLiteral("n"));
    const SavedConnection saved = SavedConnection::from(named);
    const QByteArray stored = QJsonDocument(saved.toJson()).toJson();
    if (!url.contains(planted) && stored.contains(planted.data()))
        std::abort();
    if (SavedConnection::fromJson(QJsonDocument::fromJson(stored).object()).info().host() != saved.info().host())
        std::abort();
    (void)spelledForLibpq(byRoute(*withPassword, Route::Direct));
    return 0;
}

// SPDX-FileCopyrightText: 2026 The Pitboss authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "sql/connectioninfo.h"

#include <QCoreApplication>
#include <QFile>
#include <QRegularExpression>

namespace pitboss {

namespace {

QString say(const char *text)
{
    return QCoreApplication::translate("EnvFile", text);
}

QString unescaped(QStringView quoted)
{
    QString value;
    for (qsizetype i = 0; i < quoted.size(); ++i) {
        const bool escape = quoted[i] == QLatin1Char('\\') && i + 1 < quoted.size();
        const QChar c = escape ? quoted[++i] : quoted[i];
        value += escape && c == QLatin1Char('n') ? QChar(QLatin1Char('\n')) : c;
    }
    return value;
}

/// dotenv's rules: double quotes know escapes, single quotes and back ticks none, bare values end at " #".
QString envValue(QStringView raw)
{
    const QStringView text = raw.trimmed();
    if (text.size() >= 2) {
        const QChar quote = text[0];
        const qsizetype end = text.indexOf(quote, 1);
        if (quote == QLatin1Char('"') && text.lastIndexOf(quote) > 0)
            return unescaped(text.mid(1, text.lastIndexOf(quote) - 1));
        if ((quote == QLatin1Char('\'') || quote == QLatin1Char('`')) && end > 0)
            return text.mid(1, end - 1).toString();
    }
    const qsizetype comment = text.indexOf(QLatin1String(" #"));
    return (comment < 0 ? text : text.left(comment)).trimmed().toString();
}

} // namespace

Result<QMap<QString, QString>> readEnvFile(const QString &path)
{
    QFile file(path);
    if (!file.open(QIODevice::ReadOnly))
        return fail(Error::Kind::File, say("%1 could not be read.").arg(path), file.errorString());
    static const QRegularExpression line(QStringLiteral("^\\s*(?:export\\s+)?([A-Za-z_][A-Za-z0-9_.]*)\\s*=(.*)$"));
    QMap<QString, QString> variables;
    const QStringList lines = QString::fromUtf8(file.readAll()).split(QLatin1Char('\n'));
    for (qsizetype i = 0; i < lines.size(); ++i) {
        QString text = lines[i];
        if (text.endsWith(QLatin1Char('\r')))
            text.chop(1);
        const auto match = line.match(text);
        if (match.hasMatch())
            variables.insert(match.captured(1), envValue(match.capturedView(2)));
        else if (!text.trimmed().isEmpty() && !text.trimmed().startsWith(QLatin1Char('#')))
            return fail(Error::Kind::Usage, say("%1, line %2: expected NAME=value.").arg(path).arg(i + 1));
    }
    return variables;
}

} // namespace pitboss

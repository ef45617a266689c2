// SPDX-FileCopyrightText: 2026 The Pitboss authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/support/persontext.h"

#include "sql/figuretext.h"

#include <QCoreApplication>
#include <QJsonArray>
#include <QJsonDocument>
#include <QLocale>

namespace pitboss {

namespace {

QString say(const char *text)
{
    return QCoreApplication::translate("PersonView", text);
}

QString moment(const ResultSet &row, const char *column)
{
    return field(row, column).left(19);
}

} // namespace

QString creditsText(qint64 micro)
{
    return figureValueText(FigureUnit::MicroCredits, QString::number(micro), QLocale());
}

QString field(const ResultSet &row, const char *column)
{
    const int at = row.columnIndex(QLatin1String(column));
    return at < 0 || row.isNull(0, at) ? QString() : row.text(0, at);
}

QString sinceWhen(const ResultSet &row)
{
    const QString suspect = field(row, "suspect_id");
    if (!suspect.isEmpty()) {
        const bool isMissing = (field(row, "suspect_micro").startsWith(QLatin1Char('-')))
            != (field(row, "difference_micro").startsWith(QLatin1Char('-')));
        return (isMissing ? say("Since %1, if ledger row %2 never reached the balance.")
                          : say("Since %1, if ledger row %2 reached the balance twice."))
            .arg(moment(row, "suspect_at"), suspect);
    }
    const QString last = moment(row, "last_entry_at");
    const QString balance = moment(row, "balance_at");
    if (last.isEmpty() || balance > last)
        return say("Since %1 at the latest: the balance changed then, after the last ledger row.").arg(balance);
    return say("Since some time between %1 and %2.").arg(moment(row, "balance_since"), last);
}

QString togetherText(const QString &json)
{
    QStringList lines;
    const QJsonArray rows = QJsonDocument::fromJson(json.toUtf8()).array();
    for (const auto value : rows) {
        const QJsonArray row = value.toArray();
        lines << say("row %1: %2 %3")
                     .arg(QString::number(row[0].toInteger()), row[1].toString(), creditsText(row[2].toInteger()));
    }
    return lines.isEmpty() ? QString() : say("Together with it: %1").arg(lines.join(QStringLiteral(", ")));
}

} // namespace pitboss

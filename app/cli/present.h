// SPDX-FileCopyrightText: 2026 The Pitboss authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/cli/context.h"
#include "sql/pit/pitdetail.h"

namespace pitboss::cli {

/// JSON built from exact texts: a number of any length stays what Postgres wrote.
class JsonText
{
public:
    JsonText &add(const QString &key, const QByteArray &json);
    JsonText &addText(const QString &key, const QString &text);
    JsonText &addNumber(const QString &key, qint64 number) { return add(key, QByteArray::number(number)); }
    QByteArray object() const { return '{' + m_fields.join(',') + '}'; }

private:
    QList<QByteArray> m_fields;
};

/// As row_to_json; beside each column that ends in _micro the amount in credits, as text: "balance": "480.12".
QByteArray jsonOfRow(const ResultSet &rows, int row);
QByteArray jsonOfRows(const ResultSet &rows);

/// A table for people: numbers to the right, *_micro in credits.
void printRows(Terminal &terminal, const ResultSet &rows);
/// The same for rows that came in parts, exactly as Postgres wrote them: no credits, only the first `columns`.
void printPage(Terminal &terminal, const QList<ResultSet> &parts, int columns);

/// Rows as a JSON array, or as a table with a word when there are none.
void presentRows(Context &context, const ResultSet &rows, const QString &whenEmpty);
/// `name` is the key of the row itself in the JSON ("user"); empty: there is none, only parts.
int presentDetail(Context &context, const QString &name, const PitDetail &detail);

/// Some error for which the whole command has to give up: canceled, or the connection was lost.
std::optional<Error> fatalError(const QList<PitPart> &parts);

} // namespace pitboss::cli

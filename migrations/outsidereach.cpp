// SPDX-FileCopyrightText: 2026 The Pitboss authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "migrations/outsidereach.h"

#include "migrations/words.h"
#include "sql/session.h"

namespace pitboss {

using namespace Qt::Literals::StringLiterals;

namespace {

// The extension's own, those that name it, and those that name one of these.
const char *const outsideSql = R"(
with recursive own as (
  select p.oid, p.proname, p.prosrc from pg_catalog.pg_proc p where p.oid >= 16384),
reaching as (
  select oid, proname from own where prosrc ~* 'dblink' or proname ~* '^dblink'
  union
  select o.oid, o.proname from own o join reaching r
    on o.prosrc ~* ('\m' || pg_catalog.regexp_replace(r.proname, '\W', '.', 'g') || '\M'))
select pg_catalog.lower(proname), null from reaching
union
select null, c.relname from pg_catalog.pg_trigger t join reaching r on r.oid = t.tgfoid
  join pg_catalog.pg_class c on c.oid = t.tgrelid where not t.tgisinternal)";

/// A body is one string to the lexer, so words are looked for in the text.
QSet<QString> wordsOf(const QByteArray &text)
{
    QSet<QString> words;
    QString word;
    for (const QChar c : QString::fromUtf8(text).toLower() + u' ') {
        if (c.isLetterOrNumber() || c == u'_') {
            word += c;
        } else if (!word.isEmpty()) {
            words.insert(word);
            word.clear();
        }
    }
    return words;
}

bool namesDblink(const QSet<QString> &words)
{
    return std::any_of(words.begin(), words.end(), [](const QString &word) { return word.startsWith("dblink"_L1); });
}

} // namespace

Result<void> OutsideReach::read(Session &session)
{
    const auto rows = session.execute(Statement(outsideSql));
    if (!rows)
        return fail(rows.error());
    for (int row = 0; row < rows->rowCount(); ++row) {
        if (rows->isNull(row, 0))
            m_tables.insert(rows->text(row, 1));
        else
            m_functions.insert(rows->text(row, 0));
    }
    return {};
}

QString OutsideReach::reached(const ScriptStatement &statement) const
{
    if (m_functions.isEmpty() && m_tables.isEmpty() && !statement.text.toLower().contains("dblink"))
        return {}; // as nearly always
    const QSet<QString> words = wordsOf(statement.text);
    if (namesDblink(words))
        return u"dblink"_s;
    for (const QString &function : m_functions) {
        if (words.contains(function))
            return function;
    }
    for (const TouchedObject &object : statement.touches) {
        if (object.effect == TouchEffect::Writes && m_tables.contains(object.name.name))
            return object.name.shown();
    }
    return {};
}

QString OutsideReach::refusal(const Script &script)
{
    for (const ScriptStatement &statement : script.statements()) {
        const bool makes = statement.kind == "CREATE FUNCTION"_L1 || statement.kind == "CREATE PROCEDURE"_L1;
        const QString what = statement.kind.endsWith("EXTENSION"_L1) ? QString() : reached(statement);
        if (what.isEmpty())
            continue;
        if (!makes)
            return Words::tr("Line %1 reaches out of the transaction by %2: what it does there nobody takes back.")
                .arg(statement.line)
                .arg(what);
        for (const TouchedObject &object : statement.touches) {
            if (object.kind == ObjectKind::Function && object.effect == TouchEffect::Creates)
                m_functions.insert(object.name.name.toLower());
        }
    }
    return {};
}

} // namespace pitboss

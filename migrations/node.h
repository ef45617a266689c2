// SPDX-FileCopyrightText: 2026 The Pitboss authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QJsonArray>
#include <QJsonObject>
#include <QList>
#include <QStringList>

#include <functional>

namespace pitboss {

/// A view of one node of a parse tree: its type ("CreateStmt") and its fields. Asking for what is not there gives an
/// empty answer, so that a rule reads like a sentence.
class Node
{
public:
    Node() = default;
    Node(const QString &type, const QJsonObject &fields)
        : m_type(type)
        , m_fields(fields)
    {
    }
    /// {"CreateStmt": {…}} → the node inside.
    static Node wrapped(const QJsonValue &value);

    const QString &type() const { return m_type; }
    bool is(QLatin1StringView type) const { return m_type == type; }
    explicit operator bool() const { return !m_type.isEmpty(); }

    QString text(QLatin1StringView field) const { return m_fields.value(field).toString(); }
    bool flag(QLatin1StringView field) const { return m_fields.value(field).toBool(); }
    int number(QLatin1StringView field) const { return m_fields.value(field).toInt(); }
    bool has(QLatin1StringView field) const { return m_fields.contains(field); }
    /// Bytes into the statement's text; -1 when the node does not say.
    int location() const
    {
        return m_fields.contains(QLatin1StringView("location")) ? number(QLatin1StringView("location")) : -1;
    }
    /// A field that holds a node of any type, wrapped in its name.
    Node child(QLatin1StringView field) const { return wrapped(m_fields.value(field)); }
    /// A field whose type is fixed, so that the tree does not name it: `relation` is always a RangeVar.
    Node plain(QLatin1StringView field, QLatin1StringView type) const;
    QList<Node> list(QLatin1StringView field) const;
    /// The strings of a list of String nodes: a qualified name.
    QStringList names(QLatin1StringView field) const;
    const QJsonObject &fields() const { return m_fields; }

private:
    QString m_type;
    QJsonObject m_fields;
};

/// Calls `visit` for every node in the tree below (and not for `root` itself), outer ones first. RangeVars that stand
/// in fields of fixed type are visited too.
void walk(const Node &root, const std::function<void(const Node &)> &visit);

/// schema and name of a RangeVar or of a list of names (the last two); schema "" when it is not said.
struct QualifiedName
{
    QString schema;
    QString name;
    /// "users", "audit.events"
    QString shown() const;
    /// Two names are the same object when their keys are: no schema means public.
    QString key() const { return (schema.isEmpty() ? QStringLiteral("public") : schema) + QLatin1Char('.') + name; }
    bool operator==(const QualifiedName &) const = default;
};
QualifiedName relationName(const Node &rangeVar);
QualifiedName qualifiedName(const QStringList &names);

/// A TypeName as Postgres prints it: "timestamp without time zone", "character varying(20)", "integer[]".
QString typeText(const Node &typeName);

/// The value of a constant: a string, a number's text, "true"; empty for anything else.
QString constantText(const Node &aConst);

} // namespace pitboss

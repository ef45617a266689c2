// SPDX-FileCopyrightText: 2026 The Pitboss authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "migrations/node.h"

#include <QHash>

namespace pitboss {

using namespace Qt::Literals::StringLiterals;

Node Node::wrapped(const QJsonValue &value)
{
    const QJsonObject object = value.toObject();
    if (object.size() != 1 || !object.begin()->isObject())
        return {};
    return {object.begin().key(), object.begin()->toObject()};
}

Node Node::plain(QLatin1StringView field, QLatin1StringView type) const
{
    const QJsonValue value = m_fields.value(field);
    return value.isObject() ? Node(QString(type), value.toObject()) : Node();
}

QList<Node> Node::list(QLatin1StringView field) const
{
    QList<Node> nodes;
    const QJsonArray items = m_fields.value(field).toArray();
    for (const auto item : items)
        nodes << wrapped(item);
    return nodes;
}

QStringList Node::names(QLatin1StringView field) const
{
    QStringList names;
    for (const Node &node : list(field))
        names << node.text("sval"_L1);
    return names;
}

namespace {

void walkObject(const QJsonObject &object, const std::function<void(const Node &)> &visit);

void walkItems(const QJsonArray &items, const std::function<void(const Node &)> &visit)
{
    for (const auto item : items) {
        if (item.isObject())
            walkObject(item.toObject(), visit);
        else if (item.isArray())
            walkItems(item.toArray(), visit);
    }
}

void walkObject(const QJsonObject &object, const std::function<void(const Node &)> &visit)
{
    for (auto it = object.begin(); it != object.end(); ++it) {
        const QJsonValueConstRef value = it.value();
        if (value.isArray())
            walkItems(value.toArray(), visit);
        if (!value.isObject())
            continue;
        const QJsonObject inner = value.toObject();
        const QString key = it.key();
        if (!key.isEmpty() && key.at(0).isUpper())
            visit(Node(key, inner));
        else if (inner.contains("relname"_L1))
            visit(Node(u"RangeVar"_s, inner));
        walkObject(inner, visit);
    }
}

QString standardName(const QString &internal)
{
    static const QHash<QString, QString> names{{u"int2"_s, u"smallint"_s},
                                               {u"int4"_s, u"integer"_s},
                                               {u"int8"_s, u"bigint"_s},
                                               {u"float4"_s, u"real"_s},
                                               {u"float8"_s, u"double precision"_s},
                                               {u"bool"_s, u"boolean"_s},
                                               {u"varchar"_s, u"character varying"_s},
                                               {u"bpchar"_s, u"character"_s},
                                               {u"varbit"_s, u"bit varying"_s},
                                               {u"timestamp"_s, u"timestamp without time zone"_s},
                                               {u"timestamptz"_s, u"timestamp with time zone"_s},
                                               {u"time"_s, u"time without time zone"_s},
                                               {u"timetz"_s, u"time with time zone"_s}};
    return names.value(internal, internal);
}

QString modifiers(const Node &typeName)
{
    QStringList values;
    for (const Node &modifier : typeName.list("typmods"_L1))
        values << constantText(modifier);
    return values.isEmpty() || values.contains(QString()) ? QString() : u'(' + values.join(u',') + u')';
}

} // namespace

void walk(const Node &root, const std::function<void(const Node &)> &visit)
{
    walkObject(root.fields(), visit);
}

QString QualifiedName::shown() const
{
    return schema.isEmpty() ? name : schema + u'.' + name;
}

QualifiedName relationName(const Node &rangeVar)
{
    return {rangeVar.text("schemaname"_L1), rangeVar.text("relname"_L1)};
}

QualifiedName qualifiedName(const QStringList &names)
{
    if (names.isEmpty())
        return {};
    return {names.size() > 1 ? names.at(names.size() - 2) : QString(), names.last()};
}

QString typeText(const Node &typeName)
{
    const QualifiedName name = qualifiedName(typeName.names("names"_L1));
    const bool builtin = name.schema == "pg_catalog"_L1 || name.schema.isEmpty();
    QString text = builtin ? standardName(name.name) : name.shown();
    const QString mods = modifiers(typeName);
    const qsizetype zone = text.indexOf(" with"_L1); // time(3) with time zone: the precision stands inside
    text.insert(zone > 0 && text.startsWith("time"_L1) ? zone : text.size(), mods);
    if (!typeName.fields().value("arrayBounds"_L1).toArray().isEmpty())
        text += "[]"_L1;
    return text;
}

QString constantText(const Node &aConst)
{
    if (!aConst.is("A_Const"_L1) || aConst.flag("isnull"_L1))
        return {};
    for (const auto field : {"sval"_L1, "fval"_L1, "bsval"_L1}) {
        if (aConst.has(field))
            return aConst.fields().value(field)[field].toString();
    }
    if (aConst.has("boolval"_L1))
        return aConst.fields().value("boolval"_L1)["boolval"_L1].toBool() ? u"true"_s : u"false"_s;
    return QString::number(aConst.fields().value("ival"_L1)["ival"_L1].toInt());
}

} // namespace pitboss

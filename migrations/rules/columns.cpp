// SPDX-FileCopyrightText: 2026 The Pitboss authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "migrations/rules/rules.h"
#include "migrations/words.h"

#include <QRegularExpression>

namespace pitboss {

using namespace Qt::Literals::StringLiterals;

namespace {

struct ColumnTraits
{
    bool notNull = false;
    bool primary = false;
    bool generated = false; // identity, or GENERATED … STORED
    Node defaultValue;
    QString type;
    bool serial = false;
};

ColumnTraits traitsOf(const Node &column)
{
    ColumnTraits traits;
    traits.type = typeText(column.plain("typeName"_L1, "TypeName"_L1));
    traits.serial = traits.type.contains("serial"_L1);
    for (const Node &constraint : column.list("constraints"_L1)) {
        const QString type = constraint.text("contype"_L1);
        traits.notNull |= type == "CONSTR_NOTNULL"_L1;
        traits.primary |= type == "CONSTR_PRIMARY"_L1;
        traits.generated |= type == "CONSTR_IDENTITY"_L1 || type == "CONSTR_GENERATED"_L1;
        if (type == "CONSTR_DEFAULT"_L1)
            traits.defaultValue = constraint.child("raw_expr"_L1);
    }
    return traits;
}

bool isNullConstant(const Node &node)
{
    return node.is("A_Const"_L1) && node.flag("isnull"_L1);
}

void requiredField(const RuleContext &context, RuleReport &report)
{
    forEachColumn(
        context.script, [&](const SeenStatement &seen, const QualifiedName &table, const Node &column, bool added) {
            const ColumnTraits traits = traitsOf(column);
            const bool filled =
                (traits.defaultValue && !isNullConstant(traits.defaultValue)) || traits.generated || traits.serial;
            if (!added || !(traits.notNull || traits.primary) || filled || isNewTable(context, seen.index, table))
                return;
            const QString name = column.text("colname"_L1);
            report.at(seen.index, placeOf(seen, column),
                      {Words::tr("The new column %1.%2 is NOT NULL and has no default.").arg(table.shown(), name),
                       Words::tr("It fails as soon as the table has one row, and breaks inserts of code that does not "
                                 "know the column."),
                       Words::tr("Add it with a DEFAULT, or add it nullable, fill it, and set NOT NULL after that.")});
        });
}

void notNullable(const RuleContext &context, RuleReport &report)
{
    forEachAlterCommand(
        context.script, [&](const SeenStatement &seen, const QualifiedName &table, const Node &command) {
            if (command.text("subtype"_L1) != "AT_SetNotNull"_L1 || isNewTable(context, seen.index, table))
                return;
            const QString column = command.text("name"_L1);
            const QString name = table.name + u'_' + column + u"_not_null"_s;
            report.at(
                seen.index, -1,
                {Words::tr("SET NOT NULL reads the whole table %1 while nobody can use it.").arg(table.shown()),
                 Words::tr("It fails on the first NULL, and blocks reads and writes for as long as the scan takes."),
                 QString(u"ALTER TABLE "_s + table.shown() + u" ADD CONSTRAINT "_s + name + u" CHECK ("_s + column
                         + u" IS NOT NULL) NOT VALID;\nALTER TABLE "_s + table.shown() + u" VALIDATE CONSTRAINT "_s
                         + name + u";\nALTER TABLE "_s + table.shown() + u" ALTER COLUMN "_s + column
                         + u" SET NOT NULL;"_s)});
        });
}

// Functions of Postgres that give the same value to every row of a statement.
bool isKnownStable(const QString &function)
{
    static const QStringList stable{u"now"_s,
                                    u"transaction_timestamp"_s,
                                    u"statement_timestamp"_s,
                                    u"lower"_s,
                                    u"upper"_s,
                                    u"md5"_s,
                                    u"concat"_s,
                                    u"jsonb_build_object"_s,
                                    u"jsonb_build_array"_s,
                                    u"json_build_object"_s,
                                    u"to_timestamp"_s,
                                    u"to_char"_s,
                                    u"date_trunc"_s,
                                    u"timezone"_s,
                                    u"encode"_s,
                                    u"decode"_s,
                                    u"length"_s,
                                    u"abs"_s,
                                    u"round"_s,
                                    u"floor"_s,
                                    u"ceil"_s,
                                    u"current_setting"_s,
                                    u"array_append"_s,
                                    u"make_date"_s,
                                    u"make_interval"_s,
                                    u"left"_s};
    return stable.contains(function);
}

bool isKnownVolatile(const QString &function)
{
    static const QStringList names{u"random"_s,    u"gen_random_uuid"_s, u"clock_timestamp"_s,  u"nextval"_s,
                                   u"timeofday"_s, u"setseed"_s,         u"gen_random_bytes"_s, u"currval"_s};
    return names.contains(function) || function.startsWith("uuid_generate_"_L1);
}

QString doubtfulFunction(const Node &expression)
{
    QString found;
    const auto look = [&](const Node &node) {
        if (!node.is("FuncCall"_L1) || !found.isEmpty())
            return;
        const QString name = qualifiedName(node.names("funcname"_L1)).name;
        found = isKnownStable(name) ? QString() : name;
    };
    look(expression);
    walk(expression, look);
    return found;
}

void volatileDefault(const RuleContext &context, RuleReport &report)
{
    forEachColumn(
        context.script, [&](const SeenStatement &seen, const QualifiedName &table, const Node &column, bool added) {
            if (!added || isNewTable(context, seen.index, table))
                return;
            const ColumnTraits traits = traitsOf(column);
            const QString function = doubtfulFunction(traits.defaultValue);
            if (function.isEmpty() && !traits.serial && !traits.generated)
                return;
            const QString name = table.shown() + u'.' + column.text("colname"_L1);
            const bool certain = function.isEmpty() || isKnownVolatile(function);
            const QString message = function.isEmpty()
                ? Words::tr("Every row of the table gets a value of its own for %1: the table is rewritten.").arg(name)
                : certain ? Words::tr("The default of %1 is volatile (%2): the table is rewritten.").arg(name, function)
                          : Words::tr("The default of %1 calls %2: if that is volatile, the table is rewritten.")
                                .arg(name, function);
            report.at(
                seen.index, placeOf(seen, column), certain ? Severity::Warning : Severity::Info,
                {message, Words::tr("Nobody can read or write the table until every row is written anew."),
                 Words::tr("Add the column without it, then set the default, then fill the old rows in batches.")});
        });
}

void typeChange(const RuleContext &context, RuleReport &report)
{
    forEachAlterCommand(
        context.script, [&](const SeenStatement &seen, const QualifiedName &table, const Node &command) {
            if (command.text("subtype"_L1) != "AT_AlterColumnType"_L1 || isNewTable(context, seen.index, table))
                return;
            const Node definition = command.child("def"_L1);
            report.at(seen.index, placeOf(seen, definition),
                      {Words::tr("Changes the type of %1.%2 to %3.")
                           .arg(table.shown(), command.text("name"_L1),
                                typeText(definition.plain("typeName"_L1, "TypeName"_L1))),
                       Words::tr("Most changes rewrite the table and its indexes while nobody can use it; values may "
                                 "be cut or refused."),
                       Words::tr("Add a column of the new type, fill it, and switch over; a dry run tells whether this "
                                 "one rewrites.")});
        });
}

void timestampWithoutZone(const RuleContext &context, RuleReport &report)
{
    const auto check = [&](const SeenStatement &seen, const QualifiedName &table, const QString &column,
                           const Node &typeName) {
        if (!typeText(typeName).startsWith("timestamp"_L1) || !typeText(typeName).contains("without"_L1))
            return;
        report.at(seen.index, placeOf(seen, typeName),
                  {Words::tr("%1.%2 is a timestamp without time zone.").arg(table.shown(), column),
                   Words::tr("It stores what a clock on some wall showed: two readers in two zones see two moments."),
                   u"timestamptz"_s});
    };
    forEachColumn(context.script, [&](const SeenStatement &seen, const QualifiedName &table, const Node &column, bool) {
        check(seen, table, column.text("colname"_L1), column.plain("typeName"_L1, "TypeName"_L1));
    });
    forEachAlterCommand(context.script,
                        [&](const SeenStatement &seen, const QualifiedName &table, const Node &command) {
                            if (command.text("subtype"_L1) == "AT_AlterColumnType"_L1)
                                check(seen, table, command.text("name"_L1),
                                      command.child("def"_L1).plain("typeName"_L1, "TypeName"_L1));
                        });
}

bool soundsLikeMoney(const QString &column)
{
    static const QRegularExpression money(
        u"(^|_)(amount|price|cost|balance|credits?|fee|total|subtotal|paid|payout|refund|salary|tax|money|usd|eur|gbp|cents?|micros?|revenue|charge|discount|wager|stake)(_|$)"_s,
        QRegularExpression::CaseInsensitiveOption);
    return money.match(column).hasMatch();
}

void moneyAsFloat(const RuleContext &context, RuleReport &report)
{
    forEachColumn(context.script, [&](const SeenStatement &seen, const QualifiedName &table, const Node &column, bool) {
        const ColumnTraits traits = traitsOf(column);
        const bool floating = traits.type == "real"_L1 || traits.type == "double precision"_L1;
        const QString name = column.text("colname"_L1);
        if (traits.type != "money"_L1 && !(floating && soundsLikeMoney(name)))
            return;
        report.at(seen.index, placeOf(seen, column),
                  {floating ? Words::tr("%1.%2 keeps money as floating point.").arg(table.shown(), name)
                            : Words::tr("%1.%2 is of type money, whose meaning depends on a server setting.")
                                  .arg(table.shown(), name),
                   Words::tr("Cents get lost: 0.1 + 0.2 is not 0.3, and sums depend on their order."),
                   Words::tr("bigint in the smallest unit, or numeric.")});
    });
}

void charField(const RuleContext &context, RuleReport &report)
{
    forEachColumn(context.script, [&](const SeenStatement &seen, const QualifiedName &table, const Node &column, bool) {
        const QString type = traitsOf(column).type;
        if (type == "character"_L1 || type.startsWith("character("_L1))
            report.at(seen.index, placeOf(seen, column),
                      {Words::tr("%1.%2 is of fixed length.").arg(table.shown(), column.text("colname"_L1)),
                       Words::tr("Postgres pads it with blanks that some operators see and others do not."),
                       u"text"_s});
    });
}

void smallKey(const RuleContext &context, RuleReport &report)
{
    forEachColumn(context.script, [&](const SeenStatement &seen, const QualifiedName &table, const Node &column, bool) {
        const ColumnTraits traits = traitsOf(column);
        const bool counted = traits.serial || (traits.primary && traits.generated);
        const bool big = traits.type == "bigserial"_L1 || traits.type == "serial8"_L1 || traits.type == "bigint"_L1;
        if (counted && !big)
            report.at(
                seen.index, placeOf(seen, column),
                {Words::tr("%1.%2 counts up to 2 147 483 647 and then refuses every insert.")
                     .arg(table.shown(), column.text("colname"_L1)),
                 Words::tr("Changing a key to bigint later rewrites the table and every table that refers to it."),
                 u"bigint GENERATED ALWAYS AS IDENTITY"_s});
    });
}

} // namespace

QList<Rule> columnRules()
{
    return {{"adding-required-field", Severity::Error, requiredField},
            {"adding-not-nullable-field", Severity::Warning, notNullable},
            {"adding-field-with-default", Severity::Warning, volatileDefault},
            {"changing-column-type", Severity::Warning, typeChange},
            {"prefer-timestamp-tz", Severity::Warning, timestampWithoutZone, "prefer-timestamptz"},
            {"money-as-float", Severity::Warning, moneyAsFloat},
            {"ban-char-field", Severity::Info, charField},
            {"prefer-bigint-over-int", Severity::Info, smallKey}};
}

} // namespace pitboss

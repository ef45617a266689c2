// SPDX-FileCopyrightText: 2026 The Pitboss authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "migrations/statementkind.h"

#include "migrations/sqllexer.h"

#include <QHash>

namespace pitboss {

using namespace Qt::Literals::StringLiterals;

namespace {

struct Kind
{
    const char16_t *node;
    const char16_t *words;
};

constexpr Kind fixedKindTable[] = {
    {u"CreateStmt", u"CREATE TABLE"},
    {u"IndexStmt", u"CREATE INDEX"},
    {u"CreateSchemaStmt", u"CREATE SCHEMA"},
    {u"CreateSeqStmt", u"CREATE SEQUENCE"},
    {u"CreateEnumStmt", u"CREATE TYPE"},
    {u"CompositeTypeStmt", u"CREATE TYPE"},
    {u"CreateRangeStmt", u"CREATE TYPE"},
    {u"CreateDomainStmt", u"CREATE DOMAIN"},
    {u"CreateTrigStmt", u"CREATE TRIGGER"},
    {u"CreatePolicyStmt", u"CREATE POLICY"},
    {u"CreateExtensionStmt", u"CREATE EXTENSION"},
    {u"ViewStmt", u"CREATE VIEW"},
    {u"RuleStmt", u"CREATE RULE"},
    {u"CreateRoleStmt", u"CREATE ROLE"},
    {u"CreatedbStmt", u"CREATE DATABASE"},
    {u"DropdbStmt", u"DROP DATABASE"},
    {u"CreateTableSpaceStmt", u"CREATE TABLESPACE"},
    {u"DropTableSpaceStmt", u"DROP TABLESPACE"},
    {u"CreatePublicationStmt", u"CREATE PUBLICATION"},
    {u"CreateSubscriptionStmt", u"CREATE SUBSCRIPTION"},
    {u"DropSubscriptionStmt", u"DROP SUBSCRIPTION"},
    {u"AlterSubscriptionStmt", u"ALTER SUBSCRIPTION"},
    {u"CreateEventTrigStmt", u"CREATE EVENT TRIGGER"},
    {u"CreateStatsStmt", u"CREATE STATISTICS"},
    {u"AlterEnumStmt", u"ALTER TYPE"},
    {u"AlterDomainStmt", u"ALTER DOMAIN"},
    {u"AlterSeqStmt", u"ALTER SEQUENCE"},
    {u"AlterPolicyStmt", u"ALTER POLICY"},
    {u"AlterRoleStmt", u"ALTER ROLE"},
    {u"AlterRoleSetStmt", u"ALTER ROLE"},
    {u"AlterSystemStmt", u"ALTER SYSTEM"},
    {u"AlterDatabaseStmt", u"ALTER DATABASE"},
    {u"AlterDatabaseSetStmt", u"ALTER DATABASE"},
    {u"AlterDefaultPrivilegesStmt", u"ALTER DEFAULT PRIVILEGES"},
    {u"AlterExtensionStmt", u"ALTER EXTENSION"},
    {u"AlterFunctionStmt", u"ALTER FUNCTION"},
    {u"AlterPublicationStmt", u"ALTER PUBLICATION"},
    {u"DropRoleStmt", u"DROP ROLE"},
    {u"DropOwnedStmt", u"DROP OWNED"},
    {u"ReassignOwnedStmt", u"REASSIGN OWNED"},
    {u"InsertStmt", u"INSERT"},
    {u"UpdateStmt", u"UPDATE"},
    {u"DeleteStmt", u"DELETE"},
    {u"MergeStmt", u"MERGE"},
    {u"SelectStmt", u"SELECT"},
    {u"CopyStmt", u"COPY"},
    {u"TruncateStmt", u"TRUNCATE TABLE"},
    {u"DoStmt", u"DO"},
    {u"CallStmt", u"CALL"},
    {u"CommentStmt", u"COMMENT"},
    {u"LockStmt", u"LOCK TABLE"},
    {u"ClusterStmt", u"CLUSTER"},
    {u"ReindexStmt", u"REINDEX"},
    {u"RefreshMatViewStmt", u"REFRESH MATERIALIZED VIEW"},
    {u"ConstraintsSetStmt", u"SET CONSTRAINTS"},
    {u"CheckPointStmt", u"CHECKPOINT"},
    {u"NotifyStmt", u"NOTIFY"},
    {u"ListenStmt", u"LISTEN"},
    {u"ExplainStmt", u"EXPLAIN"},
    {u"PrepareStmt", u"PREPARE"},
    {u"ExecuteStmt", u"EXECUTE"},
    {u"DeallocateStmt", u"DEALLOCATE"},
    {u"LoadStmt", u"LOAD"},
    {u"SecLabelStmt", u"SECURITY LABEL"},
    {u"CreateCastStmt", u"CREATE CAST"},
};

const QHash<QString, QString> &fixedKinds()
{
    static const QHash<QString, QString> kinds = [] {
        QHash<QString, QString> all;
        for (const Kind &kind : fixedKindTable) {
            all.insert(QString::fromUtf16(kind.node), QString::fromUtf16(kind.words));
        }
        return all;
    }();
    return kinds;
}

QString transactionKind(const QString &kind)
{
    static const QHash<QString, QString> kinds{{u"TRANS_STMT_BEGIN"_s, u"BEGIN"_s},
                                               {u"TRANS_STMT_START"_s, u"START TRANSACTION"_s},
                                               {u"TRANS_STMT_COMMIT"_s, u"COMMIT"_s},
                                               {u"TRANS_STMT_ROLLBACK"_s, u"ROLLBACK"_s},
                                               {u"TRANS_STMT_SAVEPOINT"_s, u"SAVEPOINT"_s},
                                               {u"TRANS_STMT_RELEASE"_s, u"RELEASE"_s},
                                               {u"TRANS_STMT_ROLLBACK_TO"_s, u"ROLLBACK"_s},
                                               {u"TRANS_STMT_PREPARE"_s, u"PREPARE TRANSACTION"_s},
                                               {u"TRANS_STMT_COMMIT_PREPARED"_s, u"COMMIT PREPARED"_s},
                                               {u"TRANS_STMT_ROLLBACK_PREPARED"_s, u"ROLLBACK PREPARED"_s}};
    return kinds.value(kind);
}

// An unknown node still gets a readable name: "AlterTSConfigurationStmt" → "ALTER T S CONFIGURATION".
QString spelledOut(const QString &type)
{
    QString out;
    const QString name = type.chopped(type.endsWith("Stmt"_L1) ? 4 : 0);
    for (const QChar c : name) {
        if (c.isUpper() && !out.isEmpty())
            out += u' ';
        out += c.toUpper();
    }
    return out;
}

bool hasOption(const Node &statement, QLatin1StringView list, QLatin1StringView option)
{
    for (const Node &element : statement.list(list)) {
        if (element.text("defname"_L1) != option)
            continue;
        const QString value = element.child("arg"_L1).text("sval"_L1);
        return value != "false"_L1 && value != "off"_L1;
    }
    return false;
}

QString reindexReason(const Node &statement)
{
    if (hasOption(statement, "params"_L1, "concurrently"_L1))
        return u"REINDEX CONCURRENTLY"_s;
    const QString kind = statement.text("kind"_L1);
    const bool whole = kind != "REINDEX_OBJECT_TABLE"_L1 && kind != "REINDEX_OBJECT_INDEX"_L1;
    return whole ? u"REINDEX "_s + objectWords(u"OBJECT_"_s + kind.mid(15)).toUpper() : QString();
}

QString alterTableReason(const Node &statement)
{
    for (const Node &command : statement.list("cmds"_L1)) {
        if (command.text("subtype"_L1) == "AT_DetachPartition"_L1 && command.child("def"_L1).flag("concurrent"_L1))
            return u"DETACH PARTITION CONCURRENTLY"_s;
    }
    return {};
}

bool createsSlot(const Node &statement)
{
    for (const auto option : {"create_slot"_L1, "connect"_L1}) {
        for (const Node &element : statement.list("options"_L1)) {
            const QString value = element.child("arg"_L1).text("sval"_L1);
            if (element.text("defname"_L1) == option && (value == "false"_L1 || value == "off"_L1))
                return false;
        }
    }
    return true;
}

} // namespace

QString objectWords(const QString &objectType)
{
    QString words = objectType.toLower();
    words.remove("object_"_L1);
    static const QHash<QString, QString> special{{u"matview"_s, u"materialized view"_s},
                                                 {u"tabconstraint"_s, u"table"_s},
                                                 {u"domconstraint"_s, u"domain"_s},
                                                 {u"statistic_ext"_s, u"statistics"_s},
                                                 {u"fdw"_s, u"foreign data wrapper"_s}};
    return special.value(words, words.replace(u'_', u' '));
}

QString statementKind(const Node &statement)
{
    const QString fixed = fixedKinds().value(statement.type());
    if (!fixed.isEmpty())
        return fixed;
    if (statement.is("TransactionStmt"_L1))
        return transactionKind(statement.text("kind"_L1));
    if (statement.is("AlterTableStmt"_L1))
        return u"ALTER "_s + objectWords(statement.text("objtype"_L1)).toUpper();
    if (statement.is("DropStmt"_L1))
        return u"DROP "_s + objectWords(statement.text("removeType"_L1)).toUpper();
    if (statement.is("CreateTableAsStmt"_L1))
        return statement.text("objtype"_L1) == "OBJECT_MATVIEW"_L1 ? u"CREATE MATERIALIZED VIEW"_s
                                                                   : u"CREATE TABLE AS"_s;
    if (statement.is("CreateFunctionStmt"_L1))
        return statement.flag("is_procedure"_L1) ? u"CREATE PROCEDURE"_s : u"CREATE FUNCTION"_s;
    if (statement.is("RenameStmt"_L1)) {
        const QString type = statement.text("renameType"_L1);
        const bool part = type == "OBJECT_COLUMN"_L1 || type == "OBJECT_ATTRIBUTE"_L1;
        return u"ALTER "_s + objectWords(part ? statement.text("relationType"_L1) : type).toUpper();
    }
    if (statement.is("AlterObjectSchemaStmt"_L1) || statement.is("AlterOwnerStmt"_L1))
        return u"ALTER "_s + objectWords(statement.text("objectType"_L1)).toUpper();
    if (statement.is("VariableSetStmt"_L1))
        return statement.text("kind"_L1).startsWith("VAR_RESET"_L1) ? u"RESET"_s : u"SET"_s;
    if (statement.is("GrantStmt"_L1) || statement.is("GrantRoleStmt"_L1))
        return statement.flag("is_grant"_L1) ? u"GRANT"_s : u"REVOKE"_s;
    if (statement.is("VacuumStmt"_L1))
        return statement.flag("is_vacuumcmd"_L1) ? u"VACUUM"_s : u"ANALYZE"_s;
    if (statement.is("DiscardStmt"_L1))
        return u"DISCARD ALL"_s;
    return spelledOut(statement.type());
}

QString statementKindFromText(const QByteArray &statement)
{
    QList<QByteArray> words = leadingWords(statement, 8);
    static const QList<QByteArray> fillers{"OR",        "REPLACE",    "UNIQUE", "TEMP",   "TEMPORARY",
                                           "UNLOGGED",  "IF",         "NOT",    "EXISTS", "CONCURRENTLY",
                                           "RECURSIVE", "CONSTRAINT", "GLOBAL", "LOCAL"};
    words.removeIf([](const QByteArray &word) { return fillers.contains(word); });
    if (words.isEmpty())
        return {};
    static const QList<QByteArray> verbs{"CREATE", "ALTER", "DROP"};
    if (!verbs.contains(words.first()) || words.size() < 2)
        return QString::fromUtf8(words.first());
    static const QList<QByteArray> pairs{"MATERIALIZED", "EVENT", "FOREIGN", "DEFAULT"};
    const bool three = pairs.contains(words.at(1)) && words.size() > 2;
    return QString::fromUtf8(words.mid(0, three ? 3 : 2).join(' '));
}

QString nonTransactionalReason(const Node &statement)
{
    static const QStringList always{u"CreatedbStmt"_s,       u"DropdbStmt"_s,      u"CreateTableSpaceStmt"_s,
                                    u"DropTableSpaceStmt"_s, u"AlterSystemStmt"_s, u"DropSubscriptionStmt"_s};
    if (always.contains(statement.type()))
        return statementKind(statement);
    if (statement.is("IndexStmt"_L1) && statement.flag("concurrent"_L1))
        return u"CREATE INDEX CONCURRENTLY"_s;
    if (statement.is("DropStmt"_L1) && statement.flag("concurrent"_L1))
        return u"DROP INDEX CONCURRENTLY"_s;
    if (statement.is("ReindexStmt"_L1))
        return reindexReason(statement);
    if (statement.is("VacuumStmt"_L1) && statement.flag("is_vacuumcmd"_L1))
        return u"VACUUM"_s;
    if (statement.is("ClusterStmt"_L1) && !statement.has("relation"_L1))
        return u"CLUSTER"_s;
    if (statement.is("DiscardStmt"_L1) && statement.text("target"_L1) == "DISCARD_ALL"_L1)
        return u"DISCARD ALL"_s;
    if (statement.is("AlterTableStmt"_L1))
        return alterTableReason(statement);
    if (statement.is("CreateSubscriptionStmt"_L1) && createsSlot(statement))
        return u"CREATE SUBSCRIPTION"_s;
    if (statement.is("AlterDatabaseStmt"_L1) && hasOption(statement, "options"_L1, "tablespace"_L1))
        return u"ALTER DATABASE SET TABLESPACE"_s;
    const QString kind = statement.is("TransactionStmt"_L1) ? statementKind(statement) : QString();
    return kind.endsWith(" PREPARED"_L1) ? kind : QString();
}

} // namespace pitboss

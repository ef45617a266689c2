// SPDX-FileCopyrightText: 2026 The Pitboss authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "migrations/statementkind.h"

#include "migrations/sqllexer.h"

#include <QHash>

namespace pitboss {

using namespace Qt::Literals::StringLiterals;

namespace {

const QHash<QString, QString> &fixedKinds()
{
    static const QHash<QString, QString> kinds{{u"CreateStmt"_s, u"CREATE TABLE"_s},
                                               {u"IndexStmt"_s, u"CREATE INDEX"_s},
                                               {u"CreateSchemaStmt"_s, u"CREATE SCHEMA"_s},
                                               {u"CreateSeqStmt"_s, u"CREATE SEQUENCE"_s},
                                               {u"CreateEnumStmt"_s, u"CREATE TYPE"_s},
                                               {u"CompositeTypeStmt"_s, u"CREATE TYPE"_s},
                                               {u"CreateRangeStmt"_s, u"CREATE TYPE"_s},
                                               {u"CreateDomainStmt"_s, u"CREATE DOMAIN"_s},
                                               {u"CreateTrigStmt"_s, u"CREATE TRIGGER"_s},
                                               {u"CreatePolicyStmt"_s, u"CREATE POLICY"_s},
                                               {u"CreateExtensionStmt"_s, u"CREATE EXTENSION"_s},
                                               {u"ViewStmt"_s, u"CREATE VIEW"_s},
                                               {u"RuleStmt"_s, u"CREATE RULE"_s},
                                               {u"CreateRoleStmt"_s, u"CREATE ROLE"_s},
                                               {u"CreatedbStmt"_s, u"CREATE DATABASE"_s},
                                               {u"DropdbStmt"_s, u"DROP DATABASE"_s},
                                               {u"CreateTableSpaceStmt"_s, u"CREATE TABLESPACE"_s},
                                               {u"DropTableSpaceStmt"_s, u"DROP TABLESPACE"_s},
                                               {u"CreatePublicationStmt"_s, u"CREATE PUBLICATION"_s},
                                               {u"CreateSubscriptionStmt"_s, u"CREATE SUBSCRIPTION"_s},
                                               {u"DropSubscriptionStmt"_s, u"DROP SUBSCRIPTION"_s},
                                               {u"AlterSubscriptionStmt"_s, u"ALTER SUBSCRIPTION"_s},
                                               {u"CreateEventTrigStmt"_s, u"CREATE EVENT TRIGGER"_s},
                                               {u"CreateStatsStmt"_s, u"CREATE STATISTICS"_s},
                                               {u"AlterEnumStmt"_s, u"ALTER TYPE"_s},
                                               {u"AlterDomainStmt"_s, u"ALTER DOMAIN"_s},
                                               {u"AlterSeqStmt"_s, u"ALTER SEQUENCE"_s},
                                               {u"AlterPolicyStmt"_s, u"ALTER POLICY"_s},
                                               {u"AlterRoleStmt"_s, u"ALTER ROLE"_s},
                                               {u"AlterRoleSetStmt"_s, u"ALTER ROLE"_s},
                                               {u"AlterSystemStmt"_s, u"ALTER SYSTEM"_s},
                                               {u"AlterDatabaseStmt"_s, u"ALTER DATABASE"_s},
                                               {u"AlterDatabaseSetStmt"_s, u"ALTER DATABASE"_s},
                                               {u"AlterDefaultPrivilegesStmt"_s, u"ALTER DEFAULT PRIVILEGES"_s},
                                               {u"AlterExtensionStmt"_s, u"ALTER EXTENSION"_s},
                                               {u"AlterFunctionStmt"_s, u"ALTER FUNCTION"_s},
                                               {u"AlterPublicationStmt"_s, u"ALTER PUBLICATION"_s},
                                               {u"DropRoleStmt"_s, u"DROP ROLE"_s},
                                               {u"DropOwnedStmt"_s, u"DROP OWNED"_s},
                                               {u"ReassignOwnedStmt"_s, u"REASSIGN OWNED"_s},
                                               {u"InsertStmt"_s, u"INSERT"_s},
                                               {u"UpdateStmt"_s, u"UPDATE"_s},
                                               {u"DeleteStmt"_s, u"DELETE"_s},
                                               {u"MergeStmt"_s, u"MERGE"_s},
                                               {u"SelectStmt"_s, u"SELECT"_s},
                                               {u"CopyStmt"_s, u"COPY"_s},
                                               {u"TruncateStmt"_s, u"TRUNCATE TABLE"_s},
                                               {u"DoStmt"_s, u"DO"_s},
                                               {u"CallStmt"_s, u"CALL"_s},
                                               {u"CommentStmt"_s, u"COMMENT"_s},
                                               {u"LockStmt"_s, u"LOCK TABLE"_s},
                                               {u"ClusterStmt"_s, u"CLUSTER"_s},
                                               {u"ReindexStmt"_s, u"REINDEX"_s},
                                               {u"RefreshMatViewStmt"_s, u"REFRESH MATERIALIZED VIEW"_s},
                                               {u"ConstraintsSetStmt"_s, u"SET CONSTRAINTS"_s},
                                               {u"CheckPointStmt"_s, u"CHECKPOINT"_s},
                                               {u"NotifyStmt"_s, u"NOTIFY"_s},
                                               {u"ListenStmt"_s, u"LISTEN"_s},
                                               {u"ExplainStmt"_s, u"EXPLAIN"_s},
                                               {u"PrepareStmt"_s, u"PREPARE"_s},
                                               {u"ExecuteStmt"_s, u"EXECUTE"_s},
                                               {u"DeallocateStmt"_s, u"DEALLOCATE"_s},
                                               {u"LoadStmt"_s, u"LOAD"_s},
                                               {u"SecLabelStmt"_s, u"SECURITY LABEL"_s},
                                               {u"CreateCastStmt"_s, u"CREATE CAST"_s}};
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
    for (const QChar c : type.chopped(type.endsWith("Stmt"_L1) ? 4 : 0)) {
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

// SPDX-FileCopyrightText: 2026 The Pitboss authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/migrationmodel.h"

#include "models/figures.h"

#include <QLocale>

#include <algorithm>

namespace pitboss {

using namespace Qt::Literals::StringLiterals;

namespace {

QStringList tagsOf(const QList<Migration> &migrations)
{
    QStringList tags;
    for (const Migration &migration : migrations)
        tags << migration.tag;
    return tags;
}

QString counted(int count, const QString &one, const QString &many)
{
    return count == 1 ? one : many.arg(QLocale().toString(count));
}

} // namespace

QString MigrationModel::stateIconName(MigrationState state)
{
    switch (state) {
    case MigrationState::Applied:
        return u"check"_s;
    case MigrationState::Pending:
        return u"clock"_s;
    case MigrationState::Edited:
        return u"pencil"_s;
    case MigrationState::Missing:
        return u"missing"_s;
    case MigrationState::Orphan:
        return u"broken-link"_s;
    case MigrationState::InferredApplied:
    case MigrationState::InferredPartial:
        return u"inferred"_s;
    case MigrationState::Unknown:
        break;
    }
    return u"help"_s;
}

QString MigrationModel::stateWord(MigrationState state)
{
    switch (state) {
    case MigrationState::Edited:
        return tr("edited");
    case MigrationState::Missing:
        return tr("missing");
    case MigrationState::Orphan:
        return tr("orphan");
    case MigrationState::InferredApplied:
        return tr("inferred: applied");
    case MigrationState::InferredPartial:
        return tr("inferred: in part");
    case MigrationState::Applied:
    case MigrationState::Pending:
    case MigrationState::Unknown:
        break;
    }
    return pitboss::stateText(state);
}

QString MigrationModel::problemWord(const QString &code)
{
    static const QHash<QString, QString> words{
        {u"duplicate-number"_s, tr("duplicate number")}, {u"gap"_s, tr("gap before it")},
        {u"out-of-order"_s, tr("out of order")},         {u"cosmetic"_s, tr("line ends differ")},
        {u"changed-since"_s, tr("changed since")},       {u"runs-again"_s, tr("would run again")},
        {u"skipped"_s, tr("skipped for ever")},          {u"version-taken"_s, tr("its number is taken")},
        {u"when-changed"_s, tr("its date was changed")}, {u"applied-twice"_s, tr("recorded twice")},
        {u"missing-file"_s, tr("no such file")},         {u"journal-field"_s, tr("wrong journal entry")}};
    return words.value(code, QString(code).replace(u'-', u' '));
}

void MigrationModel::setStatus(const JournalStatus &status)
{
    if (tagsOf(status.migrations) == tagsOf(m_migrations)) {
        m_migrations = status.migrations;
        everythingChanged();
        return;
    }
    beginResetModel();
    m_migrations = status.migrations;
    endResetModel();
}

void MigrationModel::setFindings(const LintResult &findings)
{
    m_counts.clear();
    m_linted = true;
    for (const FileFindings &file : findings.files) {
        Counts &counts = m_counts[file.tag];
        for (const Finding &finding : file.findings) {
            if (!finding.ignored)
                ++(finding.severity == Severity::Error         ? counts.errors
                       : finding.severity == Severity::Warning ? counts.warnings
                                                               : counts.infos);
        }
    }
    everythingChanged();
}

void MigrationModel::setTimeZone(const QTimeZone &zone)
{
    m_zone = zone;
    everythingChanged();
}

void MigrationModel::setAsking(bool asking)
{
    if (m_asking == asking)
        return;
    m_asking = asking;
    everythingChanged();
}

void MigrationModel::everythingChanged()
{
    if (!m_migrations.isEmpty())
        emit dataChanged(index(0, 0), index(int(m_migrations.size()) - 1, ColumnCount - 1));
}

int MigrationModel::rowOf(const QString &tag) const
{
    const auto found =
        std::find_if(m_migrations.begin(), m_migrations.end(), [&](const Migration &m) { return m.tag == tag; });
    return found == m_migrations.end() ? -1 : int(found - m_migrations.begin());
}

int MigrationModel::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : int(m_migrations.size());
}

int MigrationModel::columnCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : ColumnCount;
}

QVariant MigrationModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal || section < 0 || section >= ColumnCount)
        return {};
    if (role == Qt::TextAlignmentRole) {
        const bool number = section == StatementsColumn || section == SizeColumn;
        return int((number ? Qt::AlignRight : Qt::AlignLeft) | Qt::AlignVCenter);
    }
    if (role == Qt::ToolTipRole && section == StatementsColumn)
        return tr("Statements in the file");
    if (role != Qt::DisplayRole)
        return {};
    const QString titles[] = {tr("Migration"), tr("State"), tr("Findings"), tr("Stmts"), tr("Size"), tr("Changed")};
    return titles[section];
}

QVariant MigrationModel::data(const QModelIndex &index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid))
        return {};
    const Migration &migration = m_migrations.at(index.row());
    switch (role) {
    case Qt::DisplayRole:
        return text(migration, index.column());
    case Qt::TextAlignmentRole:
        return headerData(index.column(), Qt::Horizontal, role);
    case Qt::ToolTipRole:
        return toolTip(migration, index.column());
    case Qt::AccessibleTextRole:
        return accessibleText(migration, index.column());
    case TagRole:
        return migration.tag;
    case NumberRole:
        return migration.number ? QVariant(*migration.number) : QVariant();
    case StateRole:
        return int(migration.state);
    case StateIconRole:
        return m_asking && migration.state == MigrationState::Unknown ? u"more"_s : stateIconName(migration.state);
    case ProblemsRole: {
        QStringList codes;
        for (const Problem &problem : migration.problems)
            codes << problem.code;
        return codes;
    }
    default:
        return countOf(migration.tag, role);
    }
}

QVariant MigrationModel::countOf(const QString &tag, int role) const
{
    const Counts counts = m_counts.value(tag);
    switch (role) {
    case ErrorsRole:
        return counts.errors;
    case WarningsRole:
        return counts.warnings;
    case InfosRole:
        return counts.infos;
    default:
        return {};
    }
}

QVariant MigrationModel::text(const Migration &migration, int column) const
{
    switch (column) {
    case NameColumn:
        return migration.tag;
    case StateColumn:
        return stateText(migration);
    case FindingsColumn:
        return findingsText(migration.tag);
    case StatementsColumn:
        return migration.script ? QLocale().toString(migration.statementCount()) : QString();
    case SizeColumn:
        return migration.script ? compactBytes(migration.size) : QString();
    case ChangedColumn:
        return changedText(migration);
    default:
        return {};
    }
}

QString MigrationModel::dateText(const QDateTime &moment) const
{
    const QDateTime local = moment.toTimeZone(m_zone);
    const bool thisYear = local.date().year() == QDateTime::currentDateTime().toTimeZone(m_zone).date().year();
    return QLocale().toString(local, thisYear ? u"d MMM HH:mm"_s : u"d MMM yyyy"_s);
}

QString MigrationModel::dayText(const QDateTime &moment) const
{
    return QLocale().toString(moment.toTimeZone(m_zone).date(), u"d MMM yyyy"_s);
}

QString MigrationModel::stateText(const Migration &migration) const
{
    if (m_asking && migration.state == MigrationState::Unknown)
        return tr("asking…");
    static const QStringList saidByState{u"orphan"_s, u"edited"_s, u"missing-file"_s};
    QStringList parts{stateWord(migration.state)};
    if (migration.appliedAt)
        // Drizzle 0.x records when a file was generated, and nobody records when it ran.
        parts[0] += migration.appliedAtIsGenerated ? tr(", generated %1").arg(dayText(*migration.appliedAt))
                                                   : u' ' + dateText(*migration.appliedAt);
    if (!migration.missingObjects.isEmpty())
        parts << counted(int(migration.missingObjects.size()), tr("1 object missing"), tr("%1 objects missing"));
    for (const Problem &problem : migration.problems) {
        const QString word = problemWord(problem.code);
        if (!saidByState.contains(problem.code) && !parts.contains(word))
            parts << word;
    }
    return parts.join(u" · "_s);
}

QString MigrationModel::findingsText(const QString &tag) const
{
    const Counts counts = m_counts.value(tag);
    QStringList parts;
    if (counts.errors > 0)
        parts << u"●%1"_s.arg(counts.errors);
    if (counts.warnings > 0)
        parts << u"▲%1"_s.arg(counts.warnings);
    if (counts.infos > 0)
        parts << u"i%1"_s.arg(counts.infos);
    return parts.join(u' ');
}

QString MigrationModel::changedText(const Migration &migration) const
{
    if (!migration.git)
        return {};
    if (migration.git->uncommitted)
        return migration.git->commit.isEmpty() ? tr("not in git yet") : tr("not committed");
    return dateText(migration.git->date) + u", "_s + migration.git->author;
}

QString MigrationModel::stateToolTip(const Migration &migration) const
{
    QStringList lines{pitboss::stateText(migration.state)};
    if (migration.appliedAt) {
        const QString moment = QLocale().toString(migration.appliedAt->toTimeZone(m_zone), QLocale::LongFormat);
        lines << (migration.appliedAtIsGenerated
                      ? tr("Its file was generated %1; when it was applied is not on record.").arg(moment)
                      : tr("Applied %1").arg(moment));
    }
    if (!migration.reason.isEmpty())
        lines << migration.reason;
    for (const Problem &problem : migration.problems)
        lines << problem.text;
    if (!migration.missingObjects.isEmpty())
        lines << tr("Missing: %1").arg(migration.missingObjects.join(u", "_s));
    return lines.join(u'\n');
}

QString MigrationModel::toolTip(const Migration &migration, int column) const
{
    switch (column) {
    case NameColumn:
        return migration.file.isEmpty() ? migration.tag : migration.file;
    case StateColumn:
        return stateToolTip(migration);
    case FindingsColumn:
        return accessibleText(migration, column).toString();
    case ChangedColumn:
        if (migration.git && !migration.git->commit.isEmpty())
            return tr("Commit %1 by %2, %3")
                .arg(migration.git->commit.left(10), migration.git->author,
                     QLocale().toString(migration.git->date.toTimeZone(m_zone), QLocale::LongFormat));
        break;
    default:
        break;
    }
    return {};
}

QVariant MigrationModel::accessibleText(const Migration &migration, int column) const
{
    if (column == StateColumn)
        return stateText(migration);
    if (column != FindingsColumn)
        return text(migration, column);
    if (!m_linted)
        return QString();
    const Counts counts = m_counts.value(migration.tag);
    QStringList parts;
    if (counts.errors > 0)
        parts << counted(counts.errors, tr("1 error"), tr("%1 errors"));
    if (counts.warnings > 0)
        parts << counted(counts.warnings, tr("1 warning"), tr("%1 warnings"));
    if (counts.infos > 0)
        parts << counted(counts.infos, tr("1 remark"), tr("%1 remarks"));
    return parts.isEmpty() ? tr("no findings") : parts.join(u", "_s);
}

} // namespace pitboss

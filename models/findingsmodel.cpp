// SPDX-FileCopyrightText: 2026 The Pitboss authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/findingsmodel.h"

#include <QLocale>

#include <algorithm>

namespace pitboss {

using namespace Qt::Literals::StringLiterals;

QString FindingsModel::severityText(Severity severity)
{
    return severity == Severity::Error ? tr("error") : severity == Severity::Warning ? tr("warning") : tr("remark");
}

QString FindingsModel::severityIconName(Severity severity)
{
    return severity == Severity::Error ? u"error"_s : severity == Severity::Warning ? u"warning"_s : u"info"_s;
}

void FindingsModel::setFindings(const QList<Finding> &findings)
{
    beginResetModel();
    m_findings = findings;
    std::stable_sort(m_findings.begin(), m_findings.end(),
                     [](const Finding &a, const Finding &b) { return a.ignored < b.ignored; });
    endResetModel();
}

int FindingsModel::rowAtLine(int line) const
{
    const auto found = std::find_if(m_findings.begin(), m_findings.end(),
                                    [line](const Finding &finding) { return finding.line == line; });
    return found == m_findings.end() ? -1 : int(found - m_findings.begin());
}

int FindingsModel::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : int(m_findings.size());
}

int FindingsModel::columnCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : ColumnCount;
}

QVariant FindingsModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal || section < 0 || section >= ColumnCount)
        return {};
    if (role == Qt::TextAlignmentRole)
        return int((section == LineColumn ? Qt::AlignRight : Qt::AlignLeft) | Qt::AlignVCenter);
    if (role != Qt::DisplayRole)
        return {};
    const QString titles[] = {tr("Severity"), tr("Line"), tr("Finding"), tr("Rule")};
    return titles[section];
}

static QString messageText(const Finding &finding)
{
    if (!finding.ignored)
        return finding.message;
    const QString reason =
        finding.ignoreReason.isEmpty() ? FindingsModel::tr("no reason is given") : finding.ignoreReason;
    return FindingsModel::tr("ignored (%1): %2").arg(reason, finding.message);
}

QVariant FindingsModel::data(const QModelIndex &index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid))
        return {};
    const Finding &finding = m_findings.at(index.row());
    switch (role) {
    case Qt::DisplayRole:
    case Qt::AccessibleTextRole: {
        const QString texts[] = {severityText(finding.severity), QLocale().toString(finding.line), messageText(finding),
                                 finding.rule};
        return texts[index.column()];
    }
    case Qt::TextAlignmentRole:
        return headerData(index.column(), Qt::Horizontal, role);
    case Qt::ToolTipRole:
        return finding.why.isEmpty() ? finding.message : finding.message + u'\n' + finding.why;
    case SeverityRole:
        return int(finding.severity);
    case LineRole:
        return finding.line;
    case IgnoredRole:
        return finding.ignored;
    default:
        return {};
    }
}

} // namespace pitboss

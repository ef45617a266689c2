// SPDX-FileCopyrightText: 2026 The Pitboss authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "migrations/dryrunner.h"

#include <QSet>

namespace pitboss {

using namespace Qt::Literals::StringLiterals;

/// A relation that the catalog of before does not have is the file's own. Catalog and locks may quote differently.
void DryRunner::noteMade(MigrationRun &run) const
{
    const auto plain = [](QString name) { return name.remove(u'"'); };
    QSet<QString> before;
    for (auto it = m_catalog.objects.keyBegin(); it != m_catalog.objects.keyEnd(); ++it) {
        const QString name = plain(*it);
        static const QStringList kinds{u"table "_s, u"index "_s, u"sequence "_s, u"view "_s};
        for (const QString &kind : kinds) {
            if (const qsizetype at = name.indexOf(kind); at >= 0)
                before.insert(name.mid(at + kind.size()));
        }
    }
    for (const StatementRun &statement : std::as_const(run.statements)) {
        for (const LockTaken &lock : statement.locks) {
            if (!before.contains(plain(lock.relation)) && !run.made.contains(lock.relation))
                run.made << lock.relation;
        }
    }
}

} // namespace pitboss

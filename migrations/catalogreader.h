// SPDX-FileCopyrightText: 2026 The Pitboss authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "migrations/catalogsnapshot.h"
#include "migrations/script.h"
#include "sql/statement.h"

#include <QByteArrayList>
#include <QHash>

#include <optional>

namespace pitboss {

class ResultSet;

/// A snapshot, and which of its lines belong to which relation.
struct CatalogState
{
    CatalogSnapshot objects;
    QHash<QString, QStringList> keysOf; ///< by "schema.name"; indexes, columns, own sequences … go with their table
};

/// Reads the catalog in an open transaction. What it sets it takes back.
class CatalogReader
{
public:
    explicit CatalogReader(Session &session);

    /// Everything; and for nameOf() where these relations are, written as for again().
    Result<CatalogState> all(const QStringList &named = {});
    /// `last`, with only these relations read anew: names as SQL writes them, found by the search path of now; one that
    /// is gone is known by its last reading. None: that would not be enough, read all.
    Result<std::optional<CatalogState>> again(const CatalogState &last, const QStringList &relations);
    /// again() in parts, for a caller that asks more in the same round trip and goes back to a savepoint of its own
    /// then: what to ask, and the state from the answers, which may ask once more and then runs `behind`.
    static QList<Statement> questions(const QStringList &relations);
    Result<std::optional<CatalogState>> answered(const CatalogState &last, const QStringList &relations,
                                                 const QList<ResultSet> &answers, const QList<Statement> &behind = {});

    /// "schema.name" of one that again() or all() was asked for, by how it was written.
    QString nameOf(const QString &written) const { return m_names.value(written); }

private:
    void noteNames(const ResultSet &found);
    std::optional<QByteArrayList> oidsOf(const QStringList &relations, const ResultSet &found);
    CatalogState with(CatalogState last, const QStringList &relations, const ResultSet *read) const;
    Session &m_session;
    QHash<QString, QString> m_names; ///< as written → schema.name
};

/// The relations that a script changes, when it does nothing whose effects reach further: tables made, altered or
/// dropped by themselves, indexes, rows. None: it may reach further.
std::optional<QStringList> relationsChangedBy(const Script &script);
/// It changes tables, and each of them is one that it says to create.
bool changesOnlyWhatItMakes(const Script &script);

} // namespace pitboss

// SPDX-FileCopyrightText: 2026 The Pitboss authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "migrations/forecast.h"
#include "migrations/layout.h"

#include <QHash>

namespace pitboss {

/// Plays a runner over files, statement by statement, without a database: which transaction each falls into, and what
/// the server would refuse by its rules for transactions.
class RunSimulation
{
public:
    RunSimulation(RunnerTraits runner, Forecast &forecast);

    /// The next file in the runner's order. False: the run ends here.
    bool run(const QString &tag, const Script &script, bool again = false);
    /// Says what is left behind when the run stopped.
    void finish();

private:
    bool readable(const Script &script);
    bool runChunk(const Script &script, int chunk);
    bool runStatement(const Script &script, const ScriptStatement &statement, bool alone);
    bool transactionControl(const ScriptStatement &statement);
    void begin();
    void end(bool keep);
    void noteEnumValues(const ScriptStatement &statement);
    bool usesNewEnumValue(const ScriptStatement &statement);
    void stop(int line, const char *code, const QString &why, const QString &repair, bool certain = true);
    bool oneTransaction() const { return m_runner.grouping == RunnerTraits::Grouping::OneTransaction; }

    RunnerTraits m_runner;
    Forecast &m_forecast;
    QString m_tag;
    QHash<QString, QString> m_newLabels; ///< label added in the open transaction → type
    QStringList m_kept;                  ///< files of which something is committed already, in order
    int m_transaction = 0;
    bool m_open = false;
    bool m_broken = false; ///< the runner's own transaction was ended by a file
    bool m_started = false;
};

} // namespace pitboss

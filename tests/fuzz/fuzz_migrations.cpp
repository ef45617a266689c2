// SPDX-FileCopyrightText: 2026 The Pitboss authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "migrations/discovery.h"
#include "migrations/drizzlejournal.h"
#include "migrations/lint.h"

#include <cstdlib>

using namespace pitboss;

// libFuzzer: the first byte chooses what the rest is read as. What must hold whatever the bytes are is checked here.
namespace {

void require(bool holds)
{
    if (!holds)
        std::abort();
}

void readScript(const QByteArray &bytes, bool breakpoints)
{
    const Script script = Script::parse(bytes, {breakpoints, Script::Depth::Trees});
    qsizetype end = 0;
    for (const ScriptStatement &statement : script.statements()) {
        require(statement.offset >= end && statement.length > 0);
        end = statement.offset + statement.length;
        require(end <= script.utf8().size());
        require(statement.text == script.utf8().mid(statement.offset, statement.length));
        require(statement.line >= 1 && statement.endLine >= statement.line);
        require(statement.chunk >= 0 && statement.chunk < script.chunks().size());
    }
    RunnerTraits runner;
    runner.breakpoints = breakpoints;
    runner.psql = !breakpoints;
    for (const Finding &finding : lintScript(script, runner))
        require(finding.line >= 1 && finding.statement < script.statements().size());
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    if (size == 0)
        return 0;
    const QByteArray bytes(reinterpret_cast<const char *>(data) + 1, qsizetype(size) - 1);
    switch (data[0] % 4) {
    case 0:
        readScript(bytes, false);
        break;
    case 1:
        readScript(bytes, true);
        break;
    case 2:
        (void)readJournalText(bytes);
        break;
    default:
        (void)readDrizzleConfig(bytes);
    }
    return 0;
}

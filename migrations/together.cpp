// SPDX-FileCopyrightText: 2026 The Pitboss authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "migrations/together.h"

#include <cctype>

namespace pitboss {

using namespace Qt::Literals::StringLiterals;

namespace {

bool mayWarnEarly(const ScriptStatement &statement)
{
    constexpr qsizetype longest = 64; // bytes: such a name is cut, with a notice
    qsizetype run = 0;
    for (const char c : statement.text) {
        const bool inName = c == '_' || c == '$' || (c & 0x80) != 0 || std::isalnum(uchar(c)) != 0;
        run = inName ? run + 1 : 0;
        if (c == '\\' || run >= longest)
            return true;
    }
    return false;
}

} // namespace

bool isWrapper(const Script &script, int statement)
{
    const QList<ScriptStatement> &all = script.statements();
    if (all.size() < 2 || !all.at(statement).isTransactionControl() || all.at(statement).tree.flag("chain"_L1))
        return false;
    const QString first = all.first().kind, last = all.last().kind;
    const bool wrapped = (first == "BEGIN"_L1 || first == "START TRANSACTION"_L1) && last == "COMMIT"_L1;
    return wrapped && (statement == 0 || statement == all.size() - 1);
}

bool canBeFollowed(const ScriptStatement &statement)
{
    static const QStringList never{u"CALL"_s, u"DO"_s, u"COPY"_s, u"EXECUTE"_s};
    return statement.tree && !statement.isTransactionControl() && !never.contains(statement.kind.section(u' ', 0, 0));
}

QList<int> nextTogether(const Script &script, const QList<int> &statements, qsizetype at)
{
    constexpr qsizetype most = 64, mostBytes = 1 << 20;
    QList<int> together{statements[at]};
    qsizetype bytes = 0;
    for (qsizetype next = at + 1; next < statements.size() && together.size() < most; ++next) {
        const ScriptStatement &last = script.statements().at(statements[next - 1]);
        const ScriptStatement &following = script.statements().at(statements[next]);
        bytes += last.text.size();
        if (!canBeFollowed(last) || mayWarnEarly(following) || isWrapper(script, statements[next])
            || bytes + following.text.size() > mostBytes)
            break;
        together << statements[next];
    }
    return together;
}

} // namespace pitboss

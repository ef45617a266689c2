// SPDX-FileCopyrightText: 2026 The Pitboss authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/migrations/leftoversoffer.h"

#include "models/figures.h"
#include "sql/transaction.h"

namespace pitboss {

using namespace Qt::Literals::StringLiterals;

LeftOversOffer::LeftOversOffer(QWidget *parent)
    : MessageBar(parent)
{
    setObjectName(u"leftOversOffer"_s);
    connect(this, &MessageBar::actionTriggered, this, &LeftOversOffer::remove);
}

LeftOversOffer::~LeftOversOffer() = default;

void LeftOversOffer::setPlace(const std::optional<WritePlace> &place)
{
    clear();
    m_answers.drop();
    m_place = place;
    m_connection.reset();
    if (!place || !place->makeWriter)
        return;
    m_connection = place->makeWriter();
    const auto task = m_connection->run([](Session &session) -> Result<QList<ScratchLeftOver>> {
        TransactionOptions reading; // nobody has asked for a write yet
        reading.readOnly = true;
        const auto transaction = Transaction::begin(session, reading);
        return transaction ? scratchLeftOvers(session) : fail(transaction.error());
    });
    m_answers.follow(task.future, this, [this](const Result<QList<ScratchLeftOver>> &all) {
        m_connection.reset(); // nobody needs it until a person says so
        if (all)
            offer(*all);
    });
}

void LeftOversOffer::offer(const QList<ScratchLeftOver> &all)
{
    m_names.clear();
    QStringList lines;
    for (const ScratchLeftOver &one : all) {
        if (one.inUse)
            continue;
        m_names << one.name;
        lines << u"%1 · %2 · %3"_s.arg(one.name, compactBytes(one.bytes), one.comment);
    }
    if (!m_names.isEmpty())
        showMessage(Kind::Info,
                    tr("%n scratch copies of an earlier dry run were never dropped.", nullptr, int(m_names.size())),
                    lines.join(u'\n'), tr("Remove"));
}

void LeftOversOffer::remove()
{
    if (!m_place || m_connection || m_names.isEmpty())
        return;
    m_connection = m_place->makeWriter();
    showMessage(Kind::Info, tr("Removing…"));
    const auto task = m_connection->run([names = m_names](Session &session) -> Result<void> {
        for (const QString &name : names) {
            if (const auto dropped = dropScratchLeftOver(session, name); !dropped)
                return dropped;
        }
        return {};
    });
    m_answers.follow(task.future, this, [this](const Result<void> &done) {
        m_connection.reset();
        if (done)
            showMessage(Kind::Success, tr("The left-over scratch copies are removed."));
        else
            showError(done.error(), tr("What could not be removed is still there."), tr("Remove"));
    });
}

} // namespace pitboss

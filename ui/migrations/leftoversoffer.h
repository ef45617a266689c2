// SPDX-FileCopyrightText: 2026 The Pitboss authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "migrations/scratch.h"
#include "sql/whenfinished.h"
#include "ui/guarded/guardeddialog.h"
#include "ui/messagebar.h"

namespace pitboss {

/// Scratch copies that a Pitboss which died has left on the server: told when a database is opened, and removed when a
/// person says so. Shows itself only when there is one that nobody uses.
class LeftOversOffer : public MessageBar
{
    Q_OBJECT
public:
    explicit LeftOversOffer(QWidget *parent = nullptr);
    ~LeftOversOffer() override;

    void setPlace(const std::optional<WritePlace> &place);

private:
    void offer(const QList<ScratchLeftOver> &all);
    void remove();

    std::optional<WritePlace> m_place;
    std::unique_ptr<Connection> m_connection;
    Newest m_answers;
    QStringList m_names;
};

} // namespace pitboss

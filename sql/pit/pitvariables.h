// SPDX-FileCopyrightText: 2026 The Pitboss authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QList>
#include <QString>

namespace pitboss {

/// An environment variable that The Pit reads.
struct PitVariable
{
    QString name;
    bool isRequired = false;
};

/// Required ones first.
QList<PitVariable> pitVariables();

} // namespace pitboss

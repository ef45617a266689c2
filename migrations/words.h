// SPDX-FileCopyrightText: 2026 The Pitboss authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QCoreApplication>

namespace pitboss {

/// The translation context of everything that this folder says to a person: Words::tr("…").
struct Words
{
    Q_DECLARE_TR_FUNCTIONS(Migrations)
};

} // namespace pitboss

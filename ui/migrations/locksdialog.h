// SPDX-FileCopyrightText: 2026 The Pitboss authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "migrations/apply/lockholders.h"
#include "ui/guarded/guardeddialog.h"

class QTreeWidget;

namespace pitboss {

/// Where others work, said before a dry run: what it will lock until its end, and who is in the way of that now.
/// Accepted: run it.
class LocksDialog : public QDialog
{
    Q_OBJECT
public:
    LocksDialog(const LockForecast &locks, const WritePlace &place, QWidget *parent);
};

/// The same as a list, for other dialogs.
QTreeWidget *lockList(const LockForecast &locks);

} // namespace pitboss

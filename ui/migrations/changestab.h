// SPDX-FileCopyrightText: 2026 The Pitboss authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/migrations/migrationextras.h"

#include <QWidget>

class QSplitter;
class QTreeWidget;

namespace pitboss {

class CodeView;
class EmptyState;
class TypeLabel;

/// Two differences: the file as it was applied → as it is now, and the schema by the generator's snapshots.
class ChangesTab : public QWidget
{
    Q_OBJECT
public:
    explicit ChangesTab(QWidget *parent = nullptr);

    void clear(const Migration &migration);
    void setSnapshots(const Migration &migration, const MigrationExtras &extras);
    void setDifference(const AppliedDifference &difference);
    int count() const; ///< how many changes the snapshots tell

private:
    QWidget *section(TypeLabel *title, TypeLabel *note, QWidget *body);
    void fillSnapshots();
    void changeEvent(QEvent *event) override;
    void showDiff();
    void showState();

    QSplitter *m_splitter;
    EmptyState *m_empty;
    QWidget *m_diffSection;
    QWidget *m_snapshotSection;
    TypeLabel *m_diffTitle;
    TypeLabel *m_diffNote;
    CodeView *m_diff;
    TypeLabel *m_snapshotTitle;
    TypeLabel *m_snapshotNote;
    QTreeWidget *m_snapshots;
    AppliedDifference m_difference;
    QList<SnapshotChange> m_snapshotChanges;
    bool m_isEdited = false;
    bool m_hasSnapshot = false;
};

} // namespace pitboss

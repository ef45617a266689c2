// SPDX-FileCopyrightText: 2026 The Pitboss authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/migrations/changestab.h"

#include "ui/codeview.h"
#include "ui/colors.h"
#include "ui/controls.h"
#include "ui/emptystate.h"
#include "ui/labels.h"
#include "ui/migrations/listview.h"

#include <QEvent>
#include <QSplitter>
#include <QTreeWidget>
#include <QVBoxLayout>

#include <algorithm>

namespace pitboss {

using namespace Qt::Literals::StringLiterals;

ChangesTab::ChangesTab(QWidget *parent)
    : QWidget(parent)
    , m_splitter(new QSplitter(Qt::Vertical, this))
    , m_empty(new EmptyState(this))
    , m_diffTitle(new TypeLabel(TypeLabel::Kind::Section, tr("Applied → now"), this))
    , m_diffNote(new TypeLabel(TypeLabel::Kind::Secondary, {}, this))
    , m_diff(new CodeView(this))
    , m_snapshotTitle(new TypeLabel(TypeLabel::Kind::Section, {}, this))
    , m_snapshotNote(new TypeLabel(TypeLabel::Kind::Secondary, {}, this))
    , m_snapshots(new QTreeWidget(this))
{
    setObjectName(u"changesTab"_s);
    m_diff->setObjectName(u"appliedDifference"_s);
    m_diff->setAccessibleName(tr("Difference between what was applied and the file now"));
    m_diffNote->setObjectName(u"appliedNote"_s);
    m_snapshotTitle->setObjectName(u"snapshotTitle"_s);
    m_snapshotNote->setObjectName(u"snapshotNote"_s);
    m_snapshots->setObjectName(u"snapshotChanges"_s);
    m_snapshots->setAccessibleName(tr("What changed between the snapshots"));
    m_snapshots->setHeaderLabels({tr("Object"), tr("Before"), tr("After")});
    m_snapshots->setRootIsDecorated(false);
    m_snapshots->setUniformRowHeights(true);
    m_snapshots->setFrameShape(QFrame::NoFrame);
    m_snapshots->header()->setStretchLastSection(true);
    m_diffSection = section(m_diffTitle, m_diffNote, m_diff);
    m_snapshotSection = section(m_snapshotTitle, m_snapshotNote, m_snapshots);
    m_splitter->addWidget(m_diffSection);
    m_splitter->addWidget(m_snapshotSection);
    m_splitter->setChildrenCollapsible(false);
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->addWidget(m_splitter, 1);
    column->addWidget(m_empty, 1);
    setGround(this, QPalette::Base);
}

QWidget *ChangesTab::section(TypeLabel *title, TypeLabel *note, QWidget *body)
{
    auto *widget = new QWidget(m_splitter);
    auto *column = new QVBoxLayout(widget);
    column->setContentsMargins(0, 8, 0, 0);
    column->setSpacing(2);
    for (TypeLabel *label : {title, note}) {
        label->setContentsMargins(12, 0, 12, 0);
        label->setWordWrap(true);
        column->addWidget(label);
    }
    column->addSpacing(4);
    column->addWidget(body, 1);
    return widget;
}

void ChangesTab::clear(const Migration &migration)
{
    m_isEdited =
        !migration.recordedHash.isEmpty() && !migration.hash.isEmpty() && migration.recordedHash != migration.hash;
    m_hasSnapshot = false;
    m_difference = {};
    m_diffNote->setText(tr("Looking for the applied version in git…"));
    m_diff->setCode({});
    m_diff->setVisible(false);
    m_snapshotChanges.clear();
    m_snapshots->clear();
    showState();
}

int ChangesTab::count() const
{
    return m_snapshots->topLevelItemCount();
}

void ChangesTab::setSnapshots(const Migration &migration, const MigrationExtras &extras)
{
    m_hasSnapshot = extras.hasSnapshot;
    m_snapshotTitle->setText(extras.snapshotBefore.isEmpty()
                                 ? tr("Schema: nothing → %1").arg(migration.tag)
                                 : tr("Schema: %1 → %2").arg(extras.snapshotBefore, migration.tag));
    QString note = tr("By the snapshots that the generator wrote beside the files, not by the database.");
    if (!extras.snapshotError.isEmpty())
        note = extras.snapshotError;
    else if (extras.snapshotChanges.isEmpty())
        note += u' ' + tr("Nothing differs between them: what this file does is not part of the generated schema.");
    m_snapshotNote->setText(note);
    m_snapshotChanges = extras.snapshotChanges;
    fillSnapshots();
    showState();
}

void ChangesTab::fillSnapshots()
{
    const Colors &colors = colorsFor(palette());
    const std::pair<QString, QColor> looks[] = {
        {u"+ "_s, colors.added.ink}, {u"− "_s, colors.removed.ink}, {u"~ "_s, colors.changed.ink}};
    m_snapshots->clear();
    for (const SnapshotChange &change : std::as_const(m_snapshotChanges)) {
        const auto &[sign, color] = looks[int(change.kind)];
        auto *item = new QTreeWidgetItem(m_snapshots, {sign + change.object, change.before, change.after});
        item->setForeground(0, color);
        for (const int column : {1, 2})
            item->setToolTip(column, item->text(column));
    }
    m_snapshots->setVisible(!m_snapshotChanges.isEmpty());
    m_snapshots->setColumnHidden(1,
                                 std::all_of(m_snapshotChanges.cbegin(), m_snapshotChanges.cend(),
                                             [](const SnapshotChange &change) { return change.before.isEmpty(); }));
    for (const int column : {0, 1})
        m_snapshots->resizeColumnToContents(column);
    m_snapshots->setColumnWidth(0, qMin(360, m_snapshots->columnWidth(0) + 12));
    m_snapshots->setColumnWidth(1, qBound(60, m_snapshots->columnWidth(1) + 12, 200));
}

void ChangesTab::setDifference(const AppliedDifference &difference)
{
    m_difference = difference;
    if (!difference.found)
        m_diffNote->setText(tr("The version that was applied is not in git's history, so only its hash is known."));
    else
        m_diffNote->setText(tr("Applied was %1.").arg(difference.origin));
    m_diff->setVisible(difference.found);
    showDiff();
}

void ChangesTab::showDiff()
{
    static const QString signs[] = {u"  "_s, u"− "_s, u"+ "_s};
    const Colors &colors = colorsFor(palette());
    QStringList lines;
    QList<int> numbers;
    QHash<int, QColor> grounds;
    int last = 0;
    for (const DiffLine &line : m_difference.lines) {
        const int number = line.newLine > 0 ? line.newLine : line.oldLine;
        if (last > 0 && line.newLine > last + 1) {
            lines << u"…"_s;
            numbers << 0;
        }
        last = line.newLine > 0 ? line.newLine : last;
        lines << signs[int(line.kind)] + line.text;
        numbers << number;
        if (line.kind != DiffLine::Kind::Same)
            grounds.insert(int(lines.size()),
                           line.kind == DiffLine::Kind::Added ? colors.added.soft : colors.removed.soft);
    }
    m_diff->setCode(lines.join(u'\n'));
    m_diff->setLineNumbers(numbers);
    m_diff->setLineGrounds(grounds);
}

void ChangesTab::changeEvent(QEvent *event)
{
    QWidget::changeEvent(event);
    if (event->type() != QEvent::PaletteChange)
        return;
    showDiff();
    fillSnapshots();
}

void ChangesTab::showState()
{
    m_diffSection->setVisible(m_isEdited);
    m_snapshotSection->setVisible(m_hasSnapshot);
    m_splitter->setVisible(m_isEdited || m_hasSnapshot);
    m_empty->setVisible(!m_isEdited && !m_hasSnapshot);
    m_empty->setContent(
        u"history"_s, tr("No changes to compare"),
        tr("The folder keeps no snapshots of the schema for this migration, and no other version of the "
           "file is on record."));
}

} // namespace pitboss

// SPDX-FileCopyrightText: 2026 The Pitboss authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/migrations/repairlist.h"

#include "ui/controls.h"
#include "ui/labels.h"

#include <QApplication>
#include <QClipboard>
#include <QFrame>
#include <QHBoxLayout>
#include <QToolButton>

namespace pitboss {

using namespace Qt::Literals::StringLiterals;

/// More are counted, not shown: a thousand rows of buttons help nobody.
static constexpr int shownRepairs = 20;

RepairList::RepairList(const QString &name, QWidget *parent)
    : QWidget(parent)
    , m_name(name)
    , m_column(new QVBoxLayout(this))
{
    setObjectName(name + u"Repairs"_s);
    m_column->setContentsMargins(0, 0, 0, 0);
}

QString RepairList::text(const QList<Repair> &repairs)
{
    QStringList lines;
    for (const Repair &repair : repairs) {
        lines << (repair.tag.isEmpty() ? repair.text : repair.tag + u": "_s + repair.text);
        if (!repair.repair.isEmpty())
            lines << repair.repair;
    }
    return lines.join(u'\n');
}

void RepairList::setRepairs(const QList<Repair> &repairs)
{
    m_repairs = repairs;
    delete m_rows;
    m_rows = new QWidget(this);
    auto *rows = new QVBoxLayout(m_rows);
    rows->setContentsMargins(0, 0, 0, 0);
    rows->setSpacing(8);
    for (int i = 0; i < qMin(int(repairs.size()), shownRepairs); ++i)
        rows->addWidget(row(repairs.at(i), i));
    if (repairs.size() > shownRepairs)
        rows->addWidget(new TypeLabel(TypeLabel::Kind::Secondary,
                                      tr("and %1 more; the list below has them all").arg(repairs.size() - shownRepairs),
                                      m_rows));
    m_column->addWidget(m_rows);
}

QWidget *RepairList::repairBox(const Repair &repair, int number)
{
    auto *box = new QFrame(m_rows);
    box->setFrameShape(QFrame::StyledPanel);
    setGround(box, QPalette::Base);
    auto *text = new TypeLabel(TypeLabel::Kind::Mono, repair.repair, box);
    text->setWordWrap(true);
    text->setTextInteractionFlags(Qt::TextSelectableByMouse);
    auto *copy = iconButton(u"%1Copy%2"_s.arg(m_name).arg(number), u"copy"_s, tr("Copy the repair"), box);
    connect(copy, &QToolButton::clicked, this, [repair] { QApplication::clipboard()->setText(repair.repair); });
    auto *row = new QHBoxLayout(box);
    row->setContentsMargins(8, 2, 2, 2);
    row->addWidget(text, 1);
    row->addWidget(copy, 0, Qt::AlignTop);
    return box;
}

QWidget *RepairList::row(const Repair &repair, int number)
{
    auto *widget = new QWidget(m_rows);
    auto *column = new QVBoxLayout(widget);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(3);
    auto *line = new QHBoxLayout;
    line->setSpacing(6);
    if (!repair.tag.isEmpty()) {
        auto *tag = new QToolButton(widget);
        tag->setObjectName(u"%1Tag%2"_s.arg(m_name).arg(number));
        tag->setText(repair.tag);
        tag->setAutoRaise(true);
        tag->setToolTip(tr("Show this migration"));
        tag->setAccessibleName(tr("Show %1").arg(repair.tag));
        tag->setFont(monospaceFont());
        connect(tag, &QToolButton::clicked, this, [this, repair] { emit tagActivated(repair.tag); });
        line->addWidget(tag, 0, Qt::AlignTop);
    }
    auto *text = new TypeLabel(TypeLabel::Kind::Body, repair.text, widget);
    text->setWordWrap(true);
    text->setTextInteractionFlags(Qt::TextSelectableByMouse);
    line->addWidget(text, 1);
    column->addLayout(line);
    if (!repair.repair.isEmpty())
        column->addWidget(repairBox(repair, number));
    return widget;
}

} // namespace pitboss

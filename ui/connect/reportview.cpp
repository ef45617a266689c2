// SPDX-FileCopyrightText: 2026 The Pitboss authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/connect/reportview.h"

#include "ui/iconlabel.h"
#include "ui/labels.h"

#include <QGridLayout>
#include <QLabel>

namespace pitboss {

ReportView::ReportView(QWidget *parent)
    : QWidget(parent)
    , m_grid(new QGridLayout(this))
{
    setObjectName(QStringLiteral("testReport"));
    setAccessibleName(tr("Report of the test"));
    m_grid->setContentsMargins(0, 0, 0, 0);
    m_grid->setHorizontalSpacing(8);
    m_grid->setVerticalSpacing(4);
    m_grid->setColumnStretch(2, 1);
}

void ReportView::setReport(const ConnectionReport &report)
{
    clear();
    using Kind = ReportLine::Kind;
    int row = 0;
    for (const ReportLine &line : reportLines(report)) {
        const QString sign = line.kind == Kind::Warning ? QStringLiteral("warning")
            : line.kind == Kind::Good                   ? QStringLiteral("check")
                                                        : QStringLiteral("info");
        const Tint tint = line.kind == Kind::Warning ? Tint::Warning
            : line.kind == Kind::Good                ? Tint::Success
                                                     : Tint::Secondary;
        auto *value = new QLabel(line.value, this);
        value->setTextFormat(Qt::PlainText);
        value->setWordWrap(true);
        value->setTextInteractionFlags(Qt::TextSelectableByMouse);
        value->setObjectName(QStringLiteral("test-") + line.id);
        value->setAccessibleName(line.label);
        m_grid->addWidget(new IconLabel(sign, 16, tint, this), row, 0, Qt::AlignTop);
        m_grid->addWidget(new TypeLabel(TypeLabel::Kind::Secondary, line.label, this), row, 1, Qt::AlignTop);
        m_grid->addWidget(value, row, 2, Qt::AlignTop);
        m_grid->setRowStretch(row++, 0);
        m_lines << QStringLiteral("%1: %2").arg(line.label, line.value);
    }
    m_grid->setRowStretch(row, 1);
}

void ReportView::clear()
{
    m_lines.clear();
    while (QLayoutItem *item = m_grid->takeAt(0)) {
        delete item->widget();
        delete item;
    }
    m_grid->invalidate(); // else it keeps the room it took
    updateGeometry();
}

QString ReportView::text() const
{
    return m_lines.join(QLatin1Char('\n'));
}

} // namespace pitboss

// SPDX-FileCopyrightText: 2026 The Pitboss authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/migrations/findingstab.h"

#include "models/findingsmodel.h"
#include "ui/controls.h"
#include "ui/emptystate.h"
#include "ui/labels.h"
#include "ui/migrations/listview.h"
#include "ui/migrations/migrationdelegate.h"

#include <QApplication>
#include <QClipboard>
#include <QFrame>
#include <QHBoxLayout>
#include <QHeaderView>
#include <QScrollArea>
#include <QSplitter>
#include <QToolButton>
#include <QTreeView>

namespace pitboss {

using namespace Qt::Literals::StringLiterals;

FindingsTab::FindingsTab(QWidget *parent)
    : QWidget(parent)
    , m_model(new FindingsModel(this))
    , m_view(listView(u"findingsList"_s, tr("Findings"), this))
    , m_empty(new EmptyState(this))
    , m_splitter(new QSplitter(Qt::Vertical, this))
    , m_message(new TypeLabel(TypeLabel::Kind::Section, {}, this))
    , m_why(new TypeLabel(TypeLabel::Kind::Body, {}, this))
    , m_fix(new TypeLabel(TypeLabel::Kind::Mono, {}, this))
    , m_fixBox(new QFrame(this))
    , m_copy(iconButton(u"findingCopyFix"_s, u"copy"_s, tr("Copy the better form"), this))
{
    setObjectName(u"findingsTab"_s);
    m_view->setModel(m_model);
    m_view->setItemDelegate(new FindingDelegate(m_view));
    m_view->header()->setSectionResizeMode(FindingsModel::MessageColumn, QHeaderView::Stretch);
    for (const int column : {FindingsModel::SeverityColumn, FindingsModel::LineColumn, FindingsModel::RuleColumn})
        m_view->header()->setSectionResizeMode(column, QHeaderView::ResizeToContents);
    m_splitter->addWidget(m_view);
    m_splitter->addWidget(buildDetail());
    m_splitter->setStretchFactor(0, 1);
    m_splitter->setStretchFactor(1, 1);
    m_splitter->setChildrenCollapsible(false);
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->addWidget(m_splitter, 1);
    column->addWidget(m_empty, 1);
    setGround(this, QPalette::Base);
    connect(m_view->selectionModel(), &QItemSelectionModel::currentChanged, this, &FindingsTab::showCurrent);
    connect(m_view, &QTreeView::activated, this,
            [this](const QModelIndex &index) { emit lineActivated(index.data(FindingsModel::LineRole).toInt()); });
    connect(m_copy, &QToolButton::clicked, this, [this] { QApplication::clipboard()->setText(m_fix->text()); });
    setFindings({});
}

QWidget *FindingsTab::buildDetail()
{
    auto *area = new QScrollArea(this);
    area->setObjectName(u"findingDetail"_s);
    area->setAccessibleName(tr("The finding in full"));
    area->setWidgetResizable(true);
    area->setFrameShape(QFrame::NoFrame);
    auto *content = new QWidget(area);
    setGround(content, QPalette::Base);
    auto *column = new QVBoxLayout(content);
    column->setContentsMargins(12, 10, 12, 10);
    column->setSpacing(6);
    for (TypeLabel *label : {m_message, m_why, m_fix}) {
        label->setWordWrap(true);
        label->setTextInteractionFlags(Qt::TextSelectableByMouse);
    }
    m_message->setObjectName(u"findingMessage"_s);
    m_why->setObjectName(u"findingWhy"_s);
    m_fix->setObjectName(u"findingFix"_s);
    static_cast<QFrame *>(m_fixBox)->setFrameShape(QFrame::StyledPanel);
    setGround(m_fixBox, QPalette::AlternateBase);
    auto *row = new QHBoxLayout(m_fixBox);
    row->setContentsMargins(8, 4, 2, 4);
    row->addWidget(m_fix, 1);
    row->addWidget(m_copy, 0, Qt::AlignTop);
    column->addWidget(m_message);
    column->addWidget(m_why);
    column->addWidget(m_fixBox);
    column->addStretch();
    area->setWidget(content);
    return area;
}

void FindingsTab::setUnknown()
{
    m_model->setFindings({});
    m_splitter->hide();
    m_empty->setContent(u"clock"_s, tr("Reading…"));
    m_empty->show();
}

void FindingsTab::setFindings(const QList<Finding> &findings)
{
    m_model->setFindings(findings);
    m_splitter->setVisible(!findings.isEmpty());
    m_empty->setVisible(findings.isEmpty());
    m_empty->setContent(u"success"_s, tr("No findings"),
                        tr("The rules have nothing to say about this file. What it does to the data is for a dry run "
                           "to measure."));
    m_view->setCurrentIndex(m_model->index(0, 0));
    showCurrent();
}

int FindingsTab::count() const
{
    int count = 0;
    for (const Finding &finding : m_model->findings())
        count += finding.ignored ? 0 : 1;
    return count;
}

void FindingsTab::showLine(int line)
{
    const int row = m_model->rowAtLine(line);
    if (row < 0)
        return;
    m_view->setCurrentIndex(m_model->index(row, 0));
    m_view->setFocus(Qt::OtherFocusReason);
}

void FindingsTab::showCurrent()
{
    const QModelIndex index = m_view->currentIndex();
    const Finding finding = index.isValid() ? m_model->findings().at(index.row()) : Finding();
    m_message->setText(finding.message);
    m_why->setText(finding.why);
    m_fix->setText(finding.fix);
    m_why->setVisible(!finding.why.isEmpty());
    m_fixBox->setVisible(!finding.fix.isEmpty());
}

} // namespace pitboss

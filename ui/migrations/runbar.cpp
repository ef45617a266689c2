// SPDX-FileCopyrightText: 2026 The Pitboss authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/migrations/runbar.h"

#include "ui/controls.h"

#include <QAction>
#include <QHBoxLayout>
#include <QMenu>
#include <QPushButton>

namespace pitboss {

using namespace Qt::Literals::StringLiterals;

namespace {

QAction *action(QWidget *page, const QString &name, const QString &iconName, const QString &text,
                const QKeySequence &keys = {})
{
    return namedAction(name, iconName, text, keys, page);
}

QPushButton *menuButton(const QString &name, const QString &text, const QString &iconName,
                        const QList<QAction *> &actions)
{
    QPushButton *button = textButton(name, text);
    button->setIcon(icon(iconName));
    auto *menu = new QMenu(button);
    menu->setObjectName(name + u"Menu"_s);
    menu->addActions(actions);
    button->setMenu(menu);
    return button;
}

} // namespace

RunBar::RunBar(QWidget *parent)
    : QWidget(parent)
    , m_actions{action(parent, u"migrationsTryPending"_s, u"play"_s, tr("Dry run of all that is pending"),
                       QKeySequence(u"Ctrl+R"_s)),
                action(parent, u"migrationsTryChosen"_s, u"play"_s, tr("Dry run of the chosen files"),
                       QKeySequence(u"Ctrl+Shift+R"_s)),
                action(parent, u"migrationsTryOnScratch"_s, u"copy"_s,
                       tr("Dry run of the chosen files on a scratch copy")),
                action(parent, u"migrationsApply"_s, u"check"_s, tr("Apply pending migrations…")),
                action(parent, u"migrationsTakeBack"_s, u"undo"_s, tr("Take back the last applied migration…")),
                action(parent, u"migrationsAdopt"_s, u"import"_s, tr("Adopt the chosen migration…")),
                action(parent, u"migrationsReportCopy"_s, u"copy"_s, tr("Copy the review report as Markdown")),
                action(parent, u"migrationsReportSave"_s, u"export"_s, tr("Save the review report…")),
                action(parent, u"migrationsReportPrint"_s, u"file"_s, tr("Print the review report…"))}
    , m_try(menuButton(u"migrationsTry"_s, tr("Dry run"), u"play"_s,
                       {m_actions.tryPending, m_actions.tryChosen, m_actions.tryOnScratch}))
    , m_apply(menuButton(u"migrationsApplyButton"_s, tr("Apply"), u"check"_s,
                         {m_actions.apply, m_actions.takeBack, m_actions.adopt}))
    , m_report(menuButton(u"migrationsReport"_s, tr("Report"), u"file"_s,
                          {m_actions.copyReport, m_actions.saveReport, m_actions.printReport}))
{
    auto *row = new QHBoxLayout(this);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(8);
    for (QPushButton *button : {m_try, m_apply, m_report})
        row->addWidget(button);
    setPossible(false, {});
}

void RunBar::setPossible(bool hasFiles, const QString &why)
{
    const bool can = hasFiles && why.isEmpty();
    for (QAction *one : {m_actions.tryPending, m_actions.tryChosen, m_actions.tryOnScratch, m_actions.apply,
                         m_actions.takeBack, m_actions.adopt})
        one->setEnabled(can);
    for (QAction *one : {m_actions.copyReport, m_actions.saveReport, m_actions.printReport})
        one->setEnabled(hasFiles);
    m_try->setEnabled(can);
    m_apply->setEnabled(can);
    m_report->setEnabled(hasFiles);
    m_try->setToolTip(can ? tr("Run them on the database, measure, and take all of it back") : why);
    m_apply->setToolTip(can ? tr("Apply what was tried, after a preview") : why);
    m_report->setToolTip(tr("All of it in one file, for the pull request"));
}

} // namespace pitboss

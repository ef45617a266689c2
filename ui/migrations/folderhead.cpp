// SPDX-FileCopyrightText: 2026 The Pitboss authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/migrations/folderhead.h"

#include "ui/controls.h"
#include "ui/labels.h"
#include "ui/migrations/recentfolders.h"

#include <QAction>
#include <QComboBox>
#include <QDir>
#include <QFileDialog>
#include <QHBoxLayout>
#include <QMenu>
#include <QPushButton>
#include <QSettings>
#include <QToolButton>

namespace pitboss {

using namespace Qt::Literals::StringLiterals;

FolderHead::FolderHead(QSettings &settings, QWidget *parent)
    : QWidget(parent)
    , m_settings(settings)
    , m_title(new TypeLabel(TypeLabel::Kind::Title, tr("Migrations"), this))
    , m_place(new ElidedLabel({}, this))
    , m_layouts(new QComboBox(this))
    , m_open(textButton(u"migrationsOpen"_s, tr("Open folder"), this))
    , m_menu(new QMenu(m_open))
    , m_refresh(iconButton(u"migrationsRefresh"_s, u"refresh"_s,
                           withShortcut(tr("Read folder and database anew"), QKeySequence(Qt::Key_F5)), this))
{
    setObjectName(u"folderHead"_s);
    build();
    connect(m_menu, &QMenu::aboutToShow, this, &FolderHead::fillMenu);
    connect(m_refresh, &QToolButton::clicked, this, &FolderHead::refreshRequested);
    connect(m_layouts, &QComboBox::activated, this,
            [this](int index) { emit layoutChosen(m_candidates.at(index).settings); });
}

void FolderHead::build()
{
    m_place->setObjectName(u"migrationsPlace"_s);
    m_place->setForegroundRole(QPalette::PlaceholderText);
    m_layouts->setObjectName(u"migrationsLayout"_s);
    m_layouts->setAccessibleName(tr("Layout of the folder"));
    m_layouts->setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
    m_layouts->setMinimumContentsLength(32);
    m_layouts->hide();
    m_menu->setObjectName(u"migrationsOpenMenu"_s);
    m_open->setMenu(m_menu);
    m_open->setIcon(icon(u"folder"_s));
    m_refresh->setEnabled(false);
    auto *words = new QVBoxLayout;
    words->setSpacing(0);
    words->addWidget(m_title);
    words->addWidget(m_place);
    auto *row = new QHBoxLayout(this);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(8);
    row->addLayout(words, 1);
    row->addWidget(m_layouts);
    row->addWidget(m_open);
    row->addWidget(m_refresh);
}

void FolderHead::setFolder(const QString &folder)
{
    m_folder = folder;
    m_title->setText(tr("Migrations"));
    m_place->setFullText(folder.isEmpty() ? QString() : shownFolder(folder));
    m_layouts->hide();
    m_refresh->setEnabled(!folder.isEmpty());
}

void FolderHead::setProject(const Project &project)
{
    setFolder(project.folder);
    fillLayouts(project);
    if (!project.contents)
        return;
    m_title->setText(project.title);
    const auto files = project.contents->files.size();
    QStringList parts{shownFolder(project.contents->directory), files == 1 ? tr("1 file") : tr("%1 files").arg(files)};
    if (const LayoutCandidate *current = project.current())
        parts << current->why;
    m_place->setFullText(parts.join(u" · "_s));
}

void FolderHead::fillLayouts(const Project &project)
{
    m_candidates = project.candidates;
    m_layouts->clear();
    for (const LayoutCandidate &candidate : project.candidates) {
        m_layouts->addItem(candidate.title);
        m_layouts->setItemData(m_layouts->count() - 1, candidate.why, Qt::ToolTipRole);
        if (candidate.settings == project.settings)
            m_layouts->setCurrentIndex(m_layouts->count() - 1);
    }
    m_layouts->setToolTip(tr("%1 layouts were found; choose which to show").arg(m_candidates.size()));
    m_layouts->setVisible(m_candidates.size() > 1);
}

void FolderHead::fillMenu()
{
    m_menu->clear();
    QAction *choose = m_menu->addAction(icon(u"folder"_s), tr("Choose a folder…"), this, &FolderHead::browse);
    choose->setObjectName(u"migrationsBrowse"_s);
    m_menu->addSeparator();
    for (const QString &folder : recentFolders(m_settings)) {
        QAction *action = m_menu->addAction(shownFolder(folder));
        action->setEnabled(folder != m_folder);
        connect(action, &QAction::triggered, this, [this, folder] { emit folderChosen(folder); });
    }
}

void FolderHead::browse()
{
    auto *dialog =
        new QFileDialog(this, tr("Choose a project's folder"), m_folder.isEmpty() ? QDir::homePath() : m_folder);
    dialog->setObjectName(u"migrationsFolderDialog"_s);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setFileMode(QFileDialog::Directory);
    dialog->setOption(QFileDialog::ShowDirsOnly);
    connect(dialog, &QFileDialog::fileSelected, this, &FolderHead::folderChosen);
    dialog->open();
}

} // namespace pitboss

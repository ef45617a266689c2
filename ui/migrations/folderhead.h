// SPDX-FileCopyrightText: 2026 The Pitboss authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/migrations/projectreader.h"

#include <QWidget>

class QComboBox;
class QMenu;
class QPushButton;
class QSettings;
class QToolButton;

namespace pitboss {

class ElidedLabel;
class TypeLabel;

/// Which folder, which layout was found there and why, and the ways to another.
class FolderHead : public QWidget
{
    Q_OBJECT
public:
    explicit FolderHead(QSettings &settings, QWidget *parent = nullptr);

    void setProject(const Project &project);
    void setFolder(const QString &folder); ///< chosen, not read yet
    /// Opens the dialog; its answer is folderChosen().
    void browse();

signals:
    void folderChosen(const QString &folder);
    void layoutChosen(const pitboss::LayoutSettings &settings);
    void refreshRequested();

private:
    void build();
    void fillMenu();
    void fillLayouts(const Project &project);

    QSettings &m_settings;
    TypeLabel *m_title;
    ElidedLabel *m_place;
    QComboBox *m_layouts;
    QPushButton *m_open;
    QMenu *m_menu;
    QToolButton *m_refresh;
    QString m_folder;
    QList<LayoutCandidate> m_candidates;
};

} // namespace pitboss

// SPDX-FileCopyrightText: 2026 The Pitboss authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QObject>
#include <QTimer>

#include <functional>

namespace pitboss {

class Studio;

/// Opens every page of the demo in both themes, does each page's main job, writes pictures and tells what it saw. The
/// program ends with 0, or with 1 at the first step that does not come true in its time.
class Tour : public QObject
{
    Q_OBJECT

public:
    Tour(Studio &studio, const QString &folder);

private:
    struct Step
    {
        QString what;
        std::function<void()> act;  ///< may be empty
        std::function<bool()> done; ///< asked every few ms
        QString picture;            ///< taken when done; empty: none
    };
    void plan();
    void planPages(const QString &theme);
    void planMigrations(const QString &suffix);
    void planSupport(const QString &suffix);
    void planData(const QString &suffix);
    void add(Step step);
    void next();
    void look();
    void takePicture(const QString &name);
    void say(const QString &text) const;
    void fail(const QString &why);

    Studio &m_studio;
    QString m_folder;
    QList<Step> m_steps;
    qsizetype m_current = -1;
    QTimer m_timer;
    qint64 m_began = 0;
    bool m_settling = false;
};

} // namespace pitboss

// SPDX-FileCopyrightText: 2026 The Pitboss authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QAbstractButton>
#include <QList>
#include <QWidget>

class QButtonGroup;
class QVBoxLayout;

namespace pitboss {

class RailButton : public QAbstractButton
{
    Q_OBJECT
public:
    RailButton(const QString &iconName, const QString &text, QWidget *parent = nullptr);
    QSize sizeHint() const override;
    QSize minimumSizeHint() const override { return sizeHint(); }

private:
    void paintEvent(QPaintEvent *event) override;
    QString m_iconName;
};

/// The pages at the left edge: one stop for Tab, arrow keys inside, the current one marked by colour, bar and state.
class NavigationRail : public QWidget
{
    Q_OBJECT
public:
    explicit NavigationRail(QWidget *parent = nullptr);

    void addEntry(const QString &id, const QString &iconName, const QString &title, const QKeySequence &shortcut);
    void setCurrent(const QString &id);
    QString current() const;
    void setEntryEnabled(const QString &id, bool enabled, const QString &whyNot = {});
    bool isEntryEnabled(const QString &id) const;

signals:
    void chosen(const QString &id);

private:
    struct Entry
    {
        QString id;
        QString hint; ///< tooltip while it is enabled
        RailButton *button;
    };
    void paintEvent(QPaintEvent *event) override;
    const Entry *entry(const QString &id) const;

    QList<Entry> m_entries;
    QButtonGroup *m_group;
    QVBoxLayout *m_column;
};

} // namespace pitboss

// SPDX-FileCopyrightText: 2026 The Pitboss authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QWidget>

class QPushButton;
class QTimer;

namespace pitboss {

class IconLabel;
class TypeLabel;

/// A page or panel with nothing to show yet: what is the case, and what to do next.
class EmptyState : public QWidget
{
    Q_OBJECT
public:
    explicit EmptyState(QWidget *parent = nullptr);

    void setContent(const QString &iconName, const QString &title, const QString &text = {});
    /// Up to two actions; empty texts take the buttons away.
    void setActions(const QString &first, const QString &second = {});
    QString title() const;

signals:
    void firstTriggered();
    void secondTriggered();

private:
    IconLabel *m_icon;
    TypeLabel *m_title;
    TypeLabel *m_text;
    QPushButton *m_first;
    QPushButton *m_second;
};

/// The shape of what comes, shown only when it takes longer than 150 ms; after 1 s with a way out.
class LoadingState : public QWidget
{
    Q_OBJECT
public:
    enum class Shape { List, Table };
    explicit LoadingState(Shape shape, QWidget *parent = nullptr);

    void begin(const QString &what); ///< "Reading the catalog…"
    void end();

signals:
    void cancelRequested();

private:
    void paintEvent(QPaintEvent *event) override;

    Shape m_shape;
    bool m_visibleShape = false;
    QTimer *m_shapeTimer;
    QTimer *m_cancelTimer;
    TypeLabel *m_what;
    QPushButton *m_cancel;
};

} // namespace pitboss

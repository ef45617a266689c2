// SPDX-FileCopyrightText: 2026 The Pitboss authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QTimeZone>
#include <QWidget>

class QToolButton;

namespace pitboss {

class ElidedLabel;
class IconLabel;

/// The bottom line: what the page says, what runs now with a way to stop it, and the zone timestamps are shown in.
class StatusLine : public QWidget
{
    Q_OBJECT
public:
    explicit StatusLine(QWidget *parent = nullptr);

    void setText(const QString &text);
    QString text() const;
    /// Empty: nothing runs.
    void setRunning(const QString &what);
    QString running() const;

    QTimeZone timeZone() const { return m_zone; }
    void setTimeZone(const QTimeZone &zone);
    /// "UTC+1", as the button shows it.
    static QString zoneLabel(const QTimeZone &zone);

signals:
    void stopRequested();
    void timeZoneChosen(const QTimeZone &zone);

private:
    void paintEvent(QPaintEvent *event) override;
    void fillZoneMenu();
    void addZone(const QString &name, const QString &label, const QTimeZone &zone);

    ElidedLabel *m_text;
    QWidget *m_runningPart;
    ElidedLabel *m_running;
    QToolButton *m_stop;
    QToolButton *m_zoneButton;
    QTimeZone m_zone;
};

} // namespace pitboss

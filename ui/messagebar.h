// SPDX-FileCopyrightText: 2026 The Pitboss authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "sql/error.h"

#include <QFrame>

class QBoxLayout;
class QPlainTextEdit;
class QPushButton;
class QToolButton;

namespace pitboss {

class TypeLabel;

/// The inline bar where a page says what happened: icon, sentence, whether anything was changed, detail behind a
/// triangle, copy, one action. It stays until it is closed or replaced; nothing hides by itself.
class MessageBar : public QFrame
{
    Q_OBJECT
public:
    enum class Kind { Info, Success, Warning, Error };
    explicit MessageBar(QWidget *parent = nullptr);

    /// `consequence`: "Nothing was changed." or what was. `action` empty: no button.
    void showError(const Error &error, const QString &consequence = {}, const QString &action = tr("Retry"));
    void showMessage(Kind kind, const QString &text, const QString &detail = {}, const QString &action = {});
    void clear();
    /// Room kept free around the box, where the bar stands in a page without margins of its own.
    void setOuterMargins(const QMargins &margins);
    QString text() const;
    Kind kind() const { return m_kind; }

signals:
    void actionTriggered();
    void closed();

private:
    void build();
    void arrange();
    void paintEvent(QPaintEvent *event) override;
    void resizeEvent(QResizeEvent *event) override;
    void showDetail(bool shown);
    void copy();

    Kind m_kind = Kind::Info;
    QMargins m_outer;
    QString m_copyText;
    QBoxLayout *m_row = nullptr;
    class IconLabel *m_icon;
    TypeLabel *m_text;
    TypeLabel *m_more;
    QToolButton *m_disclose;
    QPlainTextEdit *m_detail;
    QPushButton *m_action;
    QToolButton *m_copy;
    QToolButton *m_close;
};

} // namespace pitboss

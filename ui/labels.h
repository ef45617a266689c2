// SPDX-FileCopyrightText: 2026 The Pitboss authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QLabel>

namespace pitboss {

/// Text in one of the house's three sizes. Fonts follow the application's font, also when it changes while we run.
class TypeLabel : public QLabel
{
    Q_OBJECT
public:
    enum class Kind { Title, Section, Body, Secondary, Mono };
    explicit TypeLabel(Kind kind, const QString &text = {}, QWidget *parent = nullptr);

private:
    void changeEvent(QEvent *event) override;
    void dress();

    Kind m_kind;
    bool m_dressing = false;
};

/// One line that is shortened with … when there is no room, and then tells the whole in its tooltip.
class ElidedLabel : public QLabel
{
    Q_OBJECT
public:
    explicit ElidedLabel(const QString &text = {}, QWidget *parent = nullptr);
    void setFullText(const QString &text);
    QString fullText() const { return m_text; }
    void setElideMode(Qt::TextElideMode mode) { m_mode = mode; }
    QSize minimumSizeHint() const override;
    QSize sizeHint() const override;

private:
    void resizeEvent(QResizeEvent *event) override;
    void elide();

    QString m_text;
    Qt::TextElideMode m_mode = Qt::ElideRight;
};

QFont monospaceFont();
QFont scaledFont(const QFont &font, double factor, QFont::Weight weight);

} // namespace pitboss

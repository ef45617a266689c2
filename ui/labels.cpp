// SPDX-FileCopyrightText: 2026 The Pitboss authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/labels.h"

#include "ui/colors.h"

#include <QApplication>
#include <QEvent>
#include <QFontDatabase>

namespace pitboss {

QFont monospaceFont()
{
    QFont font = QFontDatabase::systemFont(QFontDatabase::FixedFont);
    font.setPointSizeF(QApplication::font().pointSizeF() > 0 ? QApplication::font().pointSizeF() : 10);
    return font;
}

QFont scaledFont(const QFont &font, double factor, QFont::Weight weight)
{
    QFont scaled(font);
    if (font.pointSizeF() > 0)
        scaled.setPointSizeF(font.pointSizeF() * factor);
    else
        scaled.setPixelSize(int(font.pixelSize() * factor));
    scaled.setWeight(weight);
    return scaled;
}

TypeLabel::TypeLabel(Kind kind, const QString &text, QWidget *parent)
    : QLabel(text, parent)
    , m_kind(kind)
{
    setTextFormat(Qt::PlainText);
    dress();
}

void TypeLabel::dress()
{
    m_dressing = true;
    const QFont base = QApplication::font();
    if (m_kind == Kind::Title)
        setFont(scaledFont(base, 1.4, QFont::DemiBold));
    else if (m_kind == Kind::Section)
        setFont(scaledFont(base, 1.1, QFont::DemiBold));
    else if (m_kind == Kind::Mono)
        setFont(monospaceFont());
    setForegroundRole(m_kind == Kind::Secondary ? QPalette::PlaceholderText : QPalette::WindowText);
    m_dressing = false;
}

void TypeLabel::changeEvent(QEvent *event)
{
    QLabel::changeEvent(event);
    if (event->type() == QEvent::ApplicationFontChange && !m_dressing)
        dress();
}

ElidedLabel::ElidedLabel(const QString &text, QWidget *parent)
    : QLabel(parent)
{
    setTextFormat(Qt::PlainText);
    setSizePolicy(QSizePolicy::Preferred, QSizePolicy::Fixed);
    setFullText(text);
}

void ElidedLabel::setFullText(const QString &text)
{
    m_text = text;
    setAccessibleName(text);
    elide();
    updateGeometry();
}

void ElidedLabel::elide()
{
    const QString shown = fontMetrics().elidedText(m_text, m_mode, qMax(0, contentsRect().width() - 2 * margin()));
    QLabel::setText(shown);
    setToolTip(shown == m_text ? QString() : m_text);
}

void ElidedLabel::resizeEvent(QResizeEvent *event)
{
    QLabel::resizeEvent(event);
    elide();
}

QSize ElidedLabel::minimumSizeHint() const
{
    const QMargins edges = contentsMargins();
    return {fontMetrics().averageCharWidth() * 4 + edges.left() + edges.right(),
            fontMetrics().height() + edges.top() + edges.bottom()};
}

QSize ElidedLabel::sizeHint() const
{
    const int width = fontMetrics().horizontalAdvance(m_text) + 2 + 2 * margin();
    const QMargins edges = contentsMargins();
    return {width + edges.left() + edges.right(), minimumSizeHint().height()};
}

} // namespace pitboss

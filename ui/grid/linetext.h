// SPDX-FileCopyrightText: 2026 The Pitboss authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QFontMetrics>
#include <QRawFont>

#include <array>

class QPainter;

namespace pitboss {

/// One line of text in one font, elided at the right. Printable ASCII, which most values of a database are, comes from
/// a table of glyphs and their advances: no shaping, a fraction of QPainter::drawText's time for a short text. All
/// other text is shaped by Qt. GUI thread.
class LineText
{
public:
    explicit LineText(const QFont &font = {});

    const QFont &font() const { return m_font; }
    int width(const QString &text) const; ///< px
    /// In the painter's pen; the painter's font is set only where Qt shapes.
    void draw(QPainter *painter, const QRect &rect, Qt::Alignment alignment, const QString &text) const;

private:
    static constexpr ushort first = 0x20;
    static constexpr ushort count = 0x7f - first;

    bool isPlain(const QString &text) const;
    void drawPlain(QPainter *painter, const QRect &rect, Qt::Alignment alignment, const QString &text) const;

    QFont m_font;
    QFontMetrics m_metrics;
    QRawFont m_raw;
    std::array<quint32, count> m_glyphs{};
    std::array<qreal, count> m_advances{};
    quint32 m_ellipsis = 0;
    qreal m_ellipsisAdvance = 0;
    bool m_isUsable = false; ///< the font has all of these glyphs
};

} // namespace pitboss

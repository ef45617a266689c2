// SPDX-FileCopyrightText: 2026 The Pitboss authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/grid/linetext.h"

#include <QGlyphRun>
#include <QPainter>
#include <QtMath>
#include <QVarLengthArray>

#include <algorithm>

namespace pitboss {

namespace {
constexpr QChar ellipsis(0x2026);
}

LineText::LineText(const QFont &font)
    : m_font(font)
    , m_metrics(font)
    , m_raw(QRawFont::fromFont(font))
{
    QString all;
    for (ushort c = first; c < first + count; ++c)
        all += QChar(c);
    const QList<quint32> glyphs = m_raw.glyphIndexesForString(all + ellipsis);
    const QList<QPointF> advances = m_raw.advancesForGlyphIndexes(glyphs);
    m_isUsable = glyphs.size() == count + 1 && advances.size() == glyphs.size() && !glyphs.contains(0);
    if (!m_isUsable)
        return;
    for (ushort i = 0; i < count; ++i) {
        m_glyphs[i] = glyphs[i];
        m_advances[i] = advances[i].x();
    }
    m_ellipsis = glyphs.last();
    m_ellipsisAdvance = advances.last().x();
}

bool LineText::isPlain(const QString &text) const
{
    return m_isUsable && std::all_of(text.begin(), text.end(), [](QChar c) {
               return c.unicode() - first < count && c >= QChar(first);
           });
}

int LineText::width(const QString &text) const
{
    if (!isPlain(text))
        return m_metrics.horizontalAdvance(text);
    qreal sum = 0;
    for (const QChar c : text)
        sum += m_advances[c.unicode() - first];
    return qCeil(sum);
}

void LineText::draw(QPainter *painter, const QRect &rect, Qt::Alignment alignment, const QString &text) const
{
    if (rect.width() <= 0 || text.isEmpty())
        return;
    if (isPlain(text)) {
        drawPlain(painter, rect, alignment, text);
        return;
    }
    // Qt shapes the whole of what it elides: of a long text it gets only what could be seen.
    const int most = 3 * rect.width() / qMax(1, m_metrics.averageCharWidth()) + 1;
    const QString visible = text.size() > most ? text.left(most) + ellipsis : text;
    painter->setFont(m_font);
    painter->drawText(rect, int(alignment) | Qt::TextSingleLine,
                      m_metrics.elidedText(visible, Qt::ElideRight, rect.width()));
}

void LineText::drawPlain(QPainter *painter, const QRect &rect, Qt::Alignment alignment, const QString &text) const
{
    QVarLengthArray<quint32, 256> glyphs;
    QVarLengthArray<QPointF, 256> positions;
    qreal x = 0;
    for (const QChar c : text) {
        const ushort i = c.unicode() - first;
        glyphs.append(m_glyphs[i]);
        positions.append({x, 0});
        x += m_advances[i];
        if (x > rect.width())
            break;
    }
    if (x > rect.width()) {
        while (glyphs.size() > 1 && positions.last().x() + m_ellipsisAdvance > rect.width()) {
            glyphs.removeLast();
            positions.removeLast();
        }
        glyphs.last() = m_ellipsis;
        x = positions.last().x() + m_ellipsisAdvance;
    }
    QGlyphRun run;
    run.setRawFont(m_raw);
    run.setRawData(glyphs.constData(), positions.constData(), int(glyphs.size()));
    const int left = alignment & Qt::AlignRight ? rect.x() + rect.width() - qCeil(x) : rect.x();
    const int top = rect.y() + (rect.height() - m_metrics.height()) / 2;
    painter->drawGlyphRun(QPointF(left, top + m_metrics.ascent()), run);
}

} // namespace pitboss

// SPDX-FileCopyrightText: 2026 The Pitboss authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/codeview.h"

#include "ui/colors.h"
#include "ui/icons.h"
#include "ui/labels.h"

#include <QHelpEvent>
#include <QPainter>
#include <QTextBlock>
#include <QToolTip>

#include <algorithm>

namespace pitboss {

namespace {

constexpr int gap = 8;
constexpr int markSide = 14;

} // namespace

/// The strip at the left edge; all it knows is its view.
class CodeView::Margin : public QWidget
{
public:
    explicit Margin(CodeView *view)
        : QWidget(view)
        , m_view(view)
    {
        setObjectName(QStringLiteral("codeMargin"));
        setMouseTracking(true);
    }

private:
    void paintEvent(QPaintEvent *event) override { m_view->paintMargin(event); }
    void mouseMoveEvent(QMouseEvent *event) override
    {
        const bool marked = m_view->m_marks.contains(m_view->lineAt(event->pos().y()));
        setCursor(marked ? Qt::PointingHandCursor : Qt::ArrowCursor);
    }
    void mouseReleaseEvent(QMouseEvent *event) override
    {
        const int line = m_view->lineAt(event->pos().y());
        if (m_view->m_marks.contains(line))
            emit m_view->markActivated(line);
    }
    void wheelEvent(QWheelEvent *event) override { m_view->wheelEvent(event); }
    bool event(QEvent *event) override
    {
        if (event->type() != QEvent::ToolTip)
            return QWidget::event(event);
        const auto *help = static_cast<QHelpEvent *>(event);
        QToolTip::showText(help->globalPos(), m_view->markText(m_view->lineAt(help->y())), this);
        return true;
    }

    CodeView *m_view;
};

CodeView::CodeView(QWidget *parent)
    : QPlainTextEdit(parent)
    , m_margin(new Margin(this))
{
    setReadOnly(true);
    setLineWrapMode(NoWrap);
    setTabChangesFocus(true);
    setFrameShape(NoFrame);
    setUndoRedoEnabled(false);
    // Keys move a cursor that is seen: the margin's marks are reached from the keyboard by it.
    setTextInteractionFlags(Qt::TextSelectableByMouse | Qt::TextSelectableByKeyboard);
    document()->setDocumentMargin(4);
    connect(this, &QPlainTextEdit::blockCountChanged, this, &CodeView::layOutMargin);
    connect(this, &QPlainTextEdit::updateRequest, this, [this](const QRect &rect, int scrolled) {
        if (scrolled != 0)
            m_margin->scroll(0, scrolled);
        else
            m_margin->update(0, rect.y(), m_margin->width(), rect.height());
    });
    connect(this, &QPlainTextEdit::cursorPositionChanged, this, &CodeView::showGrounds);
    dress();
}

void CodeView::dress()
{
    const QFont font = monospaceFont();
    if (this->font() != font)
        setFont(font);
    setTabStopDistance(QFontMetricsF(font).horizontalAdvance(QLatin1Char(' ')) * 4);
    layOutMargin();
    showGrounds();
}

void CodeView::setCode(const QString &text)
{
    m_marks.clear();
    m_markedLines.clear();
    m_numbers.clear();
    m_grounds.clear();
    m_shownLine = 0;
    setPlainText(text);
    layOutMargin();
    showGrounds();
}

void CodeView::setMarks(const QList<CodeMark> &marks)
{
    m_marks.clear();
    for (const CodeMark &mark : marks)
        m_marks[mark.line] << mark;
    m_markedLines = m_marks.keys();
    std::sort(m_markedLines.begin(), m_markedLines.end());
    m_margin->update();
}

void CodeView::setLineNumbers(const QList<int> &numbers)
{
    m_numbers = numbers;
    layOutMargin();
    m_margin->update();
}

void CodeView::setLineGrounds(const QHash<int, QColor> &grounds)
{
    m_grounds = grounds;
    showGrounds();
}

void CodeView::goToLine(int line)
{
    const QTextBlock block = document()->findBlockByNumber(std::clamp(line, 1, blockCount()) - 1);
    m_shownLine = block.blockNumber() + 1;
    setTextCursor(QTextCursor(block));
    centerCursor();
    showGrounds();
}

int CodeView::nextMark(bool forward) const
{
    if (m_markedLines.isEmpty())
        return 0;
    const int here = currentLine();
    if (forward) {
        const auto next = std::upper_bound(m_markedLines.begin(), m_markedLines.end(), here);
        return next == m_markedLines.end() ? m_markedLines.first() : *next;
    }
    const auto next = std::lower_bound(m_markedLines.begin(), m_markedLines.end(), here);
    return next == m_markedLines.begin() ? m_markedLines.last() : *(next - 1);
}

QString CodeView::markText(int line) const
{
    QStringList texts;
    for (const CodeMark &mark : m_marks.value(line))
        texts << mark.text;
    return texts.join(QLatin1String("\n\n"));
}

void CodeView::showGrounds()
{
    QList<QTextEdit::ExtraSelection> selections;
    const auto add = [&](int line, const QColor &color) {
        QTextEdit::ExtraSelection selection;
        selection.cursor = QTextCursor(document()->findBlockByNumber(line - 1));
        selection.format.setBackground(color);
        selection.format.setProperty(QTextFormat::FullWidthSelection, true);
        selections << selection;
    };
    for (auto it = m_grounds.begin(); it != m_grounds.end(); ++it)
        add(it.key(), it.value());
    // Only while the cursor has not gone elsewhere.
    if (m_shownLine > 0 && m_shownLine == currentLine())
        add(m_shownLine, colorsFor(palette()).selectionInactive);
    setExtraSelections(selections);
}

int CodeView::numberOf(int line) const
{
    return m_numbers.isEmpty() ? line : m_numbers.value(line - 1);
}

int CodeView::marginWidth() const
{
    const int highest = m_numbers.isEmpty() ? blockCount() : *std::max_element(m_numbers.begin(), m_numbers.end());
    const int digits = qMax(2, int(QString::number(highest).size()));
    return gap + markSide + 4 + digits * fontMetrics().horizontalAdvance(QLatin1Char('9')) + gap;
}

void CodeView::layOutMargin()
{
    setViewportMargins(marginWidth(), 0, 0, 0);
    const QRect area = contentsRect();
    m_margin->setGeometry(area.left(), area.top(), marginWidth(), area.height());
}

void CodeView::resizeEvent(QResizeEvent *event)
{
    QPlainTextEdit::resizeEvent(event);
    layOutMargin();
}

void CodeView::changeEvent(QEvent *event)
{
    QPlainTextEdit::changeEvent(event);
    if (event->type() == QEvent::ApplicationFontChange || event->type() == QEvent::PaletteChange)
        dress();
}

int CodeView::lineAt(int y) const
{
    const QTextBlock block = cursorForPosition(QPoint(0, y)).block();
    const QRectF area = blockBoundingGeometry(block).translated(contentOffset());
    return y >= area.top() && y < area.bottom() ? block.blockNumber() + 1 : 0;
}

void CodeView::paintMargin(QPaintEvent *event)
{
    QPainter painter(m_margin);
    const Colors &colors = colorsFor(palette());
    painter.fillRect(event->rect(), colors.window);
    painter.setPen(colors.hairline);
    painter.drawLine(m_margin->width() - 1, event->rect().top(), m_margin->width() - 1, event->rect().bottom());
    painter.setFont(font());
    for (QTextBlock block = firstVisibleBlock(); block.isValid(); block = block.next()) {
        const QRectF area = blockBoundingGeometry(block).translated(contentOffset());
        if (area.top() > event->rect().bottom())
            break;
        paintMarginLine(&painter, block.blockNumber() + 1, int(area.top()), int(area.height()));
    }
}

void CodeView::paintMarginLine(QPainter *painter, int line, int top, int height)
{
    const Colors &colors = colorsFor(palette());
    const auto marks = m_marks.constFind(line);
    if (marks != m_marks.constEnd())
        paintIcon(painter, QRect(gap - 2, top + (height - markSide) / 2, markSide, markSide), marks->first().iconName,
                  marks->first().color);
    if (numberOf(line) <= 0)
        return;
    painter->setPen(line == currentLine() ? colors.text : colors.secondary);
    painter->drawText(QRect(0, top, m_margin->width() - gap, height), Qt::AlignRight | Qt::AlignVCenter,
                      QString::number(numberOf(line)));
}

} // namespace pitboss

// SPDX-FileCopyrightText: 2026 The Pitboss authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/commandpalette.h"

#include "ui/colors.h"
#include "ui/labels.h"
#include "ui/palettedelegate.h"
#include "ui/style/parts.h"

#include <QApplication>
#include <QKeyEvent>
#include <QLineEdit>
#include <QListView>
#include <QPainter>
#include <QSettings>
#include <QVBoxLayout>

namespace pitboss {

static const QLatin1String recentKey("palette/recent");
static constexpr int shadow = 14;
static constexpr int rememberedEntries = 30;

CommandPalette::CommandPalette(QSettings &settings, QWidget *window)
    : QFrame(window)
    , m_settings(settings)
    , m_model(new PaletteModel(this))
    , m_input(new QLineEdit(this))
    , m_list(new QListView(this))
    , m_nothing(new TypeLabel(TypeLabel::Kind::Secondary, tr("Nothing matches"), this))
{
    setObjectName(QStringLiteral("commandPalette"));
    setAccessibleName(tr("Command palette"));
    build();
    connect(m_input, &QLineEdit::textChanged, this, &CommandPalette::patternChanged);
    connect(m_list, &QListView::clicked, this, &CommandPalette::choose);
    hide();
}

void CommandPalette::build()
{
    m_input->setObjectName(QStringLiteral("paletteInput"));
    m_input->setAccessibleName(tr("Search tables, pages and actions"));
    m_input->setFrame(false);
    m_input->setFont(scaledFont(font(), 1.15, QFont::Normal));
    m_input->setMinimumHeight(40);
    m_input->setTextMargins(10, 0, 10, 0);
    m_input->installEventFilter(this);
    m_list->setObjectName(QStringLiteral("paletteList"));
    m_list->setAccessibleName(tr("Matches"));
    m_list->setModel(m_model);
    m_list->setItemDelegate(new PaletteDelegate(m_list));
    m_list->setFrameShape(QFrame::NoFrame);
    m_list->setFocusPolicy(Qt::NoFocus);
    m_list->setMouseTracking(true);
    m_list->setUniformItemSizes(true);
    m_list->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    m_nothing->setAlignment(Qt::AlignCenter);
    m_nothing->setMinimumHeight(56);
    for (QWidget *widget : {static_cast<QWidget *>(m_input), static_cast<QWidget *>(m_list)})
        widget->setBackgroundRole(QPalette::Button);
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(shadow + 1, shadow + 1, shadow + 1, shadow + 5);
    column->setSpacing(5);
    column->addWidget(m_input);
    column->addWidget(m_list, 1);
    column->addWidget(m_nothing);
}

void CommandPalette::open(QList<PaletteEntry> entries, const QString &placeholder)
{
    m_focusBefore = QApplication::focusWidget();
    dress();
    m_model->setEntries(std::move(entries), m_settings.value(recentKey).toStringList());
    m_input->setPlaceholderText(placeholder);
    m_input->clear();
    patternChanged({});
    show();
    raise();
    m_input->setFocus(Qt::ShortcutFocusReason);
    qApp->installEventFilter(this);
}

void CommandPalette::dress()
{
    QPalette raised = palette();
    raised.setColor(QPalette::Base, colorsFor(raised).raised);
    m_input->setPalette(raised);
    m_list->setPalette(raised);
}

void CommandPalette::changeEvent(QEvent *event)
{
    QFrame::changeEvent(event);
    if (event->type() == QEvent::PaletteChange)
        dress();
}

void CommandPalette::dismiss()
{
    if (isHidden())
        return;
    qApp->removeEventFilter(this);
    hide();
    if (m_focusBefore)
        m_focusBefore->setFocus(Qt::OtherFocusReason);
}

void CommandPalette::place()
{
    const QWidget *window = parentWidget();
    const int width = qMin(640, window->width() - 48) + 2 * shadow;
    const int rows = qMin(m_model->rowCount(), 11);
    const int listHeight = rows > 0 ? rows * PaletteDelegate::rowHeight : 56;
    const int height = qMin(40 + 5 + listHeight + 6 + 2 * shadow, window->height() - 60);
    setGeometry((window->width() - width) / 2, 44 - shadow + 12, width, height);
}

void CommandPalette::patternChanged(const QString &pattern)
{
    m_model->setPattern(pattern);
    const bool any = m_model->rowCount() > 0;
    m_list->setVisible(any);
    m_nothing->setVisible(!any);
    if (any) {
        m_list->setCurrentIndex(m_model->index(0));
        m_list->scrollToTop();
    }
    place();
}

void CommandPalette::choose(const QModelIndex &index)
{
    if (!index.isValid())
        return;
    const PaletteEntry entry = m_model->entry(index.row());
    remember(entry.id);
    dismiss();
    if (entry.run)
        entry.run();
}

void CommandPalette::remember(const QString &id)
{
    QStringList recent = m_settings.value(recentKey).toStringList();
    recent.removeAll(id);
    recent.prepend(id);
    m_settings.setValue(recentKey, QStringList(recent.mid(0, rememberedEntries)));
}

void CommandPalette::move(int rows)
{
    const int count = m_model->rowCount();
    if (count == 0)
        return;
    const int row = m_list->currentIndex().row() + rows;
    // One step past an end comes out at the other; a page stops there.
    const int target = qAbs(rows) == 1 ? (row + count) % count : qBound(0, row, count - 1);
    m_list->setCurrentIndex(m_model->index(target));
}

bool CommandPalette::keyPressed(QKeyEvent *event)
{
    switch (event->key()) {
    case Qt::Key_Escape:
        dismiss();
        return true;
    case Qt::Key_Return:
    case Qt::Key_Enter:
        choose(m_list->currentIndex());
        return true;
    case Qt::Key_Down:
        move(1);
        return true;
    case Qt::Key_Up:
        move(-1);
        return true;
    case Qt::Key_PageDown:
        move(10);
        return true;
    case Qt::Key_PageUp:
        move(-10);
        return true;
    case Qt::Key_Tab:
    case Qt::Key_Backtab:
        return true;
    default:
        return false;
    }
}

bool CommandPalette::eventFilter(QObject *watched, QEvent *event)
{
    if (watched == m_input && event->type() == QEvent::KeyPress)
        return keyPressed(static_cast<QKeyEvent *>(event));
    if (watched == parentWidget() && event->type() == QEvent::Resize)
        place();
    if (event->type() == QEvent::MouseButtonPress) {
        const auto *widget = qobject_cast<QWidget *>(watched);
        const QPoint at = mapFromGlobal(static_cast<QMouseEvent *>(event)->globalPosition().toPoint());
        if (widget && !rect().adjusted(shadow, shadow, -shadow, -shadow).contains(at)) {
            dismiss();
            return true;
        }
    }
    return QFrame::eventFilter(watched, event);
}

void CommandPalette::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    const Colors &colors = colorsFor(palette());
    const QRect box = rect().adjusted(shadow, shadow, -shadow, -shadow);
    for (int i = shadow; i > 0; i -= 2)
        parts::roundedBox(&painter, box.adjusted(-i, -i + 3, i, i), 8 + i, QColor(0, 0, 0, colors.dark ? 16 : 7));
    parts::roundedBox(&painter, box, 8, colors.raised, colors.border);
    painter.fillRect(QRect(box.left() + 1, box.top() + 42, box.width() - 2, 1), colors.hairline);
}

} // namespace pitboss

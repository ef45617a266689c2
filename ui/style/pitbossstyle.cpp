// SPDX-FileCopyrightText: 2026 The Pitboss authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/style/pitbossstyle.h"

#include "ui/icons.h"
#include "ui/style/parts.h"

#include <QAbstractButton>
#include <QAbstractItemView>
#include <QComboBox>
#include <QTabBar>

namespace pitboss {

PitbossStyle::PitbossStyle()
    : QProxyStyle(QStringLiteral("fusion"))
{
    setObjectName(QStringLiteral("pitboss"));
}

void PitbossStyle::polish(QWidget *widget)
{
    QProxyStyle::polish(widget);
    if (qobject_cast<QAbstractButton *>(widget) || qobject_cast<QTabBar *>(widget) || widget->inherits("QLineEdit")
        || widget->inherits("QAbstractSpinBox") || widget->inherits("QComboBox") || widget->inherits("QScrollBar"))
        widget->setAttribute(Qt::WA_Hover);
}

bool PitbossStyle::drawIndicator(PrimitiveElement element, const QStyleOption *option, QPainter *painter) const
{
    const QColor ink =
        option->state & State_Enabled ? colorsFor(option->palette).secondary : colorsFor(option->palette).disabled;
    switch (element) {
    case PE_IndicatorArrowDown:
        parts::glyph(painter, option->rect, 12, QStringLiteral("chevron-down"), ink);
        return true;
    case PE_IndicatorArrowUp:
        parts::glyph(painter, option->rect, 12, QStringLiteral("chevron-up"), ink);
        return true;
    case PE_IndicatorArrowRight:
        parts::glyph(painter, option->rect, 12, QStringLiteral("chevron-right"), ink);
        return true;
    case PE_IndicatorArrowLeft:
        parts::glyph(painter, option->rect, 12, QStringLiteral("chevron-left"), ink);
        return true;
    case PE_IndicatorCheckBox:
    case PE_IndicatorItemViewItemCheck:
        parts::checkBox(option, painter);
        return true;
    case PE_IndicatorRadioButton:
        parts::radioButton(option, painter);
        return true;
    default:
        return false;
    }
}

bool PitbossStyle::drawOwnPrimitive(PrimitiveElement element, const QStyleOption *option, QPainter *painter,
                                    const QWidget *widget) const
{
    switch (element) {
    case PE_PanelButtonCommand:
        parts::pushButton(option, painter, widget);
        return true;
    case PE_PanelButtonTool:
        parts::toolButton(option, painter, widget);
        return true;
    case PE_PanelLineEdit:
        parts::inputPanel(option, painter);
        return true;
    case PE_FrameLineEdit:
        parts::inputFrame(option, painter);
        return true;
    case PE_FrameFocusRect:
        parts::focusFrame(option, painter, widget);
        return true;
    case PE_Frame:
        parts::hairlineFrame(option, painter);
        return true;
    case PE_PanelMenu:
    case PE_PanelTipLabel:
        parts::panel(option, painter);
        return true;
    case PE_FrameMenu:
    case PE_FrameDefaultButton:
    case PE_FrameGroupBox:
        return true;
    case PE_IndicatorBranch:
        parts::branch(option, painter);
        return true;
    case PE_IndicatorTabClose:
        parts::tabClose(option, painter);
        return true;
    case PE_FrameTabBarBase:
        painter->fillRect(QRect(option->rect.left(), option->rect.bottom(), option->rect.width(), 1),
                          colorsFor(option->palette).hairline);
        return true;
    case PE_FrameTabWidget:
        painter->fillRect(QRect(option->rect.topLeft(), QSize(option->rect.width(), 1)),
                          colorsFor(option->palette).hairline);
        return true;
    default:
        return drawIndicator(element, option, painter);
    }
}

void PitbossStyle::drawPrimitive(PrimitiveElement element, const QStyleOption *option, QPainter *painter,
                                 const QWidget *widget) const
{
    if (element == PE_IndicatorHeaderArrow) {
        if (const auto *header = qstyleoption_cast<const QStyleOptionHeader *>(option))
            parts::headerArrow(header, painter);
        return;
    }
    if (element == PE_PanelItemViewItem) {
        if (const auto *item = qstyleoption_cast<const QStyleOptionViewItem *>(option))
            parts::itemPanel(item, painter, widget);
        return;
    }
    if (!drawOwnPrimitive(element, option, painter, widget))
        QProxyStyle::drawPrimitive(element, option, painter, widget);
}

void PitbossStyle::drawControl(ControlElement element, const QStyleOption *option, QPainter *painter,
                               const QWidget *widget) const
{
    if (element == CE_HeaderSection) {
        if (const auto *header = qstyleoption_cast<const QStyleOptionHeader *>(option))
            return parts::headerSection(header, painter);
    } else if (element == CE_HeaderEmptyArea) {
        painter->fillRect(option->rect, option->palette.brush(QPalette::Window));
        painter->fillRect(QRect(option->rect.left(), option->rect.bottom(), option->rect.width(), 1),
                          colorsFor(option->palette).hairline);
        return;
    } else if (element == CE_TabBarTabShape) {
        if (const auto *tab = qstyleoption_cast<const QStyleOptionTab *>(option))
            return parts::tabShape(tab, painter, widget);
    } else if (element == CE_MenuItem) {
        if (const auto *item = qstyleoption_cast<const QStyleOptionMenuItem *>(option))
            return parts::menuItem(item, painter);
    } else if (element == CE_Splitter) {
        painter->fillRect(option->rect, colorsFor(option->palette).hairline);
        return;
    } else if (element == CE_ProgressBarGroove) {
        return parts::progressGroove(option, painter);
    } else if (element == CE_ProgressBarContents) {
        if (const auto *bar = qstyleoption_cast<const QStyleOptionProgressBar *>(option))
            return parts::progressContents(bar, painter);
    } else if (element == CE_PushButtonLabel) {
        if (const auto *button = qstyleoption_cast<const QStyleOptionButton *>(option)) {
            QStyleOptionButton copy(*button);
            copy.palette.setColor(QPalette::ButtonText, parts::buttonText(option, widget));
            return QProxyStyle::drawControl(element, &copy, painter, widget);
        }
    }
    QProxyStyle::drawControl(element, option, painter, widget);
}

void PitbossStyle::drawCombo(const QStyleOptionComplex *option, QPainter *painter, const QWidget *widget) const
{
    const auto *combo = qstyleoption_cast<const QStyleOptionComboBox *>(option);
    if (!combo)
        return;
    QStyleOptionComboBox frame(*combo);
    if (combo->editable) {
        parts::inputPanel(&frame, painter);
    } else {
        parts::roundedBox(painter, QRectF(frame.rect).adjusted(0.5, 0.5, -0.5, -0.5), parts::radius,
                          colorsFor(frame.palette).raised);
        parts::inputFrame(&frame, painter);
    }
    QStyleOption arrow(*option);
    arrow.rect = proxy()->subControlRect(CC_ComboBox, option, SC_ComboBoxArrow, widget);
    proxy()->drawPrimitive(PE_IndicatorArrowDown, &arrow, painter, widget);
}

void PitbossStyle::drawSpinBox(const QStyleOptionComplex *option, QPainter *painter, const QWidget *widget) const
{
    const auto *spin = qstyleoption_cast<const QStyleOptionSpinBox *>(option);
    if (!spin)
        return;
    parts::inputPanel(option, painter);
    if (spin->buttonSymbols == QAbstractSpinBox::NoButtons)
        return;
    QStyleOption part(*option);
    for (const auto &[control, element] :
         {std::pair(SC_SpinBoxUp, PE_IndicatorArrowUp), std::pair(SC_SpinBoxDown, PE_IndicatorArrowDown)}) {
        const bool able = spin->stepEnabled
            & (control == SC_SpinBoxUp ? QAbstractSpinBox::StepUpEnabled : QAbstractSpinBox::StepDownEnabled);
        part.state.setFlag(State_Enabled, able && option->state & State_Enabled);
        part.rect = proxy()->subControlRect(CC_SpinBox, option, control, widget);
        proxy()->drawPrimitive(element, &part, painter, widget);
    }
}

void PitbossStyle::drawToolButton(const QStyleOptionToolButton &option, QPainter *painter, const QWidget *widget) const
{
    // A button that is only an icon needs no second mark for its menu; words get a chevron behind them.
    QStyleOptionToolButton plain(option);
    const bool menu = option.features & QStyleOptionToolButton::HasMenu && option.subControls == SC_ToolButton;
    if (!menu)
        return QProxyStyle::drawComplexControl(CC_ToolButton, &option, painter, widget);
    plain.features &= ~QStyleOptionToolButton::HasMenu;
    const bool words = !option.text.isEmpty() && option.icon.isNull();
    proxy()->drawPrimitive(PE_PanelButtonTool, &plain, painter, widget);
    plain.rect.adjust(words ? 2 : 0, 0, words ? -16 : 0, 0);
    plain.state &= ~State_Sunken;
    proxy()->drawControl(CE_ToolButtonLabel, &plain, painter, widget);
    if (words)
        parts::glyph(painter, QRect(option.rect.right() - 18, option.rect.top(), 14, option.rect.height()), 12,
                     QStringLiteral("chevron-down"), colorsFor(option.palette).secondary);
    if (option.state & State_HasFocus && option.state & State_KeyboardFocusChange)
        parts::focusRing(painter, option.rect, 4, colorsFor(option.palette));
}

void PitbossStyle::drawComplexControl(ComplexControl control, const QStyleOptionComplex *option, QPainter *painter,
                                      const QWidget *widget) const
{
    if (control == CC_ComboBox)
        return drawCombo(option, painter, widget);
    if (control == CC_SpinBox)
        return drawSpinBox(option, painter, widget);
    if (control == CC_ToolButton) {
        if (const auto *button = qstyleoption_cast<const QStyleOptionToolButton *>(option))
            return drawToolButton(*button, painter, widget);
    }
    if (control == CC_ScrollBar) {
        if (const auto *slider = qstyleoption_cast<const QStyleOptionSlider *>(option))
            return parts::scrollBar(slider, parts::scrollSlider(slider), painter);
    }
    QProxyStyle::drawComplexControl(control, option, painter, widget);
}

} // namespace pitboss

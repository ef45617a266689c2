// SPDX-FileCopyrightText: 2026 The Pitboss authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/icons.h"
#include "ui/style/parts.h"
#include "ui/style/pitbossstyle.h"

#include <QTabBar>

namespace pitboss {

static QRect scrollPart(const QStyleOptionSlider *option, QStyle::SubControl part)
{
    const QRect rect = option->rect;
    const QRect slider = parts::scrollSlider(option);
    const bool horizontal = option->orientation == Qt::Horizontal;
    switch (part) {
    case QStyle::SC_ScrollBarSlider:
        return slider;
    case QStyle::SC_ScrollBarGroove:
        return rect;
    case QStyle::SC_ScrollBarSubPage:
        return horizontal ? QRect(rect.left(), rect.top(), slider.left() - rect.left(), rect.height())
                          : QRect(rect.left(), rect.top(), rect.width(), slider.top() - rect.top());
    case QStyle::SC_ScrollBarAddPage:
        return horizontal ? QRect(slider.right() + 1, rect.top(), rect.right() - slider.right(), rect.height())
                          : QRect(rect.left(), slider.bottom() + 1, rect.width(), rect.bottom() - slider.bottom());
    default:
        return {};
    }
}

QRect PitbossStyle::subControlRect(ComplexControl control, const QStyleOptionComplex *option, SubControl subControl,
                                   const QWidget *widget) const
{
    if (control == CC_ScrollBar) {
        if (const auto *slider = qstyleoption_cast<const QStyleOptionSlider *>(option))
            return visualRect(option->direction, option->rect, scrollPart(slider, subControl));
    }
    if (control == CC_SpinBox && subControl == SC_SpinBoxEditField)
        return visualRect(option->direction, option->rect, option->rect.adjusted(4, 2, -22, -2));
    if (control == CC_ComboBox && subControl == SC_ComboBoxEditField)
        return visualRect(option->direction, option->rect, option->rect.adjusted(6, 2, -24, -2));
    if (control == CC_ComboBox && subControl == SC_ComboBoxArrow)
        return visualRect(option->direction, option->rect,
                          QRect(option->rect.right() - 25, option->rect.top(), 24, option->rect.height()));
    return QProxyStyle::subControlRect(control, option, subControl, widget);
}

QRect PitbossStyle::subElementRect(SubElement element, const QStyleOption *option, const QWidget *widget) const
{
    if (element == SE_PushButtonFocusRect)
        return option->rect;
    if (element == SE_LineEditContents) {
        const auto *frame = qstyleoption_cast<const QStyleOptionFrame *>(option);
        if (frame && frame->lineWidth > 0)
            return option->rect.adjusted(6, 1, -6, -1);
    }
    if (element == SE_HeaderArrow)
        return visualRect(option->direction, option->rect,
                          QRect(option->rect.right() - 18, option->rect.top(), 14, option->rect.height()));
    return QProxyStyle::subElementRect(element, option, widget);
}

/// Fields of all kinds stand in one line with each other.
static int fieldHeight(const QStyleOption *option)
{
    return qMax(28, option ? option->fontMetrics.height() + 10 : 0);
}

QSize PitbossStyle::sizeFromContents(ContentsType type, const QStyleOption *option, const QSize &size,
                                     const QWidget *widget) const
{
    QSize result = QProxyStyle::sizeFromContents(type, option, size, widget);
    switch (type) {
    case CT_PushButton: {
        const auto *button = qstyleoption_cast<const QStyleOptionButton *>(option);
        if (button && !button->text.isEmpty())
            result = QSize(qMax(size.width() + 28, 72), result.height());
        return result.expandedTo(QSize(0, 28));
    }
    case CT_ToolButton: {
        const auto *button = qstyleoption_cast<const QStyleOptionToolButton *>(option);
        const bool menu = button && button->features & QStyleOptionToolButton::HasMenu && !button->text.isEmpty()
            && button->toolButtonStyle != Qt::ToolButtonIconOnly;
        return menu && button->icon.isNull() ? QSize(size.width() + 26, result.height()) : result;
    }
    case CT_ComboBox:
        return QSize(result.width() + 8, fieldHeight(option));
    case CT_SpinBox:
        return QSize(result.width(), fieldHeight(option));
    case CT_LineEdit:
        return result.expandedTo(QSize(0, 28));
    case CT_MenuItem: {
        const auto *item = qstyleoption_cast<const QStyleOptionMenuItem *>(option);
        if (item && item->menuItemType == QStyleOptionMenuItem::Separator)
            return QSize(size.width(), 9);
        const bool shortcut = item && item->text.contains(QLatin1Char('\t'));
        return QSize(size.width() + (shortcut ? 72 : 56), qMax(26, size.height() + 8));
    }
    case CT_ItemViewItem:
        return result.expandedTo(QSize(0, 24));
    default:
        return result;
    }
}

int PitbossStyle::pixelMetric(PixelMetric metric, const QStyleOption *option, const QWidget *widget) const
{
    switch (metric) {
    case PM_ScrollBarExtent:
        return 12;
    case PM_ScrollBarSliderMin:
        return 28;
    case PM_SplitterWidth:
    case PM_DefaultFrameWidth:
    case PM_MenuPanelWidth:
    case PM_DockWidgetSeparatorExtent:
        return 1;
    case PM_MenuVMargin:
        return 4;
    case PM_MenuHMargin:
    case PM_TabBarBaseOverlap:
    case PM_TabBarTabShiftVertical:
    case PM_TabBarTabShiftHorizontal:
    case PM_ButtonShiftHorizontal:
    case PM_ButtonShiftVertical:
        return 0;
    case PM_TabBarTabHSpace:
        return 24;
    case PM_TabBarTabVSpace:
        return 14;
    case PM_TabCloseIndicatorWidth:
    case PM_TabCloseIndicatorHeight:
    case PM_SmallIconSize:
    case PM_ButtonIconSize:
    case PM_TabBarIconSize:
    case PM_IndicatorWidth:
    case PM_IndicatorHeight:
    case PM_ExclusiveIndicatorWidth:
    case PM_ExclusiveIndicatorHeight:
    case PM_TreeViewIndentation:
        return 16;
    case PM_FocusFrameHMargin:
        return 3;
    case PM_HeaderMargin:
        return 6;
    case PM_ToolTipLabelFrameWidth:
        return 5;
    case PM_LayoutHorizontalSpacing:
    case PM_LayoutVerticalSpacing:
        return 8;
    case PM_LayoutLeftMargin:
    case PM_LayoutRightMargin:
    case PM_LayoutTopMargin:
    case PM_LayoutBottomMargin:
        return 12;
    default:
        return QProxyStyle::pixelMetric(metric, option, widget);
    }
}

static QString ownIconName(QStyle::StandardPixmap standard)
{
    switch (standard) {
    case QStyle::SP_LineEditClearButton:
    case QStyle::SP_TitleBarCloseButton:
    case QStyle::SP_DockWidgetCloseButton:
        return QStringLiteral("close");
    case QStyle::SP_DirIcon:
    case QStyle::SP_DirClosedIcon:
        return QStringLiteral("folder");
    case QStyle::SP_FileIcon:
        return QStringLiteral("file");
    case QStyle::SP_FileDialogToParent:
        return QStringLiteral("arrow-up");
    case QStyle::SP_ArrowBack:
        return QStringLiteral("arrow-left");
    case QStyle::SP_ArrowForward:
        return QStringLiteral("arrow-right");
    default:
        return {};
    }
}

QIcon PitbossStyle::standardIcon(StandardPixmap standard, const QStyleOption *option, const QWidget *widget) const
{
    const QString own = ownIconName(standard);
    if (!own.isEmpty())
        return icon(own, Tint::Secondary);
    if (standard == SP_MessageBoxWarning)
        return icon(QStringLiteral("warning"), Tint::Warning);
    if (standard == SP_MessageBoxCritical)
        return icon(QStringLiteral("error"), Tint::Error);
    if (standard == SP_MessageBoxInformation || standard == SP_MessageBoxQuestion)
        return icon(QStringLiteral("info"), Tint::Info);
    return QProxyStyle::standardIcon(standard, option, widget);
}

int PitbossStyle::styleHint(StyleHint hint, const QStyleOption *option, const QWidget *widget,
                            QStyleHintReturn *returnData) const
{
    switch (hint) {
    case SH_EtchDisabledText:
    case SH_DitherDisabledText:
    case SH_DialogButtonBox_ButtonsHaveIcons:
    case SH_Widget_Animation_Duration:
    case SH_Menu_SloppySubMenus:
    case SH_ComboBox_Popup:
        return 0;
    case SH_ItemView_ShowDecorationSelected:
    case SH_ScrollBar_LeftClickAbsolutePosition:
        return hint == SH_ItemView_ShowDecorationSelected;
    case SH_Table_GridLineColor:
        return int((option ? colorsFor(option->palette) : lightColors()).hairline.rgba());
    case SH_ToolTip_WakeUpDelay:
        return 500;
    default:
        return QProxyStyle::styleHint(hint, option, widget, returnData);
    }
}

} // namespace pitboss

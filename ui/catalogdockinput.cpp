// SPDX-FileCopyrightText: 2026 The Pitboss authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/catalogfilter.h"
#include "models/catalogmodel.h"
#include "models/figures.h"
#include "ui/catalogdelegate.h"
#include "ui/catalogdock.h"
#include "ui/controls.h"

#include <QApplication>
#include <QClipboard>
#include <QKeyEvent>
#include <QLineEdit>
#include <QMenu>
#include <QMouseEvent>
#include <QStackedWidget>
#include <QToolButton>
#include <QTreeView>

namespace pitboss {

/// Small databases open in full; of large ones, the first schema.
static constexpr int expandAllUpTo = 80;

void CatalogDock::focusFilter()
{
    m_filter->setFocus(Qt::ShortcutFocusReason);
    m_filter->selectAll();
}

void CatalogDock::patternChanged()
{
    if (!m_hasCatalog)
        return;
    const bool wasFiltered = !m_proxy->pattern().isEmpty();
    if (!wasFiltered && m_tree->model()->rowCount() > 0 && !m_filter->text().isEmpty())
        m_expanded = expandedSchemas();
    m_proxy->setPattern(m_filter->text());
    if (!m_filter->text().isEmpty()) {
        m_tree->expandAll();
        m_tree->setCurrentIndex(bestRelation());
    } else if (m_expanded) {
        m_tree->collapseAll();
        expandSchemas(*m_expanded);
    } else {
        if (m_model->catalog().relations.size() <= expandAllUpTo)
            m_tree->expandToDepth(0);
        else
            m_tree->expand(m_proxy->index(0, 0));
    }
    showState();
}

QModelIndex CatalogDock::firstRelation(const QModelIndex &parent) const
{
    for (int row = 0; row < m_proxy->rowCount(parent); ++row) {
        const QModelIndex index = m_proxy->index(row, 0, parent);
        if (refAt(index))
            return index;
        const QModelIndex below = firstRelation(index);
        if (below.isValid())
            return below;
    }
    return {};
}

/// Enter opens what was meant: the name itself before one that begins with it, before one that has it inside.
QModelIndex CatalogDock::bestRelation() const
{
    QModelIndex best = firstRelation();
    int bestRank = 0;
    const QString pattern = m_filter->text().trimmed();
    for (QModelIndex index = best; index.isValid(); index = m_tree->indexBelow(index)) {
        const auto ref = refAt(index);
        const bool begins = ref && ref->name.startsWith(pattern, Qt::CaseInsensitive);
        const int rank = !begins ? 0 : ref->name.size() == pattern.size() ? 2 : 1;
        if (rank > bestRank) {
            best = index;
            bestRank = rank;
        }
    }
    return best;
}

QStringList CatalogDock::expandedSchemas() const
{
    QStringList names;
    for (int row = 0; row < m_proxy->rowCount(); ++row) {
        const QModelIndex index = m_proxy->index(row, 0);
        if (m_tree->isExpanded(index))
            names << index.data(CatalogModel::SchemaRole).toString();
    }
    return names;
}

void CatalogDock::expandSchemas(const QStringList &names)
{
    for (int row = 0; row < m_proxy->rowCount(); ++row) {
        const QModelIndex index = m_proxy->index(row, 0);
        m_tree->setExpanded(index, names.contains(index.data(CatalogModel::SchemaRole).toString()));
    }
}

std::optional<RelationRef> CatalogDock::refAt(const QModelIndex &index) const
{
    const QVariant ref = index.siblingAtColumn(0).data(CatalogModel::RelationRole);
    return ref.isValid() ? std::optional(ref.value<RelationRef>()) : std::nullopt;
}

std::optional<RelationRef> CatalogDock::current() const
{
    return refAt(m_tree->currentIndex());
}

void CatalogDock::setCurrent(const RelationRef &ref)
{
    m_wanted = ref;
    const QModelIndex index = m_proxy->mapFromSource(m_model->indexOf(ref));
    if (!index.isValid())
        return;
    m_tree->setCurrentIndex(index);
    m_tree->scrollTo(index);
}

void CatalogDock::open(const QModelIndex &index, bool inBackground)
{
    const auto ref = refAt(index);
    if (!ref)
        return;
    if (!inBackground)
        m_wanted = ref;
    emit openRequested(*ref, inBackground);
}

bool CatalogDock::filterKey(QKeyEvent *event)
{
    switch (event->key()) {
    case Qt::Key_Down:
    case Qt::Key_PageDown:
        if (m_stack->currentWidget() == m_tree) {
            m_tree->setFocus(Qt::OtherFocusReason);
            if (!current())
                m_tree->setCurrentIndex(firstRelation());
        }
        return true;
    case Qt::Key_Return:
    case Qt::Key_Enter:
        open(m_tree->currentIndex(), event->modifiers() & Qt::ControlModifier);
        return true;
    case Qt::Key_Escape:
        if (m_filter->text().isEmpty())
            return false;
        m_filter->clear();
        return true;
    default:
        return false;
    }
}

bool CatalogDock::treeKey(QKeyEvent *event)
{
    const bool enter = event->key() == Qt::Key_Return || event->key() == Qt::Key_Enter;
    if (enter && event->modifiers() & Qt::ControlModifier) {
        open(m_tree->currentIndex(), true);
        return true;
    }
    if (event->key() == Qt::Key_Escape && !m_filter->text().isEmpty()) {
        m_filter->clear();
        return true;
    }
    if (event->key() == Qt::Key_Up && m_tree->currentIndex() == m_proxy->index(0, 0)) {
        focusFilter();
        return true;
    }
    // Letters typed on the list go on in the filter, as file managers have it.
    const QString text = event->text();
    const bool plain = !(event->modifiers() & (Qt::ControlModifier | Qt::AltModifier | Qt::MetaModifier));
    if (!plain || text.isEmpty() || !text.at(0).isPrint() || text.at(0).isSpace())
        return false;
    m_filter->setFocus(Qt::OtherFocusReason);
    m_filter->setText(m_filter->text() + text);
    return true;
}

bool CatalogDock::eventFilter(QObject *watched, QEvent *event)
{
    if (event->type() == QEvent::KeyPress && watched == m_filter)
        return filterKey(static_cast<QKeyEvent *>(event));
    if (event->type() == QEvent::KeyPress && watched == m_tree)
        return treeKey(static_cast<QKeyEvent *>(event));
    if (event->type() == QEvent::MouseButtonRelease && watched == m_tree->viewport()) {
        const auto *mouse = static_cast<QMouseEvent *>(event);
        if (mouse->button() == Qt::MiddleButton) {
            open(m_tree->indexAt(mouse->pos()), true);
            return true;
        }
    }
    return QWidget::eventFilter(watched, event);
}

void CatalogDock::openMenu(const QPoint &position)
{
    const auto ref = refAt(m_tree->indexAt(position));
    if (!ref)
        return;
    auto *menu = new QMenu(this);
    menu->setObjectName(QStringLiteral("catalogMenu"));
    menu->setAttribute(Qt::WA_DeleteOnClose);
    fillMenu(menu, *ref);
    emit menuAboutToShow(menu, *ref);
    menu->popup(m_tree->viewport()->mapToGlobal(position));
}

void CatalogDock::fillMenu(QMenu *menu, const RelationRef &ref)
{
    const auto add = [menu](const QString &name, const QString &iconName, const QString &text) {
        QAction *action = menu->addAction(icon(iconName), text);
        action->setObjectName(name);
        return action;
    };
    const auto copy = [](const QString &text) { return [text] { QApplication::clipboard()->setText(text); }; };
    connect(add(QStringLiteral("catalogOpen"), QStringLiteral("table"), tr("Open")), &QAction::triggered, this,
            [this, ref] { emit openRequested(ref, false); });
    connect(add(QStringLiteral("catalogOpenBehind"), QStringLiteral("plus"), tr("Open in a tab behind")),
            &QAction::triggered, this, [this, ref] { emit openRequested(ref, true); });
    menu->addSeparator();
    connect(add(QStringLiteral("catalogCopyName"), QStringLiteral("copy"), tr("Copy name")), &QAction::triggered, menu,
            copy(ref.name));
    connect(add(QStringLiteral("catalogCopyQualified"), QString(), tr("Copy qualified name")), &QAction::triggered,
            menu, copy(QString::fromUtf8(ref.quoted())));
}

QVariantMap CatalogDock::saveState() const
{
    QVariantMap state{{QStringLiteral("system"), isSystemShown()}};
    const bool asLeft = m_hasCatalog && m_filter->text().isEmpty();
    if (asLeft || m_expanded)
        state.insert(QStringLiteral("expanded"), asLeft ? expandedSchemas() : *m_expanded);
    return state;
}

void CatalogDock::restoreState(const QVariantMap &state)
{
    m_system->setChecked(state.value(QStringLiteral("system")).toBool());
    if (state.contains(QStringLiteral("expanded")))
        m_expanded = state.value(QStringLiteral("expanded")).toStringList();
}

QList<PaletteEntry> relationEntries(const Catalog &catalog, const std::function<void(RelationRef)> &open)
{
    QList<PaletteEntry> entries;
    for (const RelationSummary &relation : catalog.relations) {
        QStringList detail{CatalogModel::kindWord(relation.kind)};
        if (relation.rowsEstimate >= 0)
            detail << QCoreApplication::translate("CatalogDock", "%1 rows").arg(aboutRows(relation.rowsEstimate));
        entries.append({PaletteEntry::Kind::Table,
                        QStringLiteral("table:%1.%2").arg(relation.ref.schema, relation.ref.name),
                        relation.ref.display(),
                        detail.join(QStringLiteral(" · ")),
                        relationIconName(relation.kind, relation.parentOid != 0),
                        {},
                        [open, ref = relation.ref] { open(ref); }});
    }
    return entries;
}

} // namespace pitboss

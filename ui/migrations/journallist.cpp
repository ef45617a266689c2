// SPDX-FileCopyrightText: 2026 The Pitboss authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/migrations/journallist.h"

#include "ui/controls.h"
#include "ui/emptystate.h"
#include "ui/migrations/listview.h"
#include "ui/migrations/migrationdelegate.h"

#include <QApplication>
#include <QClipboard>
#include <QComboBox>
#include <QHBoxLayout>
#include <QKeyEvent>
#include <QLineEdit>
#include <QStackedWidget>

#include <algorithm>

namespace pitboss {

using namespace Qt::Literals::StringLiterals;
using Show = MigrationFilter::Show;

static constexpr Show shows[] = {Show::All,    Show::Pending, Show::Applied, Show::Problems, Show::Findings,
                                 Show::Edited, Show::Missing, Show::Orphan,  Show::Unknown};

JournalList::JournalList(QWidget *parent)
    : QWidget(parent)
    , m_model(new MigrationModel(this))
    , m_filter(new MigrationFilter(this))
    , m_search(new QLineEdit(this))
    , m_states(new QComboBox(this))
    , m_stack(new QStackedWidget(this))
    , m_view(listView(u"migrationList"_s, tr("Migrations"), this))
    , m_empty(new EmptyState(this))
{
    setObjectName(u"journalList"_s);
    m_filter->setSourceModel(m_model);
    buildView();
    setGround(m_empty, QPalette::Base);
    m_stack->addWidget(m_view);
    m_stack->addWidget(m_empty);
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    column->addWidget(buildHead());
    column->addWidget(m_stack, 1);
    connectParts();
    countStates();
    showState();
}

QWidget *JournalList::buildHead()
{
    m_search->setObjectName(u"migrationSearch"_s);
    m_search->setAccessibleName(tr("Search names, problems and SQL"));
    m_search->setPlaceholderText(tr("Search names and SQL…"));
    m_search->setToolTip(withShortcut(tr("Search names, problems and SQL"), QKeySequence::Find));
    m_search->setClearButtonEnabled(true);
    m_search->addAction(icon(u"search"_s, Tint::Secondary), QLineEdit::LeadingPosition);
    m_search->installEventFilter(this);
    m_states->setObjectName(u"migrationStates"_s);
    m_states->setAccessibleName(tr("Show which states"));
    m_states->setToolTip(withShortcut(tr("Show only some states"), QKeySequence(u"Ctrl+L"_s)));
    m_states->setSizeAdjustPolicy(QComboBox::AdjustToContents);
    for (const Show show : shows)
        m_states->addItem(MigrationFilter::showText(show), int(show));
    auto *head = new QWidget(this);
    auto *row = new QHBoxLayout(head);
    row->setContentsMargins(8, 7, 8, 7);
    row->setSpacing(8);
    row->addWidget(m_search, 1);
    row->addWidget(m_states);
    return head;
}

void JournalList::buildView()
{
    m_view->setModel(m_filter);
    m_view->setItemDelegate(new MigrationDelegate(m_view));
    m_view->setSelectionMode(QAbstractItemView::ExtendedSelection);
    QHeaderView *header = m_view->header();
    // Only what is in sight is measured: a folder may hold thousands.
    header->setResizeContentsPrecision(0);
    header->setSectionResizeMode(QHeaderView::ResizeToContents);
    header->setSectionResizeMode(MigrationModel::NameColumn, QHeaderView::Interactive);
    header->setSectionResizeMode(MigrationModel::StateColumn, QHeaderView::Stretch);
    m_view->installEventFilter(this);
    m_view->viewport()->installEventFilter(this);
}

void JournalList::connectParts()
{
    connect(m_search, &QLineEdit::textChanged, this, [this](const QString &text) {
        m_filter->setPattern(text);
        showState();
    });
    connect(m_states, &QComboBox::currentIndexChanged, this, [this] {
        m_filter->setShow(Show(m_states->currentData().toInt()));
        showState();
    });
    connect(m_view->selectionModel(), &QItemSelectionModel::currentChanged, this, &JournalList::currentChanged);
    connect(m_view, &QTreeView::activated, this, &JournalList::activated);
    connect(m_empty, &EmptyState::firstTriggered, this, &JournalList::clearFilter);
}

void JournalList::setStatus(const JournalStatus &status)
{
    const QString tag = currentTag();
    m_model->setStatus(status);
    countStates();
    showState();
    if (!m_wasFilled && m_model->rowCount() > 0)
        fitColumns();
    m_wasFilled = m_model->rowCount() > 0;
    const bool kept = !tag.isEmpty() && (currentTag() == tag || setCurrent(tag));
    if (!kept || tag == m_chosenTag)
        chooseFirst();
    // As long as no state is known yet, the choice is made again when they are.
    const bool known = std::any_of(status.migrations.begin(), status.migrations.end(), [](const Migration &m) {
        return m.state != MigrationState::Unknown && m.state != MigrationState::Orphan
            && m.state != MigrationState::Missing;
    });
    m_chosenTag = known ? QString() : currentTag();
}

void JournalList::setFindings(const LintResult &findings)
{
    m_model->setFindings(findings);
    countStates();
}

void JournalList::countStates()
{
    for (int i = 0; i < m_states->count(); ++i) {
        const auto show = Show(m_states->itemData(i).toInt());
        int count = 0;
        for (int row = 0; row < m_model->rowCount(); ++row)
            count += MigrationFilter::accepts(show, m_model->index(row, 0)) ? 1 : 0;
        m_states->setItemText(i, u"%1 (%2)"_s.arg(MigrationFilter::showText(show)).arg(count));
    }
}

// What is pending is what a person came for.
void JournalList::chooseFirst()
{
    for (int row = 0; row < m_filter->rowCount(); ++row) {
        const QModelIndex index = m_filter->index(row, 0);
        if (MigrationFilter::accepts(Show::Pending, index)) {
            m_view->setCurrentIndex(index);
            return;
        }
    }
    m_view->setCurrentIndex(m_filter->index(m_filter->rowCount() - 1, 0));
}

int JournalList::currentRow() const
{
    const QModelIndex index = m_filter->mapToSource(m_view->currentIndex());
    return index.isValid() ? index.row() : -1;
}

const Migration *JournalList::current() const
{
    const int row = currentRow();
    return row < 0 ? nullptr : &m_model->migrations().at(row);
}

QString JournalList::currentTag() const
{
    const Migration *migration = current();
    return migration ? migration->tag : QString();
}

bool JournalList::setCurrent(const QString &tag)
{
    const int row = m_model->rowOf(tag);
    if (row < 0)
        return false;
    if (!m_filter->mapFromSource(m_model->index(row, 0)).isValid())
        clearFilter();
    const QModelIndex index = m_filter->mapFromSource(m_model->index(row, 0));
    m_view->setCurrentIndex(index);
    m_view->scrollTo(index);
    return true;
}

bool JournalList::clearFilter()
{
    const bool filtered = !m_search->text().isEmpty() || m_states->currentIndex() != 0;
    m_search->clear();
    m_states->setCurrentIndex(0);
    return filtered;
}

void JournalList::showState()
{
    const bool filtered = m_model->rowCount() > 0;
    m_stack->setCurrentWidget(m_filter->rowCount() > 0 ? static_cast<QWidget *>(m_view) : m_empty);
    if (filtered) {
        m_empty->setContent(
            u"search"_s, tr("Nothing matches"),
            tr("No migration is of this kind and has these words in its name, its problems or its SQL."));
        m_empty->setActions(tr("Show all"));
    } else {
        m_empty->setContent(u"migrations"_s, tr("No migrations yet"),
                            tr("The folder holds no migration. A new file appears here by itself."));
        m_empty->setActions({});
    }
}

void JournalList::fitColumns()
{
    int widest = 0;
    for (int row = 0; row < qMin(200, m_model->rowCount()); ++row)
        widest = qMax(widest, fontMetrics().horizontalAdvance(m_model->index(row, 0).data().toString()));
    m_view->setColumnWidth(MigrationModel::NameColumn, qBound(120, widest + 18, 270));
}

void JournalList::focusSearch()
{
    m_search->setFocus(Qt::ShortcutFocusReason);
    m_search->selectAll();
}

void JournalList::focusStates()
{
    m_states->setFocus(Qt::ShortcutFocusReason);
    m_states->showPopup();
}

void JournalList::focusList()
{
    m_view->setFocus(Qt::OtherFocusReason);
}

void JournalList::copyNames() const
{
    QStringList names;
    for (const QModelIndex &index : m_view->selectionModel()->selectedRows())
        names << index.data(MigrationModel::TagRole).toString();
    QApplication::clipboard()->setText(names.join(u'\n'));
}

bool JournalList::searchKey(QKeyEvent *event)
{
    const bool down = event->key() == Qt::Key_Down || event->key() == Qt::Key_Return || event->key() == Qt::Key_Enter;
    if (down && m_filter->rowCount() > 0) {
        focusList();
        const QModelIndex current = m_view->currentIndex();
        m_view->setCurrentIndex(current.isValid() ? current : m_filter->index(0, 0));
        m_view->selectionModel()->select(m_view->currentIndex(),
                                         QItemSelectionModel::ClearAndSelect | QItemSelectionModel::Rows);
        return true;
    }
    return event->key() == Qt::Key_Escape && clearFilter();
}

bool JournalList::listKey(QKeyEvent *event)
{
    if (event->matches(QKeySequence::Copy)) {
        copyNames();
        return true;
    }
    return event->key() == Qt::Key_Escape && clearFilter();
}

bool JournalList::eventFilter(QObject *watched, QEvent *event)
{
    if (event->type() == QEvent::KeyPress && watched == m_search)
        return searchKey(static_cast<QKeyEvent *>(event));
    if (event->type() == QEvent::KeyPress && watched == m_view)
        return listKey(static_cast<QKeyEvent *>(event));
    if (event->type() == QEvent::Resize && watched == m_view->viewport()) {
        // A narrow list keeps what decides; the right side's head has the rest.
        const int width = m_view->viewport()->width();
        m_view->setColumnHidden(MigrationModel::ChangedColumn, width < 820);
        m_view->setColumnHidden(MigrationModel::SizeColumn, width < 640);
        m_view->setColumnHidden(MigrationModel::StatementsColumn, width < 570);
    }
    return QWidget::eventFilter(watched, event);
}

QVariantMap JournalList::saveState() const
{
    return {{u"show"_s, m_states->currentIndex()}, {u"tag"_s, currentTag()}};
}

void JournalList::restoreState(const QVariantMap &state)
{
    m_states->setCurrentIndex(qBound(0, state.value(u"show"_s).toInt(), m_states->count() - 1));
}

QStringList JournalList::selectedTags() const
{
    QModelIndexList rows = m_view->selectionModel()->selectedRows();
    std::sort(rows.begin(), rows.end());
    QStringList tags;
    for (const QModelIndex &row : std::as_const(rows))
        tags << row.data(MigrationModel::TagRole).toString();
    return tags;
}

} // namespace pitboss

// SPDX-FileCopyrightText: 2026 The Pitboss authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/support/peoplesearch.h"

#include "sql/pit/people.h"
#include "ui/icons.h"
#include "ui/migrations/listview.h"

#include <QAction>
#include <QLineEdit>
#include <QTimer>
#include <QVBoxLayout>

namespace pitboss {

namespace {

constexpr int mostFound = 50;
constexpr int typingPause = 60; // ms: a search for each pause, not for each key

} // namespace

PeopleSearch::PeopleSearch(QWidget *parent)
    : QWidget(parent)
    , m_pause(new QTimer(this))
    , m_field(new QLineEdit)
    , m_found(new ResultModel(this))
    , m_list(listView(QStringLiteral("peopleFound"), tr("People found"), nullptr))
{
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    m_field->setObjectName(QStringLiteral("personSearch"));
    m_field->setAccessibleName(tr("Find a person"));
    m_field->setPlaceholderText(tr("id, e-mail, name, code, customer, bout"));
    m_field->setClearButtonEnabled(true);
    m_field->addAction(icon(QStringLiteral("search")), QLineEdit::LeadingPosition);
    layout->addWidget(m_field);
    buildList();
    layout->addWidget(m_list, 1);
    m_pause->setSingleShot(true);
    m_pause->setInterval(typingPause);
    connect(m_pause, &QTimer::timeout, this, &PeopleSearch::start);
    connect(m_field, &QLineEdit::textChanged, m_pause, qOverload<>(&QTimer::start));
    connect(m_field, &QLineEdit::returnPressed, this, [this] {
        if (m_found->rowCount() > 0)
            m_list->setCurrentIndex(m_found->index(qMax(0, m_list->currentIndex().row()), 0));
        m_list->setFocus(Qt::OtherFocusReason);
    });
}

PeopleSearch::~PeopleSearch() = default;

void PeopleSearch::buildList()
{
    m_found->setColumns({{QStringLiteral("display_name"), tr("Name")},
                         {QStringLiteral("email"), tr("E-mail")},
                         {QStringLiteral("subscription_tier"), tr("Tier")}});
    m_list->setModel(m_found);
    m_list->header()->setSectionResizeMode(1, QHeaderView::Stretch);
    m_list->header()->setSectionResizeMode(2, QHeaderView::ResizeToContents);
    connect(m_list->selectionModel(), &QItemSelectionModel::currentChanged, this, [this](const QModelIndex &now) {
        if (now.isValid())
            emit personChosen(m_found->value(now.row(), QStringLiteral("id")).value_or(QString()));
    });
}

void PeopleSearch::setConnection(std::unique_ptr<Connection> connection)
{
    clearConnection();
    m_reader.emplace(std::move(connection));
}

void PeopleSearch::clearConnection()
{
    m_answers.drop();
    m_reader.reset();
    m_found->setRows({});
    m_field->clear();
    m_pause->stop();
    emit searching({});
}

void PeopleSearch::focusField()
{
    m_field->setFocus(Qt::ShortcutFocusReason);
    m_field->selectAll();
}

QString PeopleSearch::text() const
{
    return m_field->text().trimmed();
}

void PeopleSearch::search(const QString &text)
{
    m_field->setText(text);
    m_pause->stop();
    start();
}

void PeopleSearch::again()
{
    if (!m_reader)
        return;
    m_reader->forget();
    if (!text().isEmpty())
        start();
}

bool PeopleSearch::cancel()
{
    if (!m_reader || !m_reader->isBusy())
        return false;
    m_reader->cancel(m_ticket);
    return true;
}

void PeopleSearch::start()
{
    if (!m_reader)
        return;
    m_reader->cancel(m_ticket); // an answer to what was typed before is of no use
    const auto task = m_reader->ask([text = text()](Session &session, const PitSchema &schema) {
        return findPeopleByIndex(session, schema, text, mostFound);
    });
    m_ticket = task.ticket;
    emit searching(tr("searching…"));
    m_answers.follow(task.future, this, [this, text = text()](const Result<ResultSet> &rows) {
        if (!rows)
            return end(rows.error());
        if (!rows->isEmpty())
            showFound(*rows, false);
        searchAll(text);
    });
}

void PeopleSearch::searchAll(const QString &text)
{
    const auto task = m_reader->ask(
        [text](Session &session, const PitSchema &schema) { return searchPeople(session, schema, text, mostFound); });
    m_ticket = task.ticket;
    m_answers.follow(task.future, this, [this](const Result<ResultSet> &rows) {
        if (!rows)
            return end(rows.error());
        emit searching({});
        showFound(*rows, true);
    });
}

void PeopleSearch::end(const Error &error)
{
    emit searching({});
    if (error.kind != Error::Kind::Canceled)
        emit failed(error);
}

/// The second answer comes while a person may be looking at one of the first: they stay selected.
void PeopleSearch::showFound(const ResultSet &rows, bool isLast)
{
    const QString chosen = m_found->value(m_list->currentIndex().row(), QStringLiteral("id")).value_or(QString());
    const int count = rows.rowCount();
    {
        const QSignalBlocker quiet(m_list->selectionModel());
        m_found->setRows(rows);
        for (int row = 0; row < count && !chosen.isEmpty(); ++row) {
            if (m_found->value(row, QStringLiteral("id")) == chosen)
                m_list->selectionModel()->setCurrentIndex(
                    m_found->index(row, 0), QItemSelectionModel::ClearAndSelect | QItemSelectionModel::Rows);
        }
    }
    m_list->resizeColumnToContents(0);
    m_list->viewport()->update();
    if (count == 1 && !m_list->currentIndex().isValid())
        m_list->setCurrentIndex(m_found->index(0, 0));
    if (isLast)
        emit found(count, count == mostFound);
}

} // namespace pitboss

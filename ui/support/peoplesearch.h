// SPDX-FileCopyrightText: 2026 The Pitboss authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/resultmodel.h"
#include "ui/support/pitreader.h"

#include <QWidget>

class QLineEdit;
class QTimer;
class QTreeView;

namespace pitboss {

/// One field that finds people as one types, and the list of those found. Who is named exactly is there at once, over
/// indexes; then the whole table is searched, on a connection of its own, so that a person can be read meanwhile. A
/// further key ends a search that is under way.
class PeopleSearch : public QWidget
{
    Q_OBJECT
public:
    explicit PeopleSearch(QWidget *parent = nullptr);
    ~PeopleSearch() override;

    void setConnection(std::unique_ptr<Connection> connection);
    void clearConnection();
    void search(const QString &text); ///< at once
    void again();                     ///< the same, the database may have changed
    void focusField();
    bool cancel(); ///< whether there was something to cancel
    QString text() const;

signals:
    void personChosen(const QString &id);
    void searching(const QString &what); ///< empty: it ended
    void found(int people, bool more);   ///< the search is over; `more`: the list is cut off
    void failed(const pitboss::Error &error);

private:
    void buildList();
    void start();
    void searchAll(const QString &text);
    void showFound(const ResultSet &rows, bool isLast);
    void end(const Error &error);

    std::optional<PitReader> m_reader;
    Ticket m_ticket = 0;
    Newest m_answers;
    QTimer *m_pause;
    QLineEdit *m_field;
    ResultModel *m_found;
    QTreeView *m_list;
};

} // namespace pitboss

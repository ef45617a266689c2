// SPDX-FileCopyrightText: 2026 The Pitboss authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "sql/catalog.h"
#include "sql/connection.h"
#include "sql/figures.h"
#include "ui/page.h"

class QLabel;
class QTimer;

namespace pitboss {

class CardFlow;
class FigureCard;
class InkLabel;
class MessageBar;

/// What an admin sees first: the server and, where the database is The Pit, people, bouts, agents, credits and pools.
/// Each group is read by itself and shown as it comes; what could not be read says why in its own place.
class OverviewPage : public Page
{
    Q_OBJECT

public:
    using MakeConnection = std::function<std::unique_ptr<Connection>()>;

    explicit OverviewPage(QWidget *parent = nullptr);
    ~OverviewPage() override;

    QString id() const override { return QStringLiteral("overview"); }
    QString title() const override { return tr("Overview"); }
    QString iconName() const override { return QStringLiteral("overview"); }
    void activated() override;
    void refresh() override;
    bool cancel() override;

    /// Reads at once when the page is visible, else when it is shown. `connection` must be read-only.
    void setConnection(std::unique_ptr<Connection> connection);
    void clearConnection();
    bool isLoading() const { return m_pending > 0; }

signals:
    void tableRequested(const pitboss::RelationRef &ref);

private:
    struct Start
    {
        double latency = 0;
        PitSchema schema;
    };
    static Result<Start> readStart(Session &session);

    void build();
    FigureCard *addCard(const QString &group, const QString &iconName, const QString &title);
    void load();
    void started(const Result<Start> &start);
    void readGroups(const Start &start);
    void readTables();
    void showGroup(const QString &group, const QList<Figure> &figures);
    void showTables(const Result<Catalog> &catalog);
    void finishOne();
    void reset();
    void showEvent(QShowEvent *event) override;
    /// Runs `fn` on the connection and hands over its answer, unless a newer load began since.
    template <typename Fn, typename Then> void ask(Fn fn, Then then);

    std::unique_ptr<Connection> m_connection;
    QList<Ticket> m_tickets;
    quint64 m_generation = 0;
    int m_pending = 0;
    bool m_stale = true; ///< nothing of this connection was read yet
    Figure m_latency;
    QHash<QString, FigureCard *> m_cards;
    QList<RelationRef> m_tables;
    InkLabel *m_note;
    MessageBar *m_message;
    CardFlow *m_flow;
    QTimer *m_shapes;
};

} // namespace pitboss

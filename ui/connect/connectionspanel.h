// SPDX-FileCopyrightText: 2026 The Pitboss authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "sql/connect/connectionstore.h"
#include "sql/connect/secretstore.h"
#include "sql/whenfinished.h"

#include <QPointer>
#include <QWidget>

class QLineEdit;
class QToolButton;

namespace pitboss {

class ConnectionEditor;
class ConnectionList;
class MessageBar;
class TypeLabel;

/// The saved connections on the start page: found, ordered, edited, duplicated, deleted and brought back, carried to
/// another computer. The file is read and written on another thread.
class ConnectionsPanel : public QWidget
{
    Q_OBJECT
public:
    explicit ConnectionsPanel(QWidget *parent = nullptr);
    ~ConnectionsPanel() override;

    /// Once. `kept` is the key chain, `memory` what it does not hold for this run; both outlive the panel.
    void setStore(const QString &path, SecretStore *kept, MemorySecrets *memory);
    void setBusy(bool busy);
    void reload();
    /// Opens the editor on what a card has read.
    void save(const ConnectionInfo &info);
    /// Into the file, by its id; `notKept`: why its password did not reach the key chain.
    void put(const SavedConnection &saved, const std::optional<Error> &notKept);
    QWidget *list() const;
    const QList<SavedConnection> &connections() const { return m_connections; }
    bool isEmpty() const { return m_connections.isEmpty(); }

signals:
    void openRequested(const pitboss::SavedConnection &connection);
    void loaded();

private:
    void build();
    void connectList();
    void edit(const SavedConnection &saved, const QString &password, bool isNew);
    void keep(SavedConnection saved, const QString &password, bool keepsPassword);
    void duplicate(const SavedConnection &original);
    void move(const SavedConnection &connection, int by);
    void remove(const SavedConnection &connection);
    void forget(const SavedConnection &connection, const QString &words);
    void undo();
    void askWhereToExport();
    void askWhatToImport();
    void exportTo(const QString &file);
    void importFrom(const QString &file);
    void takeOver(const QList<SavedConnection> &imported);
    void showList();
    void showResult(const Result<QList<SavedConnection>> &list);
    template <typename Change> void change(Change change);

    QString m_path;
    SecretStore *m_kept = nullptr;
    MemorySecrets *m_memory = nullptr;
    QList<SavedConnection> m_connections;
    Newest m_reads;
    struct Removed
    {
        SavedConnection connection;
        QString before; ///< id of the one that followed it
        QString secret;
    };
    std::optional<Removed> m_removed;
    QPointer<ConnectionEditor> m_editor;
    MessageBar *m_message;
    QLineEdit *m_search;
    QToolButton *m_new;
    QToolButton *m_more;
    ConnectionList *m_list;
    TypeLabel *m_none;
};

} // namespace pitboss

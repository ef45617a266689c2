// SPDX-FileCopyrightText: 2026 The Pitboss authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/connect/connectionspanel.h"

#include "sql/connect/background.h"
#include "sql/connect/project.h"
#include "ui/connect/connectioneditor.h"
#include "ui/connect/connectionlist.h"
#include "ui/controls.h"
#include "ui/labels.h"
#include "ui/messagebar.h"

#include <QDir>
#include <QFileDialog>
#include <QHBoxLayout>
#include <QLineEdit>
#include <QMenu>
#include <QSaveFile>
#include <QToolButton>

namespace pitboss {

ConnectionsPanel::ConnectionsPanel(QWidget *parent)
    : QWidget(parent)
    , m_message(new MessageBar(this))
    , m_search(new QLineEdit(this))
    , m_new(iconButton(QStringLiteral("connectionNew"), QStringLiteral("plus"), tr("New connection…"), this))
    , m_more(iconButton(QStringLiteral("connectionMore"), QStringLiteral("more"), tr("Export and import"), this))
    , m_list(new ConnectionList(this))
    , m_none(new TypeLabel(TypeLabel::Kind::Secondary,
                           tr("What you save is listed here. Passwords go to the key chain."), this))
{
    setObjectName(QStringLiteral("connectionsPanel"));
    build();
    connectList();
    showList();
}

ConnectionsPanel::~ConnectionsPanel() = default;

void ConnectionsPanel::build()
{
    m_search->setObjectName(QStringLiteral("connectionSearch"));
    m_search->setAccessibleName(tr("Find a saved connection"));
    m_search->setPlaceholderText(tr("Find"));
    m_search->setClearButtonEnabled(true);
    m_search->addAction(icon(QStringLiteral("search"), Tint::Secondary), QLineEdit::LeadingPosition);
    m_none->setWordWrap(true);
    auto *menu = new QMenu(m_more);
    menu->setObjectName(QStringLiteral("connectionMenu"));
    menu->addAction(icon(QStringLiteral("export")), tr("&Export all…"), this, &ConnectionsPanel::askWhereToExport)
        ->setObjectName(QStringLiteral("connectionExport"));
    menu->addAction(icon(QStringLiteral("import")), tr("&Import…"), this, &ConnectionsPanel::askWhatToImport)
        ->setObjectName(QStringLiteral("connectionImport"));
    m_more->setMenu(menu);
    m_more->setPopupMode(QToolButton::InstantPopup);
    auto *head = new QHBoxLayout;
    head->addWidget(new TypeLabel(TypeLabel::Kind::Section, tr("Connections"), this), 1);
    head->addWidget(m_new);
    head->addWidget(m_more);
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(6);
    column->addLayout(head);
    column->addWidget(m_search);
    column->addWidget(m_none);
    column->addWidget(m_list);
    column->addWidget(m_message);
    m_message->hide();
}

void ConnectionsPanel::connectList()
{
    connect(m_new, &QToolButton::clicked, this, [this] {
        SavedConnection fresh;
        fresh.id = newConnectionId();
        edit(fresh, {}, true);
    });
    connect(m_search, &QLineEdit::textChanged, this, &ConnectionsPanel::showList);
    connect(m_list, &ConnectionList::chosen, this, &ConnectionsPanel::openRequested);
    connect(m_list, &ConnectionList::editRequested, this,
            [this](const SavedConnection &connection) { edit(connection, {}, false); });
    connect(m_list, &ConnectionList::duplicateRequested, this, &ConnectionsPanel::duplicate);
    connect(m_list, &ConnectionList::moveRequested, this, &ConnectionsPanel::move);
    connect(m_list, &ConnectionList::deleteRequested, this, &ConnectionsPanel::remove);
    connect(m_message, &MessageBar::actionTriggered, this, &ConnectionsPanel::undo);
    connect(m_message, &MessageBar::closed, this, [this] { m_removed.reset(); });
}

void ConnectionsPanel::setStore(const QString &path, SecretStore *kept, MemorySecrets *memory)
{
    m_path = path;
    m_kept = kept;
    m_memory = memory;
    reload();
}

QWidget *ConnectionsPanel::list() const
{
    return m_list;
}

void ConnectionsPanel::setBusy(bool busy)
{
    m_list->setEnabled(!busy);
    m_new->setEnabled(!busy);
}

void ConnectionsPanel::reload()
{
    if (!m_path.isEmpty())
        m_reads.follow(inBackground([path = m_path] { return ConnectionStore(path).read(); }), this,
                       [this](const Result<QList<SavedConnection>> &list) { showResult(list); });
}

template <typename Change> void ConnectionsPanel::change(Change change)
{
    m_reads.follow(inBackground([path = m_path, change = std::move(change)] { return change(ConnectionStore(path)); }),
                   this, [this](const Result<QList<SavedConnection>> &list) { showResult(list); });
}

void ConnectionsPanel::showResult(const Result<QList<SavedConnection>> &list)
{
    if (list) {
        m_connections = *list;
        showList();
    } else {
        m_message->showError(list.error(), {}, {});
    }
    emit loaded();
}

void ConnectionsPanel::showList()
{
    m_list->setConnections(m_connections, m_search->text());
    m_list->setVisible(m_list->count() > 0);
    m_search->setVisible(!m_connections.isEmpty());
    m_none->setVisible(m_list->count() == 0);
    m_none->setText(m_connections.isEmpty() ? tr("What you save is listed here. Passwords go to the key chain.")
                                            : tr("None of them fits “%1”.").arg(m_search->text()));
}

void ConnectionsPanel::save(const ConnectionInfo &info)
{
    SavedConnection saved = SavedConnection::from(info);
    saved.name = freeName(m_connections, saved.name);
    edit(saved, info.parameter(QStringLiteral("password")), true);
}

void ConnectionsPanel::edit(const SavedConnection &saved, const QString &password, bool isNew)
{
    if (m_editor)
        return;
    // The service file is a few lines, but it may lie on a slow home: not on this thread.
    whenFinished(inBackground([]() -> Result<QStringList> { return serviceNames(); }), this,
                 [this, saved, password, isNew](const Result<QStringList> &services) {
                     if (m_editor)
                         return;
                     m_editor = new ConnectionEditor(saved, password, services.value_or(QStringList()), m_kept, this);
                     m_editor->setAttribute(Qt::WA_DeleteOnClose);
                     connect(m_editor, &QDialog::accepted, this, [this, saved, isNew] {
                         // What the address was before keeps no password behind.
                         if (!isNew && saved.passwordKept && !m_editor->value().passwordKept && m_kept)
                             forget(saved, tr("“%1” was saved, but its password of before is still kept: %2"));
                         keep(m_editor->value(), m_editor->password(), m_editor->keepsPassword());
                     });
                     m_editor->open();
                 });
}

void ConnectionsPanel::keep(SavedConnection saved, const QString &password, bool keepsPassword)
{
    if (password.isEmpty())
        return put(saved, {});
    if (m_memory)
        m_memory->write(saved.secretKey(), password);
    if (!keepsPassword || !m_kept) {
        saved.passwordKept = false;
        return put(saved, {});
    }
    whenFinished(m_kept->write(saved.secretKey(), password), this, [this, saved](const Result<void> &kept) mutable {
        saved.passwordKept = kept.has_value();
        put(saved, kept ? std::nullopt : std::optional(kept.error()));
    });
}

void ConnectionsPanel::put(const SavedConnection &saved, const std::optional<Error> &notKept)
{
    m_search->clear();
    if (notKept)
        m_message->showMessage(MessageBar::Kind::Warning, tr("Saved, but not its password: %1").arg(notKept->message),
                               notKept->text());
    change([saved](const ConnectionStore &store) { return store.put(saved); });
}

void ConnectionsPanel::duplicate(const SavedConnection &original)
{
    SavedConnection copy = original;
    copy.id = newConnectionId();
    copy.name = freeName(m_connections, original.name);
    copy.passwordKept = false; // its entry belongs to the original
    change([copy](const ConnectionStore &store) { return store.put(copy); });
}

void ConnectionsPanel::move(const SavedConnection &connection, int by)
{
    qsizetype at = 0;
    while (at < m_connections.size() && m_connections.at(at).id != connection.id)
        ++at;
    const qsizetype to = at + by;
    if (at == m_connections.size() || to < 0 || to >= m_connections.size())
        return;
    const QString before =
        by < 0 ? m_connections.at(to).id : (to + 1 < m_connections.size() ? m_connections.at(to + 1).id : QString());
    change([connection, before](const ConnectionStore &store) { return store.insertBefore(connection, before); });
}

void ConnectionsPanel::remove(const SavedConnection &connection)
{
    Removed removed{connection, {}, {}};
    for (qsizetype i = 0; i + 1 < m_connections.size(); ++i)
        removed.before = m_connections.at(i).id == connection.id ? m_connections.at(i + 1).id : removed.before;
    m_removed = removed;
    if (connection.passwordKept && m_kept) {
        // Out of the key chain at once; in memory as long as the deletion can be taken back.
        whenFinished(m_kept->read(connection.secretKey()), this,
                     [this, connection, key = connection.secretKey()](const Result<std::optional<QString>> &secret) {
                         if (m_removed && m_removed->connection.secretKey() == key && secret)
                             m_removed->secret = secret->value_or(QString());
                         forget(connection, tr("“%1” was deleted, but its password is still kept: %2"));
                     });
    }
    m_message->showMessage(MessageBar::Kind::Info, tr("“%1” was deleted.").arg(connection.name), {}, tr("Undo"));
    change([id = connection.id](const ConnectionStore &store) { return store.remove(id); });
}

/// Out of the key chain, or said that it is not. `words`: with the connection's name and why.
void ConnectionsPanel::forget(const SavedConnection &connection, const QString &words)
{
    whenFinished(m_kept->remove(connection.secretKey()), this, [this, connection, words](const Result<void> &gone) {
        const bool canUndo = m_removed && m_removed->connection.id == connection.id;
        if (!gone)
            m_message->showMessage(MessageBar::Kind::Warning, words.arg(connection.name, gone.error().message),
                                   gone.error().text(), canUndo ? tr("Undo") : QString());
    });
}

void ConnectionsPanel::undo()
{
    if (!m_removed)
        return;
    const Removed removed = *std::exchange(m_removed, std::nullopt);
    m_message->hide();
    if (removed.connection.passwordKept && !removed.secret.isEmpty() && m_kept)
        m_kept->write(removed.connection.secretKey(), removed.secret);
    change([removed](const ConnectionStore &store) { return store.insertBefore(removed.connection, removed.before); });
}

void ConnectionsPanel::askWhereToExport()
{
    auto *dialog =
        new QFileDialog(this, tr("Export the connections, without passwords"),
                        QDir::home().filePath(QStringLiteral("pitboss-connections.json")), tr("JSON (*.json)"));
    dialog->setObjectName(QStringLiteral("connectionExportDialog"));
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setAcceptMode(QFileDialog::AcceptSave);
    dialog->setDefaultSuffix(QStringLiteral("json"));
    connect(dialog, &QFileDialog::fileSelected, this, &ConnectionsPanel::exportTo);
    dialog->open();
}

void ConnectionsPanel::exportTo(const QString &file)
{
    const auto written = inBackground([file, bytes = ConnectionStore::exported(m_connections)]() -> Result<void> {
        QSaveFile out(file);
        if (out.open(QIODevice::WriteOnly) && out.write(bytes) == bytes.size() && out.commit())
            return {};
        return fail(Error::Kind::File, tr("%1 could not be written.").arg(file), out.errorString());
    });
    whenFinished(written, this, [this, file](const Result<void> &done) {
        if (done)
            m_message->showMessage(MessageBar::Kind::Success, tr("Exported to %1. No password is in it.").arg(file));
        else
            m_message->showError(done.error(), {}, {});
    });
}

void ConnectionsPanel::askWhatToImport()
{
    auto *dialog =
        new QFileDialog(this, tr("Import connections"), QDir::homePath(), tr("JSON (*.json);;All files (*)"));
    dialog->setObjectName(QStringLiteral("connectionImportDialog"));
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setFileMode(QFileDialog::ExistingFile);
    connect(dialog, &QFileDialog::fileSelected, this, &ConnectionsPanel::importFrom);
    dialog->open();
}

void ConnectionsPanel::importFrom(const QString &file)
{
    const auto read = inBackground([file]() -> Result<QList<SavedConnection>> {
        QFile in(file);
        if (!in.open(QIODevice::ReadOnly))
            return fail(Error::Kind::File, tr("%1 could not be read.").arg(file), in.errorString());
        return ConnectionStore::imported(in.readAll(), file);
    });
    whenFinished(read, this, [this](const Result<QList<SavedConnection>> &imported) {
        if (imported)
            takeOver(*imported);
        else
            m_message->showError(imported.error(), {}, {});
    });
}

void ConnectionsPanel::takeOver(const QList<SavedConnection> &imported)
{
    m_message->showMessage(MessageBar::Kind::Success, tr("%n connection(s) imported.", nullptr, int(imported.size())));
    change([imported](const ConnectionStore &store) {
        return store.change([&](QList<SavedConnection> &list) -> Result<void> {
            for (SavedConnection connection : imported) {
                connection.name = freeName(list, connection.name);
                list.append(connection);
            }
            return {};
        });
    });
}

} // namespace pitboss

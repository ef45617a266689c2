// SPDX-FileCopyrightText: 2026 The Pitboss authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/start/startpage.h"

#include "ui/connect/connectionspanel.h"
#include "ui/controls.h"
#include "ui/labels.h"
#include "ui/messagebar.h"
#include "ui/start/projectcard.h"
#include "ui/start/recentlist.h"
#include "ui/start/urlcard.h"
#include "ui/style/pitbossstyle.h"

#include <QApplication>
#include <QClipboard>
#include <QHBoxLayout>
#include <QKeyEvent>
#include <QMessageBox>
#include <QPushButton>
#include <QScrollArea>

namespace pitboss {

StartPage::StartPage(QSettings &settings, QWidget *parent)
    : Page(parent)
    , m_settings(settings)
    , m_message(new MessageBar(this))
    , m_demo(new DemoCard(this))
    , m_url(new UrlCard(this))
    , m_project(new ProjectCard(this))
    , m_saved(new ConnectionsPanel(this))
    , m_recent(new RecentList(this))
    , m_noRecent(new TypeLabel(TypeLabel::Kind::Secondary,
                               tr("What you open will be listed here, by name and without its password."), this))
{
    setObjectName(QStringLiteral("startPage"));
    auto *content = new QWidget(this);
    content->setObjectName(QStringLiteral("startContent"));
    auto *cards = new QVBoxLayout;
    cards->setSpacing(12);
    cards->addLayout(head());
    cards->addWidget(m_message);
    for (QWidget *card :
         {static_cast<QWidget *>(m_demo), static_cast<QWidget *>(m_url), static_cast<QWidget *>(m_project)})
        cards->addWidget(card);
    cards->addStretch(1);
    auto *columns = new QHBoxLayout(content);
    columns->setContentsMargins(32, 28, 32, 24);
    columns->setSpacing(32);
    columns->addLayout(cards, 20);
    columns->addLayout(recentColumn(), 9);
    content->setMaximumWidth(1180);
    auto *holder = new QWidget(this);
    holder->setObjectName(QStringLiteral("startHolder"));
    auto *middle = new QHBoxLayout(holder);
    middle->setContentsMargins(0, 0, 0, 0);
    middle->addWidget(content);
    auto *area = new QScrollArea(this);
    area->setObjectName(QStringLiteral("startScroll"));
    area->setAccessibleName(tr("Ways to connect"));
    area->setFocusPolicy(Qt::NoFocus);
    area->setFrameShape(QFrame::NoFrame);
    area->setWidgetResizable(true);
    area->setWidget(holder);
    area->viewport()->setBackgroundRole(QPalette::Window);
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->addWidget(area);
    connectCards();
    showRecent();
    updateMainButton();
}

QLayout *StartPage::head()
{
    auto *mark = new QLabel(this);
    mark->setPixmap(applicationIcon().pixmap(QSize(52, 52), devicePixelRatioF()));
    auto *words = new QVBoxLayout;
    words->setSpacing(1);
    words->addWidget(new TypeLabel(TypeLabel::Kind::Title, QStringLiteral("Pitboss"), this));
    words->addWidget(
        new TypeLabel(TypeLabel::Kind::Secondary, tr("A window on your Postgres. Know before you commit."), this));
    auto *row = new QHBoxLayout;
    row->setContentsMargins(0, 0, 0, 8);
    row->setSpacing(14);
    row->addWidget(mark, 0, Qt::AlignVCenter);
    row->addLayout(words, 1);
    row->setAlignment(words, Qt::AlignVCenter);
    return row;
}

QLayout *StartPage::recentColumn()
{
    auto *column = new QVBoxLayout;
    column->setContentsMargins(0, 76, 0, 0);
    column->setSpacing(6);
    m_saved->hide();
    column->addWidget(m_saved);
    column->addSpacing(14);
    column->addWidget(new TypeLabel(TypeLabel::Kind::Section, tr("Recent"), this));
    m_noRecent->setWordWrap(true);
    column->addWidget(m_noRecent);
    m_recent->setSizePolicy(QSizePolicy::Preferred, QSizePolicy::Preferred);
    column->addWidget(m_recent);
    column->addStretch(1);
    return column;
}

void StartPage::connectCards()
{
    connect(m_demo, &DemoCard::openRequested, this, &StartPage::demoRequested);
    connect(m_demo, &DemoCard::cancelRequested, this, &StartPage::cancelRequested);
    connect(m_demo, &DemoCard::resetRequested, this, &StartPage::confirmReset);
    connect(m_url, &UrlCard::connectRequested, this, &StartPage::connectRequested);
    connect(m_url, &UrlCard::validityChanged, this, &StartPage::updateMainButton);
    connect(m_project, &ProjectCard::connectRequested, this, &StartPage::connectRequested);
    connect(m_project, &ProjectCard::validityChanged, this, &StartPage::updateMainButton);
    connect(m_saved, &ConnectionsPanel::openRequested, this, &StartPage::savedRequested);
    connect(m_url, &UrlCard::saveRequested, m_saved, &ConnectionsPanel::save);
    connect(m_project, &ProjectCard::saveRequested, m_saved, &ConnectionsPanel::save);
    connect(m_recent, &RecentList::chosen, this, &StartPage::openRecent);
    connect(m_recent, &RecentList::forgotten, this, [this](const RecentConnection &connection) {
        forgetConnection(m_settings, connection);
        showRecent();
    });
    connect(m_message, &MessageBar::actionTriggered, this, &StartPage::cancelRequested);
}

void StartPage::setConnections(const QString &storePath, SecretStore *kept, MemorySecrets *memory)
{
    m_saved->show();
    m_url->setCanSave(true);
    m_project->setCanSave(true);
    m_saved->setStore(storePath, kept, memory);
}

void StartPage::activated()
{
    m_saved->reload(); // another program may have changed them
    m_url->offerClipboard(QApplication::clipboard()->text());
    if (m_saved->isVisibleTo(this) && !m_saved->isEmpty())
        m_saved->list()->setFocus(Qt::OtherFocusReason);
    else if (m_recent->isVisibleTo(this))
        m_recent->setFocus(Qt::OtherFocusReason);
    else
        m_demo->openButton()->setFocus(Qt::OtherFocusReason);
}

void StartPage::updateMainButton()
{
    // One main action: whatever the person has filled in, else the demo.
    const bool url = m_url->isValid();
    const bool project = !url && m_project->isValid();
    setButtonRole(m_url->connectButton(), url ? ButtonRole::Main : ButtonRole::Plain);
    setButtonRole(m_project->connectButton(), project ? ButtonRole::Main : ButtonRole::Plain);
    setButtonRole(m_demo->openButton(), url || project ? ButtonRole::Plain : ButtonRole::Main);
}

void StartPage::setDemo(const DemoStatus &status)
{
    m_demo->setStatus(status);
}

void StartPage::setConnecting(const QString &what)
{
    m_connecting = !what.isEmpty();
    m_url->setBusy(m_connecting);
    m_project->setBusy(m_connecting);
    m_recent->setEnabled(!m_connecting);
    m_saved->setBusy(m_connecting);
    m_demo->openButton()->setEnabled(!m_connecting || m_demo->status().state == DemoStatus::State::Preparing);
    if (m_connecting)
        m_message->showMessage(MessageBar::Kind::Info, what, {}, tr("Cancel"));
    else if (m_message->kind() == MessageBar::Kind::Info)
        m_message->clear();
    emit running(what);
}

bool StartPage::cancel()
{
    const bool busy = m_connecting || m_demo->status().state == DemoStatus::State::Preparing;
    if (busy)
        emit cancelRequested();
    return busy;
}

void StartPage::showError(const Error &error, const QString &consequence)
{
    setConnecting({});
    m_message->showError(error, consequence, {});
}

void StartPage::clearError()
{
    m_message->clear();
}

void StartPage::remember(const RecentConnection &connection)
{
    rememberConnection(m_settings, connection);
    showRecent();
}

void StartPage::showRecent()
{
    const QList<RecentConnection> connections = recentConnections(m_settings);
    m_recent->setConnections(connections);
    m_recent->setVisible(!connections.isEmpty());
    m_noRecent->setVisible(connections.isEmpty());
}

void StartPage::openRecent(const RecentConnection &connection)
{
    clearError();
    if (connection.kind == RecentConnection::Kind::Demo) {
        emit demoRequested();
    } else if (connection.kind == RecentConnection::Kind::Saved) {
        openSaved(connection);
    } else if (connection.kind == RecentConnection::Kind::EnvFile) {
        m_project->setPath(connection.target);
        m_project->connectWhenRead();
    } else {
        // Without its password: many need none (peer, .pgpass). If this one does, the field is filled to add it.
        m_url->setUrl(connection.target);
        auto info = ConnectionInfo::fromUrl(connection.target);
        if (!info)
            return;
        info->setEnvironment(connection.environment);
        emit connectRequested(*info, connection);
    }
}

void StartPage::openSaved(const RecentConnection &connection)
{
    for (const SavedConnection &saved : m_saved->connections()) {
        if (saved.id == connection.target) {
            emit savedRequested(saved);
            return;
        }
    }
    m_message->showMessage(MessageBar::Kind::Warning, tr("“%1” is no longer saved.").arg(connection.name));
}

void StartPage::keyPressEvent(QKeyEvent *event)
{
    if (event->matches(QKeySequence::Paste)) {
        m_url->setUrl(QApplication::clipboard()->text().trimmed());
        m_url->focusField();
    } else {
        Page::keyPressEvent(event);
    }
}

void StartPage::confirmReset()
{
    auto *box = new QMessageBox(QMessageBox::Warning, tr("Reset the demo"),
                                tr("Delete the demo database and make it anew?"), QMessageBox::Cancel, this);
    box->setObjectName(QStringLiteral("resetDialog"));
    box->setAttribute(Qt::WA_DeleteOnClose);
    box->setInformativeText(tr("Everything changed in it is lost. Nothing else on this computer is touched."));
    QPushButton *reset = box->addButton(tr("Reset the demo"), QMessageBox::DestructiveRole);
    reset->setObjectName(QStringLiteral("resetConfirm"));
    setButtonRole(reset, ButtonRole::Danger);
    box->button(QMessageBox::Cancel)->setObjectName(QStringLiteral("resetCancel"));
    box->setDefaultButton(QMessageBox::Cancel);
    connect(reset, &QPushButton::clicked, this, &StartPage::demoResetRequested);
    box->open();
}

} // namespace pitboss

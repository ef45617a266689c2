// SPDX-FileCopyrightText: 2026 The Pitboss authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/start/projectcard.h"

#include "ui/controls.h"
#include "ui/start/connectionpreview.h"

#include <QDir>
#include <QDragEnterEvent>
#include <QFileDialog>
#include <QFileInfo>
#include <QHBoxLayout>
#include <QLineEdit>
#include <QMenu>
#include <QMimeData>
#include <QPushButton>

namespace pitboss {

ProjectCard::ProjectCard(QWidget *parent)
    : Card(QStringLiteral("folder"), tr("From a project or .env"),
           tr("Takes DATABASE_URL from the file. Choose it, or drop it here."), parent)
    , m_field(new QLineEdit(this))
    , m_browse(textButton(QStringLiteral("projectBrowse"), tr("C&hoose"), this))
    , m_connect(textButton(QStringLiteral("projectConnect"), tr("C&onnect"), this))
    , m_preview(new ConnectionPreview(QStringLiteral("project"), this))
{
    setAcceptDrops(true);
    m_field->setObjectName(QStringLiteral("projectField"));
    m_field->setAccessibleName(tr("Project folder or .env file"));
    m_field->setPlaceholderText(tr("A folder with a .env, or the file itself"));
    m_field->setMinimumHeight(30);
    auto *menu = new QMenu(m_browse);
    menu->setObjectName(QStringLiteral("projectBrowseMenu"));
    menu->addAction(icon(QStringLiteral("folder")), tr("Project folder…"), this, &ProjectCard::browseFolder);
    menu->addAction(icon(QStringLiteral("file")), tr(".env file…"), this, &ProjectCard::browseFile);
    m_browse->setMenu(menu);
    m_connect->setEnabled(false);
    for (QPushButton *button : {m_browse, m_connect})
        button->setMinimumHeight(30);
    auto *row = new QHBoxLayout;
    row->addWidget(m_field, 1);
    row->addWidget(m_browse);
    row->addWidget(m_connect);
    body()->addLayout(row);
    body()->addWidget(m_preview);
    connect(m_field, &QLineEdit::textChanged, this, &ProjectCard::read);
    connect(m_field, &QLineEdit::returnPressed, this, &ProjectCard::submit);
    connect(m_connect, &QPushButton::clicked, this, &ProjectCard::submit);
}

QString ProjectCard::envFileOf(const QString &path)
{
    const QString clean = QDir::cleanPath(path.trimmed());
    return QFileInfo(clean).isDir() ? clean + QStringLiteral("/.env") : clean;
}

void ProjectCard::setPath(const QString &path)
{
    m_field->setText(path);
}

bool ProjectCard::isValid() const
{
    return m_preview->info().has_value();
}

void ProjectCard::setBusy(bool busy)
{
    m_connect->setEnabled(!busy && isValid());
    m_field->setReadOnly(busy);
}

static Result<ConnectionInfo> readProject(const QString &envFile)
{
    // Only the file counts here: a variable of the shell must not win over what the person has chosen.
    return resolveConnection({{}, envFile, {}, QProcessEnvironment()});
}

void ProjectCard::read()
{
    const QString file = envFileOf(m_field->text());
    if (m_field->text().trimmed().isEmpty()) {
        m_preview->clear();
    } else if (!QFileInfo(file).isFile()) {
        m_preview->setError(Error::of(Error::Kind::File, tr("There is no file %1.").arg(file)));
    } else if (const auto info = readProject(file)) {
        m_preview->setInfo(*info);
    } else {
        m_preview->setError(info.error());
    }
    m_connect->setEnabled(isValid());
    emit validityChanged();
}

void ProjectCard::browseFolder()
{
    const QString chosen = QFileDialog::getExistingDirectory(this, tr("Choose a project folder"), m_field->text());
    if (!chosen.isEmpty())
        setPath(chosen);
}

void ProjectCard::browseFile()
{
    QFileDialog dialog(this, tr("Choose a .env file"), m_field->text());
    // Such files begin with a dot, and are hidden otherwise.
    dialog.setFilter(dialog.filter() | QDir::Hidden);
    dialog.setFileMode(QFileDialog::ExistingFile);
    if (dialog.exec() == QDialog::Accepted && !dialog.selectedFiles().isEmpty())
        setPath(dialog.selectedFiles().constFirst());
}

void ProjectCard::submit()
{
    const auto info = m_preview->info();
    if (info && m_connect->isEnabled())
        emit connectRequested(*info,
                              {RecentConnection::Kind::EnvFile, info->displayName(),
                               QFileInfo(envFileOf(m_field->text())).absoluteFilePath(), info->environment()});
}

void ProjectCard::dragEnterEvent(QDragEnterEvent *event)
{
    if (event->mimeData()->hasUrls() && event->mimeData()->urls().constFirst().isLocalFile())
        event->acceptProposedAction();
}

void ProjectCard::dropEvent(QDropEvent *event)
{
    setPath(event->mimeData()->urls().constFirst().toLocalFile());
    event->acceptProposedAction();
}

} // namespace pitboss

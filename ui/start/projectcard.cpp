// SPDX-FileCopyrightText: 2026 The Pitboss authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/start/projectcard.h"

#include "sql/connect/background.h"
#include "ui/controls.h"
#include "ui/start/connectionpreview.h"

#include <QComboBox>
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
           tr("Finds the database in .env, .env.local or drizzle.config. Choose it, or drop it here."), parent)
    , m_field(new QLineEdit(this))
    , m_browse(textButton(QStringLiteral("projectBrowse"), tr("C&hoose"), this))
    , m_connect(textButton(QStringLiteral("projectConnect"), tr("C&onnect"), this))
    , m_save(textButton(QStringLiteral("projectSave"), tr("S&ave…"), this))
    , m_way(new QComboBox(this))
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
    m_save->setEnabled(false);
    m_save->hide();
    m_way->setObjectName(QStringLiteral("projectWay"));
    m_way->setAccessibleName(tr("Variable that names the database"));
    m_way->hide();
    for (QPushButton *button : {m_browse, m_save, m_connect})
        button->setMinimumHeight(30);
    auto *row = new QHBoxLayout;
    row->addWidget(m_field, 1);
    row->addWidget(m_browse);
    row->addWidget(m_save);
    row->addWidget(m_connect);
    body()->addLayout(row);
    body()->addWidget(m_way);
    body()->addWidget(m_preview);
    connect(m_field, &QLineEdit::textChanged, this, &ProjectCard::read);
    connect(m_way, &QComboBox::currentIndexChanged, this, &ProjectCard::showWay);
    connect(m_save, &QPushButton::clicked, this, [this] {
        if (const auto info = m_preview->info())
            emit saveRequested(*info);
    });
    connect(m_field, &QLineEdit::returnPressed, this, &ProjectCard::submit);
    connect(m_connect, &QPushButton::clicked, this, &ProjectCard::submit);
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
    m_save->setEnabled(!busy && isValid());
    m_field->setReadOnly(busy);
}

void ProjectCard::setCanSave(bool can)
{
    m_save->setVisible(can);
}

void ProjectCard::connectWhenRead()
{
    m_connectWhenRead = true;
}

void ProjectCard::read()
{
    m_connectWhenRead = false;
    const QString path = m_field->text().trimmed();
    if (path.isEmpty()) {
        m_reads.drop();
        showProject(ProjectDatabases{});
        return;
    }
    const auto project = inBackground([path]() -> Result<ProjectDatabases> {
        if (!QFileInfo::exists(path))
            return fail(Error::Kind::File, tr("There is no file or folder %1.").arg(path));
        return readProjectDatabases(path, QProcessEnvironment::systemEnvironment());
    });
    m_reads.follow(project, this, [this](const Result<ProjectDatabases> &found) { showProject(found); });
}

static QString wayText(const ProjectWay &way)
{
    const QString file =
        way.file.isEmpty() ? ProjectCard::tr("the environment of Pitboss") : QFileInfo(way.file).fileName();
    return way.variable.isEmpty() ? ProjectCard::tr("URL in %1").arg(file)
                                  : ProjectCard::tr("%1 in %2").arg(way.variable, file);
}

void ProjectCard::showProject(const Result<ProjectDatabases> &project)
{
    m_project = project ? *project : ProjectDatabases{};
    {
        const QSignalBlocker quiet(m_way);
        m_way->clear();
        for (const ProjectWay &way : std::as_const(m_project.ways))
            m_way->addItem(wayText(way));
    }
    m_way->setVisible(m_way->count() > 1);
    if (!project)
        m_preview->setError(project.error());
    else if (m_project.ways.isEmpty() && !m_project.problems.isEmpty())
        m_preview->setError(Error::of(Error::Kind::File, m_project.problems.first()));
    else if (m_project.ways.isEmpty())
        m_preview->clear();
    showWay(m_way->currentIndex());
    if (std::exchange(m_connectWhenRead, false))
        submit();
}

void ProjectCard::showWay(int index)
{
    if (index >= 0 && index < m_project.ways.size()) {
        const ProjectWay &way = m_project.ways.at(index);
        if (way.info)
            m_preview->setInfo(*way.info);
        else
            m_preview->setError(way.info.error());
    }
    m_connect->setEnabled(isValid());
    m_save->setEnabled(isValid());
    emit validityChanged();
}

void ProjectCard::browseFolder()
{
    browse(tr("Choose a project folder"), QFileDialog::Directory);
}

void ProjectCard::browseFile()
{
    browse(tr("Choose a .env file"), QFileDialog::ExistingFile);
}

void ProjectCard::browse(const QString &title, int fileMode)
{
    auto *dialog = new QFileDialog(this, title, m_field->text());
    dialog->setObjectName(QStringLiteral("projectDialog"));
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setFileMode(QFileDialog::FileMode(fileMode));
    dialog->setFilter(dialog->filter() | QDir::Hidden); // a .env would not be shown otherwise
    connect(dialog, &QFileDialog::fileSelected, this, &ProjectCard::setPath);
    dialog->open();
}

/// The file itself where it is a .env; else the folder, to be looked through again.
QString ProjectCard::target() const
{
    const int index = m_way->currentIndex();
    const QString file = index >= 0 && index < m_project.ways.size() ? m_project.ways.at(index).file : QString();
    const bool isEnv = !file.isEmpty() && !QFileInfo(file).fileName().startsWith(QLatin1String("drizzle.config"));
    return isEnv ? QFileInfo(file).absoluteFilePath() : m_project.folder;
}

void ProjectCard::submit()
{
    const auto info = m_preview->info();
    if (info && m_connect->isEnabled())
        emit connectRequested(*info,
                              {RecentConnection::Kind::EnvFile, info->displayName(), target(), info->environment()});
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

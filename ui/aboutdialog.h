// SPDX-FileCopyrightText: 2026 The Pitboss authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QDialog>
#include <QList>
#include <QString>

namespace pitboss {

/// One line of the About dialog: a part of the program and the version of it that runs.
struct VersionLine
{
    QString part;
    QString version;
    QString licence;
};

/// Pitboss and Qt, which the window knows of itself. The composition root adds libpq, the parser and the server.
QList<VersionLine> ownVersions();

class AboutDialog : public QDialog
{
    Q_OBJECT
public:
    explicit AboutDialog(const QList<VersionLine> &versions, QWidget *parent = nullptr);

private:
    QLayout *head();
    QWidget *table(const QList<VersionLine> &versions);
    void copyVersions() const;

    QList<VersionLine> m_versions;
};

} // namespace pitboss

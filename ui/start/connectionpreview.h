// SPDX-FileCopyrightText: 2026 The Pitboss authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "sql/connectioninfo.h"

#include <QWidget>

class QComboBox;

namespace pitboss {

class ElidedLabel;
class EnvironmentBadge;
class IconLabel;
class TypeLabel;

/// What a URL or file would connect to, before anything is opened: where, as whom, and which environment it counts as,
/// which the person can correct. Or what is wrong with it.
class ConnectionPreview : public QWidget
{
    Q_OBJECT
public:
    explicit ConnectionPreview(const QString &namePrefix, QWidget *parent = nullptr);

    void setInfo(const ConnectionInfo &info);
    void setError(const Error &error);
    void clear();
    /// With the environment as it stands in the box.
    std::optional<ConnectionInfo> info() const;
    QString text() const;

private:
    void build();

    std::optional<ConnectionInfo> m_info;
    IconLabel *m_icon;
    EnvironmentBadge *m_badge;
    ElidedLabel *m_text;
    TypeLabel *m_label;
    QComboBox *m_environment;
};

} // namespace pitboss

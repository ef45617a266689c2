// SPDX-FileCopyrightText: 2026 The Pitboss authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "sql/connectioninfo.h"

#include <QWidget>

#include <optional>

namespace pitboss {

/// The 3 px band along the top of the window in the environment's colour; a hairline while there is none. Decoration
/// beside the chip, which says the same in words.
class EnvironmentBand : public QWidget
{
    Q_OBJECT
public:
    explicit EnvironmentBand(QWidget *parent = nullptr);
    void setEnvironment(std::optional<Environment> environment);
    std::optional<Environment> environment() const { return m_environment; }

private:
    void paintEvent(QPaintEvent *event) override;
    std::optional<Environment> m_environment;
};

/// The filled label with icon and word, for cards, lists and dialogs.
class EnvironmentBadge : public QWidget
{
    Q_OBJECT
public:
    explicit EnvironmentBadge(QWidget *parent = nullptr);
    void setEnvironment(Environment environment);
    QSize sizeHint() const override;
    QSize minimumSizeHint() const override { return sizeHint(); }
    /// Paints the label at `topLeft`, `height` high, and gives its width; for own-painted parts.
    static int paint(QPainter *painter, const QPoint &topLeft, int height, Environment environment,
                     const QPalette &palette);
    static int widthOf(const QFont &font, Environment environment);
    static QFont badgeFont(const QFont &font);

private:
    void paintEvent(QPaintEvent *event) override;
    Environment m_environment = Environment::Local;
};

} // namespace pitboss

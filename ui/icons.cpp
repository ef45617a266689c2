// SPDX-FileCopyrightText: 2026 The Pitboss authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/icons.h"

#include "ui/colors.h"

#include <QApplication>
#include <QDir>
#include <QFile>
#include <QIconEngine>
#include <QPainter>
#include <QPixmapCache>
#include <QSvgRenderer>

static void initIconResource()
{
    Q_INIT_RESOURCE(icons);
}

namespace pitboss {

static QString resourcePath(const QString &name)
{
    initIconResource();
    return QStringLiteral(":/icons/%1.svg").arg(name);
}

static QPixmap rendered(const QString &name, const QSize &pixels, const QColor &color)
{
    QFile file(resourcePath(name));
    QPixmap pixmap(pixels);
    pixmap.fill(Qt::transparent);
    if (!file.open(QIODevice::ReadOnly))
        return pixmap;
    QSvgRenderer renderer(file.readAll().replace("currentColor", color.name().toLatin1()));
    QPainter painter(&pixmap);
    painter.setOpacity(color.alphaF());
    const int side = qMin(pixels.width(), pixels.height());
    const QRectF square((pixels.width() - side) / 2.0, (pixels.height() - side) / 2.0, side, side);
    renderer.render(&painter, square);
    return pixmap;
}

QPixmap iconPixmap(const QString &name, const QSize &size, const QColor &color, qreal devicePixelRatio)
{
    const QSize pixels = (QSizeF(size) * devicePixelRatio).toSize();
    const QString key = QStringLiteral("pitboss-%1-%2x%3-%4-%5")
                            .arg(name)
                            .arg(pixels.width())
                            .arg(pixels.height())
                            .arg(color.rgba(), 0, 16)
                            .arg(devicePixelRatio);
    QPixmap pixmap;
    if (QPixmapCache::find(key, &pixmap))
        return pixmap;
    pixmap = rendered(name, pixels, color);
    pixmap.setDevicePixelRatio(devicePixelRatio);
    QPixmapCache::insert(key, pixmap);
    return pixmap;
}

void paintIcon(QPainter *painter, const QRect &rect, const QString &name, const QColor &color)
{
    const qreal ratio = painter->device()->devicePixelRatio();
    painter->drawPixmap(rect.topLeft(), iconPixmap(name, rect.size(), color, ratio));
}

static QColor tintColor(const Colors &colors, Tint tint)
{
    switch (tint) {
    case Tint::Text:
        return mixed(colors.secondary, colors.text, 0.55);
    case Tint::Secondary:
        return colors.secondary;
    case Tint::Accent:
        return colors.accent;
    case Tint::OnAccent:
        return colors.onAccent;
    case Tint::Error:
        return colors.error.ink;
    case Tint::Warning:
        return colors.warning.ink;
    case Tint::Success:
        return colors.success.ink;
    case Tint::Info:
        return colors.info.ink;
    case Tint::Orphan:
        break;
    }
    return colors.orphan.ink;
}

static QColor modeColor(QIcon::Mode mode, Tint tint)
{
    const QPalette palette = QApplication::palette();
    if (mode == QIcon::Disabled)
        return palette.color(QPalette::Disabled, QPalette::WindowText);
    if (mode == QIcon::Selected && tint == Tint::Text)
        return palette.color(QPalette::HighlightedText);
    if (mode == QIcon::Active && tint == Tint::Text)
        return palette.color(QPalette::WindowText);
    return tintColor(colorsFor(palette), tint);
}

namespace {

class LineIconEngine : public QIconEngine
{
public:
    LineIconEngine(QString name, Tint tint)
        : m_name(std::move(name))
        , m_tint(tint)
    {
    }

    void paint(QPainter *painter, const QRect &rect, QIcon::Mode mode, QIcon::State) override
    {
        paintIcon(painter, rect, m_name, modeColor(mode, m_tint));
    }
    QPixmap pixmap(const QSize &size, QIcon::Mode mode, QIcon::State) override
    {
        return iconPixmap(m_name, size, modeColor(mode, m_tint), 1.0);
    }
    /// `size` comes in device pixels already.
    QPixmap scaledPixmap(const QSize &size, QIcon::Mode mode, QIcon::State, qreal) override
    {
        return iconPixmap(m_name, size, modeColor(mode, m_tint), 1.0);
    }
    QSize actualSize(const QSize &size, QIcon::Mode, QIcon::State) override { return size; }
    QIconEngine *clone() const override { return new LineIconEngine(m_name, m_tint); }
    QString key() const override { return QStringLiteral("pitboss-line"); }
    QString iconName() override { return m_name; }
    bool isNull() override { return false; }

private:
    QString m_name;
    Tint m_tint;
};

} // namespace

QIcon icon(const QString &name, Tint tint)
{
    return QFile::exists(resourcePath(name)) ? QIcon(new LineIconEngine(name, tint)) : QIcon();
}

QStringList iconNames()
{
    initIconResource();
    QStringList names = QDir(QStringLiteral(":/icons")).entryList({QStringLiteral("*.svg")}, QDir::Files, QDir::Name);
    for (QString &name : names)
        name.chop(4);
    return names;
}

QIcon applicationIcon()
{
    return QIcon(resourcePath(QStringLiteral("app/pitboss")));
}

} // namespace pitboss

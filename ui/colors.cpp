// SPDX-FileCopyrightText: 2026 The Pitboss authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/colors.h"

#include <cmath>

namespace pitboss {

static QColor rgb(unsigned value)
{
    return QColor::fromRgb(value);
}

static Colors makeLight()
{
    Colors c;
    c.dark = false;
    c.window = rgb(0xF2F4F7);
    c.base = c.raised = rgb(0xFFFFFF);
    c.alternate = rgb(0xF8FAFC);
    c.text = rgb(0x1A2330);
    c.secondary = rgb(0x5A6675);
    c.disabled = rgb(0x98A2AE);
    c.hairline = rgb(0xDFE4EA);
    c.border = rgb(0xBAC4CF);
    c.hover = rgb(0xE6EAEF);
    c.pressed = rgb(0xD9DFE6);
    c.selection = rgb(0xD9E8FC);
    c.selectionInactive = rgb(0xE4E9EF);
    c.accent = c.accentFill = rgb(0x1763CF);
    c.onAccent = c.onDanger = rgb(0xFFFFFF);
    c.dangerFill = rgb(0xC62F26);
    c.local = {rgb(0x55677A), rgb(0xFFFFFF), rgb(0x4A5A6C)};
    c.preview = {rgb(0x0E7C73), rgb(0xFFFFFF), rgb(0x0B7068)};
    c.staging = {rgb(0xF0A92E), rgb(0x231600), rgb(0x8A5200)};
    c.production = {rgb(0xC62F26), rgb(0xFFFFFF), rgb(0xB3261E)};
    c.applied = c.inferred = {c.secondary, rgb(0xEDF0F3)};
    c.pending = c.info = {c.accent, rgb(0xE6F0FD)};
    c.edited = c.changed = c.warning = {rgb(0x8A5200), rgb(0xFFF3DC)};
    c.orphan = {rgb(0x7A3FB8), rgb(0xF3EBFB)};
    c.missing = c.removed = c.error = {rgb(0xB3261E), rgb(0xFDECEA)};
    c.added = c.success = {rgb(0x1A7032), rgb(0xE5F5EA)};
    return c;
}

static Colors makeDark()
{
    Colors c;
    c.dark = true;
    c.window = rgb(0x1D2126);
    c.base = rgb(0x15181C);
    c.alternate = rgb(0x191D21);
    c.raised = rgb(0x23282E);
    c.text = rgb(0xE4E9EF);
    c.secondary = rgb(0x9BA7B4);
    c.disabled = rgb(0x626D79);
    c.hairline = rgb(0x2D343B);
    c.border = rgb(0x46505B);
    c.hover = rgb(0x2A3038);
    c.pressed = rgb(0x343C45);
    c.selection = rgb(0x1E3A5C);
    c.selectionInactive = rgb(0x2C333B);
    c.accent = rgb(0x6CB0FF);
    c.accentFill = rgb(0x2B72D6);
    c.onAccent = c.onDanger = rgb(0xFFFFFF);
    c.dangerFill = rgb(0xC9352B);
    c.local = {rgb(0x5B6E82), rgb(0xFFFFFF), rgb(0xA3B1C1)};
    c.preview = {rgb(0x0E7C73), rgb(0xFFFFFF), rgb(0x4CC9BC)};
    c.staging = {rgb(0xF0A92E), rgb(0x231600), rgb(0xF0B04A)};
    c.production = {rgb(0xC9352B), rgb(0xFFFFFF), rgb(0xFF8A80)};
    c.applied = c.inferred = {c.secondary, rgb(0x262C32)};
    c.pending = c.info = {c.accent, rgb(0x182B42)};
    c.edited = c.changed = c.warning = {rgb(0xF0B04A), rgb(0x352A14)};
    c.orphan = {rgb(0xC79BF2), rgb(0x2D2139)};
    c.missing = c.removed = c.error = {rgb(0xFF8A80), rgb(0x3A1F1E)};
    c.added = c.success = {rgb(0x6FCF87), rgb(0x17301F)};
    return c;
}

const Colors &lightColors()
{
    static const Colors colors = makeLight();
    return colors;
}

const Colors &darkColors()
{
    static const Colors colors = makeDark();
    return colors;
}

const Colors &colorsFor(const QPalette &palette)
{
    return palette.color(QPalette::Window).lightness() < 128 ? darkColors() : lightColors();
}

const EnvironmentTone &Colors::of(Environment environment) const
{
    switch (environment) {
    case Environment::Local:
        return local;
    case Environment::Preview:
        return preview;
    case Environment::Staging:
        return staging;
    case Environment::Production:
        break;
    }
    return production;
}

static void setSelection(QPalette &palette, const Colors &colors)
{
    palette.setColor(QPalette::Highlight, colors.selection);
    palette.setColor(QPalette::HighlightedText, colors.text);
    palette.setColor(QPalette::Inactive, QPalette::Highlight, colors.selectionInactive);
    palette.setColor(QPalette::Disabled, QPalette::Highlight, colors.selectionInactive);
    palette.setColor(QPalette::Disabled, QPalette::HighlightedText, colors.disabled);
}

QPalette paletteOf(const Colors &colors)
{
    QPalette palette(colors.text, colors.raised, mixed(colors.raised, colors.text, 0.06), colors.border,
                     colors.hairline, colors.text, colors.onAccent, colors.base, colors.window);
    palette.setColor(QPalette::AlternateBase, colors.alternate);
    palette.setColor(QPalette::PlaceholderText, colors.secondary);
    palette.setColor(QPalette::ToolTipBase, colors.raised);
    palette.setColor(QPalette::ToolTipText, colors.text);
    palette.setColor(QPalette::Link, colors.accent);
    palette.setColor(QPalette::LinkVisited, colors.orphan.ink);
    palette.setColor(QPalette::Midlight, colors.hover);
    palette.setColor(QPalette::Shadow, colors.dark ? QColor(0, 0, 0) : colors.border);
    for (const auto role : {QPalette::WindowText, QPalette::Text, QPalette::ButtonText})
        palette.setColor(QPalette::Disabled, role, colors.disabled);
    palette.setColor(QPalette::Disabled, QPalette::Base, colors.window);
    palette.setColor(QPalette::Disabled, QPalette::PlaceholderText, colors.disabled);
    setSelection(palette, colors);
    return palette;
}

static double linear(double channel)
{
    return channel <= 0.04045 ? channel / 12.92 : std::pow((channel + 0.055) / 1.055, 2.4);
}

static double luminance(const QColor &color)
{
    return 0.2126 * linear(color.redF()) + 0.7152 * linear(color.greenF()) + 0.0722 * linear(color.blueF());
}

double contrast(const QColor &one, const QColor &other)
{
    const double a = luminance(one);
    const double b = luminance(other);
    return (std::max(a, b) + 0.05) / (std::min(a, b) + 0.05);
}

QColor mixed(const QColor &ground, const QColor &top, double share)
{
    const auto channel = [share](int under, int over) { return int(std::lround(under + (over - under) * share)); };
    return QColor(channel(ground.red(), top.red()), channel(ground.green(), top.green()),
                  channel(ground.blue(), top.blue()));
}

} // namespace pitboss

// SPDX-FileCopyrightText: 2026 The Pitboss authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/migrations/forecastbanner.h"

#include "ui/controls.h"
#include "ui/iconlabel.h"
#include "ui/labels.h"
#include "ui/migrations/fittedarea.h"
#include "ui/style/parts.h"

#include <QApplication>
#include <QClipboard>
#include <QHBoxLayout>
#include <QToolButton>

#include <algorithm>

namespace pitboss {

using namespace Qt::Literals::StringLiterals;

ForecastBanner::ForecastBanner(QWidget *parent)
    : QFrame(parent)
    , m_icon(new IconLabel(u"info"_s, 16, Tint::Info, this))
    , m_text(new TypeLabel(TypeLabel::Kind::Body, {}, this))
    , m_disclose(iconButton(u"forecastDetails"_s, u"triangle-right"_s, tr("Show why, and what would mend it"), this))
    , m_copy(iconButton(u"forecastCopy"_s, u"copy"_s, tr("Copy the forecast"), this))
    , m_repairs(new RepairList(u"forecast"_s, this))
    , m_area(new FittedArea(m_repairs, 220, this))
{
    setObjectName(u"forecastBanner"_s);
    m_text->setObjectName(u"forecastText"_s);
    m_text->setWordWrap(true);
    m_text->setTextInteractionFlags(Qt::TextSelectableByMouse);
    m_disclose->setCheckable(true);
    m_area->setObjectName(u"forecastRepairArea"_s);
    m_area->setAccessibleName(tr("Reasons and repairs"));
    m_area->hide();

    auto *row = new QHBoxLayout;
    row->addWidget(m_icon);
    row->addWidget(m_text, 1);
    row->addWidget(m_disclose, 0, Qt::AlignTop);
    row->addWidget(m_copy, 0, Qt::AlignTop);
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(14, 5, 6, 5);
    column->addLayout(row);
    column->addWidget(m_area);
    connect(m_disclose, &QToolButton::toggled, this, &ForecastBanner::showRepairs);
    connect(m_repairs, &RepairList::tagActivated, this, &ForecastBanner::tagActivated);
    connect(m_copy, &QToolButton::clicked, this, [this] {
        const QString more = RepairList::text(m_repairs->repairs());
        QApplication::clipboard()->setText(more.isEmpty() ? text() : text() + u"\n\n"_s + more);
    });
}

QString ForecastBanner::text() const
{
    return m_text->text();
}

ForecastBanner::Kind ForecastBanner::kindOf(const JournalStatus &status)
{
    const Forecast &forecast = status.forecast;
    const bool certain = std::any_of(forecast.stops.begin(), forecast.stops.end(),
                                     [](const Forecast::Stop &stop) { return stop.certain; });
    if (certain)
        return Kind::Error;
    const bool again =
        std::any_of(forecast.runs.begin(), forecast.runs.end(), [](const Forecast::Run &run) { return run.again; });
    if (!forecast.stops.isEmpty() || !forecast.skips.isEmpty() || !forecast.warnings.isEmpty() || again
        || !status.problems.isEmpty() || status.tracking == TrackingTable::State::NotReadable)
        return Kind::Warning;
    return forecast.nothingToDo() ? Kind::Good : Kind::Quiet;
}

QList<Repair> ForecastBanner::repairsOf(const JournalStatus &status)
{
    QList<Repair> repairs;
    for (const Forecast::Stop &stop : status.forecast.stops)
        repairs.append(
            {stop.tag,
             stop.line > 0 ? tr("stops at line %1: %2").arg(stop.line).arg(stop.why) : tr("stops: %1").arg(stop.why),
             stop.repair});
    for (const Forecast::Skip &skip : status.forecast.skips)
        repairs.append({skip.tag, tr("is skipped: %1").arg(skip.why), skip.repair});
    for (const Forecast::Run &run : status.forecast.runs) {
        if (run.again || !run.note.isEmpty())
            repairs.append({run.tag, run.note.isEmpty() ? tr("would be executed a second time") : run.note, {}});
    }
    for (const QString &warning : status.forecast.warnings)
        repairs.append({{}, warning, {}});
    for (const Problem &problem : status.problems)
        repairs.append({{}, problem.text, problem.repair});
    return repairs;
}

void ForecastBanner::setStatus(const JournalStatus &status)
{
    QStringList parts{status.forecast.sentence()};
    if (!status.note.isEmpty() && !parts.first().contains(status.note))
        parts.prepend(status.note);
    if (!status.forecast.known && !status.problems.isEmpty()) // what is wrong with the folder needs no database
        parts.prepend(status.problems.first().text);
    parts.removeAll(QString());
    show(kindOf(status), parts.join(u' '), repairsOf(status));
}

void ForecastBanner::setWords(const QString &text)
{
    show(Kind::Quiet, text, {});
}

void ForecastBanner::show(Kind kind, const QString &text, const QList<Repair> &repairs)
{
    static const std::pair<QString, Tint> looks[] = {{u"info"_s, Tint::Info},
                                                     {u"success"_s, Tint::Success},
                                                     {u"warning"_s, Tint::Warning},
                                                     {u"error"_s, Tint::Error}};
    m_kind = kind;
    m_icon->setIcon(looks[int(kind)].first, looks[int(kind)].second);
    m_text->setText(text);
    setAccessibleName(text);
    m_repairs->setRepairs(repairs);
    m_disclose->setVisible(!repairs.isEmpty());
    if (repairs.isEmpty())
        m_disclose->setChecked(false);
    showRepairs(m_disclose->isChecked());
    QFrame::show();
    update();
}

void ForecastBanner::showRepairs(bool shown)
{
    m_disclose->setIcon(icon(shown ? u"triangle-down"_s : u"triangle-right"_s));
    const QString name = shown ? tr("Hide the reasons") : tr("Show why, and what would mend it");
    m_disclose->setAccessibleName(name);
    m_disclose->setToolTip(name);
    m_area->setVisible(shown);
}

void ForecastBanner::paintEvent(QPaintEvent *)
{
    const Colors &colors = colorsFor(palette());
    const Tone *tones[] = {&colors.info, &colors.success, &colors.warning, &colors.error};
    const Tone &tone = *tones[int(m_kind)];
    QPainter painter(this);
    parts::roundedBox(&painter, rect(), parts::radius, tone.soft, mixed(tone.soft, tone.ink, 0.3));
    painter.fillRect(QRect(0, 6, 3, height() - 12), tone.ink);
}

} // namespace pitboss

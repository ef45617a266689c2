// SPDX-FileCopyrightText: 2026 The Pitboss authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/overview/figurecard.h"

#include "sql/figuretext.h"
#include "ui/colors.h"
#include "ui/iconlabel.h"
#include "ui/labels.h"

#include <QApplication>
#include <QBoxLayout>
#include <QPainter>
#include <QStyle>
#include <QToolButton>

namespace pitboss {

namespace {

constexpr int margin = 16;
constexpr int rowGap = 6;
constexpr int iconSide = 16;
constexpr int skeletonHeight = 148;

/// What a person should look into when it is not zero.
bool asksForAttention(const Figure &figure)
{
    static const QStringList ids{QStringLiteral("bouts.stuck"), QStringLiteral("bouts.errors_last_hour"),
                                 QStringLiteral("credits.unreconciled"), QStringLiteral("server.long_transactions")};
    return !figure.error && ids.contains(figure.id()) && figure.total() > 0;
}

/// How large a part is of the whole: a thin line, told in numbers beside it.
class ShareBar : public QWidget
{
public:
    ShareBar(double share, QWidget *parent)
        : QWidget(parent)
        , m_share(share)
    {
        constexpr int height = 3;
        setFixedHeight(height);
    }

private:
    void paintEvent(QPaintEvent *) override
    {
        const Colors &colors = colorsFor(palette());
        QPainter painter(this);
        painter.fillRect(rect(), colors.hairline);
        const int filled = qMax(m_share > 0 ? 2 : 0, int(m_share * width()));
        const int from = isRightToLeft() ? width() - filled : 0;
        painter.fillRect(from, 0, filled, height(), mixed(colors.raised, colors.accent, 0.65));
    }

    double m_share;
};

QHBoxLayout *lineOf(QWidget *label, QWidget *value)
{
    auto *line = new QHBoxLayout;
    line->setSpacing(8);
    line->addWidget(label);
    line->addStretch();
    line->addWidget(value);
    return line;
}

InkLabel *valueLabel(const Figure &figure, const QString &text, const QString &title)
{
    auto *value = new InkLabel(asksForAttention(figure) ? InkLabel::Ink::Warning : InkLabel::Ink::Normal, text);
    value->setObjectName(QStringLiteral("figure.") + figure.id());
    value->setAccessibleName(QStringLiteral("%1, %2: %3").arg(title, figureLabel(figure), text));
    value->setAlignment(Qt::AlignRight | Qt::AlignVCenter);
    return value;
}

} // namespace

FigureCard::FigureCard(const QString &iconName, const QString &title, QWidget *parent)
    : QFrame(parent)
    , m_title(title)
    , m_layout(new QVBoxLayout(this))
{
    m_layout->setContentsMargins(margin, 12, margin, 14);
    m_layout->setSpacing(8);
    auto *head = new QHBoxLayout;
    head->setSpacing(8);
    head->addWidget(new IconLabel(iconName, iconSide, Tint::Secondary));
    head->addWidget(new TypeLabel(TypeLabel::Kind::Section, title));
    head->addStretch();
    m_layout->addLayout(head);
    setAccessibleName(title);
}

void FigureCard::clear()
{
    m_loading = false;
    delete m_body;
    m_body = new QWidget;
    auto *rows = new QVBoxLayout(m_body);
    rows->setContentsMargins({});
    rows->setSpacing(rowGap);
    m_layout->addWidget(m_body);
    m_filled = true;
}

void FigureCard::addHeadline(const QString &text, const QString &caption, const QString &name)
{
    constexpr double large = 1.9;
    auto *label = new InkLabel(InkLabel::Ink::Normal, text);
    label->setFont(scaledFont(QApplication::font(), large, QFont::DemiBold));
    label->setObjectName(name);
    label->setAccessibleName(QStringLiteral("%1: %2 %3").arg(m_title, text, caption));
    auto *line = new QHBoxLayout;
    line->setSpacing(8);
    line->addWidget(label);
    label->setSizePolicy(QSizePolicy::Minimum, QSizePolicy::Preferred); // a figure is never cut; its caption may be
    auto *under = new ElidedLabel(caption);
    under->setForegroundRole(QPalette::PlaceholderText);
    under->setContentsMargins(0, 0, 0, 4); // on the large type's base line
    line->addWidget(under, 1, Qt::AlignBottom);
    qobject_cast<QVBoxLayout *>(m_body->layout())->addLayout(line);
}

void FigureCard::addReason(const QStringList &labels, const Error &error, const QString &objectName)
{
    auto *rows = qobject_cast<QVBoxLayout *>(m_body->layout());
    const bool absent =
        error.kind == Error::Kind::Missing || (error.kind == Error::Kind::Data && error.sqlState.isEmpty());
    const QString what = labels.join(QStringLiteral(" · "));
    auto *reason = new InkLabel(absent ? InkLabel::Ink::Secondary : InkLabel::Ink::Error, error.message);
    reason->setWordWrap(true);
    reason->setObjectName(objectName);
    reason->setAccessibleName(QStringLiteral("%1, %2: %3").arg(m_title, what, error.message));
    reason->setToolTip(error.hint);
    auto *line = new QHBoxLayout;
    line->setSpacing(8);
    line->addWidget(new IconLabel(absent ? QStringLiteral("info") : QStringLiteral("error"), iconSide,
                                  absent ? Tint::Secondary : Tint::Error),
                    0, Qt::AlignTop);
    line->addWidget(reason, 1);
    rows->addSpacing(2);
    if (!labels.isEmpty()) {
        auto *label = new InkLabel(InkLabel::Ink::Secondary, what);
        label->setWordWrap(true);
        rows->addWidget(label);
    }
    rows->addLayout(line);
}

/// Figures that failed for one and the same reason say it together.
void FigureCard::addFailures(const QList<Figure> &figures)
{
    QList<Figure> left = figures;
    while (!left.isEmpty()) {
        const Figure first = left.first();
        QStringList labels;
        for (const Figure &figure : std::as_const(left)) {
            if (figure.error->message == first.error->message)
                labels << figureLabel(figure);
        }
        addReason(labels, *first.error, QStringLiteral("figure.") + first.id());
        left.removeIf([&](const Figure &figure) { return figure.error->message == first.error->message; });
    }
}

void FigureCard::addRow(const Figure &figure)
{
    auto *rows = qobject_cast<QVBoxLayout *>(m_body->layout());
    auto *label = new InkLabel(InkLabel::Ink::Secondary, figureLabel(figure));
    InkLabel *value = valueLabel(figure, figureText(figure, locale()), m_title);
    QHBoxLayout *line = lineOf(label, value);
    if (asksForAttention(figure))
        line->insertWidget(2, new IconLabel(QStringLiteral("warning"), iconSide, Tint::Warning));
    rows->addLayout(line);
}

void FigureCard::addBreakdown(const Figure &figure)
{
    auto *rows = qobject_cast<QVBoxLayout *>(m_body->layout());
    const qint64 total = figure.total();
    for (const FigureEntry &entry : figure.entries) {
        auto *label = new InkLabel(InkLabel::Ink::Secondary, entry.label);
        InkLabel *value = valueLabel(figure, figureValueText(figure.unit, entry.value, locale()), m_title);
        value->setObjectName(QStringLiteral("figure.%1.%2").arg(figure.id(), entry.label));
        value->setAccessibleName(QStringLiteral("%1, %2: %3").arg(m_title, entry.label, value->text()));
        rows->addLayout(lineOf(label, value));
        rows->addWidget(new ShareBar(total > 0 ? double(entry.number()) / double(total) : 0, m_body));
    }
    rows->addSpacing(2);
}

void FigureCard::setFigures(const QList<Figure> &figures, const QString &headline)
{
    clear();
    for (const Figure &figure : figures) {
        if (figure.key == headline && !figure.error)
            addHeadline(figureText(figure, locale()),
                        figure.key == QLatin1String("total") ? QString() : figureLabel(figure).toLower(),
                        QStringLiteral("figure.") + figure.id());
    }
    QList<Figure> failed;
    for (const Figure &figure : figures) {
        if (figure.error)
            failed << figure;
        else if (figure.key != headline && figure.isBreakdown)
            addBreakdown(figure);
        else if (figure.key != headline)
            addRow(figure);
    }
    addFailures(failed);
    updateGeometry();
    update();
}

void FigureCard::setTables(const QString &headline, const QList<TableLine> &lines)
{
    clear();
    addHeadline(headline, tr("by size, with indexes"), QStringLiteral("figure.tables"));
    auto *rows = qobject_cast<QVBoxLayout *>(m_body->layout());
    for (int i = 0; i < int(lines.size()); ++i) {
        auto *name = new QToolButton;
        name->setAutoRaise(true);
        name->setText(fontMetrics()
                          .elidedText(lines[i].name, Qt::ElideMiddle, 180)
                          .replace(QLatin1Char('&'), QLatin1String("&&")));
        name->setObjectName(QStringLiteral("table.%1").arg(lines[i].name));
        name->setAccessibleName(tr("Open %1, %2 rows, %3").arg(lines[i].name, lines[i].rows, lines[i].size));
        name->setToolTip(tr("Open %1").arg(lines[i].name));
        connect(name, &QToolButton::clicked, this, [this, i] { emit tableActivated(i); });
        auto *size = new InkLabel(InkLabel::Ink::Normal, lines[i].size);
        constexpr int sizeWidth = 72;
        size->setMinimumWidth(sizeWidth);
        size->setAlignment(Qt::AlignRight | Qt::AlignVCenter);
        QHBoxLayout *line = lineOf(name, new InkLabel(InkLabel::Ink::Secondary, lines[i].rows));
        line->addWidget(size);
        rows->addLayout(line);
    }
    updateGeometry();
    update();
}

void FigureCard::setError(const Error &error)
{
    clear();
    addReason({}, error, QStringLiteral("figure.error"));
}

void FigureCard::setLoading(bool loading)
{
    m_loading = loading && !m_filled;
    setMinimumHeight(m_filled ? 0 : skeletonHeight);
    update();
}

void FigureCard::paintEvent(QPaintEvent *)
{
    constexpr double radius = 6;
    const Colors &colors = colorsFor(palette());
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(colors.hairline);
    painter.setBrush(colors.raised);
    painter.drawRoundedRect(QRectF(rect()).adjusted(0.5, 0.5, -0.5, -0.5), radius, radius);
    if (!m_loading)
        return;
    painter.setPen(Qt::NoPen);
    painter.setBrush(mixed(colors.raised, colors.text, 0.08));
    constexpr int top = 48;
    constexpr int step = 28;
    for (int i = 0; i < 3; ++i) {
        const int length = (width() - 2 * margin) * (i == 0 ? 2 : 4 - i) / 4;
        painter.drawRoundedRect(QRectF(margin, top + i * step, length, i == 0 ? 20 : 12), 3, 3);
    }
}

} // namespace pitboss

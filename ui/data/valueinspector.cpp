// SPDX-FileCopyrightText: 2026 The Pitboss authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/data/valueinspector.h"

#include "ui/codehighlighter.h"
#include "ui/controls.h"
#include "ui/grid/celldelegate.h"
#include "ui/labels.h"

#include <QCheckBox>
#include <QClipboard>
#include <QGuiApplication>
#include <QHBoxLayout>
#include <QJsonDocument>
#include <QLocale>
#include <QPlainTextEdit>
#include <QToolButton>
#include <QVBoxLayout>

namespace pitboss {

namespace {

constexpr quint32 jsonOid = 114;
constexpr quint32 jsonbOid = 3802;
constexpr qsizetype mostShown = 4 << 20; ///< characters: a text editor takes no more without stalling

bool isJson(const Column &column)
{
    return column.typeOid == jsonOid || column.typeOid == jsonbOid;
}

/// Indented by two spaces; the tokens are the server's own, so no number loses a digit.
QString indented(const QString &json)
{
    QString out;
    out.reserve(json.size() * 2);
    int depth = 0;
    bool inString = false;
    const auto newLine = [&] { out += QLatin1Char('\n') + QString(2 * depth, QLatin1Char(' ')); };
    for (qsizetype i = 0; i < json.size(); ++i) {
        const QChar c = json[i];
        const QChar next = json.size() > i + 1 ? json[i + 1] : QChar();
        if (inString) {
            out += c;
            if (c == QLatin1Char('\\') && !next.isNull())
                out += json[++i];
            inString = c != QLatin1Char('"');
        } else if (c == QLatin1Char('{') || c == QLatin1Char('[')) {
            out += c;
            if (next == QLatin1Char('}') || next == QLatin1Char(']')) {
                out += json[++i];
            } else {
                ++depth;
                newLine();
            }
        } else if (c == QLatin1Char('}') || c == QLatin1Char(']')) {
            depth = qMax(0, depth - 1);
            newLine();
            out += c;
        } else if (c == QLatin1Char(',')) {
            out += c;
            newLine();
        } else if (!c.isSpace()) {
            out += c;
            if (c == QLatin1Char(':'))
                out += QLatin1Char(' ');
            inString = c == QLatin1Char('"');
        }
    }
    return out;
}

} // namespace

ValueInspector::ValueInspector(QWidget *parent)
    : QWidget(parent)
    , m_name(new TypeLabel(TypeLabel::Kind::Section))
    , m_type(new TypeLabel(TypeLabel::Kind::Secondary))
    , m_wrap(new QCheckBox(tr("Wrap lines")))
    , m_edit(new QPlainTextEdit)
    , m_highlighter(std::make_unique<CodeHighlighter>(m_edit->document()))
{
    setObjectName(QStringLiteral("valueInspector"));
    setMinimumWidth(220);
    m_edit->setObjectName(QStringLiteral("inspectedValue"));
    m_edit->setAccessibleName(tr("Whole value"));
    m_edit->setReadOnly(true);
    m_edit->setTextInteractionFlags(Qt::TextSelectableByMouse | Qt::TextSelectableByKeyboard);
    m_edit->setFrameShape(QFrame::NoFrame);
    m_edit->setFont(monospaceFont());
    m_wrap->setObjectName(QStringLiteral("wrapValue"));
    m_wrap->setChecked(true);
    auto *copyButton = iconButton(QStringLiteral("copyValue"), QStringLiteral("copy"), tr("Copy the whole value"));
    auto *head = new QHBoxLayout;
    head->addWidget(m_name, 1);
    head->addWidget(copyButton);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(12, 6, 8, 8);
    layout->setSpacing(4);
    layout->addLayout(head);
    layout->addWidget(m_type);
    layout->addWidget(m_edit, 1);
    layout->addWidget(m_wrap);
    connect(copyButton, &QToolButton::clicked, this, &ValueInspector::copy);
    connect(m_wrap, &QCheckBox::toggled, this, [this](bool wrap) {
        m_edit->setLineWrapMode(wrap ? QPlainTextEdit::WidgetWidth : QPlainTextEdit::NoWrap);
    });
}

ValueInspector::~ValueInspector() = default;

void ValueInspector::setHead(const Column &column, const QString &more)
{
    m_column = column;
    m_name->setText(column.name);
    m_type->setText(more.isEmpty() ? column.type : column.type + QStringLiteral(" · ") + more);
    m_type->setToolTip(column.comment);
}

void ValueInspector::showValue(const Column &column, const QString &text)
{
    setHead(column, sizeText(text.toUtf8().size()));
    m_value = text;
    render();
}

void ValueInspector::render()
{
    const bool large = m_value.size() > mostShown;
    m_highlighter->setLanguage(isJson(m_column) && !large ? CodeHighlighter::Language::Json
                                                          : CodeHighlighter::Language::None);
    QString shown = large ? m_value.left(mostShown) : m_value;
    if (isJson(m_column))
        shown = indented(shown);
    if (large)
        shown += tr("\n… %1 more characters: copy takes them all").arg(QLocale().toString(m_value.size() - mostShown));
    m_edit->setPlainText(shown);
}

void ValueInspector::showNull(const Column &column)
{
    setHead(column, tr("null"));
    m_value.clear();
    m_highlighter->setLanguage(CodeHighlighter::Language::None);
    m_edit->setPlainText({});
    m_edit->setPlaceholderText(tr("No value (NULL)"));
}

void ValueInspector::showFailure(const Column &column, const Error &error)
{
    setHead(column, {});
    m_value.clear();
    m_edit->setPlainText({});
    m_edit->setPlaceholderText(tr("The whole value could not be read.\n%1").arg(error.text()));
}

void ValueInspector::setLoading(bool loading)
{
    if (loading)
        m_type->setText(m_column.type + QStringLiteral(" · ") + tr("reading the rest…"));
}

QString ValueInspector::text() const
{
    return m_edit->toPlainText();
}

void ValueInspector::copy() const
{
    QGuiApplication::clipboard()->setText(m_value);
}

} // namespace pitboss

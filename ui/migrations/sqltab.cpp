// SPDX-FileCopyrightText: 2026 The Pitboss authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/migrations/sqltab.h"

#include "models/figures.h"
#include "models/findingsmodel.h"
#include "ui/codehighlighter.h"
#include "ui/codeview.h"
#include "ui/controls.h"
#include "ui/labels.h"
#include "ui/migrations/migrationdelegate.h"

#include <QEvent>
#include <QGridLayout>

namespace pitboss {

using namespace Qt::Literals::StringLiterals;

/// Beyond this a file is data: colours would take seconds, and beyond the second only its beginning is shown.
static constexpr qsizetype colouredBytes = 1 << 19;
static constexpr qsizetype shownBytes = 4 << 20;

SqlTab::SqlTab(QWidget *parent)
    : QWidget(parent)
    , m_header(new QWidget(this))
    , m_fields(new QGridLayout(m_header))
    , m_note(new TypeLabel(TypeLabel::Kind::Secondary, {}, this))
    , m_view(new CodeView(this))
    , m_highlighter(std::make_unique<CodeHighlighter>(m_view->document()))
{
    setObjectName(u"sqlTab"_s);
    m_view->setObjectName(u"migrationSql"_s);
    m_view->setAccessibleName(tr("SQL of the migration"));
    m_fields->setContentsMargins(12, 8, 12, 8);
    m_fields->setHorizontalSpacing(12);
    m_fields->setVerticalSpacing(3);
    m_fields->setColumnStretch(1, 1);
    m_note->setObjectName(u"sqlNote"_s);
    m_note->setContentsMargins(12, 6, 12, 6);
    m_note->setWordWrap(true);
    m_note->hide();
    setGround(m_header, QPalette::Base);
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    column->addWidget(m_header);
    column->addWidget(m_note);
    column->addWidget(m_view, 1);
    connect(m_view, &CodeView::markActivated, this, &SqlTab::findingActivated);
}

SqlTab::~SqlTab() = default;

void SqlTab::setScript(const std::shared_ptr<const Script> &script)
{
    const bool sameText = script && m_script && script->bytes() == m_script->bytes();
    m_script = script;
    if (sameText)
        return;
    m_findings.clear();
    const QByteArray text = script ? script->utf8() : QByteArray();
    showHeader(script ? script->header() : HeaderFields());
    m_highlighter->setLanguage(text.size() > colouredBytes ? CodeHighlighter::Language::None
                                                           : CodeHighlighter::Language::PostgreSql);
    m_view->setCode(QString::fromUtf8(text.left(shownBytes)));
    m_note->setVisible(!script || text.size() > colouredBytes);
    if (!script)
        m_note->setText(tr("There is no file to show."));
    else if (text.size() > shownBytes)
        m_note->setText(tr("%1: the first %2 are shown, without colours.")
                            .arg(compactBytes(text.size()), compactBytes(shownBytes)));
    else
        m_note->setText(tr("%1: shown without colours.").arg(compactBytes(text.size())));
}

void SqlTab::addField(const QString &name, const QString &label, const QString &value)
{
    const int row = m_fields->rowCount();
    auto *title = new TypeLabel(TypeLabel::Kind::Secondary, label, m_header);
    auto *text = new TypeLabel(value.isEmpty() ? TypeLabel::Kind::Secondary : TypeLabel::Kind::Body,
                               value.isEmpty() ? tr("not said") : value.simplified(), m_header);
    text->setObjectName(name);
    text->setWordWrap(true);
    text->setTextInteractionFlags(Qt::TextSelectableByMouse);
    m_fields->addWidget(title, row, 0, Qt::AlignTop);
    m_fields->addWidget(text, row, 1);
}

void SqlTab::showHeader(const HeaderFields &header)
{
    qDeleteAll(m_header->findChildren<QWidget *>(QString(), Qt::FindDirectChildrenOnly));
    m_header->setVisible(!header.isEmpty());
    if (header.isEmpty())
        return;
    addField(u"headerPurpose"_s, tr("Purpose"), header.purpose);
    addField(u"headerReferences"_s, tr("References"), header.references);
    addField(u"headerIdempotent"_s, tr("Idempotent"), header.idempotent);
}

void SqlTab::setFindings(const QList<Finding> &findings)
{
    m_findings = findings;
    showMarks();
}

void SqlTab::showMarks()
{
    const Colors &colors = colorsFor(palette());
    QList<CodeMark> marks;
    for (const Severity severity : {Severity::Error, Severity::Warning, Severity::Info}) {
        for (const Finding &finding : m_findings) {
            if (finding.ignored || finding.severity != severity)
                continue;
            QString text = u"%1 (%2): %3"_s.arg(FindingsModel::severityText(severity), finding.rule, finding.message);
            if (!finding.why.isEmpty())
                text += u'\n' + finding.why;
            marks.append({finding.line, FindingsModel::severityIconName(severity), toneOf(severity, colors).ink, text});
        }
    }
    m_view->setMarks(marks);
}

void SqlTab::changeEvent(QEvent *event)
{
    QWidget::changeEvent(event);
    if (event->type() == QEvent::PaletteChange)
        showMarks();
}

void SqlTab::goToLine(int line)
{
    m_view->goToLine(line);
    m_view->setFocus(Qt::OtherFocusReason);
}

bool SqlTab::goToFinding(bool forward)
{
    const int line = m_view->nextMark(forward);
    if (line > 0)
        goToLine(line);
    return line > 0;
}

} // namespace pitboss

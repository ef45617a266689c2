// SPDX-FileCopyrightText: 2026 The Pitboss authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "migrations/report/reportdocument.h"

namespace pitboss {

using namespace Qt::Literals::StringLiterals;

void ReportDocument::heading(int level, const QString &text)
{
    m_blocks << Block{Block::Kind::Heading, level, text, {}, {}, {}};
}

void ReportDocument::paragraph(const QString &text)
{
    if (!text.isEmpty())
        m_blocks << Block{Block::Kind::Paragraph, 0, text, {}, {}, {}};
}

void ReportDocument::list(const QStringList &items)
{
    if (!items.isEmpty())
        m_blocks << Block{Block::Kind::List, 0, {}, items, {}, {}};
}

void ReportDocument::table(const QStringList &header, const QList<QStringList> &rows)
{
    if (!rows.isEmpty())
        m_blocks << Block{Block::Kind::Table, 0, {}, header, rows, {}};
}

void ReportDocument::code(const QString &text, const QString &language)
{
    m_blocks << Block{Block::Kind::Code, 0, text, {language}, {}, {}};
}

void ReportDocument::steps(const QList<Step> &steps)
{
    m_blocks << Block{Block::Kind::Steps, 0, {}, {}, {}, steps};
}

} // namespace pitboss

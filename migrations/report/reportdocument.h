// SPDX-FileCopyrightText: 2026 The Pitboss authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QList>
#include <QString>
#include <QStringList>

namespace pitboss {

/// A text with headings, lists and tables, as plain text; written as Markdown or as HTML. What comes from a file or a
/// server is escaped on the way out, so it can neither break a table nor run in a browser.
class ReportDocument
{
public:
    enum class Tick { Done, Open, Wrong };
    struct Step
    {
        Tick tick = Tick::Open;
        QString text;
        QString note; ///< when and by what, or why not
    };

    explicit ReportDocument(QString title)
        : m_title(std::move(title))
    {
    }
    void heading(int level, const QString &text); ///< level 2 and deeper; the title is level 1
    void paragraph(const QString &text);
    void list(const QStringList &items);
    void table(const QStringList &header, const QList<QStringList> &rows); ///< nothing without a row
    void code(const QString &text, const QString &language);
    void steps(const QList<Step> &steps);

    QString toMarkdown() const;
    /// One file: no script, no link to anything else; light and dark by the reader's system, and printable.
    QString toHtml() const;

private:
    struct Block
    {
        enum class Kind { Heading, Paragraph, List, Table, Code, Steps };
        Kind kind = Kind::Paragraph;
        int level = 0;
        QString text;
        QStringList items;
        QList<QStringList> rows;
        QList<Step> steps;
    };
    static QString markdownOf(const Block &block);
    static QString htmlOf(const Block &block);

    QString m_title;
    QList<Block> m_blocks;
};

} // namespace pitboss

// SPDX-FileCopyrightText: 2026 The Pitboss authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QObject>

#include <memory>

class QTextDocument;

namespace pitboss {

/// Syntax colours for a text document by KSyntaxHighlighting, light or dark by the application's palette, also when
/// that changes.
class CodeHighlighter : public QObject
{
    Q_OBJECT

public:
    enum class Language { None, PostgreSql, Json, Diff };
    explicit CodeHighlighter(QTextDocument *document);
    ~CodeHighlighter() override;
    void setLanguage(Language language);
    Language language() const { return m_language; }

private:
    bool eventFilter(QObject *watched, QEvent *event) override;
    void dress();

    struct Private;
    std::unique_ptr<Private> d;
    Language m_language = Language::None;
};

} // namespace pitboss

// SPDX-FileCopyrightText: 2026 The Pitboss authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "migrations/finding.h"
#include "migrations/migration.h"

#include <QWidget>

#include <memory>

class QGridLayout;

namespace pitboss {

class CodeHighlighter;
class CodeView;
class TypeLabel;

/// The file's text with its findings in the margin; above it the header's fields as fields.
class SqlTab : public QWidget
{
    Q_OBJECT
public:
    explicit SqlTab(QWidget *parent = nullptr);
    ~SqlTab() override;

    void setScript(const std::shared_ptr<const Script> &script); ///< null: there is no file
    void setFindings(const QList<Finding> &findings);
    void goToLine(int line);
    /// To the next finding's line, or the one before; false: there is none.
    bool goToFinding(bool forward);
    CodeView *view() const { return m_view; }

signals:
    void findingActivated(int line);

private:
    void showHeader(const HeaderFields &header);
    void addField(const QString &name, const QString &label, const QString &value);
    void changeEvent(QEvent *event) override;
    void showMarks();

    QWidget *m_header;
    QGridLayout *m_fields;
    TypeLabel *m_note;
    CodeView *m_view;
    std::unique_ptr<CodeHighlighter> m_highlighter; ///< goes before the view whose text it colours
    std::shared_ptr<const Script> m_script;
    QList<Finding> m_findings;
};

} // namespace pitboss

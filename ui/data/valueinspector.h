// SPDX-FileCopyrightText: 2026 The Pitboss authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "sql/catalog.h"

#include <QWidget>

class QPlainTextEdit;
class QCheckBox;

namespace pitboss {

class CodeHighlighter;
class TypeLabel;

/// One value whole: its column, type and size, the text; json laid out and coloured.
class ValueInspector : public QWidget
{
    Q_OBJECT

public:
    explicit ValueInspector(QWidget *parent = nullptr);
    ~ValueInspector() override;
    void showValue(const Column &column, const QString &text);
    void showNull(const Column &column);
    void showFailure(const Column &column, const Error &error);
    void setLoading(bool loading);
    QString text() const;

private:
    void setHead(const Column &column, const QString &more);
    void render();
    void copy() const;

    Column m_column;
    QString m_value;
    TypeLabel *m_name;
    TypeLabel *m_type;
    QCheckBox *m_wrap;
    QPlainTextEdit *m_edit;
    std::unique_ptr<CodeHighlighter> m_highlighter;
};

} // namespace pitboss

// SPDX-FileCopyrightText: 2026 The Pitboss authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QColor>
#include <QHash>
#include <QList>
#include <QPlainTextEdit>

namespace pitboss {

/// Something said about a line: an icon in the margin with text on hover. Several on one line share the first's icon.
struct CodeMark
{
    int line = 1;     ///< from 1
    QString iconName; ///< in resources/icons
    QColor color;
    QString text;
};

/// Text to read, not to write: line numbers and marks in a margin. What the margin shows must also stand in a list
/// somewhere, for those who do not see it.
class CodeView : public QPlainTextEdit
{
    Q_OBJECT
public:
    explicit CodeView(QWidget *parent = nullptr);

    /// New text has no marks and no grounds, and its lines count from 1.
    void setCode(const QString &text);
    void setMarks(const QList<CodeMark> &marks);
    /// What stands in the margin in place of 1, 2, 3 …; 0: nothing. For differences.
    void setLineNumbers(const QList<int> &numbers);
    /// Quiet grounds behind whole lines, by line from 1.
    void setLineGrounds(const QHash<int, QColor> &grounds);
    /// Brings a line into sight, puts the cursor there and shows which it is.
    void goToLine(int line);
    int currentLine() const { return textCursor().blockNumber() + 1; }
    /// The next line with a mark after the cursor, going round; 0: there is none.
    int nextMark(bool forward) const;
    QString markText(int line) const; ///< what hovering over its mark says; empty: no mark

signals:
    void markActivated(int line); ///< clicked in the margin

private:
    class Margin;
    void resizeEvent(QResizeEvent *event) override;
    void changeEvent(QEvent *event) override;
    void dress();
    void layOutMargin();
    void paintMargin(QPaintEvent *event);
    void paintMarginLine(QPainter *painter, int line, int top, int height);
    void showGrounds();
    int lineAt(int y) const;
    int marginWidth() const;
    int numberOf(int line) const;

    Margin *m_margin;
    QHash<int, QList<CodeMark>> m_marks;
    QList<int> m_markedLines; ///< sorted
    QList<int> m_numbers;
    QHash<int, QColor> m_grounds;
    int m_shownLine = 0; ///< the one goToLine() brought here; 0: none
};

} // namespace pitboss

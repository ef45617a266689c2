// SPDX-FileCopyrightText: 2026 The Pitboss authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "sql/error.h"
#include "ui/start/card.h"

class QLabel;
class QProgressBar;
class QPushButton;

namespace pitboss {

/// What the demo database is doing; told to the start page by who runs it.
struct DemoStatus
{
    enum class State {
        NotMade, ///< one click will make it
        Ready,   ///< it exists: opening takes a second, and it can be reset
        Preparing,
        Failed,
        Unavailable ///< no Postgres on this computer: `text` says which package to install
    };
    State state = State::NotMade;
    QString text;     ///< "Filling 8,000 bouts…", or what went wrong in one sentence
    int percent = -1; ///< while Preparing; -1: not known
};

class DemoCard : public Card
{
    Q_OBJECT
public:
    explicit DemoCard(QWidget *parent = nullptr);
    void setStatus(const DemoStatus &status);
    const DemoStatus &status() const { return m_status; }
    QPushButton *openButton() const { return m_open; }

signals:
    void openRequested();
    void cancelRequested();
    void resetRequested();

private:
    void buttonPressed();

    DemoStatus m_status;
    QLabel *m_text;
    QProgressBar *m_progress;
    QPushButton *m_open;
    QPushButton *m_reset;
};

} // namespace pitboss

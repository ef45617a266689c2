// SPDX-FileCopyrightText: 2026 The Pitboss authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>
#include <QString>

namespace pitboss::cli {

/// Standard output and standard error, as bytes. A reader that went away (a closed pipe) is no failure: what is left
/// is dropped silently. A full disk or a closed descriptor is one, told by failure().
class Terminal
{
public:
    Terminal();

    void out(const QByteArray &bytes); ///< written in large pieces; call flush() before the end
    void out(const QString &text) { out(text.toUtf8()); }
    void note(const QString &line);     ///< a line on standard error
    void progress(const QString &line); ///< replaces the progress line; only on a terminal
    void flush();
    bool readerIsGone() const { return m_readerIsGone; }
    QString failure() const { return m_failure; } ///< empty: everything was written

    int width() const { return m_width; } ///< in cells; 0: standard output is not a terminal
    bool showsProgress() const { return m_showsProgress; }
    QString bold(const QString &text) const { return dressed(text, "1", m_coloursOut); }
    QString faint(const QString &text) const { return dressed(text, "2", m_coloursOut); }
    QString red(const QString &text) const { return dressed(text, "31", m_coloursErr); } ///< for standard error

private:
    static QString dressed(const QString &text, const char *code, bool colours);
    void write(const QByteArray &bytes);

    QByteArray m_buffer;
    QString m_failure;
    int m_width = 0;
    bool m_readerIsGone = false;
    bool m_coloursOut = false;
    bool m_coloursErr = false;
    bool m_showsProgress = false;
    bool m_progressStands = false;
};

/// A descriptor 0, 1 or 2 that the caller closed must not be taken by a socket or a file of ours: output would go
/// there. Call it first in main().
void guardStandardDescriptors();

} // namespace pitboss::cli

// SPDX-FileCopyrightText: 2026 The Pitboss authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/passwordprompt.h"

#include <QByteArray>

#include <cerrno>

#include <fcntl.h>
#include <termios.h>
#include <unistd.h>

namespace pitboss::cli {

namespace {

/// The terminal while its echo is off.
class Silence
{
public:
    explicit Silence(Interrupt &interrupt)
        : m_interrupt(interrupt)
        , m_terminal(::open("/dev/tty", O_RDWR | O_NOCTTY | O_CLOEXEC))
    {
        if (!isatty(m_terminal) || tcgetattr(m_terminal, &m_before) != 0)
            return;
        m_interrupt.setFarewell([terminal = m_terminal, before = m_before] { restore(terminal, before); });
        termios silent = m_before;
        silent.c_lflag &= ~tcflag_t(ECHO);
        silent.c_lflag |= ICANON | ISIG;
        m_isSilent = tcsetattr(m_terminal, TCSAFLUSH, &silent) == 0;
    }
    ~Silence()
    {
        if (m_isSilent)
            restore(m_terminal, m_before);
        m_interrupt.setFarewell({});
        if (m_terminal >= 0)
            ::close(m_terminal);
    }
    Silence(const Silence &) = delete;
    Silence &operator=(const Silence &) = delete;

    bool isSilent() const { return m_isSilent; }
    void say(const QByteArray &text) const { write(m_terminal, text); }
    QByteArray line() const
    {
        QByteArray line;
        char byte = 0;
        constexpr qsizetype longest = 4096;
        while (line.size() < longest) {
            const ssize_t got = ::read(m_terminal, &byte, 1);
            if (got < 0 && errno == EINTR)
                continue;
            if (got <= 0 || byte == '\n')
                break;
            line += byte;
        }
        return line;
    }

private:
    static void write(int terminal, const QByteArray &text)
    {
        [[maybe_unused]] const ssize_t ignored = ::write(terminal, text.constData(), size_t(text.size()));
    }
    /// Also on the thread that takes signals.
    static void restore(int terminal, const termios &before)
    {
        tcsetattr(terminal, TCSAFLUSH, &before);
        write(terminal, "\n"); // the person's own was not echoed
    }

    Interrupt &m_interrupt;
    int m_terminal;
    termios m_before{};
    bool m_isSilent = false;
};

} // namespace

std::optional<QString> askForPassword(const QString &prompt, Interrupt &interrupt)
{
    if (!isatty(STDIN_FILENO))
        return {};
    const Silence silence(interrupt);
    if (!silence.isSilent())
        return {};
    silence.say(prompt.toLocal8Bit() + ' ');
    const QByteArray line = silence.line();
    return line.isEmpty() ? std::nullopt : std::optional(QString::fromLocal8Bit(line));
}

} // namespace pitboss::cli

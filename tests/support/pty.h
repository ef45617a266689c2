// SPDX-FileCopyrightText: 2026 The Pitboss authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>
#include <QElapsedTimer>
#include <QProcessEnvironment>
#include <QStringList>

#include <cerrno>

#include <poll.h>
#include <pty.h>
#include <sys/wait.h>
#include <termios.h>
#include <unistd.h>

namespace pitboss::testing {

/// A program at a terminal of its own, as a person has it: what it writes, what is typed, whether that is echoed.
class Pty
{
public:
    Pty(const QStringList &command, const QProcessEnvironment &environment)
    {
        QList<QByteArray> words, settings;
        for (const QString &word : command)
            words << word.toLocal8Bit();
        for (const QString &setting : environment.toStringList())
            settings << setting.toLocal8Bit();
        const auto argv = pointers(words), envp = pointers(settings);
        m_pid = forkpty(&m_master, nullptr, nullptr, nullptr);
        if (m_pid != 0)
            return;
        execve(argv[0], argv.data(), envp.data());
        _exit(127);
    }
    ~Pty()
    {
        if (m_status < 0) {
            kill(m_pid, SIGKILL);
            (void)wait();
        }
        close(m_master);
    }
    Pty(const Pty &) = delete;
    Pty &operator=(const Pty &) = delete;

    void type(const QByteArray &text) { (void)!::write(m_master, text.constData(), size_t(text.size())); }
    /// True as soon as everything written so far holds it.
    bool waitFor(const QByteArray &text, int milliseconds = 15000)
    {
        QElapsedTimer clock;
        clock.start();
        while (!m_said.contains(text) && clock.elapsed() < milliseconds && readMore(50)) { }
        return m_said.contains(text);
    }
    bool echoes() const
    {
        termios now{};
        return tcgetattr(m_master, &now) == 0 && (now.c_lflag & ECHO);
    }
    QByteArray said() const { return m_said; }
    int wait() ///< the exit status; -1: it crashed
    {
        while (readMore(1000)) { }
        int status = 0;
        while (waitpid(m_pid, &status, 0) < 0 && errno == EINTR) { }
        m_status = WIFEXITED(status) ? WEXITSTATUS(status) : -1;
        return m_status;
    }
    pid_t pid() const { return m_pid; }

private:
    static std::vector<char *> pointers(QList<QByteArray> &list)
    {
        std::vector<char *> result;
        for (QByteArray &one : list)
            result.push_back(one.data());
        result.push_back(nullptr);
        return result;
    }
    /// False when the program has let go of the terminal.
    bool readMore(int milliseconds)
    {
        pollfd wanted{m_master, POLLIN, 0};
        if (poll(&wanted, 1, milliseconds) <= 0)
            return true;
        char bytes[4096];
        const ssize_t got = read(m_master, bytes, sizeof bytes);
        if (got > 0)
            m_said.append(bytes, got);
        return got > 0 || (got < 0 && errno == EINTR);
    }

    QByteArray m_said;
    int m_master = -1;
    int m_status = -1;
    pid_t m_pid = -1;
};

} // namespace pitboss::testing

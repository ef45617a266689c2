// SPDX-FileCopyrightText: 2026 The Pitboss authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/terminal.h"

#include <QtGlobal>

#include <cerrno>
#include <csignal>
#include <cstring>

#include <fcntl.h>
#include <sys/ioctl.h>
#include <unistd.h>

namespace pitboss::cli {

namespace {

constexpr qsizetype pieceSize = 1 << 20;

int terminalWidth()
{
    constexpr int usual = 80;
    winsize size{};
    if (!isatty(STDOUT_FILENO))
        return 0;
    if (const int columns = qEnvironmentVariableIntValue("COLUMNS"); columns > 0)
        return columns;
    return ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_col > 0 ? size.ws_col : usual;
}

bool allowsColours(int descriptor)
{
    return isatty(descriptor) && qEnvironmentVariableIsEmpty("NO_COLOR") && qgetenv("TERM") != "dumb";
}

} // namespace

Terminal::Terminal()
    : m_width(terminalWidth())
    , m_coloursOut(allowsColours(STDOUT_FILENO))
    , m_coloursErr(allowsColours(STDERR_FILENO))
    , m_showsProgress(isatty(STDERR_FILENO))
{
    std::signal(SIGPIPE, SIG_IGN);
}

void Terminal::out(const QByteArray &bytes)
{
    m_buffer += bytes;
    if (m_buffer.size() >= pieceSize)
        flush();
}

void Terminal::flush()
{
    write(std::exchange(m_buffer, {}));
}

void Terminal::write(const QByteArray &bytes)
{
    qsizetype done = 0;
    while (done < bytes.size() && !m_readerIsGone && m_failure.isEmpty()) {
        const ssize_t count = ::write(STDOUT_FILENO, bytes.constData() + done, size_t(bytes.size() - done));
        if (count >= 0)
            done += count;
        else if (errno == EPIPE)
            m_readerIsGone = true;
        else if (errno != EINTR && errno != EAGAIN)
            m_failure = QString::fromLocal8Bit(std::strerror(errno));
    }
}

void Terminal::note(const QString &line)
{
    progress({});
    const QByteArray bytes = line.toUtf8() + '\n';
    [[maybe_unused]] const ssize_t ignored = ::write(STDERR_FILENO, bytes.constData(), size_t(bytes.size()));
}

void Terminal::progress(const QString &line)
{
    if (!m_showsProgress || (line.isEmpty() && !m_progressStands))
        return;
    const QByteArray bytes = "\r\033[K" + line.toUtf8();
    [[maybe_unused]] const ssize_t ignored = ::write(STDERR_FILENO, bytes.constData(), size_t(bytes.size()));
    m_progressStands = !line.isEmpty();
}

QString Terminal::dressed(const QString &text, const char *code, bool colours)
{
    return colours ? QStringLiteral("\033[%1m%2\033[0m").arg(QLatin1String(code), text) : text;
}

void guardStandardDescriptors()
{
    // open() takes the lowest free number, so the order decides which is filled.
    for (int descriptor = 0; descriptor <= STDERR_FILENO; ++descriptor) {
        // Opened the other way round, so that using it fails as it would if it were closed.
        if (fcntl(descriptor, F_GETFD) == -1 && errno == EBADF) [[maybe_unused]]
            const int filled = ::open("/dev/null", descriptor == 0 ? O_WRONLY : O_RDONLY);
    }
}

} // namespace pitboss::cli

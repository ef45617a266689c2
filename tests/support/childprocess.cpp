// SPDX-FileCopyrightText: 2026 The Pitboss authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "support/childprocess.h"

#include <QFile>
#include <QThread>

#include <vector>

#include <cerrno>
#include <fcntl.h>
#include <grp.h>
#include <pwd.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

namespace pitboss::testing {

ServerUser ServerUser::current()
{
    if (geteuid() != 0)
        return {geteuid(), getegid(), false};
    const passwd *nobody = getpwnam("nobody");
    return nobody ? ServerUser{nobody->pw_uid, nobody->pw_gid, true} : ServerUser{0, 0, false};
}

bool ServerUser::own(const QString &path) const
{
    return !differs || chown(QFile::encodeName(path).constData(), uid, gid) == 0;
}

namespace {

[[noreturn]] void becomeChild(char *const *argv, const ServerUser &user, int logFd, int deathSignal, pid_t parent)
{
    if (user.differs && (setgroups(0, nullptr) != 0 || setgid(user.gid) != 0 || setuid(user.uid) != 0))
        _exit(126);
    // After setuid, which clears it; and a parent that died before this line is noticed by its changed id.
    prctl(PR_SET_PDEATHSIG, deathSignal);
    if (getppid() != parent)
        _exit(125);
    const int nothing = open("/dev/null", O_RDONLY);
    dup2(nothing, STDIN_FILENO);
    dup2(logFd, STDOUT_FILENO);
    dup2(logFd, STDERR_FILENO);
    if (chdir("/") == 0)
        execv(argv[0], argv);
    _exit(127);
}

} // namespace

pid_t startChild(const QStringList &command, const ServerUser &user, const QString &logFile, int deathSignal)
{
    std::vector<QByteArray> words;
    for (const QString &word : command)
        words.push_back(QFile::encodeName(word));
    std::vector<char *> argv;
    for (QByteArray &word : words)
        argv.push_back(word.data());
    argv.push_back(nullptr);
    const int logFd = open(QFile::encodeName(logFile).constData(), O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
    if (logFd < 0)
        return -1;
    const pid_t parent = getpid();
    const pid_t pid = fork();
    if (pid == 0)
        becomeChild(argv.data(), user, logFd, deathSignal, parent);
    close(logFd);
    return pid;
}

pid_t awaitChild(pid_t pid, int *status)
{
    pid_t ended = -1;
    do {
        ended = waitpid(pid, status, 0);
    } while (ended < 0 && errno == EINTR);
    return ended;
}

bool waitForChild(pid_t pid, int milliseconds, int *exitStatus)
{
    int status = 0;
    for (int waited = 0; waited <= milliseconds; waited += 2) {
        if (waitpid(pid, &status, WNOHANG) != 0) {
            if (exitStatus)
                *exitStatus = status;
            return true;
        }
        QThread::msleep(2);
    }
    return false;
}

} // namespace pitboss::testing

// SPDX-FileCopyrightText: 2026 The Pitboss authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/interrupt.h"

#include "app/cli/command.h"

#include <pthread.h>
#include <unistd.h>

namespace pitboss::cli {

Interrupt::Interrupt()
{
    sigemptyset(&m_signals);
    for (const int signal : {SIGINT, SIGTERM, SIGHUP}) {
        struct sigaction now = {};
        sigaction(signal, nullptr, &now);
        if (now.sa_handler != SIG_IGN) // nohup and the like mean it
            sigaddset(&m_signals, signal);
    }
    sigaddset(&m_signals, SIGUSR2); // ours, to end the thread
    pthread_sigmask(SIG_BLOCK, &m_signals, nullptr);
    m_thread = std::thread([this] { listen(); });
}

Interrupt::~Interrupt()
{
    m_ending = true;
    pthread_kill(m_thread.native_handle(), SIGUSR2);
    m_thread.join();
}

void Interrupt::watch(const std::shared_ptr<Canceler> &canceler)
{
    const std::lock_guard guard(m_mutex);
    m_canceler = canceler;
}

void Interrupt::setFarewell(const std::function<void()> &farewell)
{
    const std::lock_guard guard(m_mutex);
    m_farewell = farewell;
}

void Interrupt::listen()
{
    int signal = 0;
    while (sigwait(&m_signals, &signal) == 0 && !m_ending)
        take();
}

void Interrupt::take()
{
    std::shared_ptr<Canceler> canceler;
    std::function<void()> farewell;
    {
        const std::lock_guard guard(m_mutex);
        canceler = m_canceler;
        farewell = m_farewell;
    }
    if (m_happened.exchange(true) || !canceler) {
        if (farewell)
            farewell();
        _exit(Interrupted);
    }
    // In a thread of its own: the request may hang on a dead network, and the next signal must not.
    std::thread([canceler] { canceler->shutDown(); }).detach();
}

} // namespace pitboss::cli

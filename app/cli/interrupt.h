// SPDX-FileCopyrightText: 2026 The Pitboss authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "sql/canceler.h"

#include <csignal>
#include <functional>
#include <memory>
#include <thread>

namespace pitboss::cli {

/// Ctrl+C, SIGTERM and SIGHUP, taken by a thread of its own: the first one cancels the statement that runs, so that
/// the command ends by itself and cleans up; a second one, or one while there is nothing to cancel (connecting), ends
/// the program at once. Make it before any other thread.
class Interrupt
{
public:
    Interrupt();
    ~Interrupt();
    Interrupt(const Interrupt &) = delete;
    Interrupt &operator=(const Interrupt &) = delete;

    void watch(const std::shared_ptr<Canceler> &canceler); ///< nullptr: nothing to cancel
    bool happened() const { return m_happened; }
    /// What has to be put right (a terminal's echo) before the program ends at once. Runs on the signals' thread.
    void setFarewell(const std::function<void()> &farewell);

private:
    void listen();
    void take();

    sigset_t m_signals{};
    std::mutex m_mutex;
    std::shared_ptr<Canceler> m_canceler;
    std::function<void()> m_farewell;
    std::atomic<bool> m_happened = false;
    std::atomic<bool> m_ending = false;
    std::thread m_thread;
};

} // namespace pitboss::cli

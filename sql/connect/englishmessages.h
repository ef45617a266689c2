// SPDX-FileCopyrightText: 2026 The Pitboss authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QtGlobal>

#include <locale.h>

namespace pitboss {

/// libpq speaks English while this lives, on this thread: its text is classified by its words.
class EnglishMessages
{
public:
    EnglishMessages()
        : m_english(newlocale(LC_MESSAGES_MASK, "C", duplocale(uselocale(locale_t(nullptr)))))
        , m_before(m_english ? uselocale(m_english) : locale_t(nullptr))
    {
    }
    ~EnglishMessages()
    {
        if (!m_english)
            return;
        uselocale(m_before);
        freelocale(m_english);
    }
    Q_DISABLE_COPY_MOVE(EnglishMessages)

private:
    locale_t m_english;
    locale_t m_before;
};

} // namespace pitboss

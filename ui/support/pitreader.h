// SPDX-FileCopyrightText: 2026 The Pitboss authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "sql/connection.h"
#include "sql/pit/pitschema.h"

namespace pitboss {

/// A read-only connection that knows which of The Pit's columns there are: they are read with the first question and
/// kept. GUI thread; what it asks runs on the connection's.
class PitReader
{
public:
    explicit PitReader(std::unique_ptr<Connection> connection)
        : m_connection(std::move(connection))
    {
    }
    /// `fn` takes (Session &, const PitSchema &) and gives a Result.
    template <typename Fn> auto ask(Fn fn)
    {
        using Answer = std::invoke_result_t<Fn, Session &, const PitSchema &>;
        return m_connection->run([fn = std::move(fn), known = m_known](Session &session) -> Answer {
            if (!*known) {
                const auto schema = PitSchema::read(session);
                if (!schema)
                    return fail(schema.error());
                *known = *schema;
            }
            return fn(session, **known);
        });
    }
    void forget() { m_known = std::make_shared<std::optional<PitSchema>>(); } ///< the database may have changed
    void cancel(Ticket ticket) { m_connection->cancel(ticket); }
    bool isBusy() const { return m_connection->isBusy(); }

private:
    std::unique_ptr<Connection> m_connection;
    /// Touched on the connection's thread alone, one question after another.
    std::shared_ptr<std::optional<PitSchema>> m_known = std::make_shared<std::optional<PitSchema>>();
};

} // namespace pitboss

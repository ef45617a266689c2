// SPDX-FileCopyrightText: 2026 The Pitboss authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "sql/error.h"

#include <tl/expected.hpp>

namespace pitboss {

/// A value or an Error. A class over tl::expected only because an alias cannot be [[nodiscard]].
template <typename T> class [[nodiscard]] Result : public tl::expected<T, Error>
{
public:
    using tl::expected<T, Error>::expected;
    Result() = default;
    Result(tl::expected<T, Error> other)
        : tl::expected<T, Error>(std::move(other))
    {
    }
};

inline tl::unexpected<Error> fail(Error error)
{
    return tl::unexpected<Error>(std::move(error));
}

inline tl::unexpected<Error> fail(Error::Kind kind, const QString &message, const QString &detail = {},
                                  const QString &hint = {})
{
    return fail(Error::of(kind, message, detail, hint));
}

} // namespace pitboss

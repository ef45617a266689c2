# SPDX-FileCopyrightText: 2026 The Pitboss authors
# SPDX-License-Identifier: GPL-3.0-or-later
#
# Target Pitboss::PgQuery: libpg_query, Postgres's own parser as a library. It ships no CMake or pkg-config file.

find_path(PG_QUERY_INCLUDE_DIR pg_query.h REQUIRED)
find_library(PG_QUERY_LIBRARY NAMES pg_query REQUIRED)
add_library(Pitboss::PgQuery UNKNOWN IMPORTED)
set_target_properties(Pitboss::PgQuery PROPERTIES
    IMPORTED_LOCATION ${PG_QUERY_LIBRARY} INTERFACE_INCLUDE_DIRECTORIES ${PG_QUERY_INCLUDE_DIR})

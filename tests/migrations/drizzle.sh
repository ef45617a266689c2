#!/bin/sh
# SPDX-FileCopyrightText: 2026 The Pitboss authors
# SPDX-License-Identifier: GPL-3.0-or-later
#
# drizzle.sh 0.45|1.0: installs that line of drizzle-orm and drizzle-kit from npm, once, into the user's cache, and
# prints the folder. Exit status 77 with a reason when npm is not there or cannot reach its registry.
set -eu

case "$1" in
    0.45) packages="drizzle-orm@0.45.4 drizzle-kit@0.31.11 pg@8.16.3" ;;
    1.0) packages="drizzle-orm@1.0.0-rc.5 drizzle-kit@1.0.0-rc.5 pg@8.16.3" ;;
    *) echo "usage: drizzle.sh 0.45|1.0" >&2; exit 2 ;;
esac

cache="${XDG_CACHE_HOME:-$HOME/.cache}/pitboss/drizzle/$1"
if [ ! -e "$cache/installed" ]; then
    command -v npm > /dev/null || { echo "npm is not installed" >&2; exit 77; }
    mkdir -p "$cache"
    echo '{"private": true}' > "$cache/package.json"
    # shellcheck disable=SC2086 # the list is meant to be split
    npm install --prefix "$cache" --no-audit --no-fund --ignore-scripts --loglevel=error $packages >&2 \
        || { echo "npm cannot install drizzle" >&2; exit 77; }
    touch "$cache/installed"
fi
echo "$cache"

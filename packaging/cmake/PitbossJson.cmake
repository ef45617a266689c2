# SPDX-FileCopyrightText: 2026 The Pitboss authors
# SPDX-License-Identifier: GPL-3.0-or-later

# The indices of a JSON array, for foreach.
function(indices variable)
    string(JSON length LENGTH ${ARGN})
    set(list "")
    if(length GREATER 0)
        math(EXPR last "${length} - 1")
        foreach(index RANGE ${last})
            list(APPEND list ${index})
        endforeach()
    endif()
    set(${variable} "${list}" PARENT_SCOPE)
endfunction()

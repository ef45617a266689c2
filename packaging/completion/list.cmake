# SPDX-FileCopyrightText: 2026 The Pitboss authors
# SPDX-License-Identifier: GPL-3.0-or-later
#
# cmake -DPROGRAM=pitbossctl -DOUTPUT=file -P list.cmake: what the program itself says that it understands, as lines for
# generate.awk. So completion cannot promise a command that is not there.
#
# option  | --name, "=" if it takes a value | text
# command | words | text | its options
# values  | where they are asked for | words to choose from, @file or @folder

include(${CMAKE_CURRENT_LIST_DIR}/../cmake/PitbossJson.cmake)
execute_process(COMMAND ${PROGRAM} --commands OUTPUT_VARIABLE json COMMAND_ERROR_IS_FATAL ANY)
set(lines "option | --url= | connect to this database
option | --profile= | connect by this saved connection
option | --env-file= | take DATABASE_URL from this file
option | --demo | use the embedded demo database
option | --json | one JSON document on standard output
option | --help | how to use it
option | --version | which version this is
values | --env-file | @file
")

# A line about what may stand at a place, if the placeholder or a list of choices says so.
function(describe_values place placeholder choices)
    set(words "")
    if(choices)
        list(JOIN choices " " words)
    elseif(placeholder MATCHES "FILE")
        set(words "@file")
    elseif(placeholder MATCHES "DIR")
        set(words "@folder")
    endif()
    if(words)
        set(lines "${lines}values | ${place} | ${words}\n" PARENT_SCOPE)
    endif()
endfunction()

indices(commands "${json}")
foreach(c IN LISTS commands)
    string(JSON name GET "${json}" ${c} name)
    string(JSON summary GET "${json}" ${c} summary)
    set(spelled "")
    indices(options "${json}" ${c} options)
    foreach(o IN LISTS options)
        string(JSON option GET "${json}" ${c} options ${o} name)
        string(JSON placeholder GET "${json}" ${c} options ${o} value)
        set(choices "")
        indices(numbers "${json}" ${c} options ${o} choices)
        foreach(n IN LISTS numbers)
            string(JSON choice GET "${json}" ${c} options ${o} choices ${n})
            list(APPEND choices ${choice})
        endforeach()
        string(APPEND spelled " --${option}")
        if(NOT placeholder STREQUAL "")
            string(APPEND spelled "=")
        endif()
        describe_values("${name} --${option}" "${placeholder}" "${choices}")
    endforeach()
    indices(arguments "${json}" ${c} arguments)
    foreach(a IN LISTS arguments)
        string(JSON argument GET "${json}" ${c} arguments ${a})
        describe_values("${name}" "${argument}" "")
    endforeach()
    string(APPEND lines "command | ${name} | ${summary} |${spelled}\n")
endforeach()
file(WRITE ${OUTPUT} "${lines}")

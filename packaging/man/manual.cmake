# SPDX-FileCopyrightText: 2026 The Pitboss authors
# SPDX-License-Identifier: GPL-3.0-or-later
#
# cmake -DPROGRAM=pitbossctl -DTEMPLATE=page.in -DOUTPUT=page -P manual.cmake: the manual page with the commands that the
# program has.

include(${CMAKE_CURRENT_LIST_DIR}/../cmake/PitbossJson.cmake)
execute_process(COMMAND ${PROGRAM} --commands OUTPUT_VARIABLE json COMMAND_ERROR_IS_FATAL ANY)

# Text as roff wants it: no hyphen that a viewer may break or bend, no line that begins like a request.
function(roff variable text)
    string(REPLACE "\\" "\\e" text "${text}")
    string(REPLACE "-" "\\-" text "${text}")
    string(REGEX REPLACE "^([.'])" "\\\\&\\1" text "${text}")
    set(${variable} "${text}" PARENT_SCOPE)
endfunction()

set(COMMANDS "")
indices(commands "${json}")
foreach(c IN LISTS commands)
    string(JSON name GET "${json}" ${c} name)
    string(JSON summary GET "${json}" ${c} summary)
    roff(name "${name}")
    roff(summary "${summary}")
    set(head "\\fB${name}\\fR")
    indices(arguments "${json}" ${c} arguments)
    foreach(a IN LISTS arguments)
        string(JSON argument GET "${json}" ${c} arguments ${a})
        string(APPEND head " \\fI${argument}\\fR")
    endforeach()
    string(APPEND COMMANDS ".TP\n${head}\n${summary}\n")
    indices(options "${json}" ${c} options)
    foreach(o IN LISTS options)
        string(JSON option GET "${json}" ${c} options ${o} name)
        string(JSON value GET "${json}" ${c} options ${o} value)
        string(JSON description GET "${json}" ${c} options ${o} description)
        roff(option "--${option}")
        roff(value "${value}")
        roff(description "${description}")
        string(APPEND COMMANDS ".RS\n.TP\n\\fB${option}\\fR \\fI${value}\\fR\n${description}\n.RE\n")
    endforeach()
endforeach()
configure_file(${TEMPLATE} ${OUTPUT} @ONLY)

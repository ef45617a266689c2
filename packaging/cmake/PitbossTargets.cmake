# SPDX-FileCopyrightText: 2026 The Pitboss authors
# SPDX-License-Identifier: GPL-3.0-or-later
#
# pitboss_options: what every target is compiled with.
# pitboss_static(<name> <sources>): a static library, which may still be without a source.
# pitboss_library(<folder>): the static library of a folder, all its *.cpp, alias Pitboss::<Folder>.

add_library(pitboss_options INTERFACE)
target_include_directories(pitboss_options INTERFACE ${PROJECT_SOURCE_DIR})
target_compile_definitions(pitboss_options INTERFACE
    QT_NO_CAST_FROM_ASCII QT_NO_CAST_TO_ASCII QT_NO_FOREACH QT_NO_URL_CAST_FROM_STRING
    QT_NO_CAST_FROM_BYTEARRAY QT_NO_NARROWING_CONVERSIONS_IN_CONNECT QT_STRICT_ITERATORS
    QT_DISABLE_DEPRECATED_BEFORE=0x060400
    PITBOSS_VERSION="${PROJECT_VERSION}")
target_compile_options(pitboss_options INTERFACE
    -Wall -Wextra -Wpedantic -Wshadow -Wnon-virtual-dtor -Woverloaded-virtual -Wold-style-cast -Wcast-align
    -Wimplicit-fallthrough -Wunused $<$<BOOL:${PITBOSS_WERROR}>:-Werror>)
if(PITBOSS_SANITIZE)
    target_compile_options(pitboss_options INTERFACE -fsanitize=address,undefined -fno-sanitize-recover=undefined
                                                     -fno-omit-frame-pointer)
    target_link_options(pitboss_options INTERFACE -fsanitize=address,undefined)
endif()

if(PITBOSS_FUZZ)
    target_compile_options(pitboss_options INTERFACE -fsanitize=fuzzer-no-link)
endif()

function(pitboss_precompile target)
    if(PITBOSS_PCH)
        target_precompile_headers(${target} PRIVATE ${ARGN})
    endif()
endfunction()

# The quickest linker that is there: linking the tests is a good part of a build.
find_program(PITBOSS_LLD ld.lld)
mark_as_advanced(PITBOSS_LLD)
if(PITBOSS_LLD)
    target_link_options(pitboss_options INTERFACE -fuse-ld=lld)
endif()

function(pitboss_static name sources)
    if(NOT sources)
        file(CONFIGURE OUTPUT ${CMAKE_CURRENT_BINARY_DIR}/${name}_empty.cpp CONTENT "")
        set(sources ${CMAKE_CURRENT_BINARY_DIR}/${name}_empty.cpp)
    endif()
    add_library(${name} STATIC ${sources})
    target_link_libraries(${name} PUBLIC pitboss_options)
    # AUTOMOC looks for new files only when a file that it depends on has changed, and a globbed list is no file.
    set(list ${CMAKE_CURRENT_BINARY_DIR}/${name}_sources.txt)
    set(before "")
    if(EXISTS ${list})
        file(READ ${list} before)
    endif()
    if(NOT before STREQUAL "${sources}")
        file(WRITE ${list} "${sources}")
        file(REMOVE ${CMAKE_CURRENT_BINARY_DIR}/${name}_autogen/timestamp)
    endif()
endfunction()

function(pitboss_library folder)
    string(SUBSTRING ${folder} 0 1 first)
    string(SUBSTRING ${folder} 1 -1 rest)
    string(TOUPPER ${first} first)
    # A file in a folder belongs to that folder's library: there is no list to forget a file in.
    file(GLOB_RECURSE sources CONFIGURE_DEPENDS ${CMAKE_CURRENT_SOURCE_DIR}/*.cpp ${CMAKE_CURRENT_SOURCE_DIR}/*.h)
    pitboss_static(pitboss_${folder} "${sources}")
    add_library(Pitboss::${first}${rest} ALIAS pitboss_${folder})
endfunction()

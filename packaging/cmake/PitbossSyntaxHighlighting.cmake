# SPDX-FileCopyrightText: 2026 The Pitboss authors
# SPDX-License-Identifier: GPL-3.0-or-later
#
# Target KF6::SyntaxHighlighting: the distribution's KF6 package, or the library that packaging/ksyntax-highlighting
# built from a distribution's source package (KF 5.116 compiled for Qt 6, static, in the user's cache).

find_package(KF6SyntaxHighlighting QUIET)
if(NOT KF6SyntaxHighlighting_FOUND)
    if(DEFINED ENV{XDG_CACHE_HOME})
        set(_ksh_cache $ENV{XDG_CACHE_HOME})
    else()
        set(_ksh_cache $ENV{HOME}/.cache)
    endif()
    # A cached build serves the Qt that its folder's name ends with.
    file(GLOB _ksh_cached ${_ksh_cache}/pitboss/ksyntax-highlighting/*-qt${Qt6_VERSION}-${CMAKE_HOST_SYSTEM_PROCESSOR})
    find_package(KF5SyntaxHighlighting 5.100 QUIET PATHS ${_ksh_cached} NO_DEFAULT_PATH)
    if(KF5SyntaxHighlighting_FOUND)
        get_target_property(_ksh_links KF5::SyntaxHighlighting INTERFACE_LINK_LIBRARIES)
        if(_ksh_links MATCHES "Qt6::")
            add_library(KF6::SyntaxHighlighting ALIAS KF5::SyntaxHighlighting)
        endif()
    endif()
endif()
if(NOT TARGET KF6::SyntaxHighlighting)
    message(FATAL_ERROR "KSyntaxHighlighting for Qt 6 is missing. Install the KF6 package "
                        "(libkf6syntaxhighlighting-dev, kf6-syntax-highlighting-devel), or run "
                        "packaging/ksyntax-highlighting once: it builds the library into your cache.")
endif()

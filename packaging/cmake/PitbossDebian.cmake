# SPDX-FileCopyrightText: 2026 The Pitboss authors
# SPDX-License-Identifier: GPL-3.0-or-later
#
# The .deb: cmake --preset release && cmake --build --preset release && cpack --preset deb

set(CPACK_GENERATOR DEB)
set(CPACK_PACKAGE_NAME pitboss)
set(CPACK_PACKAGE_VENDOR "The Pitboss authors")
set(CPACK_PACKAGE_CONTACT "The Pitboss authors <authors@pitboss.invalid>")
set(CPACK_PACKAGE_DESCRIPTION_SUMMARY "desktop studio for people who answer for a Postgres database")
set(CPACK_PACKAGE_DESCRIPTION
"Look into a Postgres database without a way to harm it: tables of any size\n\
open at once, values are exact, and the server itself keeps the connection\n\
from writing. A demo database is one click away. The command line pitbossctl\n\
gives the same answers to scripts.")
set(CPACK_RESOURCE_FILE_LICENSE ${PROJECT_SOURCE_DIR}/LICENSE)
set(CPACK_STRIP_FILES ON)
set(CPACK_PACKAGING_INSTALL_PREFIX /usr)
set(CPACK_DEBIAN_FILE_NAME DEB-DEFAULT)
set(CPACK_DEBIAN_PACKAGE_SECTION database)
set(CPACK_DEBIAN_PACKAGE_SHLIBDEPS ON)
# Loaded while the program runs, so dpkg-shlibdeps cannot see them.
set(CPACK_DEBIAN_PACKAGE_DEPENDS "libqt6sql6-psql, qt6-qpa-plugins, libsecret-1-0, libqt6svg6")
set(CPACK_DEBIAN_PACKAGE_RECOMMENDS "gnome-keyring | kwalletmanager, qt6-wayland, fonts-dejavu-core")
set(CPACK_DEBIAN_PACKAGE_SUGGESTS "postgresql")
install(FILES ${PROJECT_SOURCE_DIR}/packaging/copyright DESTINATION ${CMAKE_INSTALL_DATADIR}/doc/pitboss)
include(CPack)

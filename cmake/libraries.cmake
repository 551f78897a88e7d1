# SPDX-License-Identifier: GPL-2.0-or-later
# The libraries of the core: ikelog_glib, ikelog_gcrypt and, where it is to be had, ikelog_gnutls.

# wrap TARGET PREFIX: a target of what Wireshark's find modules found.
function(ikelog_wrap target prefix)
    add_library(${target} INTERFACE)
    target_include_directories(${target} SYSTEM INTERFACE ${${prefix}_INCLUDE_DIRS})
    target_link_libraries(${target} INTERFACE ${${prefix}_LIBRARIES})
endfunction()

# ask TARGET PREFIX REQUIREMENT…: the same of what pkg-config knows.
function(ikelog_ask target prefix)
    pkg_check_modules(${prefix} ${ARGN} IMPORTED_TARGET)
    if(${prefix}_FOUND)
        add_library(${target} INTERFACE)
        target_link_libraries(${target} INTERFACE PkgConfig::${prefix})
    endif()
endfunction()

if(ikelog_in_tree)
    ikelog_wrap(ikelog_glib GLIB2)
    ikelog_wrap(ikelog_gcrypt GCRYPT)
    if(IKELOG_GNUTLS AND GNUTLS_FOUND)
        ikelog_wrap(ikelog_gnutls GNUTLS)
    endif()
else()
    find_package(PkgConfig REQUIRED)
    ikelog_ask(ikelog_glib GLIB REQUIRED glib-2.0>=2.66)
    ikelog_ask(ikelog_gcrypt GCRYPT REQUIRED libgcrypt>=1.10)
    if(IKELOG_GNUTLS)
        ikelog_ask(ikelog_gnutls GNUTLS gnutls>=3.6)
    endif()
endif()
if(NOT TARGET ikelog_gnutls)
    message(STATUS "Without GnuTLS: signatures are not checked, names in certificates not shown")
endif()

# SPDX-License-Identifier: GPL-2.0-or-later
# What is installed beside the module, how it is taken away again, and the Debian package.

if(NOT IKELOG_MODULE)
    return()
endif()

set(data "${CMAKE_INSTALL_DATADIR}/ikelog")
install(PROGRAMS script/batch script/batch-merge script/embed-keys DESTINATION "${data}/script")
install(FILES script/lib.sh DESTINATION "${data}/script")
foreach(command batch embed-keys)
    file(CREATE_LINK "../share/ikelog/script/${command}" "${PROJECT_BINARY_DIR}/ikelog-${command}" SYMBOLIC)
    install(FILES "${PROJECT_BINARY_DIR}/ikelog-${command}" DESTINATION "${CMAKE_INSTALL_BINDIR}")
endforeach()
install(FILES docs/man/ikelog.7 DESTINATION "${CMAKE_INSTALL_MANDIR}/man7")
install(FILES README.md CHANGELOG.md DESTINATION "${CMAKE_INSTALL_DOCDIR}")
install(FILES COPYING DESTINATION "${CMAKE_INSTALL_DOCDIR}" RENAME copyright)
install(DIRECTORY docs DESTINATION "${CMAKE_INSTALL_DOCDIR}" PATTERN man EXCLUDE)

# A user's own folders, which Wireshark says where they are; and the ways back.
set(script "${PROJECT_SOURCE_DIR}/cmake/personal.cmake")
foreach(what install uninstall)
    add_custom_target(${what}-personal
        COMMAND ${CMAKE_COMMAND} -DWHAT=${what} "-DMODULE=$<TARGET_FILE:ikelog>" "-DSERIES=${ikelog_series}"
            "-DPROFILE=${PROJECT_SOURCE_DIR}/profile" -P "${script}"
        VERBATIM USES_TERMINAL)
endforeach()
add_dependencies(install-personal ikelog)
add_custom_target(uninstall
    COMMAND ${CMAKE_COMMAND} "-DMANIFEST=${PROJECT_BINARY_DIR}/install_manifest.txt"
        -P "${PROJECT_SOURCE_DIR}/cmake/uninstall.cmake"
    VERBATIM USES_TERMINAL)

# A module loads in one series of Wireshark only: 4.0 is one, 4.2 the next. The package says so.
string(REPLACE "." ";" next "${ikelog_series}")
list(POP_BACK next minor)
math(EXPR minor "${minor} + 1")
set(CPACK_GENERATOR DEB)
set(CPACK_PACKAGE_NAME ikelog)
set(CPACK_PACKAGE_CONTACT "The ikelog authors <ikelog@localhost>")
set(CPACK_PACKAGE_DESCRIPTION_SUMMARY "Wireshark plugin that reads IKEv1 and says why a tunnel fails")
set(CPACK_PACKAGE_DESCRIPTION "\
ikelog decodes, decrypts and explains IKEv1 (ISAKMP) in Wireshark and tshark, in the words of the VPN
product that would have logged it, and names the cause of a negotiation that fails.")
set(CPACK_PACKAGE_FILE_NAME "ikelog_${PROJECT_VERSION}_wireshark-${ikelog_series}")
set(CPACK_PACKAGING_INSTALL_PREFIX "${CMAKE_INSTALL_PREFIX}")
set(CPACK_STRIP_FILES ON)
set(CPACK_DEBIAN_PACKAGE_VERSION "${PROJECT_VERSION}+ws${ikelog_series}")
set(CPACK_DEBIAN_PACKAGE_SECTION net)
set(CPACK_DEBIAN_PACKAGE_SHLIBDEPS ON)
string(JOIN ", " CPACK_DEBIAN_PACKAGE_DEPENDS
    "wireshark-common (>= ${ikelog_series}~)"
    "wireshark-common (<< ${next}.${minor}~)")
set(CPACK_DEBIAN_PACKAGE_RECOMMENDS "tshark | wireshark")
set(CPACK_DEBIAN_PACKAGE_SUGGESTS "parallel, python3")
include(CPack)

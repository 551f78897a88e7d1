# SPDX-License-Identifier: GPL-2.0-or-later
# How everything is compiled and linked. What not every compiler knows is asked for first.

include(CheckCCompilerFlag)
include(CheckLinkerFlag)

# Every target of this project links to this one and inherits how it is compiled.
add_library(ikelog_build_flags INTERFACE)
# In Wireshark's source tree its own warnings hold: its headers are not written for all of ours.
# Rows of a table may share a function, which is then declared with each of them.
set(warnings -Wall -Wextra -Wshadow -Wconversion)
if(ikelog_in_tree)
    set(warnings -Wno-redundant-decls)
endif()
foreach(flag IN LISTS warnings)
    string(MAKE_C_IDENTIFIER "IKELOG_HAVE${flag}" known)
    check_c_compiler_flag(${flag} ${known})
    if(${known} AND NOT MSVC) # to which -Wall is everything
        target_compile_options(ikelog_build_flags INTERFACE ${flag})
    endif()
endforeach()
if(IKELOG_WERROR)
    target_compile_options(ikelog_build_flags INTERFACE $<IF:$<C_COMPILER_ID:MSVC>,/WX,-Werror>)
endif()

# These are asked for by whoever has a compiler that knows them.
if(IKELOG_SANITIZE)
    target_compile_options(ikelog_build_flags INTERFACE
        -fsanitize=address,undefined -fno-sanitize-recover=undefined -fno-omit-frame-pointer)
    target_link_options(ikelog_build_flags INTERFACE -fsanitize=address,undefined)
endif()
if(IKELOG_FUZZ)
    target_compile_options(ikelog_build_flags INTERFACE
        -fsanitize=fuzzer-no-link,address,undefined -fno-sanitize-recover=all
        -fno-omit-frame-pointer)
    target_link_options(ikelog_build_flags INTERFACE -fsanitize=address,undefined)
endif()
if(IKELOG_COVERAGE)
    set(ikelog_profile "-fprofile-instr-generate=${PROJECT_BINARY_DIR}/profiles/%m.profraw")
    target_compile_options(ikelog_build_flags INTERFACE ${ikelog_profile} -fcoverage-mapping)
    target_link_options(ikelog_build_flags INTERFACE ${ikelog_profile})
endif()
if(IKELOG_SANITIZE OR IKELOG_FUZZ)
    target_compile_definitions(ikelog_build_flags INTERFACE IKELOG_LONE_STRUCTS)
endif()

# The module is optimized as a whole, in one part: with several, gcc warns where make is missing. The
# objects of the core are fit for ordinary linking, too, which is enough for tests.
set(ikelog_whole 0)
if(NOT IKELOG_SANITIZE AND NOT ikelog_in_tree)
    check_c_compiler_flag("-flto=auto -flto-partition=one -ffat-lto-objects" IKELOG_HAVE_WHOLE)
    if(IKELOG_HAVE_WHOLE AND CMAKE_C_COMPILER_ID STREQUAL "GNU")
        set(ikelog_whole $<NOT:$<CONFIG:Debug>>)
    endif()
endif()
# Build types set -O2 and calls by way of a table: a frame costs a twentieth less like this.
set(ikelog_whole_options $<${ikelog_whole}:-O3> $<${ikelog_whole}:-fno-plt>)

# A function that a header declares but the library does not export fails at build time, not when the
# module is loaded. Elsewhere than with ELF that is so anyway. clang's sanitizers come with the program.
set(ikelog_no_undefined "")
if(NOT (IKELOG_SANITIZE AND CMAKE_C_COMPILER_ID MATCHES "Clang"))
    check_linker_flag(C "LINKER:--no-undefined" IKELOG_HAVE_NO_UNDEFINED)
    if(IKELOG_HAVE_NO_UNDEFINED)
        set(ikelog_no_undefined "LINKER:--no-undefined")
    endif()
endif()

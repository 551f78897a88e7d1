# SPDX-License-Identifier: GPL-2.0-or-later
# Writes OUTPUT, a C file that holds each of FILES as bytes. HEADER declares what is in it: ARRAY, an
# array of struct STRUCT (file, text), and ARRAY_count.

set(arrays "")
set(rows "")
set(count 0)
foreach(path IN LISTS FILES)
    get_filename_component(name "${path}" NAME)
    file(READ "${path}" hex HEX)
    # Sixteen octets a line: long lines slow compilers and editors down.
    string(REPEAT "." 32 line_of_hex)
    string(REGEX REPLACE "(${line_of_hex})" "\\1\n" hex "${hex}")
    string(REGEX REPLACE "([0-9a-f][0-9a-f])" "'\\\\x\\1'," bytes "${hex}")
    string(APPEND arrays "static const char text_${count}[] = {\n${bytes}'\\0'};\n\n")
    string(APPEND rows "    {\"${name}\", text_${count}},\n")
    math(EXPR count "${count} + 1")
endforeach()

file(WRITE "${OUTPUT}" "\
/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Text files as built in; generated at build time. */

#include \"${HEADER}\"

#include <stddef.h>

${arrays}\
const struct ${STRUCT} ${ARRAY}[] = {
${rows}    {NULL, NULL},
};

const size_t ${ARRAY}_count = ${count};
")

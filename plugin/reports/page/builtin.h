/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The text files of this folder, as the build embeds them in the module. */
#ifndef IKELOG_REPORTS_PAGE_BUILTIN_H
#define IKELOG_REPORTS_PAGE_BUILTIN_H

#include <stddef.h>

struct ikelog_page_file {
    const char *file; /* "page.html" */
    const char *text;
};

extern const struct ikelog_page_file ikelog_page_files[];
extern const size_t ikelog_page_files_count;

#endif

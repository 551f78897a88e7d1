/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The dialect files of this folder, as the build embeds them in the module. */
#ifndef IKELOG_DIALECTS_BUILTIN_H
#define IKELOG_DIALECTS_BUILTIN_H

#include <stddef.h>

struct ikelog_builtin_dialect {
    const char *file; /* "cisco-vpn-client.dialect" */
    const char *text;
};

extern const struct ikelog_builtin_dialect ikelog_builtin_dialects[];
extern const size_t ikelog_builtin_dialects_count;

#endif

/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The rows of all fields, looked up by their identifier. */
#include "wire/fields.h"

/* &* of a null pointer is that pointer (C11 6.5.3.2), so that `none` needs no row of its own. */
#define ikelog_registry_none (*(const struct ikelog_registry *)NULL)

static const struct ikelog_field_row rows[IKELOG_FIELD_COUNT] = {
#define X(id, filter, name, type, base, registry, mask, blurb)                                  \
    [IKELOG_F_##                                                                                \
        id] = {filter, name, IKELOG_FT_##type, IKELOG_BASE_##base, &ikelog_registry_##registry, \
               mask,   blurb},
    IKELOG_FIELD_ROWS(X)
#undef X
};

const struct ikelog_field_row *ikelog_field_row(enum ikelog_field field)
{
    return &rows[field];
}

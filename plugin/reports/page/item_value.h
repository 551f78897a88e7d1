/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The value of a decoded item as text. */
#ifndef IKELOG_REPORTS_PAGE_ITEM_VALUE_H
#define IKELOG_REPORTS_PAGE_ITEM_VALUE_H

#include "wire/decode.h"

/* "3DES-CBC (5)", "192.0.2.1", "set"; NULL when the octets say it all. `octets` is what was
 * decoded. Newly allocated. */
char *ikelog_page_item_value(const struct ikelog_item *item, struct ikelog_octets octets);

/* A bit that is not set, or a number that is zero and has no name. */
bool ikelog_page_item_is_zero(const struct ikelog_item *item, struct ikelog_octets octets);

#endif

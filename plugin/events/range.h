/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Address ranges, as policies compare them. */
#ifndef IKELOG_EVENTS_RANGE_H
#define IKELOG_EVENTS_RANGE_H

#include "events/policy.h"

/* Ranges of family 0 overlap nothing, equal nothing and are not reversed. */
bool ikelog_range_equal(const struct ikelog_range *a, const struct ikelog_range *b);
bool ikelog_range_overlaps(const struct ikelog_range *a, const struct ikelog_range *b);
bool ikelog_range_is_reversed(const struct ikelog_range *range);

/* Append the first or last address; nothing for family 0. */
void ikelog_range_first(const struct ikelog_range *range, GString *text);
void ikelog_range_last(const struct ikelog_range *range, GString *text);

/* Append "192.0.2.1", or "192.0.2.0-192.0.2.255"; nothing for family 0. */
void ikelog_range_describe(const struct ikelog_range *range, GString *text);

#endif

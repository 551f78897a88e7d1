/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Which items filters find, but nobody has to read: the lines around them say the same. */
#ifndef IKELOG_SHOWING_QUIET_H
#define IKELOG_SHOWING_QUIET_H

#include "wire/fields.h"

#include <stdbool.h>

/*
 * True when an item of the packet adds nothing for the eye: the label of its group says what it
 * says, or it is a flag that is not set, a reserved octet that is zero, as it has to be, or a
 * number whose zero means "none" or "any". `zero` tells whether all its bits are.
 */
bool ikelog_field_is_quiet(enum ikelog_field field, bool zero);

#endif

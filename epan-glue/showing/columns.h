/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The Protocol and Info columns. */
#ifndef IKELOG_SHOWING_COLUMNS_H
#define IKELOG_SHOWING_COLUMNS_H

#include "showing/dissection.h"

/* Fill them, when columns are being filled. */
void ikelog_columns_fill(struct ikelog_dissection *dissection);

#endif

/* SPDX-License-Identifier: GPL-2.0-or-later */
/* How the files of registries are written: rows, then one line that makes a registry of them. */
#ifndef IKELOG_WIRE_NUMBER_ROWS_H
#define IKELOG_WIRE_NUMBER_ROWS_H

#include "wire/numbers.h"

/* A registry of the array `identifier_rows`, whose rows stand in ascending order. */
#define IKELOG_REGISTRY(identifier)                               \
    const struct ikelog_registry ikelog_registry_##identifier = { \
        identifier##_rows, sizeof identifier##_rows / sizeof identifier##_rows[0]}

#endif

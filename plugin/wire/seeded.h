/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A hash for tables whose keys a capture chooses. */
#ifndef IKELOG_WIRE_SEEDED_H
#define IKELOG_WIRE_SEEDED_H

#include <glib.h>
#include <stddef.h>

/*
 * The hash of `length` octets (or none) for a GHashTable. It differs from process to process, so
 * that nobody can choose keys that fall into one bucket.
 */
guint ikelog_seeded_hash(const void *octets, size_t length);

#endif

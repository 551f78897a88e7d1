/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A hash that nobody outside the process can aim at one bucket. */
#ifndef IKELOG_STATE_SEEDED_H
#define IKELOG_STATE_SEEDED_H

#include <glib.h>
#include <stddef.h>

/* Hash `length` octets with a seed that is drawn once for the process. */
guint seeded_hash(const void *data, size_t length);

#endif

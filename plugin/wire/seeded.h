/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A hash for tables whose keys a capture chooses. */
#ifndef IKELOG_WIRE_SEEDED_H
#define IKELOG_WIRE_SEEDED_H

#include <glib.h>
#include <stddef.h>
#include <stdint.h>

/*
 * The hash of `length` octets (or none) for a GHashTable: SipHash under a key that differs from
 * process to process, so that nobody can choose octets that fall into one bucket.
 */
guint ikelog_seeded_hash(const void *octets, size_t length);

/*
 * SipHash-1-3 (Aumasson and Bernstein, "SipHash: a fast short-input PRF"), with one round for each
 * eight octets and three at the end, as the tables of Python and Rust have it. The key is k0, k1.
 */
uint64_t ikelog_siphash(const uint64_t key[2], const void *octets, size_t length);

#endif

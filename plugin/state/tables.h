/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What a session knows, found by seeded hashes; and the memory that holds it. */
#ifndef IKELOG_STATE_TABLES_H
#define IKELOG_STATE_TABLES_H

#include "state/pool.h"
#include "state/sa_entry.h"

struct tables {
    GPtrArray *sas;          /* struct sa_entry *, in order of appearance */
    GHashTable *by_cookies;  /* set of struct sa_entry *, by both cookies */
    struct sa_entry *latest; /* that was found by them; NULL: none yet */
    GHashTable *half_open;   /* set of struct sa_entry *, by CKY-I and the responder's address */
    GHashTable *pairs;       /* set of struct pair_entry * */
    GHashTable *exchanges;   /* set of struct ikelog_exchange *, by SA, type and message ID; without
                                the first one of each IKE SA */
    GHashTable *strays;      /* set of struct ikelog_record *, by exchange, side and
                                fingerprint: those that the list of their exchange does not hold */
    GHashTable *spis;        /* SPI to struct ikelog_exchange * */
    struct pool all_entries, all_exchanges, all_quick_exchanges, all_quicks, all_records,
        all_chained, all_pairs, all_pair_traffic, all_rare, all_troubles, all_said, all_traces,
        all_courses; /* all is owned by these */
};

void tables_init(struct tables *tables);

/* Wipe what is secret and free everything. */
void tables_clear(struct tables *tables);

/* The IKE SA with both cookies, or NULL. */
struct sa_entry *tables_find_cookies(struct tables *tables, const uint8_t cookies[16]);

/* The IKE SA that waits for its responder's cookie, or was the last to get one; or NULL. */
struct sa_entry *tables_find_half(const struct tables *tables, const uint8_t *cky_i,
                                  const struct ikelog_endpoint *responder);

/* The pair of two addresses, in any order; NULL only without `create`. */
struct pair_entry *tables_pair(struct tables *tables, const struct ikelog_endpoint *a,
                               const struct ikelog_endpoint *b, bool create);

/* Whether it is the pair of these addresses. */
bool pair_is_of(const struct pair_entry *pair, const struct ikelog_endpoint *a,
                const struct ikelog_endpoint *b);

/* What two peers sent each other beside IKE, made when there is none yet. */
struct pair_traffic *tables_pair_traffic(struct tables *tables, struct pair_entry *pair);

struct ikelog_exchange *tables_find_exchange(const struct tables *tables,
                                             const struct sa_entry *entry, uint8_t type,
                                             uint32_t message_id);

/* What did not go smoothly in an exchange: its own, made when there is none, to be written. */
struct ikelog_trouble *tables_trouble(struct tables *tables, struct ikelog_exchange *exchange);

/* The same for what most IKE SAs of a flood do not have: their own, to be written. */
struct ikelog_said *tables_said(struct tables *tables, struct ikelog_peer *side);
struct ikelog_trace *tables_trace(struct tables *tables, struct ikelog_peer *side);
struct ikelog_course *tables_course(struct tables *tables, struct ikelog_sa *sa);

struct sa_rare *tables_rare(struct tables *tables, struct sa_entry *entry);

/* The record of the same octets from the same side in an exchange, or NULL. */
struct ikelog_record *tables_find_original(const struct tables *tables,
                                           const struct ikelog_exchange *exchange,
                                           enum ikelog_side side,
                                           struct ikelog_fingerprint fingerprint);

/* A seeded hash for tables by SPI (GUINT_TO_POINTER). */
guint tables_hash_spi(gconstpointer spi);

/* The Quick Mode that chose an SPI last, or NULL. */
struct ikelog_exchange *tables_find_spi(const struct tables *tables, uint32_t spi);

#endif

/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What was recognised in a source of keys, and what it gave: one sentence for its owner. */
#ifndef IKELOG_CRYPTO_KEY_SUMMARY_H
#define IKELOG_CRYPTO_KEY_SUMMARY_H

#include "crypto/keyring.h"

#include <glib.h>

#define IKELOG_MAX_SUMMARIES 16u /* of one keyring; further sources have none */

struct ikelog_key_summary;

struct ikelog_key_summary *ikelog_key_summary_new(const char *name);
void ikelog_key_summary_free(struct ikelog_key_summary *summary);
const char *ikelog_key_summary_name(const struct ikelog_key_summary *summary);

/*
 * What was recognised: "racoon log", and how to make its daemon log secrets; NULL where no
 * daemon wrote it. Both texts must live as long as the summary.
 */
void ikelog_key_summary_recognised(struct ikelog_key_summary *summary, const char *format,
                                   const char *level);

/* The source gave this secret, which was new. */
void ikelog_key_summary_count(struct ikelog_key_summary *summary,
                              const struct ikelog_secret *secret);

/* False for a file that is empty, or of which nothing is known (which was complained about). */
bool ikelog_key_summary_is_recognised(const struct ikelog_key_summary *summary);

/* Whether a daemon wrote it. */
bool ikelog_key_summary_is_log(const struct ikelog_key_summary *summary);

/* Whether it gave a secret of the IKE SA with this initiator cookie; whether it gave any at all. */
bool ikelog_key_summary_has(const struct ikelog_key_summary *summary, const uint8_t *cky_i);
bool ikelog_key_summary_names_sas(const struct ikelog_key_summary *summary);
/* The n-th (from 0) of these initiator cookies, in the order of the source; NULL: no more. */
const uint8_t *ikelog_key_summary_cookie(const struct ikelog_key_summary *summary, unsigned n);
bool ikelog_key_summary_is_empty(const struct ikelog_key_summary *summary);

/*
 * Append "gate.log: recognised as a FortiGate log: 5 secrets of 2 IKE SAs, 1 without a cookie", or
 * "…; no secret in it; raise the level: …". No full stop. Of the cookies the first ones are named,
 * when `cookies` is set.
 */
void ikelog_key_summary_describe(const struct ikelog_key_summary *summary, bool cookies,
                                 GString *text);

#endif

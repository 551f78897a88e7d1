/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What the keys of a keyset came from: found again among all that the user gave. */
#ifndef IKELOG_REPORTS_PAGE_SECRETS_H
#define IKELOG_REPORTS_PAGE_SECRETS_H

#include "reports/page/page_priv.h"

/* An exponent with the public value that it is raised to; `g_xy` is what comes out. */
struct ikelog_page_shared {
    GBytes *g_xy;                         /* NULL: not known */
    const struct ikelog_secret *exponent; /* NULL: g_xy itself was given */
    const struct ikelog_group *group;
    enum ikelog_side owner; /* of the exponent */
    GBytes *own, *base;     /* borrowed: the owner's public value, and the other side's */
};

/* Whether a candidate is the one: `facts` is the caller's. */
typedef bool ikelog_page_is_shared(const void *facts, struct ikelog_octets g_xy);

/*
 * The shared secret of an IKE SA, or (has_message_id) of one of its Quick Modes, that `is_right`
 * accepts. End it with ikelog_page_shared_clear.
 */
struct ikelog_page_shared_search {
    const struct ikelog_sa *sa;
    bool has_message_id;
    uint32_t message_id;
    const struct ikelog_group *group;
    GBytes *ke[2];
    ikelog_page_is_shared *is_right;
    const void *facts;
};
void ikelog_page_shared_find(struct ikelog_page *page,
                             const struct ikelog_page_shared_search *search,
                             struct ikelog_page_shared *found);
void ikelog_page_shared_clear(struct ikelog_page_shared *shared);

/* The g^xy of phase 1 from which SKEYID_d of the keyset came. */
void ikelog_page_phase1_shared(struct ikelog_page *page, const struct ikelog_keyset *keyset,
                               struct ikelog_page_shared *found);

/* The pre-shared key from which SKEYID of the keyset came, or no octets. */
struct ikelog_octets ikelog_page_psk(const struct ikelog_page *page,
                                     const struct ikelog_keyset *keyset);

/*
 * power.c: the derivation of a shared secret, and of the public value of the side whose exponent is
 * known; nothing when there is no secret.
 */
void ikelog_page_power(const struct ikelog_page *page, const struct ikelog_page_shared *shared,
                       bool quick, GString *out);

/* The keyset that opened the message; of a message in clear one with SKEYID; or NULL. */
const struct ikelog_keyset *ikelog_page_keyset(const struct ikelog_record *record);

#endif

/* SPDX-License-Identifier: GPL-2.0-or-later */
/* An IKE SA, and a pair of peers, with what only this room needs to know of them. */
#ifndef IKELOG_STATE_SA_ENTRY_H
#define IKELOG_STATE_SA_ENTRY_H

#include "state/session.h"

#define MAX_PENDING  16u /* messages of an IKE SA that wait for a lost part of the CBC chain */
#define MAX_G_XY     4u  /* shared secrets tried for one IKE SA */
#define MAX_DH_TRIES 8u  /* exponents tried for one IKE SA or Quick Mode */

/* The shared secrets that were found for an IKE SA. Secret: wiped with it. */
struct shared_secrets {
    unsigned count;
    GBytes *g_xy[MAX_G_XY];
    char *source[MAX_G_XY];
};

/* Who asked last whether the other side is alive; each side's. */
struct dpd_talk {
    struct ikelog_record *request[2]; /* latest R-U-THERE */
    uint32_t open[2];                 /* questions since the last answer */
    uint32_t sequence[2];             /* of the latest R-U-THERE */
};

/* The last octets of a message of which the last vendor fragment was captured. */
struct fragment_tail {
    const struct ikelog_exchange *exchange;
    uint8_t octets[IKELOG_MAX_BLOCK];
};

/* A message that waits for a lost part of the CBC chain, with D(C1), its first block before CBC. */
struct pending {
    struct ikelog_record *record;
    uint8_t first[IKELOG_MAX_BLOCK];
};

/* What a flood of first messages does not need: those without share one, see sa_without_rare. */
struct sa_rare {
    GArray *pending;               /* struct pending, at most MAX_PENDING; or NULL */
    struct shared_secrets *shared; /* NULL: none found */
    struct dpd_talk dpd;
    struct fragment_tail *tail; /* the latest one; NULL: none */
};
extern const struct sa_rare sa_without_rare;

/* An IKE SA with what only this room needs to know of it. */
struct sa_entry {
    struct ikelog_sa sa;                                      /* first member: the public part */
    struct ikelog_exchange *first_exchange, *latest_exchange; /* by whichever message */
    struct pair_entry *pair;    /* of the addresses of its latest message */
    const struct sa_rare *rare; /* never NULL */
    GPtrArray *unsettled;       /* struct ikelog_record *: all, while the sides may be revised */
    const struct ikelog_record *after_phase1; /* the first message that needs an IKE SA, or NULL */
    uint32_t exchange_count;
    uint16_t inputs;            /* bits of the inputs that the keysets were built from */
    uint8_t dh_tried;           /* exponents, in the order of the keyring: none is tried again */
    uint8_t lone_tried;         /* messages that keys without a cookie were tried with */
    bool late;                  /* it began before the capture */
    bool unconfirmed;           /* what the last message of phase 1 answers came again after it */
    bool spoke_after_phase1[2]; /* each side sent a message that needs an IKE SA */
    uint8_t dh_status; /* IKELOG_OK, PUBLIC_TOO_LONG or TOO_MUCH_WORK: why one led nowhere */
};

/* What two peers sent each other beside whole IKE packets. */
struct pair_traffic {
    struct ikelog_esp_flow esp; /* index 0: sent by `low` */
    uint32_t fragment_id;       /* IP identification of the latest fragment */
    uint16_t fragment_count;    /* fragments with it */
    bool fragments_from_low;
};

/* Peers by address, whichever side they are: for rekeys, ICMP errors and ESP. */
struct pair_entry {
    struct ikelog_endpoint low, high; /* ports 0 */
    struct sa_entry *latest;
    uint32_t unread;              /* Quick Modes and IKE SAs that could not be read */
    uint32_t read;                /* Quick Modes whose SPIs are known */
    struct pair_traffic *traffic; /* NULL: there is none */
};

/* A device that answers phase 1, by its address: what it accepted last. */
struct responder_entry {
    struct ikelog_endpoint address; /* port 0 */
    const struct ikelog_sa *accepted[IKELOG_MAX_ACCEPTED];
    unsigned count; /* of all that it ever accepted */
};

/* Who showed an identity to whom last. */
struct identity_entry {
    GBytes *id; /* the session keeps equal bodies once */
    struct ikelog_endpoint responder;
    struct ikelog_sa *latest;
};

#endif

/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What the user tells about the device: whose log it is, connection names, rules, limits. */
#ifndef IKELOG_EVENTS_POLICY_H
#define IKELOG_EVENTS_POLICY_H

#include "state/session.h"
#include "wire/ident.h"

/* An address prefix. */
struct ikelog_prefix {
    uint8_t family; /* 4 or 6 */
    uint8_t address[16];
    uint8_t bits;
};

/* Parse "192.0.2.1", "10.0.0.0/8", "2001:db8::/32". False when it is none of these. */
bool ikelog_prefix_parse(const char *text, struct ikelog_prefix *prefix);
/* The prefix that covers this address alone. */
struct ikelog_prefix ikelog_prefix_of(const struct ikelog_endpoint *endpoint);
bool ikelog_prefix_covers(const struct ikelog_prefix *prefix,
                          const struct ikelog_endpoint *endpoint);

/* A connection name for peers (Cisco's Policy Editor). */
struct ikelog_connection {
    struct ikelog_prefix peer;
    char *name;
};

/* A VPN rule of a ZyXEL or Nortel device. gateway.family 0: dynamic (0.0.0.0). */
struct ikelog_rule {
    unsigned number;
    struct ikelog_endpoint gateway;
    struct ikelog_range local, remote;
};

/* The whole policy. Its maker owns it with all that its pointers lead to; readers borrow. */
struct ikelog_policy {
    struct ikelog_prefix *local; /* our own addresses; local_count 0: by perspective */
    unsigned local_count;
    enum ikelog_side perspective; /* which side we are when `local` is empty or no match */
    struct ikelog_connection *connections;
    unsigned connection_count;
    const char *default_connection; /* never NULL */
    struct ikelog_rule *rules;
    unsigned rule_count;
    unsigned max_phase2; /* 0: unknown */
};

/* Which side of this IKE SA is our device: by `local`, else by the perspective. */
enum ikelog_side ikelog_policy_us(const struct ikelog_policy *policy, const struct ikelog_sa *sa);

/* The name that a connection gives the peer of this IKE SA; NULL: none of them is about it. */
const char *ikelog_policy_named(const struct ikelog_policy *policy, const struct ikelog_sa *sa);

/* The same, or else the default one; borrowed. */
const char *ikelog_policy_connection(const struct ikelog_policy *policy,
                                     const struct ikelog_sa *sa);

/*
 * Check one rule against the ones before it. Returns NULL when it makes sense, else a newly
 * allocated sentence for the user (range reversed, static rules that overlap, a bad address;
 * g_free).
 */
char *ikelog_rule_check(const struct ikelog_rule *rules, unsigned count,
                        const struct ikelog_rule *rule);

#endif

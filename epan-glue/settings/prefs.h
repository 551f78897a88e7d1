/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The preferences of the protocol, as the user set them. */
#ifndef IKELOG_SETTINGS_PREFS_H
#define IKELOG_SETTINGS_PREFS_H

#include "compat.h"

#include "dialects/dialect.h"
#include "events/policy.h"

/* When the stock dissector's tree is shown after ours. */
enum ikelog_stock_tree {
    IKELOG_STOCK_AUTO,
    IKELOG_STOCK_ALWAYS,
    IKELOG_STOCK_NEVER,
};

/* What the Info column says of a message. */
enum ikelog_info {
    IKELOG_INFO_LOG,
    IKELOG_INFO_SUMMARY,
    IKELOG_INFO_DESCRIPTION,
};

/* Values of the preferences. Strings are Wireshark's and never NULL. */
struct ikelog_prefs {
    IKELOG_BOOL takeover;       /* UDP ports 500 and 4500 are ours */
    IKELOG_BOOL show_keys;      /* derived keys appear in the tree */
    IKELOG_BOOL decrypt_esp;    /* IPsec SAs are handed to the stock ESP dissector */
    IKELOG_BOOL other_dialects; /* the tree has the lines of all products */
    int stock_tree;             /* enum ikelog_stock_tree */
    int perspective;            /* enum ikelog_side */
    int info;                   /* enum ikelog_info */
    int dialect;                /* number among the loaded dialects; theirs: IKELOG_AUTO_DIALECT */
    unsigned max_phase2;
    const char *keylog_file, *local;
};

/* `apply` is called whenever the user changed something. */
void ikelog_prefs_register(int proto, void (*apply)(void));
const struct ikelog_prefs *ikelog_prefs(void);

/*
 * What the preferences and tables say about whose log it is. Valid until the next call of
 * ikelog_prefs_policy_update, which makes it anew; complaints go to the user.
 */
const struct ikelog_policy *ikelog_prefs_policy(void);
void ikelog_prefs_policy_update(void);

/*
 * Parse "192.0.2.1,10.0.0.0/8" into a new array (g_free). Blanks and commas separate. NULL with
 * *count 0 when there is none; *bad is set to a newly allocated copy of the first entry that is no
 * address.
 */
struct ikelog_prefix *ikelog_prefs_parse_local(const char *text, unsigned *count, char **bad);

#endif

/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The tables that the user fills in: keys, connection names, VPN rules. */
#ifndef IKELOG_SETTINGS_USER_TABLES_H
#define IKELOG_SETTINGS_USER_TABLES_H

#include "compat.h"

#include "crypto/keyfile.h"
#include "events/policy.h"

#include <epan/uat.h>

/* The tables, made at the first call. */
uat_t *ikelog_table_keys(void);
uat_t *ikelog_table_connections(void);
uat_t *ikelog_table_rules(void);

/* Add the rows of the table of keys. */
void ikelog_tables_add_keys(struct ikelog_keyring *keyring,
                            const struct ikelog_complaints *complaints);

/*
 * Put connections and rules into the policy. What was put there before is freed. Rules that make no
 * sense beside the others are left out with a complaint.
 */
void ikelog_tables_fill(struct ikelog_policy *policy);

#endif

/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Every secret given or derived, in the forms that key files and Wireshark's tables take. */
#ifndef IKELOG_REPORTS_KEYS_H
#define IKELOG_REPORTS_KEYS_H

#include "reports/report.h"

/*
 * Records of a key file: for each IKE SA what proved right (cipher key, SKEYIDs, DH shared secrets,
 * keys of IPsec SAs), then what was given besides.
 */
void ikelog_report_key_records(const struct ikelog_report *report, GString *text);

/* Rows of the file ikev1_decryption_table: initiator cookie and cipher key. */
void ikelog_report_key_ikev1_rows(const struct ikelog_report *report, GString *text);

/* Rows of the file esp_sa, for IPsec SAs whose algorithms the stock ESP dissector knows. */
void ikelog_report_key_esp_rows(const struct ikelog_report *report, GString *text);

/* All three, each under a comment. */
void ikelog_report_keys(const struct ikelog_report *report, GString *text);

#endif

/* SPDX-License-Identifier: GPL-2.0-or-later */
/* -z ikelog,keys: every secret given or derived, for key files and for Wireshark's own tables. */

#include "asking/tap_report.h"
#include "asking/taps.h"

#include "reports/keys.h"

void ikelog_tap_keys_register(void)
{
    static const struct ikelog_tap_report_kind kind = {
        .command = "ikelog,keys",
        .write = ikelog_report_keys,
        .variants = {{"records", "the records for ikelog.keylog_file only",
                      ikelog_report_key_records},
                     {"ikev1_decryption_table", "the rows for that file of Wireshark only",
                      ikelog_report_key_ikev1_rows},
                     {"esp_sa", "the rows for that file of Wireshark only",
                      ikelog_report_key_esp_rows}},
    };

    ikelog_tap_report_register(&kind);
}

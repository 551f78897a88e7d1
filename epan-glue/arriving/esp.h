/* SPDX-License-Identifier: GPL-2.0-or-later */
/* ESP: what its SPIs and sequence numbers show, and the keys for the stock ESP dissector. */
#ifndef IKELOG_ARRIVING_ESP_H
#define IKELOG_ARRIVING_ESP_H

#include "showing/dissection.h"

/* At registration. */
void ikelog_esp_register(void);

/*
 * Judge the ESP packet that begins with `octets`. What is to be said about it is kept with the
 * frame. Keys that the user gave for its SPI are handed to the stock ESP dissector, when the user
 * asked for it. First pass only.
 */
void ikelog_esp_judge(packet_info *pinfo, struct ikelog_octets octets,
                      const struct ikelog_endpoint *src, const struct ikelog_endpoint *dst);

/* What was kept for this frame, or NULL. */
const struct ikelog_esp_judged *ikelog_esp_recall(packet_info *pinfo);

/*
 * Hand the derived keys of the IPsec SAs that the message of `record` (may be NULL) set up to the
 * stock ESP dissector, when the user asked for it. First pass only.
 */
void ikelog_esp_hand_over_keys(packet_info *pinfo, const struct ikelog_record *record);

#endif

/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Whether notifications, deletes and padding agree with the SA that they speak of. */
#ifndef IKELOG_STATE_ANOMALIES_H
#define IKELOG_STATE_ANOMALIES_H

#include "state/session.h"

/*
 * One anomaly: where it is (offset in view->octets, length in octets), and a sentence that names
 * what was compared.
 * `common`: daemons do so among each other, and it disturbs nobody.
 */
struct ikelog_anomaly {
    uint32_t offset, length;
    bool common;
    char text[160];
};

/* At most this many are reported of one message. */
#define IKELOG_MAX_ANOMALIES 8u

/*
 * Check an opened message:
 *   DPD (RFC 3706 5.3): SPI is the cookie pair, the sequence number is the one that was due;
 *   INITIAL-CONTACT (RFC 2407 4.6.3.3): SPI is the cookie pair, sent under protection;
 *   RESPONDER-LIFETIME (RFC 2407 4.6.3.1): SPI is the cookie pair or an SPI of this Quick Mode;
 *   KE: a public value that keeps no secret (ikelog_dh_weakness);
 *   an answer's SA (RFC 2408 4.2): one of the proposals offered, with its number;
 *   Delete (RFC 2408 3.15): an IKE SA by its own cookies, an IPsec SA by an SPI that this IKE SA
 *   set up (only judged when all of its Quick Modes could be read);
 *   padding: zeros, random with its count last, or counted 1, 2, 3 …; less than two blocks.
 * Writes to found[0 .. IKELOG_MAX_ANOMALIES) and returns how many.
 */
unsigned ikelog_view_anomalies(struct ikelog_session *session, const struct ikelog_view *view,
                               struct ikelog_anomaly *found);

#endif

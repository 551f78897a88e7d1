/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Certificates, revocation lists and PKCS #7 bundles, shown by Wireshark's own dissectors. */
#ifndef IKELOG_SHOWING_CERTIFICATES_H
#define IKELOG_SHOWING_CERTIFICATES_H

#include "compat.h"

/* Look the dissectors up, when all are there. */
void ikelog_certificates_handoff(void);

/* True when a filter, a column or an output names a field of certificates, or the tree is seen. */
bool ikelog_certificates_wanted(proto_tree *tree);

/* Show the certificate in tvb. `encoding` as in the CERT payload (RFC 2408 3.9); others are
 * ignored. */
void ikelog_certificate_dissect(uint8_t encoding, tvbuff_t *tvb, packet_info *pinfo,
                                proto_tree *tree);

#endif

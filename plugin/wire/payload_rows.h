/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The table of payload types: all that is particular to one stands in its row. */
#ifndef IKELOG_WIRE_PAYLOAD_ROWS_H
#define IKELOG_WIRE_PAYLOAD_ROWS_H

/*
 * X(ID, number, DOI, CLASS, "name", "word of a log line", parser, field, value, "what it is in
 * phase 1", "what it is later")
 *
 * ID is the tail of IKELOG_PAYLOAD_…, the number the one of RFC 2408 3.1, RFC 3947, its drafts and
 * RFC 6407. DOI: ANY, or GDOI and OTHER where GDOI uses a number that NAT drafts use, too. CLASS:
 * see enum ikelog_payload_class. Without a word a log line says P<number>. The parser (decode.c) is
 * NULL for a body that is one field. `value` writes the body in few words; NULL: nothing to say.
 * The last two are for lessons; NULL: nothing.
 */
/* clang-format off */
#define IKELOG_PAYLOAD_ROWS(X) \
    X(NONE, 0, ANY, INNER, "None", NULL, NULL, 0, NULL, NULL, NULL) \
    X(SA, 1, ANY, PLAIN, "Security Association", "SA", \
      ikelog_decode_sa, 0, ikelog_value_of_sa, \
      "how to protect the negotiation itself", "how to protect the traffic") \
    X(PROPOSAL, 2, ANY, INNER, "Proposal", NULL, NULL, 0, NULL, NULL, NULL) \
    X(TRANSFORM, 3, ANY, INNER, "Transform", NULL, NULL, 0, NULL, NULL, NULL) \
    X(KE, 4, ANY, PLAIN, "Key Exchange", "KE", \
      NULL, IKELOG_F_KE_DATA, ikelog_value_of_length, \
      "a public Diffie-Hellman value", \
      "a fresh public Diffie-Hellman value, for perfect forward secrecy") \
    X(ID, 5, ANY, PLAIN, "Identification", "ID", \
      ikelog_decode_id, 0, ikelog_value_of_id, \
      "who the sender claims to be", "whose traffic is meant") \
    X(CERT, 6, ANY, PLAIN, "Certificate", "CERT", \
      ikelog_decode_cert, 0, ikelog_value_of_cert, \
      "the certificate that goes with the signature", \
      "the certificate that goes with the signature") \
    X(CERT_REQ, 7, ANY, PLAIN, "Certificate Request", "CERT_REQ", \
      ikelog_decode_cert_req, 0, ikelog_value_of_cert_req, \
      "a wish for a certificate, by this issuer if one is named", \
      "a wish for a certificate, by this issuer if one is named") \
    X(HASH, 8, ANY, PLAIN, "Hash", "HASH", \
      NULL, IKELOG_F_HASH, ikelog_value_of_length, \
      "the proof: a keyed hash over what was agreed", \
      "a keyed hash over this message, so that nobody can change it") \
    X(SIG, 9, ANY, PLAIN, "Signature", "SIG", \
      NULL, IKELOG_F_SIG, ikelog_value_of_length, \
      "the proof: a signature over what was agreed", \
      "the proof: a signature over what was agreed") \
    X(NONCE, 10, ANY, PLAIN, "Nonce", "NON", \
      NULL, IKELOG_F_NONCE, ikelog_value_of_length, \
      "a random number, used once", "a random number, used once") \
    X(NOTIFY, 11, ANY, PLAIN, "Notification", "NOTIFY", \
      ikelog_decode_notify, 0, ikelog_value_of_notify, "a notification", "a notification") \
    X(DELETE, 12, ANY, PLAIN, "Delete", "DEL", \
      ikelog_decode_delete, 0, ikelog_value_of_delete, \
      "SAs that the sender has forgotten", "SAs that the sender has forgotten") \
    X(VID, 13, ANY, PLAIN, "Vendor ID", "VID", \
      ikelog_decode_vendor_id, 0, ikelog_value_of_vendor_id, \
      "vendor IDs: which extensions the sender knows", \
      "vendor IDs: which extensions the sender knows") \
    X(CONFIG, 14, ANY, PLAIN, "Attributes", "ATTR", \
      ikelog_decode_config, 0, ikelog_value_of_config, \
      "XAUTH or mode config", "XAUTH or mode config") \
    X(SA_KEK, 15, GDOI, PLAIN, "SA KEK (GDOI)", NULL, NULL, IKELOG_F_GDOI_DATA, NULL, NULL, NULL) \
    X(NATD_DRAFT_OLD, 15, OTHER, NATD, "NAT-D (drafts 04 to 08)", "NAT-D", \
      NULL, IKELOG_F_NATD, NULL, NULL, NULL) \
    X(SA_TEK, 16, GDOI, PLAIN, "SA TEK (GDOI)", NULL, NULL, IKELOG_F_GDOI_DATA, NULL, NULL, NULL) \
    X(NATOA_DRAFT_OLD, 16, OTHER, NATOA, "NAT-OA (drafts 04 to 08)", "NAT-OA", \
      ikelog_decode_natoa, 0, NULL, NULL, NULL) \
    X(KEY_DOWNLOAD, 17, ANY, PLAIN, "Key Download (GDOI)", NULL, \
      NULL, IKELOG_F_GDOI_DATA, NULL, NULL, NULL) \
    X(SEQUENCE, 18, ANY, PLAIN, "Sequence Number (GDOI)", NULL, \
      ikelog_decode_gdoi_sequence, 0, NULL, NULL, NULL) \
    X(POP, 19, ANY, PLAIN, "Proof of Possession (GDOI)", NULL, \
      NULL, IKELOG_F_POP, NULL, NULL, NULL) \
    X(NATD, 20, ANY, NATD, "NAT-D (RFC 3947)", "NAT-D", \
      NULL, IKELOG_F_NATD, NULL, \
      "a hash of an address and port, to find out whether a NAT changes them", \
      "a hash of an address and port, to find out whether a NAT changes them") \
    X(NATOA, 21, ANY, NATOA, "NAT-OA (RFC 3947)", "NAT-OA", \
      ikelog_decode_natoa, 0, NULL, \
      "the address before a NAT changed it", "the address before a NAT changed it") \
    X(GROUP_POLICY, 22, ANY, PLAIN, "Group Associated Policy (GDOI)", NULL, \
      NULL, IKELOG_F_GDOI_DATA, NULL, NULL, NULL) \
    X(NATD_DRAFT, 130, ANY, NATD, "NAT-D (drafts 00 to 03)", "NAT-D", \
      NULL, IKELOG_F_NATD, NULL, \
      "the same, in the form of the drafts", "the same, in the form of the drafts") \
    X(NATOA_DRAFT, 131, ANY, NATOA, "NAT-OA (drafts 00 to 03)", "NAT-OA", \
      ikelog_decode_natoa, 0, NULL, NULL, NULL) \
    X(FRAGMENT, 132, ANY, PLAIN, "Vendor fragment", "FRAG", \
      ikelog_decode_fragment, 0, NULL, \
      "a piece of a message that was too large for one packet", \
      "a piece of a message that was too large for one packet")
/* clang-format on */

#endif

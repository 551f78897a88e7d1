/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The table of payload types: all that is particular to one stands in its row. */
#ifndef IKELOG_WIRE_PAYLOAD_ROWS_H
#define IKELOG_WIRE_PAYLOAD_ROWS_H

/*
 * X(ID, number, DOI, CLASS, "name", "word of a log line", body, value, "what it is in phase 1",
 * "what it is later")
 *
 * ID is the tail of IKELOG_PAYLOAD_…, the number the one of RFC 2408 3.1, RFC 3947, its drafts and
 * RFC 6407. DOI: ANY, or GDOI and OTHER where GDOI uses a number that NAT drafts use, too. CLASS:
 * see enum ikelog_payload_class. Without a word a log line says P<number>. Body:
 * PARSER(decode_body of decode_priv.h) or FIELD(the one that it is). Value: VALUE(payload_value of
 * decode_priv.h), TELLING(the same) when it says more than the name does, or NO_VALUE. The last two
 * are for lessons; NULL: nothing.
 */
/* clang-format off */
#define IKELOG_PAYLOAD_ROWS(X) \
    X(NONE, 0, ANY, INNER, "None", NULL, NOTHING, NO_VALUE, NULL, NULL) \
    X(SA, 1, ANY, PLAIN, "Security Association", "SA", \
      PARSER(ikelog_decode_sa), TELLING(ikelog_value_of_sa), \
      "how to protect the negotiation itself", "how to protect the traffic") \
    X(PROPOSAL, 2, ANY, INNER, "Proposal", NULL, NOTHING, NO_VALUE, NULL, NULL) \
    X(TRANSFORM, 3, ANY, INNER, "Transform", NULL, NOTHING, NO_VALUE, NULL, NULL) \
    X(KE, 4, ANY, PLAIN, "Key Exchange", "KE", \
      FIELD(IKELOG_F_KE_DATA), VALUE(ikelog_value_of_length), \
      "a public Diffie-Hellman value", \
      "a fresh public Diffie-Hellman value, for perfect forward secrecy") \
    X(ID, 5, ANY, PLAIN, "Identification", "ID", \
      PARSER(ikelog_decode_id), TELLING(ikelog_value_of_id), \
      "who the sender claims to be", "whose traffic is meant") \
    X(CERT, 6, ANY, PLAIN, "Certificate", "CERT", \
      PARSER(ikelog_decode_cert), VALUE(ikelog_value_of_cert), \
      "the certificate that goes with the signature", \
      "the certificate that goes with the signature") \
    X(CERT_REQ, 7, ANY, PLAIN, "Certificate Request", "CERT_REQ", \
      PARSER(ikelog_decode_cert_req), VALUE(ikelog_value_of_cert_req), \
      "a wish for a certificate, by this issuer if one is named", \
      "a wish for a certificate, by this issuer if one is named") \
    X(HASH, 8, ANY, PLAIN, "Hash", "HASH", \
      FIELD(IKELOG_F_HASH), VALUE(ikelog_value_of_length), \
      "the proof: a keyed hash over what was agreed", \
      "a keyed hash over this message, so that nobody can change it") \
    X(SIG, 9, ANY, PLAIN, "Signature", "SIG", \
      FIELD(IKELOG_F_SIG), VALUE(ikelog_value_of_length), \
      "the proof: a signature over what was agreed", \
      "the proof: a signature over what was agreed") \
    X(NONCE, 10, ANY, PLAIN, "Nonce", "NON", \
      FIELD(IKELOG_F_NONCE), VALUE(ikelog_value_of_length), \
      "a random number, used once", "a random number, used once") \
    X(NOTIFY, 11, ANY, PLAIN, "Notification", "NOTIFY", \
      PARSER(ikelog_decode_notify), VALUE(ikelog_value_of_notify), \
      "a notification", "a notification") \
    X(DELETE, 12, ANY, PLAIN, "Delete", "DEL", \
      PARSER(ikelog_decode_delete), TELLING(ikelog_value_of_delete), \
      "SAs that the sender has forgotten", "SAs that the sender has forgotten") \
    X(VID, 13, ANY, PLAIN, "Vendor ID", "VID", \
      PARSER(ikelog_decode_vendor_id), VALUE(ikelog_value_of_vendor_id), \
      "vendor IDs: which extensions the sender knows", \
      "vendor IDs: which extensions the sender knows") \
    X(CONFIG, 14, ANY, PLAIN, "Attributes", "ATTR", \
      PARSER(ikelog_decode_config), TELLING(ikelog_value_of_config), \
      "XAUTH or mode config", "XAUTH or mode config") \
    X(SA_KEK, 15, GDOI, PLAIN, "SA KEK (GDOI)", NULL, \
      PARSER(ikelog_decode_gdoi_kek), NO_VALUE, NULL, NULL) \
    X(NATD_DRAFT_OLD, 15, OTHER, NATD, "NAT-D (drafts 04 to 08)", "NAT-D", \
      FIELD(IKELOG_F_NATD), NO_VALUE, NULL, NULL) \
    X(SA_TEK, 16, GDOI, PLAIN, "SA TEK (GDOI)", NULL, \
      PARSER(ikelog_decode_gdoi_tek), NO_VALUE, NULL, NULL) \
    X(NATOA_DRAFT_OLD, 16, OTHER, NATOA, "NAT-OA (drafts 04 to 08)", "NAT-OA", \
      PARSER(ikelog_decode_natoa), NO_VALUE, NULL, NULL) \
    X(KEY_DOWNLOAD, 17, ANY, PLAIN, "Key Download (GDOI)", NULL, \
      PARSER(ikelog_decode_gdoi_keys), NO_VALUE, NULL, NULL) \
    X(SEQUENCE, 18, ANY, PLAIN, "Sequence Number (GDOI)", NULL, \
      PARSER(ikelog_decode_gdoi_sequence), NO_VALUE, NULL, NULL) \
    X(POP, 19, ANY, PLAIN, "Proof of Possession (GDOI)", NULL, \
      FIELD(IKELOG_F_POP), NO_VALUE, NULL, NULL) \
    X(NATD, 20, ANY, NATD, "NAT-D (RFC 3947)", "NAT-D", \
      FIELD(IKELOG_F_NATD), NO_VALUE, \
      "a hash of an address and port, to find out whether a NAT changes them", \
      "a hash of an address and port, to find out whether a NAT changes them") \
    X(NATOA, 21, ANY, NATOA, "NAT-OA (RFC 3947)", "NAT-OA", \
      PARSER(ikelog_decode_natoa), NO_VALUE, \
      "the address before a NAT changed it", "the address before a NAT changed it") \
    X(GROUP_POLICY, 22, ANY, PLAIN, "Group Associated Policy (GDOI)", NULL, \
      PARSER(ikelog_decode_gdoi_policy), NO_VALUE, NULL, NULL) \
    X(NATD_DRAFT, 130, ANY, NATD, "NAT-D (drafts 00 to 03)", "NAT-D", \
      FIELD(IKELOG_F_NATD), NO_VALUE, \
      "the same, in the form of the drafts", "the same, in the form of the drafts") \
    X(NATOA_DRAFT, 131, ANY, NATOA, "NAT-OA (drafts 00 to 03)", "NAT-OA", \
      PARSER(ikelog_decode_natoa), NO_VALUE, NULL, NULL) \
    X(FRAGMENT, 132, ANY, PLAIN, "Vendor fragment", "FRAG", \
      PARSER(ikelog_decode_fragment), NO_VALUE, \
      "a piece of a message that was too large for one packet", \
      "a piece of a message that was too large for one packet")
/* clang-format on */

#endif

/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The table of notifications: all that is particular to one stands in its row. */
#ifndef IKELOG_WIRE_NOTIFY_ROWS_H
#define IKELOG_WIRE_NOTIFY_ROWS_H

/*
 * X(ID, number, "name", "word of a log line", reader, cause, event, cause of the refusal of an
 * IKE SA, of a Quick Mode, "hint"), in ascending order of number.
 *
 * ID is the tail of IKELOG_NOTIFY_…; names and numbers are those of RFC 2408 3.14.1, RFC 2407
 * 4.6.3, RFC 3706 and of vendors. A log line shows the number where there is no word (NULL). The
 * reader of its data is data_<reader> of decode_notify.c. WRONG_KEY: garbage from a wrong key makes
 * a peer send it. The rest belongs to events/: the event (IKELOG_EVENT_…), the causes
 * (IKELOG_CAUSE_…) that it speaks for when something is refused with it, and of an error
 * without an event of its own the usual cause and what to check, with placeholders of
 * events/values.h.
 */
/* clang-format off */
#define IKELOG_NOTIFY_ROWS(X) \
    X(INVALID_PAYLOAD_TYPE, 1, "INVALID-PAYLOAD-TYPE", "INVALID_PAYLOAD_TYPE", \
      payload_type, WRONG_KEY, \
      ERROR_NOTIFICATION, MALFORMED, MALFORMED, \
      "The {actor} met a payload type that it does not know. {garbage-advice}.") \
    X(DOI_NOT_SUPPORTED, 2, "DOI-NOT-SUPPORTED", "DOI_NOT_SUPPORTED", text, OTHER_CAUSE, \
      ERROR_NOTIFICATION, REFUSED, REFUSED, \
      "The {actor} does not know the domain of interpretation. Check that both sides want " \
      "IPsec, not GDOI or something else.") \
    X(SITUATION_NOT_SUPPORTED, 3, "SITUATION-NOT-SUPPORTED", "SITUATION_NOT_SUPPORTED", \
      text, OTHER_CAUSE, \
      ERROR_NOTIFICATION, REFUSED, REFUSED, \
      "The {actor} does not support the situation (identity only, secrecy, integrity) in the " \
      "SA payload. Look for incompatible software.") \
    X(INVALID_COOKIE, 4, "INVALID-COOKIE", "INVALID_COOKIE", text, WRONG_KEY, \
      INVALID_COOKIE, REFUSED, REFUSED, NULL) \
    X(INVALID_MAJOR_VERSION, 5, "INVALID-MAJOR-VERSION", "INVALID_MAJOR_VERSION", \
      text, OTHER_CAUSE, \
      ERROR_NOTIFICATION, VERSION, VERSION, \
      "The {actor} does not speak this version. Set both sides to IKEv1, or both to IKEv2.") \
    X(INVALID_MINOR_VERSION, 6, "INVALID-MINOR-VERSION", "INVALID_MINOR_VERSION", \
      text, OTHER_CAUSE, \
      ERROR_NOTIFICATION, VERSION, VERSION, \
      "The {actor} does not accept the minor version number. Look for incompatible software.") \
    X(INVALID_EXCHANGE_TYPE, 7, "INVALID-EXCHANGE-TYPE", "INVALID_EXCHANGE_TYPE", \
      text, OTHER_CAUSE, \
      ERROR_NOTIFICATION, EXCHANGE, EXCHANGE, \
      "The {actor} does not allow this exchange. Check that both sides use the same mode, main " \
      "or aggressive, and agree about XAUTH and mode config.") \
    X(INVALID_FLAGS, 8, "INVALID-FLAGS", "INVALID_FLAGS", text, OTHER_CAUSE, \
      ERROR_NOTIFICATION, REFUSED, REFUSED, \
      "The {actor} does not understand the flags of the header. Look for incompatible " \
      "software.") \
    X(INVALID_MESSAGE_ID, 9, "INVALID-MESSAGE-ID", "INVALID_MESSAGE_ID", text, OTHER_CAUSE, \
      ERROR_NOTIFICATION, REFUSED, REFUSED, \
      "The {actor} does not know the message ID: it may have given up that negotiation. Look " \
      "for lost or late packets.") \
    X(INVALID_PROTOCOL_ID, 10, "INVALID-PROTOCOL-ID", "INVALID_PROTOCOL_ID", text, OTHER_CAUSE, \
      ERROR_NOTIFICATION, REFUSED, REFUSED, \
      "The {actor} does not know the protocol that was proposed. Compare the proposals: ESP, " \
      "AH or IPCOMP.") \
    X(INVALID_SPI, 11, "INVALID-SPI", "INVALID_SPI", text, OTHER_CAUSE, \
      INVALID_SPI, REFUSED, REFUSED, NULL) \
    X(INVALID_TRANSFORM_ID, 12, "INVALID-TRANSFORM-ID", "INVALID_TRANSFORM_ID", \
      text, OTHER_CAUSE, \
      ERROR_NOTIFICATION, PROPOSAL, PROPOSAL_QUICK, \
      "The {actor} does not know an algorithm that was proposed. Compare on both sides " \
      "{to-compare}.") \
    X(ATTRIBUTES_NOT_SUPPORTED, 13, "ATTRIBUTES-NOT-SUPPORTED", "ATTRIBUTES_NOT_SUPPORTED", \
      text, OTHER_CAUSE, \
      ERROR_NOTIFICATION, PROPOSAL, PROPOSAL_QUICK, \
      "The {actor} does not know an attribute of the proposal, often a lifetime or key length. " \
      "Compare on both sides {to-compare}.") \
    X(NO_PROPOSAL_CHOSEN, 14, "NO-PROPOSAL-CHOSEN", "NO_PROPOSAL_CHOSEN", text, OTHER_CAUSE, \
      NO_PROPOSAL_CHOSEN, PROPOSAL, PROPOSAL_QUICK, NULL) \
    X(BAD_PROPOSAL_SYNTAX, 15, "BAD-PROPOSAL-SYNTAX", "BAD_PROPOSAL_SYNTAX", text, OTHER_CAUSE, \
      ERROR_NOTIFICATION, MALFORMED, MALFORMED, \
      "The {actor} finds the proposal badly built. Look for incompatible software.") \
    X(PAYLOAD_MALFORMED, 16, "PAYLOAD-MALFORMED", "PAYLOAD_MALFORMED", text, WRONG_KEY, \
      PAYLOAD_MALFORMED, MALFORMED, MALFORMED, NULL) \
    X(INVALID_KEY_INFORMATION, 17, "INVALID-KEY-INFORMATION", "INVALID_KEY_INFORMATION", \
      text, OTHER_CAUSE, \
      ERROR_NOTIFICATION, NO_KEY, PROPOSAL_QUICK, \
      "The {actor} cannot use the Diffie-Hellman value, or holds no key for the address or " \
      "name of this peer. Check there whether a key is entered for the {other}, then compare " \
      "the Diffie-Hellman groups.") \
    X(INVALID_ID_INFORMATION, 18, "INVALID-ID-INFORMATION", "INVALID_ID_INFORMATION", \
      text, OTHER_CAUSE, \
      ID_REFUSED, IDENTITY, SELECTORS, NULL) \
    X(INVALID_CERT_ENCODING, 19, "INVALID-CERT-ENCODING", "INVALID_CERT_ENCODING", \
      text, OTHER_CAUSE, \
      CERTIFICATE_REFUSED, CERT_REFUSED, AUTHENTICATION, NULL) \
    X(INVALID_CERTIFICATE, 20, "INVALID-CERTIFICATE", "INVALID_CERTIFICATE", text, OTHER_CAUSE, \
      CERTIFICATE_REFUSED, CERT_REFUSED, AUTHENTICATION, NULL) \
    X(CERT_TYPE_UNSUPPORTED, 21, "CERT-TYPE-UNSUPPORTED", "CERT_TYPE_UNSUPPORTED", \
      text, OTHER_CAUSE, \
      CERTIFICATE_REFUSED, CERT_REFUSED, AUTHENTICATION, NULL) \
    X(INVALID_CERT_AUTHORITY, 22, "INVALID-CERT-AUTHORITY", "INVALID_CERT_AUTHORITY", \
      text, OTHER_CAUSE, \
      CERTIFICATE_REFUSED, CERT_REFUSED, AUTHENTICATION, NULL) \
    X(INVALID_HASH_INFORMATION, 23, "INVALID-HASH-INFORMATION", "INVALID_HASH_INFORMATION", \
      text, WRONG_KEY, \
      AUTH_FAILED, AUTHENTICATION, AUTHENTICATION, NULL) \
    X(AUTHENTICATION_FAILED, 24, "AUTHENTICATION-FAILED", "AUTHENTICATION_FAILED", \
      text, WRONG_KEY, \
      AUTH_FAILED, AUTHENTICATION, AUTHENTICATION, NULL) \
    X(INVALID_SIGNATURE, 25, "INVALID-SIGNATURE", "INVALID_SIGNATURE", text, OTHER_CAUSE, \
      AUTH_FAILED, AUTHENTICATION, AUTHENTICATION, NULL) \
    X(ADDRESS_NOTIFICATION, 26, "ADDRESS-NOTIFICATION", "ADDRESS_NOTIFICATION", \
      text, OTHER_CAUSE, \
      ERROR_NOTIFICATION, REFUSED, REFUSED, \
      "The {actor} asks to be spoken to at another address. Check which address the {other} " \
      "is set to.") \
    X(NOTIFY_SA_LIFETIME, 27, "NOTIFY-SA-LIFETIME", "NOTIFY_SA_LIFETIME", lifetime, OTHER_CAUSE, \
      ERROR_NOTIFICATION, REFUSED, REFUSED, \
      "The {actor} announces the lifetime of an SA. Compare the lifetimes of both sides.") \
    X(CERTIFICATE_UNAVAILABLE, 28, "CERTIFICATE-UNAVAILABLE", "CERTIFICATE_UNAVAILABLE", \
      text, OTHER_CAUSE, \
      CERTIFICATE_REFUSED, CERT_REFUSED, AUTHENTICATION, NULL) \
    X(UNSUPPORTED_EXCHANGE_TYPE, 29, "UNSUPPORTED-EXCHANGE-TYPE", "UNSUPPORTED_EXCHANGE_TYPE", \
      text, OTHER_CAUSE, \
      ERROR_NOTIFICATION, EXCHANGE, EXCHANGE, \
      "The {actor} does not know this exchange. Check whether it allows aggressive mode, XAUTH " \
      "and mode config.") \
    X(UNEQUAL_PAYLOAD_LENGTHS, 30, "UNEQUAL-PAYLOAD-LENGTHS", "UNEQUAL_PAYLOAD_LENGTHS", \
      text, OTHER_CAUSE, \
      ERROR_NOTIFICATION, MALFORMED, MALFORMED, \
      "The {actor} finds lengths that contradict each other. {garbage-advice}.") \
    X(CONNECTED, 16384, "CONNECTED", "NOTIFY_CONNECTED", text, OTHER_CAUSE, \
      CONNECTED, REFUSED, REFUSED, NULL) \
    X(RESPONDER_LIFETIME, 24576, "RESPONDER-LIFETIME", "STATUS_RESP_LIFETIME", \
      lifetime, OTHER_CAUSE, \
      RESPONDER_LIFETIME, REFUSED, REFUSED, NULL) \
    X(REPLAY_STATUS, 24577, "REPLAY-STATUS", "STATUS_REPLAY_STATUS", replay, OTHER_CAUSE, \
      REPLAY_STATUS, REFUSED, REFUSED, NULL) \
    X(INITIAL_CONTACT, 24578, "INITIAL-CONTACT", "STATUS_INITIAL_CONTACT", text, OTHER_CAUSE, \
      INITIAL_CONTACT, REFUSED, REFUSED, NULL) \
    X(CISCO_HELLO, 30000, "Cisco hello", NULL, text, OTHER_CAUSE, \
      NOTIFICATION, REFUSED, REFUSED, NULL) \
    X(CISCO_WWTEBR, 30001, "Cisco WWTEBR", NULL, text, OTHER_CAUSE, \
      NOTIFICATION, REFUSED, REFUSED, NULL) \
    X(CISCO_SHUT_UP, 30002, "Cisco shut up", NULL, text, OTHER_CAUSE, \
      NOTIFICATION, REFUSED, REFUSED, NULL) \
    X(CISCO_KEEPALIVE, 32768, "Cisco IOS keepalive request", NULL, text, OTHER_CAUSE, \
      NOTIFICATION, REFUSED, REFUSED, NULL) \
    X(CISCO_KEEPALIVE_ACK, 32769, "Cisco IOS keepalive answer", NULL, text, OTHER_CAUSE, \
      NOTIFICATION, REFUSED, REFUSED, NULL) \
    X(DPD_R_U_THERE, 36136, "R-U-THERE", "DPD_R_U_THERE", sequence, OTHER_CAUSE, \
      DPD_REQUEST, REFUSED, REFUSED, NULL) \
    X(DPD_R_U_THERE_ACK, 36137, "R-U-THERE-ACK", "DPD_R_U_THERE_ACK", sequence, OTHER_CAUSE, \
      DPD_ANSWER, REFUSED, REFUSED, NULL) \
    X(UNITY_HEARTBEAT, 40500, "UNITY-HEARTBEAT", NULL, text, OTHER_CAUSE, \
      NOTIFICATION, REFUSED, REFUSED, NULL) \
    X(UNITY_LOAD_BALANCE, 40501, "UNITY-LOAD-BALANCE", NULL, address, OTHER_CAUSE, \
      LOAD_BALANCE, REFUSED, REFUSED, NULL) \
    X(UNITY_UNNAMED, 40502, "UNITY (unnamed)", NULL, text, OTHER_CAUSE, \
      NOTIFICATION, REFUSED, REFUSED, NULL) \
    X(UNITY_GROUP_HASH, 40503, "UNITY-GROUP-HASH", NULL, text, OTHER_CAUSE, \
      NOTIFICATION, REFUSED, REFUSED, NULL)
/* clang-format on */

#endif

/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Every filter field that Wireshark knows from us: those of the wire and those of the analysis. */
#ifndef IKELOG_SHOWING_HF_H
#define IKELOG_SHOWING_HF_H

#include "compat.h"

#include "wire/fields.h"

/*
 * X(ID, "filter", "Name", TYPE, "blurb"): fields that no octet of the packet holds.
 * TYPE: STRING, BYTES, UINT8, UINT32, HEX32, BOOLEAN, TIME, FRAME (any other frame), REQUEST,
 * ANSWER, NONE (a label).
 */
#define IKELOG_ANALYSIS_ROWS(X)                                                                   \
    X(LOG, "ikelog.log", "Log", STRING, "what the chosen product writes to its log")              \
    X(LOG_PRODUCT, "ikelog.log.product", "Product", STRING,                                       \
      "with the dialect auto: whose log it is, and what tells")                                   \
    X(DESCRIPTION, "ikelog.description", "Description", STRING, "what this message is")           \
    X(EXPLANATION, "ikelog.explanation", "Explanation", STRING,                                   \
      "what it means here, what usually causes it and what to check")                             \
    X(SUMMARY, "ikelog.summary", "Summary", STRING, "exchange and payloads in short")             \
    X(EVENT, "ikelog.event", "Event", STRING, "symbolic name of what happened")                   \
    X(EVIDENCE, "ikelog.evidence", "Evidence", STRING,                                            \
      "how the event is known: observed, decrypted, inferred or policy")                          \
    X(EVIDENCE_REASON, "ikelog.evidence.reason", "Reason", STRING, "what the inference rests on") \
    X(SA_NUMBER, "ikelog.sa", "IKE SA", UINT32, "number of the IKE SA in the capture, from 0")    \
    X(PHASE, "ikelog.phase", "Phase", UINT8, "1: the IKE SA itself; 2: what it protects")         \
    X(STEP, "ikelog.step", "Step", UINT8, "number of the message in its exchange, from 1")        \
    X(FROM, "ikelog.from", "Sent by", STRING, "side of the IKE SA that sent the message")         \
    X(RETRANSMISSION, "ikelog.retransmission", "Retransmission", BOOLEAN,                         \
      "the sender sent the same octets before")                                                   \
    X(RETRANSMISSION_OF, "ikelog.retransmission_of", "Retransmission of", FRAME,                  \
      "frame that carried the message first")                                                     \
    X(DUPLICATE_OF, "ikelog.duplicate_of", "Duplicate of", FRAME,                                 \
      "frame that holds the same packet; it was sent once and captured twice")                    \
    X(RESPONSE_TO, "ikelog.response_to", "Answer to", REQUEST, "frame that this one answers")     \
    X(RESPONSE_IN, "ikelog.response_in", "Answered in", ANSWER, "frame of the first answer")      \
    X(TIME, "ikelog.time", "Time since the request", TIME, "how long the answer took")            \
    X(DECRYPTED, "ikelog.decrypted", "Decrypted", BOOLEAN, "whether it could be decrypted")       \
    X(DECRYPTION, "ikelog.decryption", "Decryption", STRING, "how far it succeeded and why not")  \
    X(PLAINTEXT, "ikelog.plaintext", "Plaintext", BYTES, "decrypted body, padding included")      \
    X(ENCRYPTED, "ikelog.encrypted", "Encrypted body", BYTES, "all octets behind the header")     \
    X(UNKNOWN, "ikelog.plaintext.unknown", "Not known", BYTES,                                    \
      "first cipher block; its true octets depend on a message that was not captured")            \
    X(PADDING, "ikelog.padding", "Padding", BYTES, "fills the last cipher block")                 \
    X(TRAILING, "ikelog.trailing", "Octets behind the message", BYTES, "not part of any payload") \
    X(KEY_SOURCE, "ikelog.key.source", "Key source", STRING, "secret that unlocked the message")  \
    X(KEY_NEEDED, "ikelog.key.needed", "Keys needed", STRING,                                     \
      "secrets that would unlock this IKE SA and where to find them")                             \
    X(KEY_IV, "ikelog.key.iv", "IV", BYTES, "initialization vector of this message")              \
    X(KEY_KA, "ikelog.key.ka", "Ka", BYTES, "cipher key of the IKE SA")                           \
    X(KEY_SKEYID, "ikelog.key.skeyid", "SKEYID", BYTES, "root of the keys, RFC 2409 5")           \
    X(KEY_SKEYID_D, "ikelog.key.skeyid_d", "SKEYID_d", BYTES, "derives keys of IPsec SAs")        \
    X(KEY_SKEYID_A, "ikelog.key.skeyid_a", "SKEYID_a", BYTES, "authenticates messages")           \
    X(KEY_SKEYID_E, "ikelog.key.skeyid_e", "SKEYID_e", BYTES, "encrypts messages")                \
    X(HASH_VERDICT, "ikelog.hash.verdict", "Check", STRING,                                       \
      "whether the HASH or signature is the right one")                                           \
    X(NATD_VERDICT, "ikelog.natd.verdict", "Check", STRING,                                       \
      "whether the hash fits the addresses of the packet")                                        \
    X(CONTRADICTION, "ikelog.contradiction", "Contradiction", STRING,                             \
      "a payload or the padding does not agree with the IKE SA that it belongs to")               \
    X(ESP_SPI, "ikelog.esp.spi", "SPI", HEX32, "index of an IPsec SA that was set up")            \
    X(ESP_SOURCE, "ikelog.esp.source", "From", STRING, "who sends with this SPI")                 \
    X(ESP_CIPHER, "ikelog.esp.cipher", "Cipher", STRING, "cipher of the IPsec SA")                \
    X(ESP_AUTH, "ikelog.esp.auth", "Integrity", STRING, "integrity algorithm of the IPsec SA")    \
    X(ESP_CIPHER_KEY, "ikelog.esp.cipher_key", "Cipher key", BYTES, "key of the cipher")          \
    X(ESP_AUTH_KEY, "ikelog.esp.auth_key", "Integrity key", BYTES, "key of the integrity check")  \
    X(ESP_KEY_SOURCE, "ikelog.esp.key_source", "Key source", STRING,                              \
      "how the keys of the IPsec SA are known")                                                   \
    X(VERDICT, "ikelog.verdict", "Verdict", STRING,                                               \
      "how the negotiation came out; final when the whole capture was read")                      \
    X(VERDICT_REASON, "ikelog.verdict.reason", "Reason", STRING,                                  \
      "why, with this capture's values")                                                          \
    X(VERDICT_ADVICE, "ikelog.verdict.advice", "Advice", STRING,                                  \
      "what to check first, and on which side")                                                   \
    X(END, "ikelog.end", "End", STRING, "how an established SA ended")                            \
    X(REASSEMBLED_IN, "ikelog.fragment.reassembled_in", "Whole message in", FRAME,                \
      "frame whose fragment completed the message")                                               \
    X(FRAGMENT_OVERLAP, "ikelog.fragment.overlap", "Fragment again", BOOLEAN,                     \
      "a fragment with this number came before; they are the same or conflict")                   \
    X(FRAGMENT_CONFLICT, "ikelog.fragment.conflict", "Fragments differ", BOOLEAN,                 \
      "a fragment with this number came before and differs; the later one counts")                \
    X(FRAGMENT_FRAME, "ikelog.fragment.frame", "Fragment in", FRAME, "frame of one fragment")     \
    X(MARKER, "ikelog.marker", "Non-ESP marker", BYTES,                                           \
      "four zero octets that tell IKE from ESP on UDP port 4500")                                 \
    X(NOTE, "ikelog.note", "Note", STRING, "something that the analysis wants to say")            \
    X(GROUP, "ikelog.group", "Group", NONE, "items of the analysis that belong together")

enum ikelog_analysis {
#define X(id, filter, name, type, blurb) IKELOG_A_##id,
    IKELOG_ANALYSIS_ROWS(X)
#undef X
        IKELOG_ANALYSIS_COUNT
};

/* Register all fields for the protocol. Call once, at registration, when dialects are loaded. */
void ikelog_fields_register(int proto);

/* True when a filter, a column or an output names this field of the wire. */
bool ikelog_field_named(enum ikelog_field field);

/* True when a filter, a column or an output names a field of the header, or the tree is seen. */
bool ikelog_fields_header_wanted(proto_tree *tree);

/* The same for the fields of payloads. */
bool ikelog_fields_payloads_wanted(proto_tree *tree);

/* The same for the fields of the analysis that stand beside payloads and after them. */
bool ikelog_fields_beside_wanted(proto_tree *tree);

/* The same for all fields of the analysis. */
bool ikelog_fields_analysis_wanted(proto_tree *tree);

/* The same for the fields of IPsec SAs. */
bool ikelog_fields_esp_wanted(proto_tree *tree);

/* The same for one field of the analysis. */
bool ikelog_fields_wanted(proto_tree *tree, enum ikelog_analysis field);

/*
 * The same for any field of a protocol. (Wireshark's own question says yes to every protocol as
 * soon as protocols are shown at all.)
 */
bool ikelog_fields_protocol_wanted(proto_tree *tree, int proto);

/*
 * The same for one field that Wireshark has given this description. It looks where
 * proto_field_is_referenced looks, but so quickly that it can be asked for hundreds of fields.
 */
static inline bool ikelog_fields_named(const header_field_info *info)
{
    return info->ref_type != HF_REF_TYPE_NONE;
}

/* The same for any of this protocol's fields and expert entries. */
bool ikelog_fields_any_named(void);

/* Whether a filter, a column or an output names ikelog.log.<name> of the n-th dialect. */
bool ikelog_fields_dialect_named(unsigned n);

/* Wireshark's number of a field. */
int ikelog_hf(enum ikelog_field field);
int ikelog_hf_analysis(enum ikelog_analysis field);
/* The same for ikelog.log.<name> of the n-th dialect. */
int ikelog_hf_dialect(unsigned n);

#endif

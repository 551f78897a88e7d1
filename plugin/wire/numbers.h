/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The number registries of ISAKMP and IKEv1: names that cannot drift from their values. */
#ifndef IKELOG_WIRE_NUMBERS_H
#define IKELOG_WIRE_NUMBERS_H

#include <stddef.h>
#include <stdint.h>

/* The numbers that the code itself speaks of; the registries hold all. */
enum {
    IKELOG_EXCHANGE_BASE = 1,
    IKELOG_EXCHANGE_MAIN = 2,
    IKELOG_EXCHANGE_AUTH_ONLY = 3,
    IKELOG_EXCHANGE_AGGRESSIVE = 4,
    IKELOG_EXCHANGE_INFORMATIONAL = 5,
    IKELOG_EXCHANGE_TRANSACTION = 6,
    IKELOG_EXCHANGE_QUICK = 32,
    IKELOG_EXCHANGE_NEW_GROUP = 33,
};

enum {
    IKELOG_PAYLOAD_NONE = 0,
    IKELOG_PAYLOAD_SA = 1,
    IKELOG_PAYLOAD_PROPOSAL = 2,
    IKELOG_PAYLOAD_TRANSFORM = 3,
    IKELOG_PAYLOAD_KE = 4,
    IKELOG_PAYLOAD_ID = 5,
    IKELOG_PAYLOAD_CERT = 6,
    IKELOG_PAYLOAD_CERT_REQ = 7,
    IKELOG_PAYLOAD_HASH = 8,
    IKELOG_PAYLOAD_SIG = 9,
    IKELOG_PAYLOAD_NONCE = 10,
    IKELOG_PAYLOAD_NOTIFY = 11,
    IKELOG_PAYLOAD_DELETE = 12,
    IKELOG_PAYLOAD_VID = 13,
    IKELOG_PAYLOAD_CONFIG = 14,
    IKELOG_PAYLOAD_NATD_DRAFT_OLD = 15, /* NAT-D of drafts 04 to 08; GDOI's SAK elsewhere */
    IKELOG_PAYLOAD_NATOA_DRAFT_OLD = 16,
    IKELOG_PAYLOAD_NATD = 20,
    IKELOG_PAYLOAD_NATOA = 21,
    IKELOG_PAYLOAD_NATD_DRAFT = 130,
    IKELOG_PAYLOAD_NATOA_DRAFT = 131,
    IKELOG_PAYLOAD_FRAGMENT = 132,
};

enum {
    IKELOG_NOTIFY_INVALID_COOKIE = 4,
    IKELOG_NOTIFY_INVALID_SPI = 11,
    IKELOG_NOTIFY_NO_PROPOSAL_CHOSEN = 14,
    IKELOG_NOTIFY_PAYLOAD_MALFORMED = 16,
    IKELOG_NOTIFY_INVALID_ID_INFORMATION = 18,
    IKELOG_NOTIFY_INVALID_HASH_INFORMATION = 23,
    IKELOG_NOTIFY_AUTHENTICATION_FAILED = 24,
    IKELOG_NOTIFY_CONNECTED = 16384,
    IKELOG_NOTIFY_RESPONDER_LIFETIME = 24576,
    IKELOG_NOTIFY_REPLAY_STATUS = 24577,
    IKELOG_NOTIFY_INITIAL_CONTACT = 24578,
    IKELOG_NOTIFY_DPD_R_U_THERE = 36136,
    IKELOG_NOTIFY_DPD_R_U_THERE_ACK = 36137,
};

enum {
    IKELOG_PROTO_ISAKMP = 1,
    IKELOG_PROTO_AH = 2,
    IKELOG_PROTO_ESP = 3,
    IKELOG_PROTO_IPCOMP = 4,
};

enum {
    IKELOG_ID_IPV4_ADDR = 1,
    IKELOG_ID_FQDN = 2,
    IKELOG_ID_USER_FQDN = 3,
    IKELOG_ID_IPV4_ADDR_SUBNET = 4,
    IKELOG_ID_IPV6_ADDR = 5,
    IKELOG_ID_IPV6_ADDR_SUBNET = 6,
    IKELOG_ID_IPV4_ADDR_RANGE = 7,
    IKELOG_ID_IPV6_ADDR_RANGE = 8,
    IKELOG_ID_DER_ASN1_DN = 9,
    IKELOG_ID_DER_ASN1_GN = 10,
    IKELOG_ID_KEY_ID = 11,
    IKELOG_ID_LIST = 12,
};

/* One row of a registry. */
struct ikelog_number {
    uint32_t value;
    const char *name;
};

/* A registry: rows in ascending order of value, no value twice. */
struct ikelog_registry {
    const struct ikelog_number *rows;
    size_t count;
};

/* X(identifier): each is `extern const struct ikelog_registry ikelog_registry_<identifier>`. */
#define IKELOG_REGISTRIES(X)      \
    X(exchange_type)              \
    X(payload_type)               \
    X(doi)                        \
    X(protocol_id)                \
    X(isakmp_transform)           \
    X(esp_transform)              \
    X(ah_transform)               \
    X(ipcomp_transform)           \
    X(ike_attribute)              \
    X(ike_encryption)             \
    X(ike_hash)                   \
    X(ike_auth_method)            \
    X(ike_group)                  \
    X(ike_group_type)             \
    X(ike_asymmetric)             \
    X(life_type)                  \
    X(ipsec_attribute)            \
    X(ipsec_encapsulation)        \
    X(ipsec_auth_algorithm)       \
    X(ipsec_ecn)                  \
    X(ipsec_esn)                  \
    X(ipsec_signature_encoding)   \
    X(ipsec_address_preservation) \
    X(ipsec_direction)            \
    X(replay_status)              \
    X(id_type)                    \
    X(ip_protocol)                \
    X(cert_encoding)              \
    X(notify_type)                \
    X(config_type)                \
    X(config_attribute)           \
    X(xauth_type)                 \
    X(xauth_status)

#define X(identifier) extern const struct ikelog_registry ikelog_registry_##identifier;
IKELOG_REGISTRIES(X)
#undef X

/* The name of a value, or NULL when the registry has none. Static storage. */
const char *ikelog_number_name(const struct ikelog_registry *registry, uint32_t value);

/*
 * The name of a payload in a log line: "SA", "KE", "NON", "NAT-D", … as `ikelog.summary` prints it;
 * NULL when the type has none there (it is then written P<number>).
 */
const char *ikelog_payload_short_name(uint8_t type);

/* "MM", "QM", …; NULL for exchanges that are written X<number>. */
const char *ikelog_exchange_short_name(uint8_t exchange_type);

/* "NO_PROPOSAL_CHOSEN", "STATUS_INITIAL_CONTACT", …; NULL when only the number is printed. */
const char *ikelog_notify_short_name(uint16_t type);

#endif

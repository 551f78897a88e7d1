/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The number registries of ISAKMP and IKEv1: names that cannot drift from their values. */
#ifndef IKELOG_WIRE_NUMBERS_H
#define IKELOG_WIRE_NUMBERS_H

#include "wire/notify_rows.h"
#include "wire/payload_rows.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* The numbers that the code itself uses; the registries hold all. */
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
#define X(id, number, ...) IKELOG_PAYLOAD_##id = number,
    IKELOG_PAYLOAD_ROWS(X)
#undef X
};

enum {
#define X(id, number, ...) IKELOG_NOTIFY_##id = number,
    IKELOG_NOTIFY_ROWS(X)
#undef X
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
    X(vid_check_point_product)    \
    X(vid_check_point_version)    \
    X(vid_windows)                \
    X(xauth_status)               \
    X(gdoi_tek_protocol)          \
    X(gdoi_key_type)              \
    X(gdoi_kek_attribute)         \
    X(gdoi_kek_algorithm)         \
    X(gdoi_signature_hash)        \
    X(gdoi_signature)             \
    X(gdoi_policy_attribute)      \
    X(gdoi_key_tek_attribute)     \
    X(gdoi_key_kek_attribute)     \
    X(gdoi_key_lkh_attribute)     \
    X(gdoi_key_sid_attribute)

#define X(identifier) extern const struct ikelog_registry ikelog_registry_##identifier;
IKELOG_REGISTRIES(X)
#undef X

/* The name of a value, or NULL when the registry has none. Static storage. */
const char *ikelog_number_name(const struct ikelog_registry *registry, uint32_t value);

/* What a number that has no name is kept for: "private use", "unassigned"; NULL when nothing is
 * said of it. Static storage. */
const char *ikelog_number_range(const struct ikelog_registry *registry, uint32_t value);

/* "NO_PROPOSAL_CHOSEN", "STATUS_INITIAL_CONTACT", …; NULL when only the number is printed. */
const char *ikelog_notify_short_name(uint16_t type);

/* RFC 2408 3.14.1: numbers below CONNECTED are errors, those for private use included. */
bool ikelog_notify_is_error(uint16_t type);

/* "MM", "QM", …; NULL for exchanges that are written X<number>. */
const char *ikelog_exchange_short_name(uint8_t exchange_type);

/* The same under GDOI (RFC 6407), which gives two numbers another meaning. */
const char *ikelog_exchange_gdoi_name(uint8_t exchange_type);

#endif

/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Numbers of the ISAKMP header and of payloads (RFC 2408, RFC 3947, RFC 6407), and the lookup. */
#include "wire/number_rows.h"

#include <stdlib.h>

/* X(value, "name", "name in a log line" or NULL) */
/* clang-format off */
#define EXCHANGE_ROWS(X) \
    X(0, "None", NULL) \
    X(1, "Base", "BASE") \
    X(2, "Identity Protection (Main Mode)", "MM") \
    X(3, "Authentication Only", "AO") \
    X(4, "Aggressive", "AG") \
    X(5, "Informational", "INFO") \
    X(6, "Transaction (Config Mode)", "TRANS") \
    X(32, "Quick Mode", "QM") \
    X(33, "New Group Mode", "NGM") \
    X(243, "AuthIP Main Mode", NULL) \
    X(244, "AuthIP Quick Mode", NULL) \
    X(245, "AuthIP Extended Mode", NULL) \
    X(246, "AuthIP Notify", NULL)

#define PAYLOAD_ROWS(X) \
    X(0, "None", NULL) \
    X(1, "Security Association", "SA") \
    X(2, "Proposal", NULL) \
    X(3, "Transform", NULL) \
    X(4, "Key Exchange", "KE") \
    X(5, "Identification", "ID") \
    X(6, "Certificate", "CERT") \
    X(7, "Certificate Request", "CERT_REQ") \
    X(8, "Hash", "HASH") \
    X(9, "Signature", "SIG") \
    X(10, "Nonce", "NON") \
    X(11, "Notification", "NOTIFY") \
    X(12, "Delete", "DEL") \
    X(13, "Vendor ID", "VID") \
    X(14, "Attributes", "ATTR") \
    X(15, "SA KEK (GDOI), NAT-D (drafts 04 to 08)", "NAT-D") \
    X(16, "SA TEK (GDOI), NAT-OA (drafts 04 to 08)", "NAT-OA") \
    X(17, "Key Download (GDOI)", NULL) \
    X(18, "Sequence Number (GDOI)", NULL) \
    X(19, "Proof of Possession (GDOI)", NULL) \
    X(20, "NAT-D (RFC 3947)", "NAT-D") \
    X(21, "NAT-OA (RFC 3947)", "NAT-OA") \
    X(22, "Group Associated Policy (GDOI)", NULL) \
    X(130, "NAT-D (drafts 00 to 03)", "NAT-D") \
    X(131, "NAT-OA (drafts 00 to 03)", "NAT-OA") \
    X(132, "Vendor fragment", "FRAG")

/* X(NAME, value, "name"): the log line has the identifier itself. */
#define NOTIFY_ERROR_ROWS(X) \
    X(INVALID_PAYLOAD_TYPE, 1, "INVALID-PAYLOAD-TYPE") \
    X(DOI_NOT_SUPPORTED, 2, "DOI-NOT-SUPPORTED") \
    X(SITUATION_NOT_SUPPORTED, 3, "SITUATION-NOT-SUPPORTED") \
    X(INVALID_COOKIE, 4, "INVALID-COOKIE") \
    X(INVALID_MAJOR_VERSION, 5, "INVALID-MAJOR-VERSION") \
    X(INVALID_MINOR_VERSION, 6, "INVALID-MINOR-VERSION") \
    X(INVALID_EXCHANGE_TYPE, 7, "INVALID-EXCHANGE-TYPE") \
    X(INVALID_FLAGS, 8, "INVALID-FLAGS") \
    X(INVALID_MESSAGE_ID, 9, "INVALID-MESSAGE-ID") \
    X(INVALID_PROTOCOL_ID, 10, "INVALID-PROTOCOL-ID") \
    X(INVALID_SPI, 11, "INVALID-SPI") \
    X(INVALID_TRANSFORM_ID, 12, "INVALID-TRANSFORM-ID") \
    X(ATTRIBUTES_NOT_SUPPORTED, 13, "ATTRIBUTES-NOT-SUPPORTED") \
    X(NO_PROPOSAL_CHOSEN, 14, "NO-PROPOSAL-CHOSEN") \
    X(BAD_PROPOSAL_SYNTAX, 15, "BAD-PROPOSAL-SYNTAX") \
    X(PAYLOAD_MALFORMED, 16, "PAYLOAD-MALFORMED") \
    X(INVALID_KEY_INFORMATION, 17, "INVALID-KEY-INFORMATION") \
    X(INVALID_ID_INFORMATION, 18, "INVALID-ID-INFORMATION") \
    X(INVALID_CERT_ENCODING, 19, "INVALID-CERT-ENCODING") \
    X(INVALID_CERTIFICATE, 20, "INVALID-CERTIFICATE") \
    X(CERT_TYPE_UNSUPPORTED, 21, "CERT-TYPE-UNSUPPORTED") \
    X(INVALID_CERT_AUTHORITY, 22, "INVALID-CERT-AUTHORITY") \
    X(INVALID_HASH_INFORMATION, 23, "INVALID-HASH-INFORMATION") \
    X(AUTHENTICATION_FAILED, 24, "AUTHENTICATION-FAILED") \
    X(INVALID_SIGNATURE, 25, "INVALID-SIGNATURE") \
    X(ADDRESS_NOTIFICATION, 26, "ADDRESS-NOTIFICATION") \
    X(NOTIFY_SA_LIFETIME, 27, "NOTIFY-SA-LIFETIME") \
    X(CERTIFICATE_UNAVAILABLE, 28, "CERTIFICATE-UNAVAILABLE") \
    X(UNSUPPORTED_EXCHANGE_TYPE, 29, "UNSUPPORTED-EXCHANGE-TYPE") \
    X(UNEQUAL_PAYLOAD_LENGTHS, 30, "UNEQUAL-PAYLOAD-LENGTHS")

/* X(NAME, value, "name"): status and DPD notifications, named as the devices' logs name them. */
#define NOTIFY_STATUS_ROWS(X) \
    X(NOTIFY_CONNECTED, 16384, "CONNECTED") \
    X(STATUS_RESP_LIFETIME, 24576, "RESPONDER-LIFETIME") \
    X(STATUS_REPLAY_STATUS, 24577, "REPLAY-STATUS") \
    X(STATUS_INITIAL_CONTACT, 24578, "INITIAL-CONTACT")

#define NOTIFY_DPD_ROWS(X) \
    X(DPD_R_U_THERE, 36136, "R-U-THERE") \
    X(DPD_R_U_THERE_ACK, 36137, "R-U-THERE-ACK")

#define NUMBER(value, name, short_name) {value, name},
#define SHORT(value, name, short_name) {value, short_name},
#define NOTIFY_NUMBER(id, value, name) {value, name},
#define NOTIFY_SHORT(id, value, name) {value, #id},

static const struct ikelog_number exchange_type_rows[] = {EXCHANGE_ROWS(NUMBER)};
static const struct ikelog_number exchange_short_rows[] = {EXCHANGE_ROWS(SHORT)};
static const struct ikelog_number payload_type_rows[] = {PAYLOAD_ROWS(NUMBER)};
static const struct ikelog_number payload_short_rows[] = {PAYLOAD_ROWS(SHORT)};

/* Between them: numbers that vendors use and log lines show as numbers. */
static const struct ikelog_number notify_type_rows[] = {
    NOTIFY_ERROR_ROWS(NOTIFY_NUMBER)
    NOTIFY_STATUS_ROWS(NOTIFY_NUMBER)
    {30000, "Cisco hello"},
    {30001, "Cisco WWTEBR"},
    {30002, "Cisco shut up"},
    {32768, "Cisco IOS keepalive request"},
    {32769, "Cisco IOS keepalive answer"},
    NOTIFY_DPD_ROWS(NOTIFY_NUMBER)
    {40500, "UNITY-HEARTBEAT"},
    {40501, "UNITY-LOAD-BALANCE"},
    {40502, "UNITY (unnamed)"},
    {40503, "UNITY-GROUP-HASH"},
};
/* clang-format on */

static const struct ikelog_number notify_short_rows[] = {
    NOTIFY_ERROR_ROWS(NOTIFY_SHORT) NOTIFY_STATUS_ROWS(NOTIFY_SHORT) NOTIFY_DPD_ROWS(NOTIFY_SHORT)};

IKELOG_REGISTRY(exchange_type);
IKELOG_REGISTRY(payload_type);
IKELOG_REGISTRY(notify_type);

static const struct ikelog_registry exchange_short = {
    exchange_short_rows, sizeof exchange_short_rows / sizeof exchange_short_rows[0]};
static const struct ikelog_registry payload_short = {
    payload_short_rows, sizeof payload_short_rows / sizeof payload_short_rows[0]};
static const struct ikelog_registry notify_short = {
    notify_short_rows, sizeof notify_short_rows / sizeof notify_short_rows[0]};

static int compare(const void *key, const void *row)
{
    uint32_t value = *(const uint32_t *)key;
    const struct ikelog_number *number = row;

    return value < number->value ? -1 : value > number->value;
}

const char *ikelog_number_name(const struct ikelog_registry *registry, uint32_t value)
{
    const struct ikelog_number *row =
        bsearch(&value, registry->rows, registry->count, sizeof registry->rows[0], compare);

    return row ? row->name : NULL;
}

const char *ikelog_payload_short_name(uint8_t type)
{
    return ikelog_number_name(&payload_short, type);
}

const char *ikelog_exchange_short_name(uint8_t exchange_type)
{
    return ikelog_number_name(&exchange_short, exchange_type);
}

const char *ikelog_notify_short_name(uint16_t type)
{
    return ikelog_number_name(&notify_short, type);
}

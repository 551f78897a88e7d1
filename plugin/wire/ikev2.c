/* SPDX-License-Identifier: GPL-2.0-or-later */
/* IKE version 2: its header, and errors that stand in clear. */
#include "wire/ikev2.h"

#include "wire/message.h"
#include "wire/numbers.h"
#include "wire/reader.h"

#define MAJOR_2        2u
#define FIRST_EXCHANGE 34u /* IKE_SA_INIT */
#define LAST_EXCHANGE  44u
#define NEXT_PAYLOAD   16u /* octets of the header */
#define VERSION        17u
#define EXCHANGE       18u
#define NOTIFY         41u /* payload type, RFC 7296 3.2 */
#define ENCRYPTED      46u
#define FIRST_STATUS   16384u

/* clang-format off */
static const struct ikelog_number error_rows[] = {
    {1, "UNSUPPORTED_CRITICAL_PAYLOAD"},
    {4, "INVALID_IKE_SPI"},
    {5, "INVALID_MAJOR_VERSION"},
    {7, "INVALID_SYNTAX"},
    {9, "INVALID_MESSAGE_ID"},
    {11, "INVALID_SPI"},
    {14, "NO_PROPOSAL_CHOSEN"},
    {17, "INVALID_KE_PAYLOAD"},
    {24, "AUTHENTICATION_FAILED"},
    {34, "SINGLE_PAIR_REQUIRED"},
    {35, "NO_ADDITIONAL_SAS"},
    {36, "INTERNAL_ADDRESS_FAILURE"},
    {37, "FAILED_CP_REQUIRED"},
    {38, "TS_UNACCEPTABLE"},
    {39, "INVALID_SELECTORS"},
    {43, "TEMPORARY_FAILURE"},
    {44, "CHILD_SA_NOT_FOUND"},
};
/* clang-format on */
static const struct ikelog_registry errors = {error_rows, G_N_ELEMENTS(error_rows)};

bool ikelog_ikev2_is(struct ikelog_octets message)
{
    return message.length >= IKELOG_HEADER_LEN && message.data[VERSION] >> 4 == MAJOR_2 &&
           message.data[EXCHANGE] >= FIRST_EXCHANGE && message.data[EXCHANGE] <= LAST_EXCHANGE;
}

/* The type of a notification; its SPI stands behind it. */
static uint16_t notify_type(struct ikelog_reader body)
{
    ikelog_read_u16(&body); /* protocol, size of the SPI */
    return ikelog_read_u16(&body);
}

uint16_t ikelog_ikev2_refusal(struct ikelog_octets message)
{
    struct ikelog_reader r = ikelog_reader_over(message.data, message.length);
    uint8_t type = message.length > NEXT_PAYLOAD ? message.data[NEXT_PAYLOAD] : 0;

    ikelog_read_bytes(&r, IKELOG_HEADER_LEN);
    for (unsigned n = 0; n < IKELOG_MAX_PAYLOADS && type != 0 && type != ENCRYPTED; n++) {
        uint8_t next = ikelog_read_u8(&r);
        uint32_t length = (ikelog_read_u8(&r), ikelog_read_u16(&r));
        struct ikelog_reader body;

        if (!ikelog_reader_ok(&r) || length < IKELOG_GENERIC_LEN)
            return 0;
        body = ikelog_read_child(&r, length - IKELOG_GENERIC_LEN);
        if (type == NOTIFY && notify_type(body) && notify_type(body) < FIRST_STATUS)
            return notify_type(body);
        type = next;
    }
    return 0;
}

void ikelog_ikev2_describe_refusal(uint16_t notify, GString *text)
{
    const char *name = ikelog_number_name(&errors, notify);

    if (name)
        g_string_append(text, name);
    else
        g_string_append_printf(text, "error %u", notify);
}

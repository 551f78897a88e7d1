/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What ID, notification, delete and fragment payloads say, for those who follow exchanges. */
#ifndef IKELOG_WIRE_IDENT_H
#define IKELOG_WIRE_IDENT_H

#include "wire/octets.h"
#include "wire/status.h"

#include <glib.h>
#include <stdbool.h>
#include <stdint.h>
#include <string.h>

/* An ID payload (RFC 2407 4.6.2). `data` points into the body. */
struct ikelog_id {
    uint8_t type;     /* IKELOG_ID_… */
    uint8_t protocol; /* IP protocol, 0: any */
    uint16_t port;    /* 0: any */
    struct ikelog_octets data;
};

/* Returns OK or TRUNCATED. */
enum ikelog_status ikelog_id_read(struct ikelog_octets body, struct ikelog_id *id);

/* The same of a body that was kept: false when it is NULL or cannot be read. */
bool ikelog_id_read_kept(GBytes *body, struct ikelog_id *id);

/* Append the identity of a kept body. False, with nothing appended, when it cannot be read. */
bool ikelog_id_describe_kept(GBytes *body, GString *text);

/* Append the identity as people write it: "192.0.2.1", "10.1.0.0/16", "10.0.0.1-10.0.0.9",
 * "vpn@example.org", "C=CH, O=Example, CN=gw", hex for the rest. Escaped. */
void ikelog_id_describe(const struct ikelog_id *id, GString *text);

/*
 * The first and last address of an address ID (single, subnet, range). `family` is 4 or 6;
 * addresses in network order, 4 or 16 octets. False for other types or wrong lengths. A subnet
 * whose mask is not contiguous gives false with *bad_mask set.
 */
struct ikelog_range {
    uint8_t family;
    uint8_t first[16], last[16];
};
bool ikelog_id_range(const struct ikelog_id *id, struct ikelog_range *range, bool *bad_mask);

/*
 * A notification payload (RFC 2408 3.14). spi and data point into the body. `whole` is false when
 * the SPI claims more octets than are there: then both are empty, and the type still counts.
 */
struct ikelog_notify {
    uint32_t doi;
    uint8_t protocol;
    uint16_t type;
    bool whole;
    struct ikelog_octets spi, data;
};
/* False, with all members zero, when not even the type is there. */
bool ikelog_notify_read(struct ikelog_octets body, struct ikelog_notify *notify);

/* A lifetime, in either unit or both; 0: none. */
struct ikelog_lifetime {
    uint64_t seconds, kilobytes;
};

/* The lifetime that the data of RESPONDER-LIFETIME holds (RFC 2407 4.6.3.1). */
void ikelog_notify_lifetime(const struct ikelog_notify *notify, struct ikelog_lifetime *life);

/* A delete payload (RFC 2408 3.15); `spis` holds count * spi_size octets, as far as they are. */
struct ikelog_delete {
    uint32_t doi;
    uint8_t protocol, spi_size;
    uint16_t count;
    struct ikelog_octets spis;
};
/* Returns OK; TRUNCATED when the fixed part is not there; BAD_LENGTH when count and size do not
 * account for the octets after it. */
enum ikelog_status ikelog_delete_read(struct ikelog_octets body, struct ikelog_delete *out);

/* Whether one of its SPIs (of 2 octets: CPIs, or 4) has this value. */
bool ikelog_delete_names(const struct ikelog_delete *deleted, uint32_t spi);

/* SPI number `n` from 0, of 2 or 4 octets, as a number; false when there is none. */
bool ikelog_delete_spi(const struct ikelog_delete *deleted, uint32_t n, uint32_t *spi);

/* A vendor fragment (payload 132): id(2) number(1, from 1) flags(1, bit 0: last) data. */
struct ikelog_fragment {
    uint16_t id;
    uint8_t number;
    bool last;
    struct ikelog_octets data;
};
/* Returns OK or TRUNCATED. */
enum ikelog_status ikelog_fragment_read(struct ikelog_octets body, struct ikelog_fragment *out);

/*
 * Append `octets` as text that is safe in a terminal, a window, Markdown, JSON and a file: valid
 * UTF-8 as it is, everything else (controls, DEL, C1, bidirectional marks, invalid octets) as \xNN
 * or \u{…}; at most `most` octets of input, then an ellipsis.
 */
void ikelog_text_escape(struct ikelog_octets octets, uint32_t most, GString *text);

/* As g_string_append_len, without a call while there is room: titles are made of few letters
 * at a time. */
static inline void ikelog_text_append(GString *text, const char *letters, size_t length)
{
    if (length >= text->allocated_len - text->len) {
        g_string_append_len(text, letters, (gssize)length);
        return;
    }
    memcpy(text->str + text->len, letters, length);
    text->len += length;
    text->str[text->len] = '\0';
}

/* Append `octets` as lower-case hex digits; at most `most` octets, then an ellipsis. */
void ikelog_text_hex(struct ikelog_octets octets, uint32_t most, GString *text);

/* Append a number in decimal or lower-case hex digits. Formats cost ten times as much. */
void ikelog_text_decimal(uint64_t number, GString *text);
void ikelog_text_hexadecimal(uint64_t number, GString *text);

/* Append an address of 4 or 16 octets, by its family (4 or 6), as inet_ntop writes it. */
void ikelog_text_address(uint8_t family, const uint8_t *address, GString *text);

/* True for octets (at least one) that are valid UTF-8 and need no escape. */
bool ikelog_text_is_printable(struct ikelog_octets octets);

/*
 * False in a build without GnuTLS, where the three functions below say false of everything: that a
 * name cannot be read is then no fault of the name.
 */
bool ikelog_dn_is_readable(void);

/*
 * Append a distinguished name (DER of X.501) in the order in which it is encoded,
 * "C=CH, O=Example, CN=gw"; commas, plus signs and backslashes within a value get a backslash.
 * Escaped. False, with nothing appended, when it is not one.
 */
bool ikelog_dn_describe(struct ikelog_octets der, GString *text);

/* Append a general name (DER of RFC 5280 4.2.1.6) such as "dns:gw.example.org". Escaped. False,
 * with nothing appended, for what is none and for kinds that have no text. */
bool ikelog_general_name_describe(struct ikelog_octets der, GString *text);

/* Append the names of subject and issuer of an X.509 certificate (DER). False when it is not one.
 */
bool ikelog_certificate_names(struct ikelog_octets der, GString *subject, GString *issuer);

#endif

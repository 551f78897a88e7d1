/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What is known of a payload type: its row in the table of payloads. */
#ifndef IKELOG_WIRE_PAYLOAD_TABLE_H
#define IKELOG_WIRE_PAYLOAD_TABLE_H

#include "wire/fields.h"
#include "wire/octets.h"

#include <glib.h>
#include <stdbool.h>
#include <stdint.h>

/* What several payload types mean alike. */
enum ikelog_payload_class {
    IKELOG_CLASS_PLAIN, /* its own meaning */
    IKELOG_CLASS_INNER, /* cannot stand in the chain of a message */
    IKELOG_CLASS_NATD,
    IKELOG_CLASS_NATOA,
};

struct decoding;
struct ikelog_reader;

/* A row of IKELOG_PAYLOAD_ROWS, which explains the members. */
struct ikelog_payload_row {
    uint8_t type;
    bool shared; /* the number has another meaning under another domain of interpretation */
    enum ikelog_payload_class class;
    const char *name, *word; /* word: NULL for payloads that are written P<number> */
    void (*parse)(const struct decoding *d, struct ikelog_reader *r);
    enum ikelog_field field; /* of the whole body, when there is no parser */
    bool telling;            /* the value says more than the name */
    bool (*value)(struct ikelog_octets body, GString *text);
    const char *meaning[2]; /* in phase 1, later; NULL: none */
};

/*
 * The row of a payload type, under GDOI (RFC 6407) or any other domain of interpretation. NULL for
 * types that no row names. Static storage.
 */
const struct ikelog_payload_row *ikelog_payload_row(uint8_t type, bool gdoi);

#endif

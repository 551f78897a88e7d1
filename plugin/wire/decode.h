/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The full decoding of a message into named items, for whoever shows them (a tree, a test). */
#ifndef IKELOG_WIRE_DECODE_H
#define IKELOG_WIRE_DECODE_H

#include "wire/fields.h"
#include "wire/message.h"
#include "wire/octets.h"

#include <stdbool.h>

/*
 * One item. offset and length are relative to the decoded octets. `text` NULL: the value is the
 * octets, read as the field's row says; otherwise the text is the value (STRING fields) or is
 * shown after the value (all others). Texts are escaped: no control octet, valid UTF-8. They live
 * until the call returns. A `computed` item of an integer field has its value in `value`: the
 * octets only show what it speaks of (the type of a payload is announced by the one before it).
 */
struct ikelog_item {
    enum ikelog_field field;
    uint32_t offset, length;
    const char *text;
    bool computed;
    uint64_t value;
};

/* A nested group of items, shown as a subtree with a label. */
enum ikelog_group_kind {
    IKELOG_GROUP_HEADER,
    IKELOG_GROUP_FLAGS,
    IKELOG_GROUP_PAYLOAD,
    IKELOG_GROUP_PROPOSAL,
    IKELOG_GROUP_TRANSFORM,
    IKELOG_GROUP_ATTRIBUTE,
    IKELOG_GROUP_DETAIL,
    IKELOG_GROUP_KINDS,
};

/* The receiver of items. Every member is set, but for `wants`. */
struct ikelog_sink {
    void *context;
    void (*add)(void *context, const struct ikelog_item *item);
    /* A group begins; every item until the matching close belongs to it. */
    void (*open)(void *context, enum ikelog_group_kind kind, uint32_t offset, uint32_t length,
                 const char *label);
    /* The group ends; `suffix` (or NULL) is to be appended to its label as it is (": …"). */
    void (*close)(void *context, const char *suffix);
    /* Something is wrong with these octets. `detail` (or NULL) says what with the values. */
    void (*report)(void *context, enum ikelog_status status, uint32_t offset, uint32_t length,
                   const char *detail);
    /* A certificate or the like for another dissector. `encoding` as in the CERT payload. */
    void (*certificate)(void *context, uint8_t encoding, uint32_t offset, uint32_t length);
    /* Whether items of this field are of use; others are not added. NULL: all are. */
    bool (*wants)(void *context, enum ikelog_field field);
};

/* What the decoding of payloads depends on, beyond their own octets. */
struct ikelog_decode_context {
    uint8_t exchange_type;
    bool gdoi;        /* the SA's DOI is GDOI: payloads 15 to 18 are GDOI's, not NAT-D drafts */
    bool cut;         /* the capture cut the message: what is not there was lost, not forgotten */
    uint8_t phase;    /* 1 or 2: the meaning of attributes in SA, of protocol and port in ID */
    uint32_t unknown; /* leading octets that are not known: nothing is read out of them */
};

/*
 * The 28 octets of the header (fewer: what is there). `message` is the whole message as far as it
 * was captured, so that a length that claims more (TRUNCATED when the capture cut the packet, else
 * TOO_SHORT) or less (TRAILING) can be reported.
 */
void ikelog_decode_header(struct ikelog_octets message, bool cut, const struct ikelog_sink *sink);

/*
 * All payloads of a chain that ikelog_chain_read found in `data`, every octet of them, and the
 * report on how the chain ended. Padding after a chain that ended itself is left to the caller;
 * after one that did not, the rest of `data` is an item, too.
 */
void ikelog_decode_chain(struct ikelog_octets data, const struct ikelog_chain *chain,
                         const struct ikelog_decode_context *context,
                         const struct ikelog_sink *sink);

#endif

/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What the files of the decoder share: reading and emitting in one step, and the parsers. */
#ifndef IKELOG_WIRE_DECODE_PRIV_H
#define IKELOG_WIRE_DECODE_PRIV_H

#include "wire/attribute.h"
#include "wire/decode.h"
#include "wire/reader.h"

#include <glib.h>

/* One decoding. Readers run over the whole of `data`, so that their positions are the offsets of
 * items. */
struct decoding {
    const uint8_t *data;
    const struct ikelog_decode_context *context; /* NULL for a header */
    const struct ikelog_sink *sink;
    bool cut; /* by the capture: octets that are missing are TRUNCATED, else TOO_SHORT */
    GString
        *suffix; /* what is to follow the labels of the groups that are open; NULL for a header */
};

/*
 * Integers in network byte order: read and emitted as `field`. When they are not all there, what is
 * left is emitted raw, the reader fails, TRUNCATED is reported (once for each reader) and the
 * result is 0.
 */
uint8_t ikelog_decode_u8(const struct decoding *d, struct ikelog_reader *r,
                         enum ikelog_field field);
uint16_t ikelog_decode_u16(const struct decoding *d, struct ikelog_reader *r,
                           enum ikelog_field field);
uint32_t ikelog_decode_u32(const struct decoding *d, struct ikelog_reader *r,
                           enum ikelog_field field);

/* The same for `length` octets of any field. Nothing is emitted for no octets. */
struct ikelog_octets ikelog_decode_octets(const struct decoding *d, struct ikelog_reader *r,
                                          enum ikelog_field field, uint32_t length);

/* Whatever is left in the reader, as `field`. */
struct ikelog_octets ikelog_decode_rest(const struct decoding *d, struct ikelog_reader *r,
                                        enum ikelog_field field);

/* The octet at the reader's position as each of the `count` fields (bits), in a group of flags
 * below the item before, without moving on. */
void ikelog_decode_bits(const struct decoding *d, const struct ikelog_reader *r,
                        const enum ikelog_field *fields, size_t count);

void ikelog_item_emit(const struct decoding *d, enum ikelog_field field, uint32_t offset,
                      uint32_t length);
void ikelog_item_emit_text(const struct decoding *d, enum ikelog_field field, uint32_t offset,
                           uint32_t length, const char *text);
/* Of a value that does not stand where the item does. */
void ikelog_item_emit_value(const struct decoding *d, enum ikelog_field field, uint32_t offset,
                            uint32_t length, uint64_t value);

/*
 * Groups nest. What is appended to d->suffix between the two calls follows the label: opening
 * returns where it begins, for closing.
 */
gsize ikelog_group_open(const struct decoding *d, enum ikelog_group_kind kind, uint32_t offset,
                        uint32_t length, const char *label);
void ikelog_group_close(const struct decoding *d, gsize start);

/* Report; the detail is printf-like, NULL for none. TRUNCATED becomes TOO_SHORT where the capture
 * cut nothing. */
void ikelog_fault_report(const struct decoding *d, enum ikelog_status status, uint32_t offset,
                         uint32_t length, const char *detail, ...) G_GNUC_PRINTF(5, 6);

/* "name" of the registry or "#value", appended. */
void ikelog_number_append(const struct ikelog_registry *registry, uint32_t value, GString *text);

/*
 * A parser of one payload's body. `r` is confined to it; what the parser leaves over is emitted and
 * reported by the caller.
 */
typedef void decode_body(const struct decoding *d, struct ikelog_reader *r);

/*
 * The body of a payload in few words, escaped, for reports. False, with nothing appended, when
 * there is nothing to say.
 */
typedef bool payload_value(struct ikelog_octets body, GString *text);

/* Those that the rows of payloads name. */
#define DECLARE_PARSER(function) decode_body function;
#define DECLARE_FIELD(identifier)
#define DECLARE_NOTHING
#define DECLARE_VALUE(function)   payload_value function;
#define DECLARE_TELLING(function) payload_value function;
#define DECLARE_NO_VALUE
/* Checkers expand a pasted name with its argument only when it is an argument itself. */
#define DECLARE(...) __VA_ARGS__
#define X(id, number, doi, class, name, word, body, value, ...) \
    DECLARE(DECLARE_##body DECLARE_##value)
IKELOG_PAYLOAD_ROWS(X)
#undef X

/* The body of an SA payload of GDOI after its situation. */
decode_body ikelog_decode_gdoi_sa;

/* Attributes up to the end of the reader: those of IKE SAs, of IPsec SAs, or of unknown kind. */
enum attribute_kind {
    ATTRIBUTES_IKE,
    ATTRIBUTES_IPSEC,
    ATTRIBUTES_KEK, /* the others are GDOI's: of policies, and of the kinds of key packets */
    ATTRIBUTES_GROUP_POLICY,
    ATTRIBUTES_KEY_TEK,
    ATTRIBUTES_KEY_KEK,
    ATTRIBUTES_KEY_LKH,
    ATTRIBUTES_KEY_SID,
    ATTRIBUTES_UNKNOWN,
};
void ikelog_decode_attributes(const struct decoding *d, struct ikelog_reader *r,
                              enum attribute_kind kind);

/*
 * The head of an attribute (format, type, length) as items; its group is left open for the value,
 * to be closed with what is returned.
 */
struct attribute_fields {
    enum ikelog_field format, type, length;
};
gsize ikelog_attribute_open(const struct decoding *d, const struct ikelog_attribute *attribute,
                            const struct attribute_fields *fields);

/* A reader over the value of an attribute. */
struct ikelog_reader ikelog_attribute_reader(const struct decoding *d,
                                             const struct ikelog_attribute *attribute);

#endif

/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The table of payload types and the lookup in it. */
#include "wire/payload_table.h"

#include "wire/decode_priv.h"
#include "wire/number_rows.h"

enum meaning { ANY, GDOI, OTHER };

/* The two columns about the body. */
#define COLUMN_PARSER(function)  .parse = function
#define COLUMN_FIELD(identifier) .field = identifier
#define COLUMN_NOTHING           .parse = NULL
#define COLUMN_VALUE(function)   .value = function
#define COLUMN_TELLING(function) .telling = true, .value = function
#define COLUMN_NO_VALUE          .value = NULL

/* clang-format off */
static const struct ikelog_payload_row rows[] = {
#define X(id, number, doi, kind, long_name, short_name, body, say, first, later) \
    {.type = number, .shared = (doi) != ANY, .class = IKELOG_CLASS_##kind, \
     .name = long_name, .word = short_name, COLUMN_##body, COLUMN_##say, \
     .meaning = {first, later}},
    IKELOG_PAYLOAD_ROWS(X)
#undef X
};
/* clang-format on */

/* A number with two meanings is listed by that of the NAT drafts. */
#define LISTED_ANY(number, name)   {number, name},
#define LISTED_OTHER(number, name) {number, name ", or GDOI's"},
#define LISTED_GDOI(number, name)

static const struct ikelog_number payload_type_rows[] = {
#define X(id, number, doi, class, name, ...) LISTED_##doi(number, name)
    IKELOG_PAYLOAD_ROWS(X)
#undef X
};
IKELOG_REGISTRY(payload_type);

/* The places of the rows, from 1. */
enum {
    NO_PLACE,
#define X(id, ...) PLACE_##id,
    IKELOG_PAYLOAD_ROWS(X)
#undef X
};

/* clang-format off */
#define WITH_GDOI_ANY(id, number) [number] = PLACE_##id,
#define WITH_GDOI_GDOI(id, number) [number] = PLACE_##id,
#define WITH_GDOI_OTHER(id, number)
#define WITHOUT_GDOI_ANY(id, number) [number] = PLACE_##id,
#define WITHOUT_GDOI_GDOI(id, number)
#define WITHOUT_GDOI_OTHER(id, number) [number] = PLACE_##id,

/* clang-format on */

/* By number: the place of its row. */
static const uint8_t with_gdoi[UINT8_MAX + 1] = {
#define X(id, number, doi, ...) WITH_GDOI_##doi(id, number)
    IKELOG_PAYLOAD_ROWS(X)
#undef X
};
static const uint8_t without_gdoi[UINT8_MAX + 1] = {
#define X(id, number, doi, ...) WITHOUT_GDOI_##doi(id, number)
    IKELOG_PAYLOAD_ROWS(X)
#undef X
};

const struct ikelog_payload_row *ikelog_payload_row(uint8_t type, bool gdoi)
{
    const uint8_t place = gdoi ? with_gdoi[type] : without_gdoi[type];

    return place != NO_PLACE ? &rows[place - 1] : NULL;
}

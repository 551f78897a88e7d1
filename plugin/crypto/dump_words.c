/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Dumps as hex words of 4 octets. */
#include "crypto/dump_words.h"

#include "crypto/hex.h"

#include <glib.h>
#include <string.h>

#define WORD 8u /* digits */

bool ikelog_dump_is_row(const char *text)
{
    bool any = false;

    for (text += strspn(text, " "); *text; text += strspn(text, " ")) {
        size_t digits = ikelog_hex_span(text, strlen(text));

        if (digits == 0 || digits > WORD || (text[digits] != ' ' && text[digits] != '\0'))
            return false;
        any = true;
        text += digits;
    }
    return any;
}

bool ikelog_dump_begins_row(const char *text)
{
    size_t digits = strspn(text, " ");

    text += digits;
    digits = ikelog_hex_span(text, strlen(text));
    return digits >= 2 && (text[digits] == ' ' || text[digits] == '\0');
}

/* The next word has `digits` digits; `first`: of its row. */
static void next_word(struct ikelog_dump *dump, unsigned digits, bool first)
{
    bool goes_on = first && dump->word > 0 && dump->word < WORD && dump->word + digits <= WORD;

    if (!goes_on && ((dump->digits > 0 && dump->word != WORD) || digits > WORD))
        dump->bad = true;
    dump->word = goes_on ? dump->word + digits : digits;
}

void ikelog_dump_append(struct ikelog_dump *dump, const char *text, uint8_t *value, size_t size)
{
    bool first = true;

    for (text += strspn(text, " "); *text; text += strspn(text, " ")) {
        size_t digits = ikelog_hex_span(text, strlen(text));

        if (digits == 0) {
            dump->bad = true;
            return;
        }
        next_word(dump, (unsigned)MIN(digits, WORD + 1u), first);
        for (size_t i = 0; i < digits; i++, dump->digits++)
            if (dump->digits / 2 < size)
                value[dump->digits / 2] =
                    (uint8_t)(value[dump->digits / 2] << 4 | g_ascii_xdigit_value(text[i]));
        text += digits;
        first = false;
    }
}

bool ikelog_dump_is_whole(const struct ikelog_dump *dump, size_t size)
{
    return !dump->bad && dump->digits > 0 && dump->digits % 2 == 0 && dump->digits / 2 <= size;
}

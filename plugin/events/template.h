/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Texts with placeholders: {peer}, {message-id:08x}, [[ only if known: {reason} ]]. */
#ifndef IKELOG_EVENTS_TEMPLATE_H
#define IKELOG_EVENTS_TEMPLATE_H

#include "events/template_context.h"

/*
 * A parsed text. "{name}" stands for a value of values.h, "{name:format}" for one in a given form:
 *   numbers:  d (decimal, the default), i (decimal, signed, of 32 bits), x, X (hexadecimal), each
 *             with a width: 08X, 3d, 03d; "{name+7}" is 7 more
 *   octets:   x (the default: two digits an octet), X, s (unpadded, blanks between: "4c d 1f"),
 *             c (with colons: "4c:0d:1f"), h (unpadded, blanks between: "0x4c 0xd 0x1f")
 * "[[" and "]]" enclose a part that is left out when a value in it is not known. "{{" is a brace.
 */
struct ikelog_template;

/* NULL with *error set (newly allocated sentence) on an unknown value or a syntax error. */
struct ikelog_template *ikelog_template_parse(const char *text, char **error);
void ikelog_template_free(struct ikelog_template *template);

/* The same for a text that may name a device's own words, too (by name -> struct ikelog_word *,
 * word.h; NULL: none). They have to live as long as the template. */
struct ikelog_template *ikelog_template_parse_with(const char *text, GHashTable *words,
                                                   char **error);

/* How many values it asks for at most, those that its words ask for included. */
uint32_t ikelog_template_cost(const struct ikelog_template *template);

/*
 * Append the text with its values. False, with nothing appended, when a value outside of "[[ ]]" is
 * not known: then the evidence for the text is not there.
 */
bool ikelog_template_render(const struct ikelog_template *template,
                            const struct ikelog_template_context *context, GString *text);

/*
 * Read and render at once, without keeping anything: for texts of the program itself. False, too,
 * for a text that ikelog_template_parse refuses.
 */
bool ikelog_template_expand(const char *source, const struct ikelog_template_context *context,
                            GString *text);

#endif

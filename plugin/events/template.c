/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Texts with placeholders: read part by part, rendered at once or kept to be rendered often. */
#include "events/template.h"

#include "events/values.h"
#include "events/word.h"
#include "wire/ident.h"

#include <string.h>

/* Longest width that a format may ask for. */
#define MAX_WIDTH 32u

enum part_kind { LITERAL, VALUE, WORD, OPEN, CLOSE };

struct part {
    enum part_kind kind;
    const char *literal; /* of `length` octets, not ended */
    size_t length;
    enum ikelog_value_id id;
    const struct ikelog_word *word; /* of a WORD */
    char form; /* 'd', 'i', 'x', 'X', 's', 'c', 'h', or 0: the default of the value */
    bool zeros;
    unsigned width;
    uint32_t plus; /* what is added to a number */
};

struct ikelog_template {
    char *source;  /* what the literals point into */
    GArray *parts; /* struct part */
};

/* A place in a source, and whether it is between "[[" and "]]". */
struct cursor {
    const char *at;
    GHashTable *words; /* see ikelog_template_parse_with */
    bool inside;
};

/* "08X": zeros, width, form. */
static bool parse_format(const char *text, size_t length, struct part *part)
{
    size_t i = 0;

    if (i < length && text[i] == '0') {
        part->zeros = true;
        i++;
    }
    for (; i < length && g_ascii_isdigit(text[i]); i++) {
        part->width = part->width * 10 + (unsigned)(text[i] - '0');
        if (part->width > MAX_WIDTH)
            return false;
    }
    if (i + 1 != length || !strchr("dixXsch", text[i]))
        return false;
    part->form = text[i];
    return true;
}

static bool find_name(GHashTable *words, const char *name, size_t length, struct part *part)
{
    char *own;

    if (ikelog_value_find(name, length, &part->id))
        return true;
    own = g_strndup(name, length);
    part->kind = WORD;
    part->word = words ? (const struct ikelog_word *)g_hash_table_lookup(words, own) : NULL;
    g_free(own);
    return part->word != NULL;
}

/* "+7": what is added. */
static bool parse_plus(const char *text, size_t length, struct part *part)
{
    char *digits = g_strndup(text, length);
    guint64 number = 0;
    bool ok = g_ascii_string_to_unsigned(digits, 10, 0, UINT32_MAX, &number, NULL);

    part->plus = (uint32_t)number;
    g_free(digits);
    return ok;
}

/* "name", "name+7", "name:format" or "name+7:format", without the braces. */
static bool parse_value(const struct cursor *cursor, const char *text, size_t length,
                        struct part *part, char **error)
{
    const char *colon = memchr(text, ':', length);
    size_t whole = colon ? (size_t)(colon - text) : length;
    const char *plus = memchr(text, '+', whole);
    size_t name = plus ? (size_t)(plus - text) : whole;

    part->kind = VALUE;
    if (!find_name(cursor->words, text, name, part)) {
        *error = g_strdup_printf("unknown placeholder {%.*s}", (int)name, text);
        return false;
    }
    if (plus && !parse_plus(plus + 1, whole - name - 1, part)) {
        *error = g_strdup_printf("a decimal number is expected after the + in {%.*s}", (int)length,
                                 text);
        return false;
    }
    if (colon && !parse_format(colon + 1, length - whole - 1, part)) {
        *error = g_strdup_printf(
            "unknown format in {%.*s}: d, i, x, X, s, c or h, with a width before it", (int)length,
            text);
        return false;
    }
    return true;
}

static bool is_fence(const char *at)
{
    return (at[0] == '[' || at[0] == ']') && at[1] == at[0];
}

/* How much plain text begins here. */
static size_t literal_length(const char *text)
{
    size_t n = strcspn(text, "{[]");

    while (text[n] && text[n] != '{' && !is_fence(text + n))
        n += 1 + strcspn(text + n + 1, "{[]");
    return n;
}

static bool next_fence(struct cursor *cursor, struct part *part, char **error)
{
    bool opens = *cursor->at == '[';

    if (cursor->inside == opens) {
        *error = g_strdup("[[ and ]] do not come in pairs");
        return false;
    }
    cursor->inside = opens;
    cursor->at += 2;
    part->kind = opens ? OPEN : CLOSE;
    return true;
}

/* "{{" is a brace, all else between braces a value. */
static bool next_brace(struct cursor *cursor, struct part *part, char **error)
{
    const char *start = cursor->at, *end;

    if (start[1] == '{') {
        part->literal = start;
        part->length = 1;
        cursor->at += 2;
        return true;
    }
    end = strchr(start, '}');
    if (!end) {
        *error = g_strdup("a { without its }");
        return false;
    }
    cursor->at = end + 1;
    return parse_value(cursor, start + 1, (size_t)(end - start - 1), part, error);
}

/* The next part of a source. False at its end, and with *error set when it is none. */
static bool next_part(struct cursor *cursor, struct part *part, char **error)
{
    *part = (struct part){.kind = LITERAL, .literal = cursor->at};
    if (!*cursor->at) {
        if (cursor->inside)
            *error = g_strdup("[[ and ]] do not come in pairs");
        return false;
    }
    part->length = literal_length(cursor->at);
    if (part->length > 0) {
        cursor->at += part->length;
        return true;
    }
    return *cursor->at == '{' ? next_brace(cursor, part, error) : next_fence(cursor, part, error);
}

struct ikelog_template *ikelog_template_parse(const char *text, char **error)
{
    return ikelog_template_parse_with(text, NULL, error);
}

struct ikelog_template *ikelog_template_parse_with(const char *text, GHashTable *words,
                                                   char **error)
{
    struct ikelog_template *template = g_new0(struct ikelog_template, 1);
    struct cursor cursor = {.words = words};
    struct part part;

    *error = NULL;
    template->source = g_strdup(text);
    template->parts = g_array_new(FALSE, TRUE, sizeof(struct part));
    cursor.at = template->source;
    while (next_part(&cursor, &part, error))
        g_array_append_val(template->parts, part);
    if (!*error)
        return template;
    ikelog_template_free(template);
    return NULL;
}

void ikelog_template_free(struct ikelog_template *template)
{
    if (!template)
        return;
    g_array_unref(template->parts);
    g_free(template->source);
    g_free(template);
}

uint32_t ikelog_template_cost(const struct ikelog_template *template)
{
    uint64_t cost = 0;

    for (guint i = 0; i < template->parts->len; i++) {
        const struct part *part = &g_array_index(template->parts, struct part, i);

        cost += part->kind == WORD ? ikelog_word_cost(part->word) : part->kind == VALUE;
    }
    return (uint32_t)MIN(cost, UINT32_MAX);
}

static void append_digits(uint64_t number, char form, GString *text)
{
    const gsize start = text->len;

    if (form == 'x' || form == 'X')
        ikelog_text_hexadecimal(number, text);
    else if (form == 'i')
        g_string_append_printf(text, "%" G_GINT32_FORMAT, (gint32)(uint32_t)number);
    else
        ikelog_text_decimal(number, text);
    for (gsize i = start; form == 'X' && i < text->len; i++)
        text->str[i] = g_ascii_toupper(text->str[i]);
}

static void append_number(uint64_t number, const struct part *part, GString *text)
{
    gsize start = text->len, length;

    append_digits(number, part->form, text);
    for (length = text->len - start; length < part->width; length++)
        g_string_insert_c(text, (gssize)start, part->zeros ? '0' : ' ');
}

static void append_octets(struct ikelog_octets octets, char form, GString *text)
{
    const char *format = form == 's' ? "%x" : form == 'h' ? "0x%x" : form == 'X' ? "%02X" : "%02x";

    for (uint32_t i = 0; i < octets.length; i++) {
        if (i > 0 && (form == 's' || form == 'c' || form == 'h'))
            g_string_append_c(text, form == 'c' ? ':' : ' ');
        g_string_append_printf(text, format, octets.data[i]);
    }
}

/* Values that are texts append themselves; what an unknown one left is cut off by the caller. */
static bool append_value(const struct part *part, const struct ikelog_template_context *context,
                         GString *text)
{
    struct ikelog_value value = {.text = text};

    if (part->kind == WORD)
        return ikelog_word_append(part->word, context, text);
    if (!ikelog_value_get(part->id, context, &value))
        return false;
    if (value.type == IKELOG_VALUE_NUMBER)
        append_number(value.number + part->plus, part, text);
    else if (value.type == IKELOG_VALUE_OCTETS)
        append_octets(value.octets, part->form, text);
    return true;
}

/* Where a text stands that is being written. */
struct rendering {
    GString *text;
    gsize start, optional; /* where the text and its latest "[[" begin */
    bool inside, skipping; /* of "[[": an unknown value was met */
};

/* False when the evidence for the whole text is not there. */
static bool render_part(struct rendering *r, const struct part *part,
                        const struct ikelog_template_context *context)
{
    if (part->kind == OPEN || part->kind == CLOSE) {
        r->inside = part->kind == OPEN;
        r->skipping = false;
        r->optional = r->text->len;
    } else if (r->skipping) {
        return true;
    } else if (part->kind == LITERAL) {
        ikelog_text_append(r->text, part->literal, part->length);
    } else if (!append_value(part, context, r->text)) {
        g_string_truncate(r->text, r->inside ? r->optional : r->start);
        r->skipping = r->inside;
        return r->inside;
    }
    return true;
}

bool ikelog_template_render(const struct ikelog_template *template,
                            const struct ikelog_template_context *context, GString *text)
{
    struct rendering r = {.text = text, .start = text->len};

    for (guint i = 0; i < template->parts->len; i++) {
        if (!render_part(&r, &g_array_index(template->parts, struct part, i), context))
            return false;
    }
    return true;
}

bool ikelog_template_expand(const char *source, const struct ikelog_template_context *context,
                            GString *text)
{
    struct rendering r = {.text = text, .start = text->len};
    struct cursor cursor = {.at = source};
    struct part part;
    char *error = NULL;
    bool whole;

    while (next_part(&cursor, &part, &error)) {
        if (!render_part(&r, &part, context))
            return false;
    }
    whole = !error;
    if (!whole)
        g_string_truncate(text, r.start);
    g_free(error);
    return whole;
}

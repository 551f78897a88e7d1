/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Texts with placeholders: parsed once into parts, rendered part by part. */
#include "events/template.h"

#include "events/values.h"

#include <string.h>

/* Longest width that a format may ask for. */
#define MAX_WIDTH 32u

enum part_kind { LITERAL, VALUE, OPEN, CLOSE };

struct part {
    enum part_kind kind;
    char *literal;
    enum ikelog_value_id id;
    char form; /* 'd', 'x', 'X', 's', or 0: the default of the value */
    bool zeros;
    unsigned width;
};

struct ikelog_template {
    GArray *parts; /* struct part */
};

static void clear_part(gpointer data)
{
    g_free(((struct part *)data)->literal);
}

static void add_literal(struct ikelog_template *template, const char *text, size_t length)
{
    const struct part part = {.kind = LITERAL, .literal = g_strndup(text, length)};

    g_array_append_val(template->parts, part);
}

static void add_fence(struct ikelog_template *template, enum part_kind kind)
{
    const struct part part = {.kind = kind};

    g_array_append_val(template->parts, part);
}

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
    if (i + 1 != length || !strchr("dxXs", text[i]))
        return false;
    part->form = text[i];
    return true;
}

/* "name" or "name:format", without the braces. */
static bool add_value(struct ikelog_template *template, const char *text, size_t length,
                      char **error)
{
    struct part part = {.kind = VALUE};
    const char *colon = memchr(text, ':', length);
    size_t name = colon ? (size_t)(colon - text) : length;

    if (!ikelog_value_find(text, name, &part.id)) {
        *error = g_strdup_printf("unknown placeholder {%.*s}", (int)name, text);
        return false;
    }
    if (colon && !parse_format(colon + 1, length - name - 1, &part)) {
        *error = g_strdup_printf("unknown format in {%.*s}: d, x, X or s, with a width before it",
                                 (int)length, text);
        return false;
    }
    g_array_append_val(template->parts, part);
    return true;
}

/* Where the plain text ends that begins at `text`. */
static size_t literal_length(const char *text)
{
    size_t n = 0;

    while (text[n] && text[n] != '{' && strncmp(text + n, "[[", 2) != 0 &&
           strncmp(text + n, "]]", 2) != 0)
        n++;
    return n;
}

/* A fence, a brace or a value. Returns how many octets it takes; 0 on error. */
static size_t parse_special(struct ikelog_template *template, const char *at, bool *inside,
                            char **error)
{
    const char *end;

    if (*at == '[' || *at == ']') {
        if (*inside == (*at == '[')) {
            *error = g_strdup("[[ and ]] do not come in pairs");
            return 0;
        }
        *inside = *at == '[';
        add_fence(template, *inside ? OPEN : CLOSE);
        return 2;
    }
    if (at[1] == '{') {
        add_literal(template, "{", 1);
        return 2;
    }
    end = strchr(at, '}');
    if (!end) {
        *error = g_strdup("a { without its }");
        return 0;
    }
    return add_value(template, at + 1, (size_t)(end - at - 1), error) ? (size_t)(end - at + 1) : 0;
}

struct ikelog_template *ikelog_template_parse(const char *text, char **error)
{
    struct ikelog_template *template = g_new0(struct ikelog_template, 1);
    bool inside = false;

    *error = NULL;
    template->parts = g_array_new(FALSE, TRUE, sizeof(struct part));
    g_array_set_clear_func(template->parts, clear_part);
    while (*text && !*error) {
        size_t n = literal_length(text);

        if (n > 0)
            add_literal(template, text, n);
        else
            n = parse_special(template, text, &inside, error);
        text += n;
    }
    if (!*error && inside)
        *error = g_strdup("[[ and ]] do not come in pairs");
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
    g_free(template);
}

static void append_padded(const char *digits, const struct part *part, GString *text)
{
    for (size_t n = strlen(digits); n < part->width; n++)
        g_string_append_c(text, part->zeros ? '0' : ' ');
    g_string_append(text, digits);
}

static void append_number(uint64_t number, const struct part *part, GString *text)
{
    char digits[32];

    if (part->form == 'x' || part->form == 'X')
        g_snprintf(digits, sizeof digits,
                   part->form == 'x' ? "%" G_GINT64_MODIFIER "x" : "%" G_GINT64_MODIFIER "X",
                   number);
    else
        g_snprintf(digits, sizeof digits, "%" G_GUINT64_FORMAT, number);
    append_padded(digits, part, text);
}

static void append_octets(struct ikelog_octets octets, char form, GString *text)
{
    const char *format = form == 's' ? "%x" : form == 'X' ? "%02X" : "%02x";

    for (uint32_t i = 0; i < octets.length; i++) {
        if (form == 's' && i > 0)
            g_string_append_c(text, ' ');
        g_string_append_printf(text, format, octets.data[i]);
    }
}

static bool append_value(const struct part *part, const struct ikelog_scene *scene, GString *text)
{
    struct ikelog_value value = {.text = g_string_new(NULL)};
    bool known = ikelog_value_get(part->id, scene, &value);

    if (known && value.type == IKELOG_VALUE_NUMBER)
        append_number(value.number, part, text);
    else if (known && value.type == IKELOG_VALUE_OCTETS)
        append_octets(value.octets, part->form, text);
    else if (known)
        g_string_append(text, value.text->str);
    g_string_free(value.text, TRUE);
    return known;
}

/* The part behind the "]]" that belongs to an "[[" before `i`. */
static guint skip_optional(const struct ikelog_template *template, guint i)
{
    while (g_array_index(template->parts, struct part, i).kind != CLOSE)
        i++;
    return i;
}

bool ikelog_template_render(const struct ikelog_template *template,
                            const struct ikelog_scene *scene, GString *text)
{
    gsize start = text->len, optional = 0;
    bool inside = false;

    for (guint i = 0; i < template->parts->len; i++) {
        const struct part *part = &g_array_index(template->parts, struct part, i);

        if (part->kind == LITERAL) {
            g_string_append(text, part->literal);
        } else if (part->kind == OPEN || part->kind == CLOSE) {
            inside = part->kind == OPEN;
            optional = text->len;
        } else if (!append_value(part, scene, text)) {
            g_string_truncate(text, inside ? optional : start);
            if (!inside)
                return false;
            i = skip_optional(template, i);
            inside = false;
        }
    }
    return true;
}

bool ikelog_template_expand(const char *source, const struct ikelog_scene *scene, GString *text)
{
    char *error = NULL;
    struct ikelog_template *template = ikelog_template_parse(source, &error);
    bool rendered = template && ikelog_template_render(template, scene, text);

    ikelog_template_free(template);
    g_free(error);
    return rendered;
}

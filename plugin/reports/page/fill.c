/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Reads page.html, and fills its sections. */
#include "reports/page/fill.h"

#include "crypto/derive.h"
#include "reports/page/builtin.h"

#include <stdbool.h>
#include <string.h>

#define SECTION_MARK "=== " /* begins a line; the name of the section follows */

struct ikelog_page_form {
    GHashTable *sections; /* name -> text, both owned */
};

const char *ikelog_page_file(const char *name)
{
    for (size_t i = 0; i < ikelog_page_files_count; i++)
        if (strcmp(ikelog_page_files[i].file, name) == 0)
            return ikelog_page_files[i].text;
    return "";
}

struct ikelog_page_form *ikelog_page_form_new(void)
{
    struct ikelog_page_form *form = g_new0(struct ikelog_page_form, 1);
    char **sections = g_strsplit(ikelog_page_file("page.html"), "\n" SECTION_MARK, -1);

    form->sections = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, g_free);
    /* What stands before the first section is a comment. */
    for (char **section = sections + (*sections ? 1 : 0); *section; section++) {
        size_t length = strcspn(*section, "\n");
        const char *text = *section + length;

        g_hash_table_insert(form->sections, g_strndup(*section, length),
                            g_strdup(*text ? text + 1 : text));
    }
    g_strfreev(sections);
    return form;
}

void ikelog_page_form_free(struct ikelog_page_form *form)
{
    g_hash_table_destroy(form->sections);
    g_free(form);
}

void ikelog_page_escape(const char *words, GString *out)
{
    for (; *words; words++) {
        switch (*words) {
        case '&':
            g_string_append(out, "&amp;");
            break;
        case '<':
            g_string_append(out, "&lt;");
            break;
        case '>':
            g_string_append(out, "&gt;");
            break;
        case '"':
            g_string_append(out, "&quot;");
            break;
        case '\'':
            g_string_append(out, "&#39;");
            break;
        default:
            g_string_append_c(out, *words);
        }
    }
}

struct value {
    const char *name;
    GString *text;
};

GString *ikelog_page_slot(struct ikelog_page_slots *slots, const char *name)
{
    struct value value = {name, g_string_new(NULL)};

    if (!slots->values)
        slots->values = g_array_new(FALSE, FALSE, sizeof value);
    g_array_append_val(slots->values, value);
    return value.text;
}

void ikelog_page_slot_text(struct ikelog_page_slots *slots, const char *name, const char *text)
{
    g_string_append(ikelog_page_slot(slots, name), text ? text : "");
}

void ikelog_page_slot_number(struct ikelog_page_slots *slots, const char *name, unsigned number)
{
    g_string_append_printf(ikelog_page_slot(slots, name), "%u", number);
}

static void drop_values(struct ikelog_page_slots *slots)
{
    for (guint i = 0; slots->values && i < slots->values->len; i++) {
        GString *text = g_array_index(slots->values, struct value, i).text;

        ikelog_wipe(text->str, text->len);
        g_string_free(text, TRUE);
    }
    if (slots->values)
        g_array_unref(slots->values);
    slots->values = NULL;
}

static const char *value_of(const struct ikelog_page_slots *slots, const char *name, size_t length)
{
    for (guint i = 0; slots->values && i < slots->values->len; i++) {
        const struct value *value = &g_array_index(slots->values, struct value, i);

        if (strlen(value->name) == length && strncmp(value->name, name, length) == 0)
            return value->text->str;
    }
    return NULL;
}

/* Append the value of the placeholder at `at`; returns what follows it, and whether it had one. */
static const char *append_value(const char *at, const struct ikelog_page_slots *slots, GString *out,
                                bool *any)
{
    bool markup = at[2] == '{';
    const char *name = at + (markup ? 3 : 2), *end = strstr(name, markup ? "}}}" : "}}");
    const char *value;

    if (!end)
        return at + strlen(at);
    value = value_of(slots, name, (size_t)(end - name));
    *any = value && *value;
    if (*any && markup)
        g_string_append(out, value);
    else if (*any)
        ikelog_page_escape(value, out);
    return end + (markup ? 3 : 2);
}

/* Where the next "{{", "[[" or "]]" stands, or the end. */
static const char *next_mark(const char *at)
{
    for (; *at; at++)
        if ((*at == '{' || *at == '[' || *at == ']') && at[1] == at[0])
            break;
    return at;
}

void ikelog_page_fill(struct ikelog_page_slots *slots, const char *section, GString *out)
{
    const char *at = g_hash_table_lookup(slots->form->sections, section);
    gsize optional = out->len; /* where the part began that may be left out */
    bool whole = true, any = false;

    while (at && *at) {
        const char *mark = next_mark(at);

        g_string_append_len(out, at, mark - at);
        at = mark;
        if (*mark == '{') {
            at = append_value(mark, slots, out, &any);
            whole = whole && any;
        } else if (*mark == '[') {
            optional = out->len;
            whole = true;
            at += 2;
        } else if (*mark == ']') {
            g_string_truncate(out, whole ? out->len : optional);
            at += 2;
        }
    }
    drop_values(slots);
}

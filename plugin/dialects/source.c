/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The text of a dialect file, line by line: places for complaints, and what GKeyFile lets pass. */
#include "dialects/dialect_priv.h"

#include <string.h>

enum line_kind { NOTHING, GROUP, KEY, GARBAGE };

/* One line; `name` is that of the group or key (g_free). */
static enum line_kind classify(const char *line, size_t length, char **name)
{
    char *text = g_strstrip(g_strndup(line, length));
    size_t end = strlen(text);
    const char *equals = strchr(text, '=');
    enum line_kind kind = GARBAGE;

    *name = NULL;
    if (end == 0 || text[0] == '#') {
        kind = NOTHING;
    } else if (text[0] == '[' && text[end - 1] == ']') {
        kind = GROUP;
        *name = g_strndup(text + 1, end - 2);
    } else if (text[0] != '[' && equals && equals != text) {
        kind = KEY;
        *name = g_strchomp(g_strndup(text, (size_t)(equals - text)));
    }
    g_free(text);
    return kind;
}

/* A walk over the lines of a text. */
struct walk {
    const char *next;
    unsigned line;
    enum line_kind kind;
    char *name;  /* of the current group or key */
    char *group; /* current group; NULL before the first */
};

static bool step(struct walk *walk)
{
    const char *end;

    if (!walk->next || !*walk->next)
        return false;
    end = strchr(walk->next, '\n');
    g_free(walk->name);
    walk->kind =
        classify(walk->next, end ? (size_t)(end - walk->next) : strlen(walk->next), &walk->name);
    walk->line++;
    walk->next = end ? end + 1 : NULL;
    if (walk->kind == GROUP) {
        g_free(walk->group);
        walk->group = g_strdup(walk->name);
    }
    return true;
}

static void finish(struct walk *walk)
{
    g_free(walk->name);
    g_free(walk->group);
}

static bool is_new(GHashTable *seen, const char *group, const char *key)
{
    return g_hash_table_add(seen, g_strdup_printf("%s\n%s", group, key));
}

/* What is wrong with the current line (newly allocated), or NULL. */
static char *judge(const struct walk *walk, GHashTable *seen)
{
    if (walk->kind == GARBAGE)
        return g_strdup("neither a [group], nor key=value, nor a # comment");
    if (walk->kind == KEY && !walk->group)
        return g_strdup_printf("key '%s' before the first [group]", walk->name);
    if (walk->kind == GROUP && !is_new(seen, walk->name, ""))
        return g_strdup_printf("group [%s] is there twice; name the second [%s/something]",
                               walk->name, walk->name);
    if (walk->kind == KEY && !is_new(seen, walk->group, walk->name))
        return g_strdup_printf("key '%s' is there twice in [%s]", walk->name, walk->group);
    return NULL;
}

static unsigned line_at(const char *text, const char *place)
{
    unsigned line = 1;

    for (; text < place; text++)
        line += *text == '\n';
    return line;
}

char *ikelog_source_check(const char *file, const char *text)
{
    struct walk walk = {.next = text};
    GHashTable *seen = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
    char *complaint = NULL, *located = NULL;
    const char *bad;

    if (!g_utf8_validate(text, -1, &bad))
        located = g_strdup_printf("%s:%u: not UTF-8 text", file, line_at(text, bad));
    while (!located && !complaint && step(&walk))
        complaint = judge(&walk, seen);
    if (complaint)
        located = g_strdup_printf("%s:%u: %s", file, walk.line, complaint);
    g_free(complaint);
    finish(&walk);
    g_hash_table_unref(seen);
    return located;
}

char *ikelog_source_complain(const char *file, const char *text, const char *group, const char *key,
                             const char *complaint)
{
    struct walk walk = {.next = text};
    unsigned line = 1;

    while (group && step(&walk)) {
        bool in_group = g_strcmp0(walk.group, group) == 0;

        if (in_group && walk.kind == GROUP)
            line = walk.line;
        if (in_group && key && walk.kind == KEY && strcmp(walk.name, key) == 0) {
            line = walk.line;
            break;
        }
    }
    finish(&walk);
    return g_strdup_printf("%s:%u: %s", file, line, complaint);
}

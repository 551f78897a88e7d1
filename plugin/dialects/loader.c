/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Reading the keys of a dialect file: each by its type, each fault with its place. */
#include "dialects/loader.h"

#include <string.h>

void ikelog_loader_complain(struct ikelog_loader *loader, const char *group, const char *key,
                            const char *complaint)
{
    if (!*loader->error)
        *loader->error = ikelog_source_complain(loader->file, loader->text, group, key, complaint);
}

void ikelog_loader_complain_of(struct ikelog_loader *loader, const char *group, const char *key,
                               const char *format, const char *name)
{
    char *complaint = g_strdup_printf(format, name);

    ikelog_loader_complain(loader, group, key, complaint);
    g_free(complaint);
}

/* The value of a key, or NULL when it is not there; g_free. */
char *ikelog_loader_get(struct ikelog_loader *loader, const char *group, const char *key)
{
    GError *failure = NULL;
    char *value;

    if (!g_key_file_has_key(loader->keys, group, key, NULL))
        return NULL;
    value = g_key_file_get_string(loader->keys, group, key, &failure);
    if (failure)
        ikelog_loader_complain(loader, group, key, "bad escape: \\s \\t \\n \\\\ are known");
    g_clear_error(&failure);
    return value;
}

struct ikelog_template *ikelog_loader_template(struct ikelog_loader *loader, const char *group,
                                               const char *key)
{
    char *text = ikelog_loader_get(loader, group, key), *complaint = NULL;
    struct ikelog_template *template =
        text ? ikelog_template_parse_with(text, loader->dialect->words, &complaint) : NULL;

    if (complaint)
        ikelog_loader_complain(loader, group, key, complaint);
    g_free(complaint);
    g_free(text);
    return template;
}

/* "sent", "sent.2", …: the lines up to the first that is missing. */
static GPtrArray *get_lines(struct ikelog_loader *loader, const char *group, const char *stem)
{
    struct ikelog_template *template = ikelog_loader_template(loader, group, stem);
    GPtrArray *lines;

    if (!template)
        return NULL;
    lines = g_ptr_array_new_with_free_func((GDestroyNotify)ikelog_template_free);
    for (unsigned n = 2; template && n <= IKELOG_MAX_WORDING_LINES + 1; n++) {
        char *key = g_strdup_printf("%s.%u", stem, n);

        g_ptr_array_add(lines, template);
        template = ikelog_loader_template(loader, group, key);
        g_free(key);
    }
    ikelog_template_free(template);
    return lines;
}

void ikelog_loader_lines(struct ikelog_loader *loader, const char *group,
                         const char *const stems[3], struct ikelog_lines *lines)
{
    GPtrArray *both = get_lines(loader, group, stems[2]);

    for (int direction = 0; direction < 2; direction++) {
        lines->templates[direction] = get_lines(loader, group, stems[direction]);
        if (!lines->templates[direction] && both)
            lines->templates[direction] = g_ptr_array_ref(both);
    }
    if (both)
        g_ptr_array_unref(both);
}

/* A key with one of several words: its index, or `otherwise` when the key is missing. */
int ikelog_loader_word(struct ikelog_loader *loader, const char *group, const char *key,
                       const char *const words[2], int otherwise)
{
    char *value = ikelog_loader_get(loader, group, key);
    int found = -1;

    if (!value)
        return otherwise;
    for (int i = 0; i < 2; i++)
        if (strcmp(value, words[i]) == 0)
            found = i;
    if (found < 0) {
        char *complaint = g_strdup_printf("'%s' is neither %s nor %s", value, words[0], words[1]);

        ikelog_loader_complain(loader, group, key, complaint);
        g_free(complaint);
    }
    g_free(value);
    return found < 0 ? otherwise : found;
}

bool ikelog_loader_flag(struct ikelog_loader *loader, const char *group, const char *key,
                        bool otherwise)
{
    static const char *const truth[] = {"false", "true"};

    return ikelog_loader_word(loader, group, key, truth, otherwise) == 1;
}

uint32_t ikelog_loader_number(struct ikelog_loader *loader, const char *group, const char *key,
                              uint32_t otherwise)
{
    char *value = ikelog_loader_get(loader, group, key);
    guint64 number = otherwise;

    if (value && !g_ascii_string_to_unsigned(value, 10, 0, UINT32_MAX, &number, NULL))
        ikelog_loader_complain(loader, group, key, "a decimal number is expected");
    g_free(value);
    return (uint32_t)number;
}

static bool matches_stem(const char *key, const char *stem)
{
    size_t length = strlen(stem);

    if (strncmp(key, stem, length) != 0)
        return false;
    return key[length] == '\0' || (key[length] == '.' && key[length + 1] >= '2' &&
                                   key[length + 1] <= '9' && key[length + 2] == '\0');
}

/* Is the line before "sent.3" there, "sent.2"? The one before "sent.2" is "sent". */
static bool continues_a_line(struct ikelog_loader *loader, const char *group, const char *key)
{
    size_t stem = strcspn(key, ".");
    char *before;
    bool there;

    if (key[stem] == '\0')
        return true;
    before = key[stem + 1] == '2' ? g_strndup(key, stem)
                                  : g_strdup_printf("%.*s.%c", (int)stem, key, key[stem + 1] - 1);
    there = g_key_file_has_key(loader->keys, group, before, NULL);
    g_free(before);
    return there;
}

/* Refuse keys of a group that mean nothing: a misspelt one would be lost silently. */
void ikelog_loader_check_keys(struct ikelog_loader *loader, const char *group,
                              const char *const *plain, const char *const *stems)
{
    char **keys = g_key_file_get_keys(loader->keys, group, NULL, NULL);

    for (char **key = keys; key && *key; key++) {
        bool known = g_strv_contains(plain, *key), line = false;

        for (const char *const *stem = stems; !line && *stem; stem++)
            line = matches_stem(*key, *stem);
        if (!known && !line)
            ikelog_loader_complain(loader, group, *key, "unknown key in this group");
        else if (line && !continues_a_line(loader, group, *key))
            ikelog_loader_complain(loader, group, *key, "the line before this one is missing");
    }
    g_strfreev(keys);
}

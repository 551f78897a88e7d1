/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Lays the groups of a dialect file over those of the built-in one that it names. */
#include "dialects/base.h"

#include "dialects/builtin.h"

#include <string.h>

/* The keys of a built-in dialect, or NULL; g_key_file_free. It was checked when it was loaded. */
static GKeyFile *keys_of(const char *name)
{
    char *file = g_strconcat(name, ".dialect", NULL);
    GKeyFile *keys = NULL;

    for (size_t i = 0; i < ikelog_builtin_dialects_count && !keys; i++) {
        if (strcmp(ikelog_builtin_dialects[i].file, file) != 0)
            continue;
        keys = g_key_file_new();
        g_key_file_load_from_data(keys, ikelog_builtin_dialects[i].text, (gsize)-1, G_KEY_FILE_NONE,
                                  NULL);
    }
    g_free(file);
    return keys;
}

/* The group keeps its place; without keys it is gone. False when there is none to take away. */
static bool put_group(GKeyFile *to, const char *group, GKeyFile *from)
{
    char **old = g_key_file_get_keys(to, group, NULL, NULL);
    char **keys = g_key_file_get_keys(from, group, NULL, NULL);
    const bool takes_away = !keys || !*keys, is_there = old != NULL;

    for (char **key = old; key && *key; key++)
        g_key_file_remove_key(to, group, *key, NULL);
    for (char **key = keys; key && *key; key++) {
        char *value = g_key_file_get_value(from, group, *key, NULL);

        g_key_file_set_value(to, group, *key, value);
        g_free(value);
    }
    if (takes_away)
        g_key_file_remove_group(to, group, NULL);
    g_strfreev(old);
    g_strfreev(keys);
    return is_there || !takes_away;
}

static void lay_over(struct ikelog_loader *loader, GKeyFile *base)
{
    char **groups = g_key_file_get_groups(loader->keys, NULL);

    g_key_file_remove_group(base, "dialect", NULL);
    g_key_file_remove_group(base, "device", NULL);
    for (char **group = groups; *group; group++)
        if (!put_group(base, *group, loader->keys))
            ikelog_loader_complain(loader, *group, NULL, "the base has no such group");
    g_strfreev(groups);
}

void ikelog_base_load(struct ikelog_loader *loader)
{
    char *name = ikelog_loader_get(loader, "dialect", "base");
    GKeyFile *base = name ? keys_of(name) : NULL;

    if (base && g_key_file_has_key(base, "dialect", "base", NULL)) {
        ikelog_loader_complain(loader, "dialect", "base", "a base has no base of its own");
        g_key_file_free(base);
    } else if (base) {
        lay_over(loader, base);
        g_key_file_free(loader->keys);
        loader->keys = base;
    } else if (name) {
        ikelog_loader_complain(loader, "dialect", "base", "no built-in dialect has this name");
    }
    g_free(name);
}

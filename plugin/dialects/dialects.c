/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The dialects at hand: the built-in ones, and those of the user's folder. */
#include "dialects/builtin.h"
#include "dialects/dialect_priv.h"
#include "wire/regular_file.h"

#include <string.h>

/* A dialect file larger than this is no dialect file. */
#define MAX_FILE 1048576u

struct ikelog_dialects {
    GPtrArray *rows;             /* struct ikelog_dialect *, owned */
    struct ikelog_dialect *each; /* IKELOG_AUTO_DIALECT */
};

static void free_dialect(gpointer dialect)
{
    ikelog_dialect_free((struct ikelog_dialect *)dialect);
}

/* A dialect takes the place of one with the same name. */
static void add(struct ikelog_dialects *dialects, struct ikelog_dialect *dialect)
{
    for (guint i = 0; i < dialects->rows->len; i++) {
        struct ikelog_dialect *old = (struct ikelog_dialect *)g_ptr_array_index(dialects->rows, i);

        if (strcmp(old->name, dialect->name) == 0) {
            g_ptr_array_index(dialects->rows, i) = dialect;
            ikelog_dialect_free(old);
            return;
        }
    }
    g_ptr_array_add(dialects->rows, dialect);
}

struct ikelog_dialects *ikelog_dialects_new(void)
{
    struct ikelog_dialects *dialects = g_new0(struct ikelog_dialects, 1);

    dialects->rows = g_ptr_array_new_with_free_func(free_dialect);
    dialects->each = ikelog_dialect_new();
    dialects->each->name = g_strdup(IKELOG_AUTO_DIALECT);
    dialects->each->product = g_strdup("each device's own product");
    dialects->each->all = dialects;
    for (size_t i = 0; i < ikelog_builtin_dialects_count; i++) {
        const struct ikelog_builtin_dialect *builtin = &ikelog_builtin_dialects[i];
        char *error = NULL;
        struct ikelog_dialect *dialect = ikelog_dialect_load(builtin->file, builtin->text, &error);

        if (dialect)
            add(dialects, dialect);
        else
            g_warning("%s", error);
        g_free(error);
    }
    return dialects;
}

void ikelog_dialects_free(struct ikelog_dialects *dialects)
{
    if (!dialects)
        return;
    g_ptr_array_unref(dialects->rows);
    ikelog_dialect_free(dialects->each);
    g_free(dialects);
}

/* One octet more than a dialect file may have tells that there are more. */
static GString *text_of(const char *path, char **why)
{
    FILE *file = ikelog_regular_file_open(path, why);
    GString *text;
    size_t length;
    char part[4096];

    if (!file)
        return NULL;
    text = g_string_new(NULL);
    while (text->len <= MAX_FILE && (length = fread(part, 1, sizeof part, file)) > 0)
        g_string_append_len(text, part, (gssize)length);
    fclose(file);
    return text;
}

static void read_file(struct ikelog_dialects *dialects, const char *path, GPtrArray *errors)
{
    char *error = NULL, *why = NULL;
    GString *text = text_of(path, &why);
    struct ikelog_dialect *dialect = NULL;

    if (!text)
        error = g_strdup_printf("%s cannot be read: %s", path, why);
    else if (text->len > MAX_FILE || memchr(text->str, '\0', text->len))
        error = g_strdup_printf("%s:1: not a dialect file", path);
    else
        dialect = ikelog_dialect_load(path, text->str, &error);
    if (dialect)
        add(dialects, dialect);
    else
        g_ptr_array_add(errors, error);
    g_free(why);
    if (text)
        g_string_free(text, TRUE);
}

static int compare_names(gconstpointer a, gconstpointer b)
{
    return strcmp(*(const char *const *)a, *(const char *const *)b);
}

void ikelog_dialects_read_folder(struct ikelog_dialects *dialects, const char *folder,
                                 GPtrArray *errors)
{
    GDir *dir = g_dir_open(folder, 0, NULL);
    GPtrArray *names = g_ptr_array_new_with_free_func(g_free);
    const char *name;

    while (dir && (name = g_dir_read_name(dir)))
        if (g_str_has_suffix(name, ".dialect"))
            g_ptr_array_add(names, g_strdup(name));
    g_ptr_array_sort(names, compare_names); /* the same order on every file system */
    for (guint i = 0; i < names->len; i++) {
        char *path = g_build_filename(folder, (const char *)g_ptr_array_index(names, i), NULL);

        read_file(dialects, path, errors);
        g_free(path);
    }
    g_ptr_array_unref(names);
    if (dir)
        g_dir_close(dir);
}

unsigned ikelog_dialects_count(const struct ikelog_dialects *dialects)
{
    return dialects->rows->len;
}

const struct ikelog_dialect *ikelog_dialects_at(const struct ikelog_dialects *dialects, unsigned n)
{
    return n < dialects->rows->len
               ? (const struct ikelog_dialect *)g_ptr_array_index(dialects->rows, n)
               : NULL;
}

const struct ikelog_dialect *ikelog_dialects_find(const struct ikelog_dialects *dialects,
                                                  const char *name)
{
    if (strcmp(name, IKELOG_AUTO_DIALECT) == 0)
        return dialects->each;
    for (unsigned i = 0; i < dialects->rows->len; i++)
        if (strcmp(ikelog_dialects_at(dialects, i)->name, name) == 0)
            return ikelog_dialects_at(dialects, i);
    return NULL;
}

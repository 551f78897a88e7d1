/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The dialects at hand: the built-in ones, and those of the user's folder. */
#include "dialects/builtin.h"
#include "dialects/dialect_priv.h"
#include "wire/regular_file.h"

#include <string.h>

/* A dialect file larger than this is no dialect file. */
#define MAX_FILE 1048576u

/* One at hand. A built-in one is loaded when somebody speaks it: loading all takes longer than the
 * packets of a small capture. */
struct row {
    char *name, *product;
    const struct ikelog_builtin_dialect *builtin; /* NULL: it is the user's */
    struct ikelog_dialect *dialect;               /* owned; NULL: not loaded yet */
};

struct ikelog_dialects {
    GPtrArray *rows;             /* struct row *, owned */
    struct ikelog_dialect *each; /* IKELOG_AUTO_DIALECT */
};

static void free_row(gpointer data)
{
    struct row *row = (struct row *)data;

    g_free(row->name);
    g_free(row->product);
    ikelog_dialect_free(row->dialect);
    g_free(row);
}

static struct row *row_at(const struct ikelog_dialects *dialects, unsigned n)
{
    return n < dialects->rows->len ? (struct row *)g_ptr_array_index(dialects->rows, n) : NULL;
}

/* A dialect takes the place of one with the same name. */
static void add(struct ikelog_dialects *dialects, struct row row)
{
    struct row *kept = (struct row *)g_memdup2(&row, sizeof row);

    for (guint i = 0; i < dialects->rows->len; i++) {
        if (strcmp(row_at(dialects, i)->name, row.name) == 0) {
            free_row(row_at(dialects, i));
            g_ptr_array_index(dialects->rows, i) = kept;
            return;
        }
    }
    g_ptr_array_add(dialects->rows, kept);
}

static void add_loaded(struct ikelog_dialects *dialects, struct ikelog_dialect *dialect)
{
    add(dialects, (struct row){.name = g_strdup(dialect->name),
                               .product = g_strdup(dialect->product),
                               .dialect = dialect});
}

/* The value of the first line with this key; newly allocated. */
static char *value_of(const char *text, const char *key)
{
    char *start = g_strdup_printf("\n%s=", key);
    const char *line = strstr(text, start), *value = line ? line + strlen(start) : "";

    g_free(start);
    return g_strndup(value, strcspn(value, "\n"));
}

/* Its files have nothing to say before the group [dialect]. */
static void add_builtin(struct ikelog_dialects *dialects,
                        const struct ikelog_builtin_dialect *builtin)
{
    add(dialects, (struct row){.name = value_of(builtin->text, "name"),
                               .product = value_of(builtin->text, "product"),
                               .builtin = builtin});
}

struct ikelog_dialects *ikelog_dialects_new(void)
{
    struct ikelog_dialects *dialects = g_new0(struct ikelog_dialects, 1);

    dialects->rows = g_ptr_array_new_with_free_func(free_row);
    dialects->each = ikelog_dialect_new();
    dialects->each->name = g_strdup(IKELOG_AUTO_DIALECT);
    dialects->each->product = g_strdup("each device's own product");
    dialects->each->all = dialects;
    for (size_t i = 0; i < ikelog_builtin_dialects_count; i++)
        add_builtin(dialects, &ikelog_builtin_dialects[i]);
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
        add_loaded(dialects, dialect);
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

const char *ikelog_dialects_name(const struct ikelog_dialects *dialects, unsigned n)
{
    const struct row *row = row_at(dialects, n);

    return row ? row->name : NULL;
}

const char *ikelog_dialects_product(const struct ikelog_dialects *dialects, unsigned n)
{
    const struct row *row = row_at(dialects, n);

    return row ? row->product : NULL;
}

const struct ikelog_dialect *ikelog_dialects_at(const struct ikelog_dialects *dialects, unsigned n)
{
    struct row *row = row_at(dialects, n);
    char *error = NULL;

    if (!row)
        return NULL;
    if (!row->dialect)
        row->dialect = ikelog_dialect_load(row->builtin->file, row->builtin->text, &error);
    if (!row->dialect) /* the tests load each */
        g_error("%s", error);
    return row->dialect;
}

const struct ikelog_dialect *ikelog_dialects_find(const struct ikelog_dialects *dialects,
                                                  const char *name)
{
    if (strcmp(name, IKELOG_AUTO_DIALECT) == 0)
        return dialects->each;
    for (unsigned i = 0; i < dialects->rows->len; i++)
        if (strcmp(row_at(dialects, i)->name, name) == 0)
            return ikelog_dialects_at(dialects, i);
    return NULL;
}

/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Reading a dialect file: every group and key is known, or the file is refused with its place. */
#include "dialects/base.h"

#include <string.h>

/* Numbers and their words; with `parse` the words are templates. */
static GHashTable *load_table(struct ikelog_loader *loader, const char *group, bool parse)
{
    char **keys = g_key_file_get_keys(loader->keys, group, NULL, NULL);
    GHashTable *table = g_hash_table_new_full(
        NULL, NULL, NULL, parse ? (GDestroyNotify)ikelog_template_free : g_free);

    for (char **key = keys; key && *key; key++) {
        guint64 number;
        gpointer word;

        if (!g_ascii_string_to_unsigned(*key, 10, 0, UINT16_MAX, &number, NULL)) {
            ikelog_loader_complain(loader, group, *key,
                                   "a number from 0 to 65535 is expected before the =");
            continue;
        }
        word = parse ? (gpointer)ikelog_loader_template(loader, group, *key)
                     : (gpointer)ikelog_loader_get(loader, group, *key);
        if (word)
            g_hash_table_insert(table, GUINT_TO_POINTER((guint)number), word);
    }
    g_strfreev(keys);
    return table;
}

static void set_string_of(struct ikelog_loader *loader, const char *group, const char *key,
                          const char **member)
{
    char *value = ikelog_loader_get(loader, group, key);

    if (!value)
        return;
    g_ptr_array_add(loader->dialect->strings, value);
    *member = value;
}

static void set_string(struct ikelog_loader *loader, const char *key, const char **member)
{
    set_string_of(loader, "packet", key, member);
}

static void load_signs(struct ikelog_loader *loader, struct ikelog_names *names)
{
    set_string(loader, "encrypted", &names->encrypted);
    set_string(loader, "open", &names->open);
    set_string(loader, "close", &names->close);
    set_string(loader, "separator", &names->separator);
    set_string(loader, "notify", &names->notify);
    set_string(loader, "unreadable", &names->unreadable);
    set_string(loader, "unknown-payload", &names->unknown_payload);
    set_string(loader, "unknown-exchange", &names->unknown_exchange);
    set_string(loader, "unknown-notify", &names->unknown_notify);
}

static void load_packet(struct ikelog_loader *loader)
{
    static const char *const plain[] = {"encrypted",
                                        "open",
                                        "close",
                                        "separator",
                                        "notify",
                                        "unreadable",
                                        "unknown-payload",
                                        "unknown-exchange",
                                        "unknown-notify",
                                        "continuation",
                                        "informational-requests",
                                        "info-sent",
                                        "info-received",
                                        "lost",
                                        NULL};
    static const char *const stems[] = {"sent",
                                        "received",
                                        "both",
                                        "repeat-sent",
                                        "repeat-received",
                                        "repeat",
                                        "unreadable-sent",
                                        "unreadable-received",
                                        "unreadable",
                                        NULL};
    struct ikelog_names *names = &loader->dialect->names;

    ikelog_loader_check_keys(loader, "packet", plain, stems);
    ikelog_loader_lines(loader, "packet", stems, &loader->dialect->packet);
    ikelog_loader_lines(loader, "packet", stems + 3, &loader->dialect->repeat);
    ikelog_loader_lines(loader, "packet", stems + 6, &loader->dialect->unreadable);
    loader->dialect->title[IKELOG_SENT] = ikelog_loader_number(loader, "packet", "info-sent", 1);
    loader->dialect->title[IKELOG_RECEIVED] =
        ikelog_loader_number(loader, "packet", "info-received", 1);
    loader->dialect->packet_continuation =
        ikelog_loader_flag(loader, "packet", "continuation", true);
    names->informational_requests =
        ikelog_loader_flag(loader, "packet", "informational-requests", false);
    loader->dialect->without_lost = !ikelog_loader_flag(loader, "packet", "lost", true);
    load_signs(loader, names);
}

static void set_owned(struct ikelog_loader *loader, const char *key, char **member)
{
    char *value = ikelog_loader_get(loader, "log", key);

    if (!value)
        return;
    g_free(*member);
    *member = value;
}

static void load_log(struct ikelog_loader *loader)
{
    static const char *const plain[] = {"prefix",      "time",       "continuation", "head", "foot",
                                        "index-width", "connection", "turns",        NULL};
    static const char *const none[] = {NULL};

    ikelog_loader_check_keys(loader, "log", plain, none);
    set_owned(loader, "prefix", &loader->dialect->prefix);
    set_owned(loader, "time", &loader->dialect->time);
    set_owned(loader, "continuation", &loader->dialect->continuation);
    set_owned(loader, "head", &loader->dialect->head);
    set_owned(loader, "foot", &loader->dialect->foot);
    set_string_of(loader, "log", "connection", &loader->dialect->names.connection);
    loader->dialect->turns = ikelog_loader_flag(loader, "log", "turns", false);
    loader->dialect->index_width = ikelog_loader_number(loader, "log", "index-width", 0);
    if (loader->dialect->index_width > 20)
        ikelog_loader_complain(loader, "log", "index-width", "at most 20 digits");
}

static void load_identity(struct ikelog_loader *loader)
{
    static const char *const plain[] = {"name", "product", "base", NULL};
    static const char *const none[] = {NULL};
    struct ikelog_dialect *dialect = loader->dialect;

    ikelog_loader_check_keys(loader, "dialect", plain, none);
    dialect->name = ikelog_loader_get(loader, "dialect", "name");
    dialect->product = ikelog_loader_get(loader, "dialect", "product");
    if (!dialect->name || !*dialect->name) {
        ikelog_loader_complain(loader, "dialect", dialect->name ? "name" : NULL,
                               "a dialect needs a name: [dialect] name=…");
        return;
    }
    if (strspn(dialect->name, "abcdefghijklmnopqrstuvwxyz0123456789-") != strlen(dialect->name))
        ikelog_loader_complain(loader, "dialect", "name",
                               "names have lower-case letters, digits and -");
    if (strcmp(dialect->name, IKELOG_AUTO_DIALECT) == 0)
        ikelog_loader_complain(loader, "dialect", "name", "auto is no dialect of its own");
    if (!dialect->product)
        dialect->product = g_strdup(dialect->name);
}

/* "payload", "transform" or "attribute". */
static bool load_part(struct ikelog_loader *loader, const char *group, const char *name)
{
    static const char *const names[] = {"payload", "transform", "attribute"};

    for (size_t i = 0; i < G_N_ELEMENTS(names); i++) {
        if (strcmp(name, names[i]) != 0)
            continue;
        ikelog_loader_part(loader, group, &loader->dialect->parts[i]);
        return true;
    }
    return false;
}

/* "event" or "event/variant"; [packet] itself is another group. */
static void load_event(struct ikelog_loader *loader, const char *group)
{
    char *name = g_strndup(group, strcspn(group, "/"));
    enum ikelog_event_kind kind;

    if (ikelog_event_find(name, &kind)) {
        ikelog_loader_wording(loader, group, &loader->dialect->wordings[kind]);
    } else if (!load_part(loader, group, name)) {
        ikelog_loader_complain_of(loader, group, NULL, "unknown event [%s]", group);
    }
    g_free(name);
}

static void load_group(struct ikelog_loader *loader, const char *group)
{
    struct ikelog_names *names = &loader->dialect->names;

    if (strcmp(group, "dialect") == 0)
        load_identity(loader);
    else if (strcmp(group, "log") == 0)
        load_log(loader);
    else if (strcmp(group, "packet") == 0)
        load_packet(loader);
    else if (strcmp(group, "exchanges") == 0)
        names->exchanges = load_table(loader, group, false);
    else if (strcmp(group, "modes") == 0)
        names->modes = load_table(loader, group, false);
    else if (strcmp(group, "payloads") == 0)
        names->payloads = load_table(loader, group, true);
    else if (strcmp(group, "notifies") == 0)
        names->notifies = load_table(loader, group, false);
    else if (strcmp(group, "identities") == 0)
        names->ids = load_table(loader, group, true);
    else if (strcmp(group, "vendor-ids") == 0)
        ikelog_loader_vendor_ids(loader, group);
    else if (strcmp(group, "device") == 0)
        ikelog_loader_device(loader, group);
    else
        load_event(loader, group);
}

struct ikelog_dialect *ikelog_dialect_new(void)
{
    struct ikelog_dialect *dialect = g_new0(struct ikelog_dialect, 1);

    dialect->names = *ikelog_names_neutral();
    dialect->strings = g_ptr_array_new_with_free_func(g_free);
    dialect->vendor_ids = g_ptr_array_new_with_free_func(g_free);
    dialect->sequences = g_ptr_array_new_with_free_func((GDestroyNotify)g_strfreev);
    dialect->words =
        g_hash_table_new_full(g_str_hash, g_str_equal, g_free, (GDestroyNotify)ikelog_word_free);
    dialect->prefix = g_strdup("");
    dialect->time = g_strdup("%Y-%m-%d %H:%M:%S");
    dialect->continuation = g_strdup("   ");
    dialect->head = g_strdup("");
    dialect->foot = g_strdup("");
    return dialect;
}

/* A placeholder of the dialect's own: those are read before what may use them. */
static void load_word(struct ikelog_loader *loader, const char *group)
{
    if (g_str_has_prefix(group, "word/"))
        ikelog_loader_word_group(loader, group);
    else if (g_str_has_prefix(group, "list/"))
        ikelog_loader_list_group(loader, group);
}

static void load_groups(struct ikelog_loader *loader)
{
    char **groups = g_key_file_get_groups(loader->keys, NULL);

    for (char **group = groups; *group; group++)
        load_word(loader, *group);
    for (char **group = groups; *group; group++)
        if (!g_str_has_prefix(*group, "word/") && !g_str_has_prefix(*group, "list/"))
            load_group(loader, *group);
    if (!g_key_file_has_group(loader->keys, "dialect"))
        ikelog_loader_complain(loader, NULL, NULL, "a dialect needs a name: [dialect] name=…");
    if (!g_key_file_has_group(loader->keys, "packet"))
        ikelog_loader_complain(loader, NULL, NULL,
                               "a dialect needs a [packet] group with sent= and received=");
    g_strfreev(groups);
}

struct ikelog_dialect *ikelog_dialect_load(const char *file, const char *text, char **error)
{
    struct ikelog_loader loader = {
        .file = file, .text = text, .keys = g_key_file_new(), .error = error};
    GError *failure = NULL;

    *error = ikelog_source_check(file, text);
    if (!*error &&
        !g_key_file_load_from_data(loader.keys, text, (gsize)-1, G_KEY_FILE_NONE, &failure)) {
        *error = g_strdup_printf("%s:1: %s", file, failure->message);
        g_error_free(failure);
    }
    if (!*error) {
        loader.dialect = ikelog_dialect_new();
        ikelog_base_load(&loader);
        load_groups(&loader);
    }
    g_key_file_free(loader.keys);
    if (!*error)
        return loader.dialect;
    ikelog_dialect_free(loader.dialect);
    return NULL;
}

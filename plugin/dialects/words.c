/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The groups of a dialect file that define placeholders and names of its own. */
#include "dialects/loader.h"
#include "events/values.h"

#include <string.h>

/* So many values one placeholder may ask for: words of words of words grow fast. */
#define MOST_COST 20000u

/* The name behind the slash; NULL after a complaint. */
static const char *own_name(struct ikelog_loader *loader, const char *group)
{
    const char *slash = strchr(group, '/');
    const char *name = slash ? slash + 1 : "";
    enum ikelog_value_id id;

    if (!*name || strspn(name, "abcdefghijklmnopqrstuvwxyz0123456789-") != strlen(name))
        ikelog_loader_complain(loader, group, NULL,
                               "a name is expected behind the slash: lower-case letters, digits "
                               "and -");
    else if (ikelog_value_find(name, strlen(name), &id))
        ikelog_loader_complain_of(loader, group, NULL, "{%s} is a placeholder already", name);
    else if (g_hash_table_contains(loader->dialect->words, name))
        ikelog_loader_complain_of(loader, group, NULL, "{%s} is defined above already", name);
    else
        return name;
    return NULL;
}

static void keep(struct ikelog_loader *loader, const char *group, const char *name,
                 struct ikelog_word *word)
{
    if (word->of && ikelog_word_cost(word) > MOST_COST)
        ikelog_loader_complain(loader, group, NULL, "words of words: this asks for too much");
    if (word->of && !*loader->error)
        g_hash_table_insert(loader->dialect->words, g_strdup(name), word);
    else
        ikelog_word_free(word);
}

static struct ikelog_word *new_word(void)
{
    struct ikelog_word *word = g_new0(struct ikelog_word, 1);

    word->open = g_strdup("");
    word->close = g_strdup("");
    word->separator = g_strdup("");
    return word;
}

static void free_template(gpointer template)
{
    ikelog_template_free((struct ikelog_template *)template);
}

static bool is_row(const char *key)
{
    static const char *const keys[] = {"of", "other", "id", NULL};

    return !g_strv_contains(keys, key);
}

static void load_rows(struct ikelog_loader *loader, const char *group, struct ikelog_word *word)
{
    char **keys = g_key_file_get_keys(loader->keys, group, NULL, NULL);

    word->rows = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, free_template);
    for (char **key = keys; key && *key; key++) {
        struct ikelog_template *row =
            is_row(*key) ? ikelog_loader_template(loader, group, *key) : NULL;

        if (row)
            g_hash_table_insert(word->rows, g_strdup(*key), row);
    }
    g_strfreev(keys);
    if (g_hash_table_size(word->rows) == 0)
        ikelog_loader_complain(loader, group, "of", "of= is looked up among rows: there are none");
}

/* Which identity the text is about. */
static enum ikelog_id_of get_id(struct ikelog_loader *loader, const char *group)
{
    static const char *const names[] = {"ci", "cr", "local", "peer", "phase1-local", "phase1-peer"};
    char *value = ikelog_loader_get(loader, group, "id");
    enum ikelog_id_of found = IKELOG_ID_OF_NONE;

    for (size_t i = 0; value && i < G_N_ELEMENTS(names); i++)
        if (strcmp(value, names[i]) == 0)
            found = (enum ikelog_id_of)(IKELOG_ID_OF_CI + i);
    if (value && found == IKELOG_ID_OF_NONE)
        ikelog_loader_complain(loader, group, "id",
                               "expected one of ci, cr, local, peer, phase1-local, phase1-peer");
    g_free(value);
    return found;
}

void ikelog_loader_word_group(struct ikelog_loader *loader, const char *group)
{
    static const char *const plain[] = {"text", "id", NULL}, *const none[] = {NULL};
    const char *name = own_name(loader, group);
    struct ikelog_word *word;

    if (!name)
        return;
    word = new_word();
    word->id = get_id(loader, group);
    if (g_key_file_has_key(loader->keys, group, "of", NULL)) {
        word->of = ikelog_loader_template(loader, group, "of");
        word->other = ikelog_loader_template(loader, group, "other");
        load_rows(loader, group, word);
    } else {
        ikelog_loader_check_keys(loader, group, plain, none);
        word->of = ikelog_loader_template(loader, group, "text");
        if (!word->of)
            ikelog_loader_complain(loader, group, NULL,
                                   "a word needs text=, or of= and rows to look it up in");
    }
    keep(loader, group, name, word);
}

static void set_owned(struct ikelog_loader *loader, const char *group, const char *key,
                      char **member)
{
    char *value = ikelog_loader_get(loader, group, key);

    if (!value)
        return;
    g_free(*member);
    *member = value;
}

/* What the list goes through; NONE after a complaint. */
static enum ikelog_list_of get_list(struct ikelog_loader *loader, const char *group)
{
    static const char *const names[] = {"config-attributes", "payloads", "transforms"};
    char *value = ikelog_loader_get(loader, group, "of");
    enum ikelog_list_of found = IKELOG_LIST_NONE;

    for (size_t i = 0; value && i < G_N_ELEMENTS(names); i++)
        if (strcmp(value, names[i]) == 0)
            found = (enum ikelog_list_of)(IKELOG_LIST_CONFIG_ATTRIBUTES + i);
    if (found == IKELOG_LIST_NONE)
        ikelog_loader_complain(loader, group, value ? "of" : NULL,
                               "a list needs of=, one of config-attributes, payloads, transforms");
    g_free(value);
    return found;
}

void ikelog_loader_list_group(struct ikelog_loader *loader, const char *group)
{
    static const char *const plain[] = {"of", "item", "open", "close", "separator", NULL};
    static const char *const none[] = {NULL};
    const char *name = own_name(loader, group);
    struct ikelog_word *word;

    if (!name)
        return;
    word = new_word();
    ikelog_loader_check_keys(loader, group, plain, none);
    word->list = get_list(loader, group);
    word->of = ikelog_loader_template(loader, group, "item");
    set_owned(loader, group, "open", &word->open);
    set_owned(loader, group, "close", &word->close);
    set_owned(loader, group, "separator", &word->separator);
    if (!word->of)
        ikelog_loader_complain(loader, group, NULL, "a list needs item=");
    keep(loader, group, name, word);
}

static void free_vendor(gpointer data)
{
    struct ikelog_vendor_name *vendor = (struct ikelog_vendor_name *)data;

    g_free(vendor->hex);
    g_free(vendor->name);
    g_free(vendor);
}

static gint longer_first(gconstpointer a, gconstpointer b)
{
    const struct ikelog_vendor_name *left = *(const struct ikelog_vendor_name *const *)a;
    const struct ikelog_vendor_name *right = *(const struct ikelog_vendor_name *const *)b;
    size_t lengths[] = {strlen(left->hex), strlen(right->hex)};

    return lengths[0] < lengths[1]   ? 1
           : lengths[0] > lengths[1] ? -1
                                     : strcmp(left->hex, right->hex);
}

/* "4a13…" or, of what begins so, "4a13…*". */
static void add_vendor(struct ikelog_loader *loader, const char *group, const char *key)
{
    struct ikelog_names *names = &loader->dialect->names;
    bool prefix = g_str_has_suffix(key, "*");
    char *hex = g_ascii_strdown(key, (gssize)strlen(key) - prefix);
    char *name = ikelog_loader_get(loader, group, key);
    struct ikelog_vendor_name *row;

    if (!*hex || strlen(hex) % 2 || strspn(hex, "0123456789abcdef") != strlen(hex)) {
        ikelog_loader_complain(loader, group, key,
                               "the octets of a vendor ID are expected before the =, as hex "
                               "digits; * behind them: what begins so");
    } else if (prefix) {
        row = g_new0(struct ikelog_vendor_name, 1);
        row->hex = g_steal_pointer(&hex);
        row->name = g_steal_pointer(&name);
        g_ptr_array_add(names->vendor_prefixes, row);
    } else {
        g_hash_table_replace(names->vendors, g_steal_pointer(&hex), g_steal_pointer(&name));
    }
    g_free(hex);
    g_free(name);
}

void ikelog_loader_vendor_ids(struct ikelog_loader *loader, const char *group)
{
    struct ikelog_names *names = &loader->dialect->names;
    char **keys = g_key_file_get_keys(loader->keys, group, NULL, NULL);

    names->vendors = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, g_free);
    names->vendor_prefixes = g_ptr_array_new_with_free_func(free_vendor);
    for (char **key = keys; key && *key; key++)
        add_vendor(loader, group, *key);
    g_ptr_array_sort(names->vendor_prefixes, longer_first);
    g_strfreev(keys);
}

/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Reading a dialect file: every group and key is known, or the file is refused with its place. */
#include "dialects/dialect_priv.h"

#include <string.h>

/* One file being read. `error` is the first complaint; once set, nothing more is looked at. */
struct loader {
    const char *file, *text;
    GKeyFile *keys;
    struct ikelog_dialect *dialect;
    char **error;
};

static void complain(struct loader *loader, const char *group, const char *key,
                     const char *complaint)
{
    if (!*loader->error)
        *loader->error =
            ikelog_source_complain(loader->file, loader->text, group, key, complaint);
}

/* The value of a key, or NULL when it is not there; g_free. */
static char *get(struct loader *loader, const char *group, const char *key)
{
    GError *failure = NULL;
    char *value;

    if (!g_key_file_has_key(loader->keys, group, key, NULL))
        return NULL;
    value = g_key_file_get_string(loader->keys, group, key, &failure);
    if (failure)
        complain(loader, group, key, "bad escape: \\s \\t \\n \\\\ are known");
    g_clear_error(&failure);
    return value;
}

static struct ikelog_template *get_template(struct loader *loader, const char *group,
                                            const char *key)
{
    char *text = get(loader, group, key), *complaint = NULL;
    struct ikelog_template *template = text ? ikelog_template_parse(text, &complaint) : NULL;

    if (complaint)
        complain(loader, group, key, complaint);
    g_free(complaint);
    g_free(text);
    return template;
}

/* "sent", "sent.2", …: the lines up to the first that is missing. */
static GPtrArray *get_lines(struct loader *loader, const char *group, const char *stem)
{
    struct ikelog_template *template = get_template(loader, group, stem);
    GPtrArray *lines;

    if (!template)
        return NULL;
    lines = g_ptr_array_new_with_free_func((GDestroyNotify)ikelog_template_free);
    for (unsigned n = 2; template && n <= IKELOG_MAX_WORDING_LINES + 1; n++) {
        char *key = g_strdup_printf("%s.%u", stem, n);

        g_ptr_array_add(lines, template);
        template = get_template(loader, group, key);
        g_free(key);
    }
    ikelog_template_free(template);
    return lines;
}

static void get_both_sides(struct loader *loader, const char *group, const char *const stems[3],
                           struct ikelog_lines *lines)
{
    GPtrArray *both = get_lines(loader, group, stems[2]);

    for (int whose = 0; whose < 2; whose++) {
        lines->templates[whose] = get_lines(loader, group, stems[whose]);
        if (!lines->templates[whose] && both)
            lines->templates[whose] = g_ptr_array_ref(both);
    }
    if (both)
        g_ptr_array_unref(both);
}

/* A key with one of several words: its index, or `otherwise` when the key is missing. */
static int get_word(struct loader *loader, const char *group, const char *key,
                    const char *const words[2], int otherwise)
{
    char *value = get(loader, group, key);
    int found = -1;

    if (!value)
        return otherwise;
    for (int i = 0; i < 2; i++)
        if (strcmp(value, words[i]) == 0)
            found = i;
    if (found < 0) {
        char *complaint = g_strdup_printf("'%s' is neither %s nor %s", value, words[0], words[1]);

        complain(loader, group, key, complaint);
        g_free(complaint);
    }
    g_free(value);
    return found < 0 ? otherwise : found;
}

static uint32_t get_number(struct loader *loader, const char *group, const char *key,
                           uint32_t otherwise)
{
    char *value = get(loader, group, key);
    guint64 number = otherwise;

    if (value && !g_ascii_string_to_unsigned(value, 10, 0, UINT32_MAX, &number, NULL))
        complain(loader, group, key, "a decimal number is expected");
    g_free(value);
    return (uint32_t)number;
}

static const char *const truth[] = {"false", "true"};
static const char *const places[] = {"after", "before"};
static const char *const sides[] = {"initiator", "responder"};

static bool matches_stem(const char *key, const char *stem)
{
    size_t length = strlen(stem);

    if (strncmp(key, stem, length) != 0)
        return false;
    return key[length] == '\0' || (key[length] == '.' && key[length + 1] >= '2' &&
                                   key[length + 1] <= '9' && key[length + 2] == '\0');
}

/* Refuse keys of a group that mean nothing: a misspelt one would be lost silently. */
static void check_keys(struct loader *loader, const char *group, const char *const *plain,
                       const char *const *stems)
{
    char **keys = g_key_file_get_keys(loader->keys, group, NULL, NULL);

    for (char **key = keys; key && *key; key++) {
        bool known = g_strv_contains(plain, *key);

        for (const char *const *stem = stems; !known && *stem; stem++)
            known = matches_stem(*key, *stem);
        if (!known)
            complain(loader, group, *key, "unknown key in this group");
    }
    g_strfreev(keys);
}

static unsigned get_evidences(struct loader *loader, const char *group)
{
    char *value = get(loader, group, "evidence");
    char **words = value ? g_strsplit(value, ",", -1) : NULL;
    unsigned evidences = value ? 0 : ~0u;

    for (char **word = words; word && *word; word++) {
        bool known = false;

        g_strstrip(*word);
        for (int e = IKELOG_EVIDENCE_OBSERVED; e <= IKELOG_EVIDENCE_POLICY; e++) {
            if (strcmp(*word, ikelog_evidence_name((enum ikelog_evidence)e)) != 0)
                continue;
            evidences |= 1u << e;
            known = true;
        }
        if (!known)
            complain(loader, group, "evidence",
                     "expected a list of observed, decrypted, inferred, policy");
    }
    g_strfreev(words);
    g_free(value);
    return evidences;
}

static void load_order(struct loader *loader, const char *group, struct ikelog_wording *wording)
{
    int before = get_word(loader, group, "order", places, 0);

    wording->before[IKELOG_SENT] = get_word(loader, group, "order.sent", places, before) == 1;
    wording->before[IKELOG_RECEIVED] =
        get_word(loader, group, "order.received", places, before) == 1;
}

static void load_wording(struct loader *loader, const char *group, enum ikelog_event_kind kind)
{
    static const char *const plain[] = {"order", "order.sent", "order.received", "continuation",
                                        "prefix", "phase", "evidence", "us", "number",
                                        "number-from", "number-to", NULL};
    static const char *const stems[] = {"sent", "received", "both", NULL};
    struct ikelog_wording *wording = g_new0(struct ikelog_wording, 1);
    struct ikelog_dialect *dialect = loader->dialect;
    uint32_t exact;

    check_keys(loader, group, plain, stems);
    get_both_sides(loader, group, stems, &wording->lines);
    load_order(loader, group, wording);
    wording->continuation = get_word(loader, group, "continuation", truth, 1) == 1;
    wording->bare = get_word(loader, group, "prefix", truth, 1) == 0;
    wording->phase = get_number(loader, group, "phase", 0);
    wording->evidences = get_evidences(loader, group);
    wording->us = get_word(loader, group, "us", sides, -1);
    exact = get_number(loader, group, "number", UINT32_MAX);
    wording->number_from = get_number(loader, group, "number-from", exact == UINT32_MAX ? 0 : exact);
    wording->number_to = get_number(loader, group, "number-to", exact);
    if (!wording->lines.templates[0] && !wording->lines.templates[1])
        complain(loader, group, NULL, "an event without a text: give sent=, received= or both=");
    if (!dialect->wordings[kind])
        dialect->wordings[kind] = g_ptr_array_new_with_free_func(ikelog_wording_free);
    g_ptr_array_add(dialect->wordings[kind], wording);
}

/* Numbers and their words; with `parse` the words are templates. */
static GHashTable *load_table(struct loader *loader, const char *group, bool parse)
{
    char **keys = g_key_file_get_keys(loader->keys, group, NULL, NULL);
    GHashTable *table = g_hash_table_new_full(
        NULL, NULL, NULL, parse ? (GDestroyNotify)ikelog_template_free : g_free);

    for (char **key = keys; key && *key; key++) {
        guint64 number;
        gpointer word;

        if (!g_ascii_string_to_unsigned(*key, 10, 0, UINT16_MAX, &number, NULL)) {
            complain(loader, group, *key, "a number from 0 to 65535 is expected before the =");
            continue;
        }
        word = parse ? (gpointer)get_template(loader, group, *key)
                     : (gpointer)get(loader, group, *key);
        if (word)
            g_hash_table_insert(table, GUINT_TO_POINTER((guint)number), word);
    }
    g_strfreev(keys);
    return table;
}

static void set_string(struct loader *loader, const char *key, const char **member)
{
    char *value = get(loader, "packet", key);

    if (!value)
        return;
    g_ptr_array_add(loader->dialect->strings, value);
    *member = value;
}

static void load_packet(struct loader *loader)
{
    static const char *const plain[] = {
        "encrypted", "open", "close", "separator", "notify", "unreadable", "unknown-payload",
        "unknown-exchange", "unknown-notify", "continuation", NULL};
    static const char *const stems[] = {"sent", "received", "both", "repeat-sent",
                                        "repeat-received", "repeat", NULL};
    struct ikelog_names *names = &loader->dialect->names;

    check_keys(loader, "packet", plain, stems);
    get_both_sides(loader, "packet", stems, &loader->dialect->packet);
    get_both_sides(loader, "packet", stems + 3, &loader->dialect->repeat);
    loader->dialect->packet_continuation =
        get_word(loader, "packet", "continuation", truth, 1) == 1;
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

static void set_owned(struct loader *loader, const char *key, char **member)
{
    char *value = get(loader, "log", key);

    if (!value)
        return;
    g_free(*member);
    *member = value;
}

static void load_log(struct loader *loader)
{
    static const char *const plain[] = {"prefix", "time", "continuation", "head",
                                        "foot", "index-width", NULL};
    static const char *const none[] = {NULL};

    check_keys(loader, "log", plain, none);
    set_owned(loader, "prefix", &loader->dialect->prefix);
    set_owned(loader, "time", &loader->dialect->time);
    set_owned(loader, "continuation", &loader->dialect->continuation);
    set_owned(loader, "head", &loader->dialect->head);
    set_owned(loader, "foot", &loader->dialect->foot);
    loader->dialect->index_width = get_number(loader, "log", "index-width", 0);
    if (loader->dialect->index_width > 20)
        complain(loader, "log", "index-width", "at most 20 digits");
}

static void load_identity(struct loader *loader)
{
    static const char *const plain[] = {"name", "product", NULL};
    static const char *const none[] = {NULL};
    struct ikelog_dialect *dialect = loader->dialect;

    check_keys(loader, "dialect", plain, none);
    dialect->name = get(loader, "dialect", "name");
    dialect->product = get(loader, "dialect", "product");
    if (!dialect->name || !*dialect->name) {
        complain(loader, "dialect", dialect->name ? "name" : NULL,
                 "a dialect needs a name: [dialect] name=…");
        return;
    }
    if (strspn(dialect->name, "abcdefghijklmnopqrstuvwxyz0123456789-") != strlen(dialect->name))
        complain(loader, "dialect", "name", "names have lower-case letters, digits and -");
    if (!dialect->product)
        dialect->product = g_strdup(dialect->name);
}

/* "event" or "event/variant". */
static void load_event(struct loader *loader, const char *group)
{
    char *name = g_strndup(group, strcspn(group, "/"));
    enum ikelog_event_kind kind;

    if (ikelog_event_find(name, &kind) && kind != IKELOG_EVENT_PACKET) {
        load_wording(loader, group, kind);
    } else {
        char *complaint = g_strdup_printf("unknown event [%s]", group);

        complain(loader, group, NULL, complaint);
        g_free(complaint);
    }
    g_free(name);
}

static void load_group(struct loader *loader, const char *group)
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
        names->payloads = load_table(loader, group, false);
    else if (strcmp(group, "notifies") == 0)
        names->notifies = load_table(loader, group, false);
    else if (strcmp(group, "identities") == 0)
        names->ids = load_table(loader, group, true);
    else
        load_event(loader, group);
}

static struct ikelog_dialect *new_dialect(void)
{
    struct ikelog_dialect *dialect = g_new0(struct ikelog_dialect, 1);

    dialect->names = *ikelog_names_neutral();
    dialect->strings = g_ptr_array_new_with_free_func(g_free);
    dialect->prefix = g_strdup("");
    dialect->time = g_strdup("%Y-%m-%d %H:%M:%S");
    dialect->continuation = g_strdup("   ");
    dialect->head = g_strdup("");
    dialect->foot = g_strdup("");
    return dialect;
}

static void load_groups(struct loader *loader)
{
    char **groups = g_key_file_get_groups(loader->keys, NULL);

    for (char **group = groups; *group; group++)
        load_group(loader, *group);
    if (!g_key_file_has_group(loader->keys, "dialect"))
        complain(loader, NULL, NULL, "a dialect needs a name: [dialect] name=…");
    if (!g_key_file_has_group(loader->keys, "packet"))
        complain(loader, NULL, NULL, "a dialect needs a [packet] group with sent= and received=");
    g_strfreev(groups);
}

struct ikelog_dialect *ikelog_dialect_load(const char *file, const char *text, char **error)
{
    struct loader loader = {
        .file = file, .text = text, .keys = g_key_file_new(), .error = error};
    GError *failure = NULL;

    *error = ikelog_source_check(file, text);
    if (!*error && !g_key_file_load_from_data(loader.keys, text, (gsize)-1, G_KEY_FILE_NONE,
                                              &failure)) {
        *error = g_strdup_printf("%s:1: %s", file, failure->message);
        g_error_free(failure);
    }
    if (!*error) {
        loader.dialect = new_dialect();
        load_groups(&loader);
    }
    g_key_file_free(loader.keys);
    if (!*error)
        return loader.dialect;
    ikelog_dialect_free(loader.dialect);
    return NULL;
}

/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The table ikelog_keys: the records of a key file, typed in. */

#include "settings/user_tables.h"

struct key_row {
    unsigned kind; /* enum ikelog_secret_kind */
    char *whom, *value;
};

static struct key_row *rows;
static unsigned row_count;

static const value_string kinds[] = {
#define X(name, word, label) {IKELOG_SECRET_##name, word},
    IKELOG_SECRET_ROWS(X)
#undef X
        {0, NULL},
};

UAT_VS_DEF(key, kind, struct key_row, unsigned, IKELOG_SECRET_KA, "KA")
UAT_CSTRING_CB_DEF(key, whom, struct key_row)
UAT_CSTRING_CB_DEF(key, value, struct key_row)

static bool is_hex(const char *text)
{
    if (text[0] == '0' && (text[1] == 'x' || text[1] == 'X'))
        text += 2;
    return text[0] && text[strspn(text, "0123456789abcdefABCDEF")] == '\0';
}

/* A pre-shared key may be typed without quotes here: there is a field for it alone. */
static char *quoted(const char *text)
{
    GString *out = g_string_new("\"");

    for (; *text; text++) {
        if (*text == '"' || *text == '\\')
            g_string_append_c(out, '\\');
        g_string_append_c(out, *text);
    }
    g_string_append_c(out, '"');
    return g_string_free(out, FALSE);
}

static char *record_of(const struct key_row *row)
{
    const char *whom = row->whom && *row->whom ? row->whom : "?";
    const char *value = row->value ? row->value : "";
    char *own = NULL, *record;

    if (row->kind == IKELOG_SECRET_PSK && value[0] != '"' && !is_hex(value))
        own = quoted(value);
    record = g_strdup_printf("%s %s %s", ikelog_secret_word((enum ikelog_secret_kind)row->kind),
                             whom, own ? own : value);
    g_free(own);
    return record;
}

static IKELOG_BOOL check(void *row, char **error)
{
    struct ikelog_keyring *scratch = ikelog_keyring_new();
    char *record = record_of(row);
    const char *expected = NULL;
    enum ikelog_status status = ikelog_keyrecord_add(record, "ikelog_keys", scratch, &expected);

    if (status != IKELOG_OK)
        *error = g_strdup(expected ? expected : ikelog_status_text(status));
    g_free(record);
    ikelog_keyring_free(scratch);
    return status == IKELOG_OK;
}

static void *copy(void *to, const void *from, size_t length)
{
    const struct key_row *source = from;
    struct key_row *row = to;

    (void)length;
    row->kind = source->kind;
    row->whom = g_strdup(source->whom);
    row->value = g_strdup(source->value);
    return row;
}

static void release(void *data)
{
    struct key_row *row = data;

    g_free(row->whom);
    g_free(row->value);
}

uat_t *ikelog_table_keys(void)
{
    static uat_field_t fields[] = {
        UAT_FLD_VS(key, kind, "Kind", kinds, "What kind of secret it is"),
        UAT_FLD_CSTRING(key, whom, "For",
                        "Initiator cookie (16 hex digits), with :<message ID> for a Quick Mode; "
                        "for a PSK: the peer's address or identity, or *"),
        UAT_FLD_CSTRING(key, value, "Value", "In hex; a PSK also as text"),
        UAT_END_FIELDS,
    };
    static uat_t *table;

    if (!table)
        table =
            uat_new("IKE Log keys", sizeof(struct key_row), "ikelog_keys", TRUE, &rows, &row_count,
                    UAT_AFFECTS_DISSECTION, NULL, copy, check, release, NULL, NULL, fields);
    return table;
}

void ikelog_tables_add_keys(struct ikelog_keyring *keyring,
                            const struct ikelog_complaints *complaints)
{
    for (unsigned i = 0; i < row_count; i++) {
        const char *expected = NULL;
        char *record = record_of(&rows[i]);
        enum ikelog_status status = ikelog_keyrecord_add(record, "ikelog_keys", keyring, &expected);

        if (status != IKELOG_OK)
            complaints->report(complaints->context, "ikelog_keys", i + 1,
                               expected ? expected : ikelog_status_text(status));
        g_free(record);
    }
}

/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The secrets of phase 1 as records and as rows of the stock table; keys_esp.c has those of ESP. */
#include "reports/keys_priv.h"

#include "crypto/keyrecord.h"
#include "reports/unannotated.h"
#include "reports/words.h"
#include "state/secrets.h"
#include "wire/ident.h"

#include <string.h>

/* Most exponents that are tried for one exchange, as when it is decrypted. */
#define MAX_EXPONENTS 8u

static bool proven(const struct ikelog_keyset *keyset)
{
    return keyset->proven[0] || keyset->proven[1] || keyset->hash_verified[0] ||
           keyset->hash_verified[1];
}

/* Text after a record may come from a capture's comments: it is escaped like any other. */
void ikelog_keys_add(struct ikelog_key_writer *writer, const struct ikelog_secret *secret)
{
    char *line = ikelog_keyrecord_text(secret);
    GString *safe = g_string_new(NULL);

    ikelog_text_escape((struct ikelog_octets){(const uint8_t *)line, (uint32_t)strlen(line)},
                       UINT32_MAX, safe);
    if (g_hash_table_add(writer->seen, g_strdup(safe->str)))
        g_string_append_printf(writer->text, "%s\n", safe->str);
    ikelog_wipe(line, strlen(line));
    g_free(line);
    ikelog_wipe(safe->str, safe->len);
    g_string_free(safe, TRUE);
}

static void add_secret(struct ikelog_key_writer *writer, const struct ikelog_sa *sa,
                       enum ikelog_secret_kind kind, struct ikelog_octets value)
{
    struct ikelog_secret secret = {.kind = kind, .value = value};

    if (value.length == 0)
        return;
    memcpy(secret.cky_i, sa->cky_i, sizeof secret.cky_i);
    ikelog_keys_add(writer, &secret);
}

static void add_digest(struct ikelog_key_writer *writer, const struct ikelog_sa *sa,
                       enum ikelog_secret_kind kind, const struct ikelog_digest *digest)
{
    add_secret(writer, sa, kind, ikelog_digest_octets(digest));
}

static void add_keyset(struct ikelog_key_writer *writer, const struct ikelog_sa *sa,
                       const struct ikelog_keyset *keyset)
{
    add_secret(writer, sa, IKELOG_SECRET_KA, (struct ikelog_octets){keyset->ka, keyset->ka_length});
    add_digest(writer, sa, IKELOG_SECRET_SKEYID, &keyset->skeyids->skeyid);
    add_digest(writer, sa, IKELOG_SECRET_SKEYID_D, &keyset->skeyids->d);
    add_digest(writer, sa, IKELOG_SECRET_SKEYID_A, &keyset->skeyids->a);
    add_digest(writer, sa, IKELOG_SECRET_SKEYID_E, &keyset->skeyids->e);
}

/* g^xy from an exponent that was given, for phase 1 or for a Quick Mode with PFS. */
static void add_shared(struct ikelog_key_writer *writer, const struct ikelog_secret *exponent,
                       const struct ikelog_group *group, GBytes *const ke[2])
{
    struct ikelog_secret secret = *exponent;
    enum ikelog_status status;
    GBytes *shared = NULL;

    if (!group || !ke[0] || !ke[1])
        return;
    shared = dh_secret_from_exponent(group, exponent, ke, &writer->dh_work_left, &status);
    if (!shared)
        return;
    secret.kind = IKELOG_SECRET_SHARED_SECRET;
    secret.value = ikelog_bytes_octets(shared);
    ikelog_keys_add(writer, &secret);
    ikelog_secret_bytes_unref(shared);
}

static void add_shared_phase1(struct ikelog_key_writer *writer, const struct ikelog_sa *sa)
{
    GBytes *const ke[2] = {sa->sides[0].said->ke, sa->sides[1].said->ke};
    const struct ikelog_secret *exponent =
        ikelog_keyring_find_sa(writer->report->keyring, IKELOG_SECRET_DH_PRIVATE, sa->cky_i);

    for (unsigned tries = 0; exponent && tries < MAX_EXPONENTS; exponent = exponent->next) {
        if (exponent->has_message_id)
            break;
        tries++;
        add_shared(writer, exponent, sa->suite->group, ke);
    }
}

static void add_shared_quick(struct ikelog_key_writer *writer,
                             const struct ikelog_exchange *exchange)
{
    const struct ikelog_sa *sa = exchange->sa;
    const struct ikelog_group *group =
        ikelog_group_by_number(ikelog_exchange_quick(exchange)->group);
    const struct ikelog_secret *exponent = ikelog_keyring_find_quick(
        writer->report->keyring, IKELOG_SECRET_DH_PRIVATE, sa->cky_i, exchange->message_id);

    for (unsigned tries = 0; exponent && tries < MAX_EXPONENTS; exponent = exponent->next) {
        if (!exponent->has_message_id || exponent->message_id != exchange->message_id)
            break;
        tries++;
        add_shared(writer, exponent, group, ikelog_exchange_quick(exchange)->ke);
    }
}

static void add_sa(struct ikelog_key_writer *writer, const struct ikelog_sa *sa)
{
    for (unsigned i = 0; i < sa->keyset_count; i++)
        if (proven(&sa->keysets[i]))
            add_keyset(writer, sa, &sa->keysets[i]);
    if (writer->report->keyring)
        add_shared_phase1(writer, sa);
    for (guint i = 0; sa->quick_modes && i < sa->quick_modes->len; i++) {
        const struct ikelog_exchange *exchange = g_ptr_array_index(sa->quick_modes, i);

        if (!ikelog_exchange_quick(exchange))
            continue;
        if (writer->report->keyring)
            add_shared_quick(writer, exchange);
        ikelog_keys_add_esp(writer, exchange);
    }
}

static void head_sa(const struct ikelog_sa *sa, GString *text)
{
    g_string_append_printf(text, "# IKE SA %u: ", sa->number);
    ikelog_words_endpoint(&sa->sides[IKELOG_INITIATOR].first, text);
    g_string_append(text, " - ");
    ikelog_words_endpoint(&sa->sides[IKELOG_RESPONDER].first, text);
    g_string_append_c(text, '\n');
}

static void add_given(struct ikelog_key_writer *writer)
{
    const struct ikelog_keyring *keyring = writer->report->keyring;
    gsize head = writer->text->len, body;

    g_string_append(writer->text, "# given besides\n");
    body = writer->text->len;
    for (size_t n = 0; keyring && n < ikelog_keyring_count(keyring); n++)
        ikelog_keys_add(writer, ikelog_keyring_nth(keyring, n));
    if (writer->text->len == body)
        g_string_truncate(writer->text, head);
}

static void wipe_line(void *line)
{
    ikelog_wipe(line, strlen(line));
    g_free(line);
}

void ikelog_keys_add_none(gsize before, const char *why, GString *text)
{
    if (text->len == before)
        g_string_append_printf(text, "# none: %s\n", why);
}

void ikelog_report_key_records(const struct ikelog_report *report, GString *text)
{
    struct ikelog_key_writer writer = {
        report, text, g_hash_table_new_full(g_str_hash, g_str_equal, wipe_line, NULL),
        IKELOG_MAX_DH_WORK};
    gsize before = text->len;

    for (guint i = 0; i < report->parts->len; i++) {
        const struct ikelog_report_part *part = g_ptr_array_index(report->parts, i);
        gsize head = text->len, body;

        head_sa(part->sa, text);
        body = text->len;
        add_sa(&writer, part->sa);
        if (text->len == body)
            g_string_truncate(text, head);
    }
    add_given(&writer);
    g_hash_table_destroy(writer.seen);
    ikelog_keys_add_none(before, "no secret was given, and none can be derived", text);
}

void ikelog_report_key_ikev1_rows(const struct ikelog_report *report, GString *text)
{
    gsize before = text->len;

    for (guint i = 0; i < report->parts->len; i++) {
        const struct ikelog_report_part *part = g_ptr_array_index(report->parts, i);
        const struct ikelog_sa *sa = part->sa;

        /* The stock dissector takes one key a cookie: the first that proved right. */
        for (unsigned n = 0; n < sa->keyset_count; n++) {
            const struct ikelog_keyset *keyset = &sa->keysets[n];

            if (!proven(keyset) || !keyset->ka_length)
                continue;
            ikelog_text_hex((struct ikelog_octets){sa->cky_i, IKELOG_COOKIE_LEN}, UINT32_MAX, text);
            g_string_append_c(text, ',');
            ikelog_text_hex((struct ikelog_octets){keyset->ka, keyset->ka_length}, UINT32_MAX,
                            text);
            g_string_append_c(text, '\n');
            break;
        }
    }
    ikelog_keys_add_none(before, "no cipher key of phase 1 is known and proved right", text);
}

void ikelog_report_keys(const struct ikelog_report *report, GString *text)
{
    g_string_append(text, "# records for ikelog.keylog_file\n");
    ikelog_report_key_records(report, text);
    g_string_append(text, "\n# rows for Wireshark's file ikev1_decryption_table\n");
    ikelog_report_key_ikev1_rows(report, text);
    g_string_append(text, "\n# rows for Wireshark's file esp_sa\n");
    ikelog_report_key_esp_rows(report, text);
    ikelog_unannotated_append(report->session, report->parts->len == 0, "# ", "", 0, text);
}

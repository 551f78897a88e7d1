/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What was recognised in a source of keys, and what it gave. */
#include "crypto/key_summary.h"

#include "wire/ident.h"
#include "wire/seeded.h"

#include <string.h>

#define MOST_NAMED 4u /* cookies that are named */

struct ikelog_key_summary {
    char *name;
    const char *format, *level; /* not owned; NULL: nothing recognised, nothing to turn on */
    unsigned of_sas, of_ipsec, shared, lone; /* secrets: shared are pre-shared keys */
    GHashTable *cookies; /* set of the initiator cookies that they belong to; keys are owned */
    GPtrArray *in_order; /* the same, as the source has them; borrowed */
};

static guint cookie_hash(gconstpointer cookie)
{
    return ikelog_seeded_hash(cookie, IKELOG_COOKIE_LEN);
}

static gboolean cookie_equal(gconstpointer a, gconstpointer b)
{
    return memcmp(a, b, IKELOG_COOKIE_LEN) == 0;
}

struct ikelog_key_summary *ikelog_key_summary_new(const char *name)
{
    struct ikelog_key_summary *summary = g_new0(struct ikelog_key_summary, 1);

    summary->name = g_strdup(name);
    summary->cookies = g_hash_table_new_full(cookie_hash, cookie_equal, g_free, NULL);
    summary->in_order = g_ptr_array_new();
    return summary;
}

void ikelog_key_summary_free(struct ikelog_key_summary *summary)
{
    g_free(summary->name);
    g_hash_table_destroy(summary->cookies);
    g_ptr_array_unref(summary->in_order);
    g_free(summary);
}

const char *ikelog_key_summary_name(const struct ikelog_key_summary *summary)
{
    return summary->name;
}

void ikelog_key_summary_recognised(struct ikelog_key_summary *summary, const char *format,
                                   const char *level)
{
    summary->format = format;
    summary->level = level;
}

static void add_cookie(struct ikelog_key_summary *summary, const uint8_t *cky_i)
{
    void *own;

    if (g_hash_table_contains(summary->cookies, cky_i))
        return;
    own = g_memdup2(cky_i, IKELOG_COOKIE_LEN);
    g_hash_table_add(summary->cookies, own);
    g_ptr_array_add(summary->in_order, own);
}

void ikelog_key_summary_count(struct ikelog_key_summary *summary,
                              const struct ikelog_secret *secret)
{
    if (secret->lone)
        summary->lone++;
    else if (secret->kind == IKELOG_SECRET_PSK)
        summary->shared++;
    else if (secret->kind == IKELOG_SECRET_ESP_ENC || secret->kind == IKELOG_SECRET_ESP_AUTH)
        summary->of_ipsec++;
    else {
        summary->of_sas++;
        add_cookie(summary, secret->cky_i);
    }
}

bool ikelog_key_summary_is_recognised(const struct ikelog_key_summary *summary)
{
    return summary->format != NULL;
}

bool ikelog_key_summary_is_log(const struct ikelog_key_summary *summary)
{
    return summary->level != NULL;
}

bool ikelog_key_summary_has(const struct ikelog_key_summary *summary, const uint8_t *cky_i)
{
    return g_hash_table_contains(summary->cookies, cky_i);
}

bool ikelog_key_summary_names_sas(const struct ikelog_key_summary *summary)
{
    return g_hash_table_size(summary->cookies) > 0;
}

const uint8_t *ikelog_key_summary_cookie(const struct ikelog_key_summary *summary, unsigned n)
{
    return n < summary->in_order->len ? g_ptr_array_index(summary->in_order, n) : NULL;
}

bool ikelog_key_summary_is_empty(const struct ikelog_key_summary *summary)
{
    return summary->of_sas + summary->of_ipsec + summary->shared + summary->lone == 0;
}

/* ", 2 pre-shared keys"; `before` is where the list begins. */
static void add_count(GString *text, size_t before, unsigned count, const char *one,
                      const char *many)
{
    if (count > 0)
        g_string_append_printf(text, "%s%u %s", text->len > before ? ", " : "", count,
                               count == 1 ? one : many);
}

static void add_cookies(const struct ikelog_key_summary *summary, GString *text)
{
    const uint8_t *cookie;

    for (unsigned i = 0; i < MOST_NAMED && (cookie = ikelog_key_summary_cookie(summary, i)); i++) {
        g_string_append(text, i == 0 ? " (" : ", ");
        ikelog_text_hex((struct ikelog_octets){cookie, IKELOG_COOKIE_LEN}, UINT32_MAX, text);
    }
    if (summary->in_order->len > MOST_NAMED)
        g_string_append(text, ", …");
    g_string_append(text, summary->in_order->len > 0 ? ")" : "");
}

void ikelog_key_summary_describe(const struct ikelog_key_summary *summary, bool cookies,
                                 GString *text)
{
    guint sas = g_hash_table_size(summary->cookies);
    size_t before;

    g_string_append_printf(text, "%s: ", summary->name);
    if (!summary->format) {
        g_string_append(text, "nothing in it was recognised");
        return;
    }
    g_string_append_printf(text, "recognised as %s%s", summary->level ? "a " : "", summary->format);
    if (ikelog_key_summary_is_empty(summary)) {
        g_string_append(text, "; no secret in it");
        if (summary->level)
            g_string_append_printf(text, "; raise the level: %s", summary->level);
        return;
    }
    g_string_append(text, ": ");
    before = text->len;
    add_count(text, before, summary->of_sas, "secret", "secrets");
    if (sas > 0) {
        g_string_append_printf(text, " of %u IKE %s", sas, sas == 1 ? "SA" : "SAs");
        if (cookies)
            add_cookies(summary, text);
    }
    add_count(text, before, summary->of_ipsec, "key of an IPsec SA", "keys of IPsec SAs");
    add_count(text, before, summary->shared, "pre-shared key", "pre-shared keys");
    if (summary->of_sas > 0)
        add_count(text, before, summary->lone, "without a cookie", "without a cookie");
    else
        add_count(text, before, summary->lone, "key without a cookie", "keys without a cookie");
}

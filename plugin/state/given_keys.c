/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What the sources of keys gave for this capture, said to those who wait for more. */
#include "state/session_struct.h"

#include "crypto/key_summary.h"
#include "wire/ident.h"
#include "wire/seeded.h"

#include <string.h>

#define MOST_NAMED  4u  /* cookies of IKE SAs that are named */
#define MOST_ABSENT 16u /* of those that the capture does not have */

/* NULL: there are not so many, or no keyring at all. */
static const struct ikelog_key_summary *summary_of(const struct ikelog_session *session, size_t n)
{
    return session->keyring ? ikelog_keyring_summary(session->keyring, n) : NULL;
}

static guint cookie_hash(gconstpointer cookie)
{
    return ikelog_seeded_hash(cookie, IKELOG_COOKIE_LEN);
}

static gboolean cookie_equal(gconstpointer a, gconstpointer b)
{
    return memcmp(a, b, IKELOG_COOKIE_LEN) == 0;
}

/* The initiator cookies of the capture, borrowed. */
static GHashTable *cookies_of(const struct ikelog_session *session)
{
    GHashTable *cookies = g_hash_table_new(cookie_hash, cookie_equal);

    for (unsigned i = 0; i < ikelog_session_sa_count(session); i++)
        g_hash_table_add(cookies, (void *)(uintptr_t)ikelog_session_sa(session, i)->cky_i);
    return cookies;
}

/* Of the cookies of a source those that the capture does not have, borrowed. */
static void add_foreign(GHashTable *captured, const struct ikelog_key_summary *summary,
                        GPtrArray *foreign)
{
    const uint8_t *cookie;

    for (unsigned n = 0; (cookie = ikelog_key_summary_cookie(summary, n)) != NULL; n++)
        if (!g_hash_table_contains(captured, cookie))
            g_ptr_array_add(foreign, (void *)(uintptr_t)cookie);
}

GPtrArray *ikelog_session_foreign_cookies(const struct ikelog_session *session)
{
    GHashTable *captured = cookies_of(session);
    GPtrArray *foreign = g_ptr_array_new();
    const struct ikelog_key_summary *summary;

    for (unsigned n = 0; (summary = summary_of(session, n)) != NULL; n++)
        add_foreign(captured, summary, foreign);
    g_hash_table_destroy(captured);
    return foreign;
}

static void add_cookie(const uint8_t *cookie, unsigned n, GString *text)
{
    g_string_append(text, n == 0 ? "" : ", ");
    ikelog_text_hex((struct ikelog_octets){cookie, IKELOG_COOKIE_LEN}, UINT32_MAX, text);
}

/* The cookies that were looked for. */
static void add_strangers(const struct ikelog_session *session, GString *text)
{
    unsigned count = ikelog_session_sa_count(session);

    g_string_append(text, "; none belongs to an IKE SA of this capture (");
    for (unsigned i = 0; i < MIN(count, MOST_NAMED); i++)
        add_cookie(ikelog_session_sa(session, i)->cky_i, i, text);
    g_string_append(text, count > MOST_NAMED ? ", …)" : ")");
}

/* Some of the IKE SAs that a source has keys of were not captured. */
static void add_absent(const GPtrArray *foreign, GString *text)
{
    g_string_append_printf(text, "; %u of these IKE SAs %s not in this capture (", foreign->len,
                           foreign->len == 1 ? "is" : "are");
    for (unsigned i = 0; i < MIN(foreign->len, MOST_ABSENT); i++)
        add_cookie(g_ptr_array_index(foreign, i), i, text);
    g_string_append(text, foreign->len > MOST_ABSENT ? ", …)" : ")");
}

static void describe_source(const struct ikelog_session *session,
                            const struct ikelog_key_summary *summary, const GPtrArray *foreign,
                            bool logs, GString *text)
{
    bool names = ikelog_key_summary_names_sas(summary) && ikelog_session_sa_count(session) > 0;
    bool all = names && !ikelog_key_summary_cookie(summary, foreign->len);
    bool some = names && !all && foreign->len > 0 && !logs;

    if (!ikelog_key_summary_is_recognised(summary) ||
        (logs && !ikelog_key_summary_is_log(summary)) ||
        (!all && !some && !ikelog_key_summary_is_empty(summary)))
        return;
    ikelog_key_summary_describe(summary, all, text);
    if (all)
        add_strangers(session, text);
    else if (some)
        add_absent(foreign, text);
    g_string_append(text, ".\n");
}

void ikelog_session_describe_given(const struct ikelog_session *session, bool logs, GString *text)
{
    GHashTable *captured = cookies_of(session);
    const struct ikelog_key_summary *summary;

    for (unsigned n = 0; (summary = summary_of(session, n)) != NULL; n++) {
        GPtrArray *foreign = g_ptr_array_new();

        add_foreign(captured, summary, foreign);
        describe_source(session, summary, foreign, logs, text);
        g_ptr_array_unref(foreign);
    }
    g_hash_table_destroy(captured);
}

/* What a source has to do with an IKE SA that stayed closed. */
static const char *relation(const struct ikelog_sa *sa, const struct ikelog_key_summary *summary)
{
    if (!ikelog_key_summary_has(summary, sa->cky_i))
        return "; none is known to be of this IKE SA";
    if (sa->course->undecryptable_status == IKELOG_WRONG_KEY)
        return "; its key of this IKE SA does not fit the message: it is wrong, or the sender has "
               "another pre-shared key, and only the key in that side's own log fits";
    return "; some are of this IKE SA, but a part is missing";
}

void ikelog_session_describe_needed_keys(const struct ikelog_session *session,
                                         const struct ikelog_sa *sa, GString *text)
{
    const struct ikelog_key_summary *summary;

    ikelog_sa_describe_needed_keys(sa, text);
    for (unsigned n = 0; (summary = summary_of(session, n)) != NULL; n++) {
        g_string_append(text, n == 0 ? " What was given: " : "; ");
        ikelog_key_summary_describe(summary, true, text);
        if (ikelog_key_summary_is_empty(summary))
            continue;
        g_string_append(text, relation(sa, summary));
    }
    if (summary_of(session, 0))
        g_string_append_c(text, '.');
}

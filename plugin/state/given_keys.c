/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What the sources of keys gave for this capture, said to those who wait for more. */
#include "state/session_struct.h"

#include "crypto/key_summary.h"
#include "wire/ident.h"

#define MOST_NAMED 4u /* cookies of IKE SAs that are named */

/* NULL: there are not so many, or no keyring at all. */
static const struct ikelog_key_summary *summary_of(const struct ikelog_session *session, size_t n)
{
    return session->keyring ? ikelog_keyring_summary(session->keyring, n) : NULL;
}

/* Whether any IKE SA of the capture is one that a source has secrets of. */
static bool belongs(const struct ikelog_session *session, const struct ikelog_key_summary *summary)
{
    for (unsigned i = 0; i < ikelog_session_sa_count(session); i++)
        if (ikelog_key_summary_has(summary, ikelog_session_sa(session, i)->cky_i))
            return true;
    return false;
}

/* The cookies that were looked for. */
static void add_strangers(const struct ikelog_session *session, GString *text)
{
    unsigned count = ikelog_session_sa_count(session);

    g_string_append(text, "; none belongs to an IKE SA of this capture (");
    for (unsigned i = 0; i < MIN(count, MOST_NAMED); i++) {
        const struct ikelog_sa *sa = ikelog_session_sa(session, i);

        g_string_append(text, i == 0 ? "" : ", ");
        ikelog_text_hex((struct ikelog_octets){sa->cky_i, IKELOG_COOKIE_LEN}, UINT32_MAX, text);
    }
    g_string_append(text, count > MOST_NAMED ? ", …)" : ")");
}

void ikelog_session_describe_given(const struct ikelog_session *session, bool logs, GString *text)
{
    const struct ikelog_key_summary *summary;

    for (unsigned n = 0; (summary = summary_of(session, n)) != NULL; n++) {
        bool strangers = ikelog_key_summary_names_sas(summary) &&
                         ikelog_session_sa_count(session) > 0 && !belongs(session, summary);

        if (!ikelog_key_summary_is_recognised(summary) ||
            (logs && !ikelog_key_summary_is_log(summary)) ||
            (!strangers && !ikelog_key_summary_is_empty(summary)))
            continue;
        ikelog_key_summary_describe(summary, strangers, text);
        if (strangers)
            add_strangers(session, text);
        g_string_append(text, ".\n");
    }
}

/* What a source has to do with an IKE SA that stayed closed. */
static const char *relation(const struct ikelog_sa *sa, const struct ikelog_key_summary *summary)
{
    if (!ikelog_key_summary_has(summary, sa->cky_i))
        return "; none is known to be of this IKE SA";
    if (sa->undecryptable_status == IKELOG_WRONG_KEY)
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

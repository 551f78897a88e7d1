/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What of the capture is not in a report. */
#include "reports/unannotated.h"

#include "reports/fold.h"
#include "wire/ikev2.h"

static void append_frames(const struct ikelog_frames *frames, GString *text)
{
    if (frames->first == frames->last)
        g_string_append_printf(text, "frame %u", frames->first);
    else
        g_string_append_printf(text, "frames %u to %u", frames->first, frames->last);
}

/* "3 messages" */
static void append_count(const struct ikelog_frames *frames, const char *one, const char *many,
                         GString *text)
{
    g_string_append_printf(text, "%u %s", frames->count, frames->count == 1 ? one : many);
}

static void add(GPtrArray *sentences, GString *text)
{
    g_ptr_array_add(sentences, g_string_free(text, FALSE));
}

static void append_refusal(const struct ikelog_ikev2_pair *pair, GString *text)
{
    if (pair->refusals.count == 0)
        return;
    g_string_append_c(text, ' ');
    ikelog_endpoint_describe(pair->other_refused ? &pair->other : &pair->one, text);
    g_string_append(text, " refused with ");
    ikelog_ikev2_describe_refusal(pair->refusal, text);
    g_string_append_printf(text, " in frame %u", pair->refusals.first);
    if (pair->refusals.count > 1) {
        g_string_append(text, ", the first of ");
        append_count(&pair->refusals, "error", "errors", text);
        g_string_append(text, " in clear");
    }
    g_string_append_c(text, '.');
}

static void add_pair(GPtrArray *sentences, const struct ikelog_ikev2_pair *pair)
{
    GString *text = g_string_new(NULL);

    append_count(&pair->messages, "IKEv2 message", "IKEv2 messages", text);
    g_string_append(text, " between ");
    ikelog_endpoint_describe(&pair->one, text);
    g_string_append(text, " and ");
    ikelog_endpoint_describe(&pair->other, text);
    g_string_append(text, " (");
    append_frames(&pair->messages, text);
    g_string_append(text, "): decoded by Wireshark, not annotated here.");
    append_refusal(pair, text);
    add(sentences, text);
}

/* `what` stands between the number and the frames, `why` behind them. */
static void add_kind(GPtrArray *sentences, const struct ikelog_frames *frames, const char *one,
                     const char *many, const char *why)
{
    GString *text;

    if (frames->count == 0)
        return;
    text = g_string_new(NULL);
    append_count(frames, one, many, text);
    g_string_append(text, " (");
    append_frames(frames, text);
    g_string_append_printf(text, "): %s.", why);
    add(sentences, text);
}

static void add_kinds(GPtrArray *sentences, const struct ikelog_unannotated *u)
{
    add_kind(sentences, &u->ikev2_beyond, "IKEv2 message between further addresses",
             "IKEv2 messages between further addresses",
             "decoded by Wireshark, not annotated here");
    add_kind(sentences, &u->cut, "message that the capture cut inside the ISAKMP header",
             "messages that the capture cut inside the ISAKMP header",
             "not annotated; capture whole packets");
    add_kind(sentences, &u->strange, "datagram on a port of IKE that is neither IKEv1 nor IKEv2",
             "datagrams on a port of IKE that are neither IKEv1 nor IKEv2", "not annotated");
    add_kind(sentences, &u->beyond_sas, "message of an IKE SA", "messages of IKE SAs",
             "decoded only, as no more IKE SAs of a capture are followed");
    add_kind(sentences, &u->beyond_exchanges, "message of a Quick Mode or another exchange",
             "messages of Quick Modes and other exchanges",
             "decoded only, as no more exchanges of an IKE SA are followed");
}

GPtrArray *ikelog_unannotated_sentences(const struct ikelog_session *session, bool empty)
{
    const struct ikelog_unannotated *u = ikelog_session_unannotated(session);
    GPtrArray *sentences = g_ptr_array_new_with_free_func(g_free);

    if (empty)
        g_ptr_array_add(
            sentences,
            g_strdup(
                ikelog_session_sa_count(session) == 0
                    ? "No IKE version 1 message was found in this capture (UDP ports 500 and 4500; for "
                      "others choose Decode As)."
                    : "No message of an IKE SA passed the filter."));
    for (unsigned i = 0; i < u->pair_count; i++)
        add_pair(sentences, &u->pairs[i]);
    add_kinds(sentences, u);
    return sentences;
}

void ikelog_unannotated_append(const struct ikelog_session *session, bool empty, const char *before,
                               const char *after, unsigned width, GString *text)
{
    GPtrArray *sentences = ikelog_unannotated_sentences(session, empty);

    for (guint i = 0; i < sentences->len; i++) {
        ikelog_fold(before, g_ptr_array_index(sentences, i), width, text);
        g_string_append(text, after);
    }
    g_ptr_array_unref(sentences);
}

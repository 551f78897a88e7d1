/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Finds the texts of a message. */
#include "reports/lesson_row.h"

#include "reports/lesson_rows.h"
#include "reports/words.h"
#include "wire/ident.h"
#include "wire/numbers.h"

static const struct ikelog_lesson_row rows[] = {
#define X(exchange, step, title, why, knows) {IKELOG_EXCHANGE_##exchange, step, title, why, knows},
    IKELOG_LESSON_MESSAGES(X)
#undef X
};

static const struct ikelog_lesson_row fragment = {
#define X(title, why, knows) 0, 0, title, why, knows
    IKELOG_LESSON_FRAGMENT(X)
#undef X
};

const struct ikelog_lesson_row *ikelog_lesson_row_of(const struct ikelog_record *record)
{
    if (ikelog_exchange_is_pull(record->exchange) || ikelog_exchange_is_push(record->exchange))
        return NULL; /* no lesson of IPsec: what they are, their names say */
    if (record->flags & IKELOG_RECORD_FRAGMENT)
        return &fragment;
    for (size_t i = 0; i < G_N_ELEMENTS(rows); i++)
        if (rows[i].exchange == record->exchange->type &&
            (rows[i].step == record->step || rows[i].step == 0))
            return &rows[i];
    return NULL;
}

bool ikelog_lesson_remarks(enum ikelog_event_kind kind)
{
    return kind != IKELOG_EVENT_PACKET && kind != IKELOG_EVENT_PACKET_COPY &&
           kind != IKELOG_EVENT_PHASE1_STARTED && kind != IKELOG_EVENT_PHASE2_STARTED &&
           kind != IKELOG_EVENT_PHASE1_ESTABLISHED && kind != IKELOG_EVENT_RETRANSMIT;
}

bool ikelog_lesson_has_failed(const struct ikelog_events *events)
{
    for (guint i = 0; events->rows && i < events->rows->len; i++)
        if (g_array_index(events->rows, struct ikelog_event, i).severity >= IKELOG_ERROR)
            return true;
    return false;
}

const char *ikelog_lesson_plan(uint8_t mode)
{
    switch (mode) {
    case IKELOG_EXCHANGE_MAIN:
        return "Phase 1 uses main mode: six messages in three pairs. The first pair agrees on "
               "algorithms, the second exchanges keys, the third, encrypted, proves identities. "
               "Phase 2 then negotiates the protection of the traffic itself, in Quick Mode.";
    case IKELOG_EXCHANGE_AGGRESSIVE:
        return "Phase 1 uses aggressive mode: three messages that do what main mode does in six, "
               "without hiding who talks. Phase 2 then negotiates the protection of the traffic "
               "itself, in Quick Mode.";
    case IKELOG_EXCHANGE_BASE:
        return "Phase 1 uses the base exchange of RFC 2408: four messages, identities in clear. "
               "Phase 2 then negotiates the protection of the traffic itself, in Quick Mode.";
    default:
        return "The beginning was not captured: how phase 1 came about cannot be told.";
    }
}

static const char *subject_of_notify(struct ikelog_octets body)
{
    struct ikelog_notify notify;

    if (!ikelog_notify_read(body, &notify))
        return NULL;
    switch (notify.type) {
    case IKELOG_NOTIFY_DPD_R_U_THERE:
        return "Are you still there?";
    case IKELOG_NOTIFY_DPD_R_U_THERE_ACK:
        return "Still here";
    default:
        return ikelog_notify_is_error(notify.type) ? "An error" : NULL;
    }
}

/* What an informational message is about, or NULL. */
static const char *subject_of(const struct ikelog_view *view)
{
    const char *subject = NULL;

    if (view->record->exchange->type != IKELOG_EXCHANGE_INFORMATIONAL)
        return NULL;
    for (uint32_t n = 0; !subject && n < view->chain.count; n++) {
        struct ikelog_octets body;

        if (ikelog_view_payload(view, n, IKELOG_PAYLOAD_DELETE, &body))
            subject = "This SA is no more";
        else if (ikelog_view_payload(view, n, IKELOG_PAYLOAD_NOTIFY, &body))
            subject = subject_of_notify(body);
    }
    return subject;
}

void ikelog_lesson_title(const struct ikelog_view *view, GString *text)
{
    const struct ikelog_record *record = view->record;
    const struct ikelog_lesson_row *row = ikelog_lesson_row_of(record);
    const char *subject = subject_of(view);

    if (ikelog_record_repeats(record))
        g_string_append_printf(text, "%s of frame %u",
                               ikelog_words_is_copy(record) ? "A second copy" : "A repeat",
                               ikelog_record_repeats(record)->frame);
    else if (row && row->step)
        g_string_append_printf(text, "%u. %s", row->step, row->title);
    else
        g_string_append(text, subject ? subject : row ? row->title : "A message");
}

/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What tells later why a negotiation failed: closed messages, the step after phase 1, ports. */
#include "state/packet_context.h"

#include "wire/numbers.h"

/* The other side sent one since its request: this one may answer that, as with dead peer detection.
 */
static bool answers_information(const struct packet_context *p,
                                const struct ikelog_exchange *request)
{
    const struct ikelog_record *theirs =
        p->entry->sa.sides[ikelog_side_other(p->side)].trace->closed_information;

    return theirs && request->last && theirs->frame > request->last->frame;
}

/* Of a closed informational message only who sent it, and when, can be known. */
static void remember_closed_information(struct packet_context *p)
{
    struct ikelog_exchange *about;
    struct ikelog_trouble *trouble;

    if (p->exchange->type != IKELOG_EXCHANGE_INFORMATIONAL ||
        !(p->record->flags & IKELOG_RECORD_ENCRYPTED) || p->view->readable)
        return;
    tables_trace(&p->session->tables, &p->entry->sa.sides[p->side])->closed_information = p->record;
    about = open_request(p);
    if (!about || answers_information(p, about))
        return;
    trouble = tables_trouble(&p->session->tables, about);
    if (!trouble->closed)
        trouble->closed = p->record;
    trouble->last_closed = p->record;
}

void process_trace(struct packet_context *p)
{
    struct ikelog_sa *sa = &p->entry->sa;

    remember_closed_information(p);
    if (!sa->course->next_step && sa->phase1 && sa->phase1->complete && p->exchange != sa->phase1)
        /* It tells whether both sides took the last message. */
        tables_course(&p->session->tables, sa)->next_step = p->record;
}

/* Packets count, whether or not they were sent before. */
void process_carriage(struct packet_context *p)
{
    struct ikelog_peer *side = &p->entry->sa.sides[p->side];
    struct ikelog_trace *trace;

    side->latest = p->record;
    if (!p->datagram->rejoined && !p->datagram->marker)
        return;
    trace = tables_trace(&p->session->tables, side);
    if (p->datagram->rejoined)
        trace->parts.whole++;
    if (!p->datagram->marker)
        return;
    if (!trace->floated)
        trace->floated = p->record;
    trace->on_natt++;
}

/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Other IKE SAs of the same peers, and of others that show the same identity. */
#include "events/verdict/case.h"

/* IKE SAs of one pair that are looked at, and how many in a row are a pattern. */
#define MOST_IN_ROW 16u
#define PATTERN     3u

/* Tunnels that live longer than this are renewed, not lost. */
#define SHORT_LIFE_NS (INT64_C(60) * 1000000000)

/* Networks that are set up together follow each other at once. */
#define APART_NS (INT64_C(1) * 1000000000)

/* Who sets it up again does so within this time. */
#define AGAIN_NS (INT64_C(5) * 1000000000)

/* How an IKE SA ended: by a delete; while keys are missing, by its last closed message. */
static const struct ikelog_record *end_of(const struct ikelog_sa *sa)
{
    const struct ikelog_record *i = sa->sides[IKELOG_INITIATOR].trace->closed_information;
    const struct ikelog_record *r = sa->sides[IKELOG_RESPONDER].trace->closed_information;

    if (sa->course->deleted)
        return sa->course->deleted;
    if (!i || !r)
        return i ? i : r;
    return i->frame > r->frame ? i : r;
}

static const struct ikelog_endpoint *sender_of(const struct ikelog_record *record)
{
    return &record->exchange->sa->sides[record->side].last;
}

static int64_t life_of(const struct ikelog_sa *sa)
{
    return end_of(sa)->time_ns - sa->established->time_ns;
}

/* Ended soon, and set up again at once: by the other side, or renewed before it ended. */
static bool was_set_up_again(const struct ikelog_sa *sa, const struct ikelog_sa *next)
{
    const struct ikelog_record *end = end_of(sa);
    int64_t gap;

    if (!sa->established || !next->first || !end || end->frame < sa->established->frame ||
        next->first->frame < sa->established->frame || life_of(sa) > SHORT_LIFE_NS)
        return false;
    gap = next->first->time_ns - end->time_ns;
    return gap < 0 || (gap < AGAIN_NS && !ikelog_endpoint_same_address(
                                             sender_of(end), &next->sides[IKELOG_INITIATOR].last));
}

/* IKE SAs of a pair in a row, each ended by the same device after about the same time. */
struct row {
    unsigned ended; /* without the latest one */
    const struct ikelog_sa *oldest, *latest;
    const struct ikelog_endpoint *ender;
    int64_t shortest, longest, sum;
};

static bool joins_row(const struct row *row, const struct ikelog_sa *sa)
{
    int64_t life = life_of(sa);

    if (row->ended == 0)
        return true;
    return ikelog_endpoint_same_address(row->ender, sender_of(end_of(sa))) &&
           MAX(row->longest, life) <= 2 * MIN(row->shortest, life) + 1000000000;
}

static void add_to_row(struct row *row, const struct ikelog_sa *sa)
{
    int64_t life = life_of(sa);

    row->ender = sender_of(end_of(sa));
    row->shortest = row->ended ? MIN(row->shortest, life) : life;
    row->longest = row->ended ? MAX(row->longest, life) : life;
    row->sum += life;
    row->oldest = sa;
    row->ended++;
}

/* The row that reaches back from the latest IKE SA of the pair; does it hold this one? */
static bool find_row(const struct ikelog_case *c, struct row *row)
{
    const struct ikelog_sa *next = ikelog_session_latest(c->session, c->sa);
    const struct ikelog_sa *after = NULL;
    bool inside = next == c->sa;

    *row = (struct row){.latest = next, .oldest = next};
    for (unsigned looked = 0; next->replaces && looked < MOST_IN_ROW; looked++) {
        const struct ikelog_sa *sa = next->replaces;

        if (!was_set_up_again(sa, next) || !joins_row(row, sa) ||
            (after && end_of(sa)->time_ns > after->first->time_ns))
            break; /* several live side by side: that is no pattern of losses */
        add_to_row(row, sa);
        inside = inside || sa == c->sa;
        after = next;
        next = sa;
    }
    return inside && row->ended + 1 >= PATTERN;
}

bool ikelog_observe_set_up_again_and_again(const struct ikelog_case *c,
                                           struct ikelog_observation *observation)
{
    struct ikelog_observation quiet = {.words = NULL};
    struct row row;
    bool by_initiator;

    if (!ikelog_observe_established(c, &quiet) || !find_row(c, &row))
        return false;
    by_initiator = ikelog_endpoint_same_address(row.ender, &c->sa->sides[IKELOG_INITIATOR].last);
    ikelog_observe_established(c, observation);
    ikelog_observation_append(
        observation,
        "; these peers set up an IKE SA %u times in %.0f s (from frame %u on), ended "
        "%u times by ",
        row.ended + 1, (double)(row.latest->last->time_ns - row.oldest->first->time_ns) / 1e9,
        row.oldest->first->frame, row.ended);
    ikelog_observation_append_address(observation, c,
                                      by_initiator ? IKELOG_INITIATOR : IKELOG_RESPONDER);
    ikelog_observation_append(
        observation, " after about %.1f s: its lifetime, uniqueness or dead peer detection",
        (double)row.sum / row.ended / 1e9);
    return ikelog_observation_at(observation, c->sa->established->frame,
                                 by_initiator ? IKELOG_INITIATOR : IKELOG_RESPONDER);
}

/* Was `sa` deleted by the responder because `other` came with the same identity? */
static bool gave_way(const struct ikelog_sa *sa, const struct ikelog_sa *other)
{
    const struct ikelog_record *deleted = sa->course->deleted;

    return deleted && deleted->side == IKELOG_RESPONDER && other->first && other->established &&
           !ikelog_endpoint_same_address(&sa->sides[IKELOG_INITIATOR].first,
                                         &other->sides[IKELOG_INITIATOR].first) &&
           deleted->frame > other->first->frame &&
           deleted->time_ns - other->established->time_ns < AGAIN_NS;
}

bool ikelog_observe_identity_comes_twice(const struct ikelog_case *c,
                                         struct ikelog_observation *observation)
{
    struct ikelog_observation quiet = {.words = NULL};
    const struct ikelog_sa *sa = c->sa, *before = sa->course->same_id_before,
                           *after = sa->course->same_id_after;
    bool lost = after && gave_way(sa, after), won = before && gave_way(before, sa);
    const struct ikelog_sa *other = lost ? after : before;

    if ((!lost && !won) || !ikelog_observe_established(c, &quiet))
        return false;
    ikelog_observe_established(c, observation);
    ikelog_observation_append(observation, "; the same identity (");
    ikelog_observation_append_id(observation, sa->sides[IKELOG_INITIATOR].said->id);
    ikelog_observation_append(
        observation,
        ") comes from two addresses, the other one is that of IKE SA %u (frame "
        "%u): the responder deleted %s in frame %u when the newer one came, so "
        "it allows this identity once",
        other->number, other->first->frame, lost ? "this one" : "that one",
        lost ? sa->course->deleted->frame : other->course->deleted->frame);
    return ikelog_observation_at(observation, sa->established->frame, IKELOG_RESPONDER);
}

/* Both began at once. */
static bool collide(const struct ikelog_sa *a, const struct ikelog_sa *b)
{
    return a && b && a->first && b->first && a->established && b->established &&
           !ikelog_endpoint_same_address(&a->sides[IKELOG_INITIATOR].first,
                                         &b->sides[IKELOG_INITIATOR].first) &&
           a->first->frame < b->established->frame && b->first->frame < a->established->frame;
}

bool ikelog_observe_collision(const struct ikelog_case *c, struct ikelog_observation *observation)
{
    const struct ikelog_sa *other = c->sa->replaces;

    if (!collide(c->sa, other))
        return false;
    ikelog_observation_append(
        observation,
        "both sides began at the same time: IKE SA %u (frame %u) collides with "
        "this one",
        other->number, other->first->frame);
    return true;
}

/* Quick Modes of one IKE SA, each begun some time after the one before. */
bool ikelog_observe_quick_modes_in_a_row(const struct ikelog_case *c,
                                         struct ikelog_observation *observation)
{
    const GPtrArray *modes = c->sa->quick_modes;
    const struct ikelog_exchange *first = NULL, *last = NULL;
    unsigned count = 0;

    for (guint i = 0; modes && i < modes->len && i < MOST_IN_ROW; i++) {
        const struct ikelog_exchange *mode =
            (const struct ikelog_exchange *)g_ptr_array_index(modes, i);

        if (!mode->complete)
            continue;
        if (last && (mode->first->time_ns - last->first->time_ns < APART_NS ||
                     mode->first->time_ns - last->first->time_ns > SHORT_LIFE_NS))
            return false;
        first = first ? first : mode;
        last = mode;
        count++;
    }
    if (count < PATTERN)
        return false;
    ikelog_observation_append(
        observation,
        "IPsec SAs were set up %u times in %.0f s (frames %u to %u): a short lifetime, "
        "or one network after the other",
        count, (double)(last->last->time_ns - first->first->time_ns) / 1e9, first->first->frame,
        last->last->frame);
    return true;
}

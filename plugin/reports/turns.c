/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Puts what a device received while it was at work behind what it sent in the end. */
#include "reports/turns.h"

#include "wire/numbers.h"

/* Nobody works longer for an answer, but for a person who types. */
#define AT_WORK_NS INT64_C(200000000)

/* A packet in its turn. */
struct turn {
    guint number;
    const struct ikelog_record *record; /* NULL: no message that is followed, or sent again */
    bool sent;
};

static bool sent_delete_of_ipsec(const struct ikelog_record *record)
{
    const struct ikelog_sa *sa = record->exchange->sa;

    for (unsigned i = 0; i < sa->course->notify_seen_count; i++)
        if (sa->course->notifies_seen[i].record == record)
            return sa->course->notifies_seen[i].notify == 0 &&
                   sa->course->notifies_seen[i].protocol != IKELOG_PROTO_ISAKMP;
    return false;
}

/* With `begun` the device began what ended with `done`, both of one IKE SA; `next`: it sent nothing
 * between them. */
static bool is_begun_by(const struct ikelog_record *done, const struct ikelog_record *begun,
                        bool next)
{
    const struct ikelog_exchange *exchange = done->exchange;

    if (begun == exchange->sa->established)
        return next && (done->flags & IKELOG_RECORD_STARTS_EXCHANGE);
    if (done == exchange->sa->course->deleted)
        return next && begun->side == done->side && sent_delete_of_ipsec(begun);
    return begun == done->request || (begun->exchange == exchange && begun->side != done->side &&
                                      begun->step > 0 && begun->step + 1u == done->step);
}

/* The place of the turn with which the device began what the last turn ended; none: the last. */
static guint find_beginning(const GArray *turns)
{
    const guint last = turns->len - 1;
    const struct ikelog_record *done = g_array_index(turns, struct turn, last).record;
    bool next = true;
    guint at = last;

    while (at > 0 && last - at < IKELOG_TURNS_LOOK_BACK) {
        const struct turn *turn = &g_array_index(turns, struct turn, --at);
        const struct ikelog_record *begun = turn->record;

        if (!begun || begun->exchange->sa != done->exchange->sa)
            continue;
        if (done->time_ns - begun->time_ns > AT_WORK_NS)
            break;
        if (is_begun_by(done, begun, next))
            return at;
        next = next && !turn->sent;
    }
    return last;
}

/* Received of the IKE SA of `done`, before the device sent that, and not dealt with before it. */
static bool had_to_wait(const struct turn *turn, const struct ikelog_record *done)
{
    const struct ikelog_record *record = turn->record;

    return record && !turn->sent && record->exchange->sa == done->exchange->sa &&
           (!record->answer || record->answer->frame > done->frame);
}

/* What the device received of its IKE SA since turn `begun` comes after the last turn, or never. */
static void put_behind(GArray *turns, guint begun)
{
    const struct turn last = g_array_index(turns, struct turn, turns->len - 1);
    GArray *late = g_array_new(FALSE, FALSE, sizeof(struct turn));

    for (guint i = begun + 1; i + 1 < turns->len;) {
        const struct turn turn = g_array_index(turns, struct turn, i);

        if (had_to_wait(&turn, last.record)) {
            g_array_append_val(late, turn);
            g_array_remove_index(turns, i);
        } else {
            i++;
        }
    }
    if (last.record != last.record->exchange->sa->course->deleted)
        g_array_append_vals(turns, late->data, late->len);
    g_array_unref(late);
}

static void settle(GArray *turns)
{
    const struct turn *last = &g_array_index(turns, struct turn, turns->len - 1);
    guint begun;

    if (!last->record || !last->sent)
        return;
    begun = find_beginning(turns);
    if (begun + 1 < turns->len)
        put_behind(turns, begun);
}

static struct turn turn_of(struct ikelog_packet_store *packets, guint number,
                           const struct ikelog_dialect *dialect, const struct ikelog_policy *policy)
{
    const struct ikelog_packet *packet = ikelog_packet_store_at(packets, number);
    const struct ikelog_sa *sa = packet ? ikelog_packet_sa(packet) : NULL;
    struct turn turn = {.number = number};
    enum ikelog_side us;

    if (!sa || !packet->record || ikelog_record_repeats(packet->record))
        return turn;
    us = ikelog_policy_us(policy, sa);
    if (!ikelog_dialect_takes_turns(ikelog_dialect_speaker(dialect, sa, us, NULL)))
        return turn;
    turn.record = packet->record;
    turn.sent = (enum ikelog_side)packet->record->side == us;
    return turn;
}

static guint number_at(const GArray *numbers, guint i)
{
    return numbers ? g_array_index(numbers, guint, i) : i;
}

GArray *ikelog_turns_of(struct ikelog_packet_store *packets, const GArray *numbers,
                        const struct ikelog_dialect *dialect, const struct ikelog_policy *policy)
{
    const guint count = numbers ? numbers->len : ikelog_packet_store_count(packets);
    const bool takes_turns = ikelog_dialect_takes_turns(dialect);
    GArray *turns = g_array_new(FALSE, FALSE, sizeof(struct turn));
    GArray *order = g_array_sized_new(FALSE, FALSE, sizeof(guint), count);

    for (guint i = 0; i < count; i++) {
        struct turn turn = {.number = number_at(numbers, i)};

        if (takes_turns) /* else no packet needs to be looked at */
            turn = turn_of(packets, turn.number, dialect, policy);
        g_array_append_val(turns, turn);
        settle(turns);
    }
    for (guint i = 0; i < turns->len; i++)
        g_array_append_val(order, g_array_index(turns, struct turn, i).number);
    g_array_unref(turns);
    return order;
}

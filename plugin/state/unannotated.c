/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Counts what is not annotated. */
#include "state/unannotated.h"

#include "state/session_struct.h"
#include "wire/ikev2.h"
#include "wire/message.h"

void frames_add(struct ikelog_frames *frames, uint32_t frame)
{
    if (frames->count == 0)
        frames->first = frame;
    frames->count += frames->count < UINT32_MAX;
    frames->last = frame;
}

static bool is_between(const struct ikelog_ikev2_pair *pair, const struct ikelog_endpoint *a,
                       const struct ikelog_endpoint *b)
{
    return ikelog_endpoint_same_address(&pair->one, a) &&
           ikelog_endpoint_same_address(&pair->other, b);
}

/* NULL: no room for another one. */
static struct ikelog_ikev2_pair *pair_of(struct ikelog_unannotated *u,
                                         const struct ikelog_datagram *datagram)
{
    struct ikelog_ikev2_pair *pair;

    for (unsigned i = 0; i < u->pair_count; i++)
        if (is_between(&u->pairs[i], &datagram->src, &datagram->dst) ||
            is_between(&u->pairs[i], &datagram->dst, &datagram->src))
            return &u->pairs[i];
    if (u->pair_count == IKELOG_MAX_IKEV2_PAIRS)
        return NULL;
    pair = &u->pairs[u->pair_count++];
    pair->one = datagram->src;
    pair->other = datagram->dst;
    return pair;
}

static void note_ikev2(struct ikelog_unannotated *u, const struct ikelog_datagram *datagram)
{
    struct ikelog_ikev2_pair *pair = pair_of(u, datagram);
    uint16_t refusal = ikelog_ikev2_refusal(datagram->message);

    frames_add(pair ? &pair->messages : &u->ikev2_beyond, datagram->frame);
    if (!pair || !refusal)
        return;
    if (pair->refusals.count == 0) {
        pair->refusal = refusal;
        pair->other_refused = ikelog_endpoint_same_address(&pair->other, &datagram->src);
    }
    frames_add(&pair->refusals, datagram->frame);
}

enum ikelog_other ikelog_other_of(const struct ikelog_datagram *datagram)
{
    if (datagram->on_wire <= 1)
        return IKELOG_OTHER_KEEPALIVE;
    if (ikelog_ikev2_is(datagram->message))
        return IKELOG_OTHER_IKEV2;
    if (datagram->message.length < IKELOG_HEADER_LEN && datagram->on_wire >= IKELOG_HEADER_LEN)
        return IKELOG_OTHER_CUT;
    return IKELOG_OTHER_STRANGE;
}

enum ikelog_other ikelog_session_note_other(struct ikelog_session *session,
                                            const struct ikelog_datagram *datagram)
{
    struct ikelog_unannotated *u = &session->unannotated;
    enum ikelog_other other = ikelog_other_of(datagram);

    if (other == IKELOG_OTHER_IKEV2)
        note_ikev2(u, datagram);
    else if (other == IKELOG_OTHER_CUT)
        frames_add(&u->cut, datagram->frame);
    else if (other == IKELOG_OTHER_STRANGE)
        frames_add(&u->strange, datagram->frame);
    return other;
}

uint32_t ikelog_unannotated_ikev2(const struct ikelog_unannotated *unannotated)
{
    uint32_t count = unannotated->ikev2_beyond.count;

    for (unsigned i = 0; i < unannotated->pair_count; i++)
        count += unannotated->pairs[i].messages.count;
    return count;
}

const struct ikelog_unannotated *ikelog_session_unannotated(const struct ikelog_session *session)
{
    return &session->unannotated;
}

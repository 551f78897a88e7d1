/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A negotiation that gets a verdict, and what the files of this folder share. */
#ifndef IKELOG_EVENTS_VERDICT_CASE_H
#define IKELOG_EVENTS_VERDICT_CASE_H

#include "crypto/auth_method.h"
#include "events/give_up.h"
#include "events/notify_row.h"
#include "events/verdict.h"
#include "events/verdict/cause.h"
#include "events/verdict/observation_rows.h"

/* The negotiation. `exchange` is phase 1 (may be NULL) or the Quick Mode. */
struct ikelog_case {
    const struct ikelog_session *session;
    const struct ikelog_sa *sa;
    const struct ikelog_exchange *exchange;
    bool quick;
};

/*
 * What an observation saw. `actor` is the side that the advice calls {actor}. `cause` is set by
 * observations that speak for different causes by what they find; the others leave it alone.
 */
struct ikelog_observation {
    uint32_t frame; /* that decides; 0: none */
    enum ikelog_side actor;
    enum ikelog_cause cause;
    bool second;    /* the first cause of the row is excluded: the words name it no more */
    GString *words; /* gets the sentence; NULL: it is not wanted */
};

/* What an observation is about, as its row says. */
enum ikelog_scope {
    IKELOG_SCOPE_SA = 1,
    IKELOG_SCOPE_QUICK = 2,
    IKELOG_SCOPE_BOTH = 3,
    IKELOG_SCOPE_LATER = 4, /* once the whole capture was read */
    IKELOG_SCOPE_SA_LATER = IKELOG_SCOPE_SA | IKELOG_SCOPE_LATER,
    IKELOG_SCOPE_QUICK_LATER = IKELOG_SCOPE_QUICK | IKELOG_SCOPE_LATER,
    IKELOG_SCOPE_BOTH_LATER = IKELOG_SCOPE_BOTH | IKELOG_SCOPE_LATER,
};

/* A cause in a set of causes, as rows write them. */
#define ON(cause) (UINT64_C(1) << IKELOG_CAUSE_##cause)

/*
 * The observations: pure functions of the case. True when the capture shows it; then the
 * observation is filled in. They look at bounded lists only.
 */
#define X(name, scope, supports, also, excludes, bears_on) \
    bool ikelog_observe_##name(const struct ikelog_case *c, struct ikelog_observation *observation);
IKELOG_OBSERVATION_ROWS(X)
#undef X

/* sentences.c: pieces of sentences. Nothing happens when the observation wants no words. */
void ikelog_observation_append(const struct ikelog_observation *observation, const char *format,
                               ...) G_GNUC_PRINTF(2, 3);
/* The address of a side, or its name when it was not seen. */
void ikelog_observation_append_address(const struct ikelog_observation *observation,
                                       const struct ikelog_case *c, enum ikelog_side side);
/* An identity payload's body as text. */
void ikelog_observation_append_id(const struct ikelog_observation *observation, GBytes *id);
/* Several proposals; many are summed up. */
void ikelog_observation_append_offer(const struct ikelog_observation *observation,
                                     const char *offer);
/* Note the frame and who acts. Always true, so that an observation can end with it. */
bool ikelog_observation_at(struct ikelog_observation *observation, uint32_t frame,
                           enum ikelog_side actor);

/* case.c: what several observations ask. */

/* This side took part in phase 2, XAUTH or mode config: it has accepted the other's proof. */
bool ikelog_case_went_on(const struct ikelog_case *c, enum ikelog_side side);
/* The side that takes the last message of phase 1 went on. */
bool ikelog_case_is_accepted(const struct ikelog_case *c);
/* The message of phase 1 by which the other side can test the key: MM5, or AG2; NULL: none yet. */
const struct ikelog_record *ikelog_case_key_test(const struct ikelog_case *c);
/* The first message of the other side after `record` in its exchange; NULL: none. */
const struct ikelog_record *ikelog_record_reply(const struct ikelog_record *record);
/* A message was repeated after its answer, often enough, and nothing shows that this ended well. */
bool ikelog_exchange_is_doubted(const struct ikelog_session *session,
                                const struct ikelog_exchange *exchange);
/* All of the message was read: what it does not hold was not sent. */
bool ikelog_record_is_read_whole(const struct ikelog_record *record);
/* The identity that the side shows is the address that its packets come from. */
bool ikelog_case_shows_own_address(const struct ikelog_case *c, enum ikelog_side side);
/* Nanoseconds from `record` to the last frame of the capture. */
int64_t ikelog_case_silence(const struct ikelog_case *c, const struct ikelog_record *record);
/* The other side did not answer, and nobody would wait any longer. */
bool ikelog_case_waited_enough(const struct ikelog_case *c, const struct ikelog_exchange *exchange);

/* end.c: how what was established ended; completes the reason (may be NULL). */
void ikelog_case_end(const struct ikelog_case *c, struct ikelog_verdict *verdict, GString *reason);

/*
 * refusals.c: the first error notification about the exchange; NULL: none. *type gets its number.
 */
const struct ikelog_record *ikelog_case_refusal(const struct ikelog_case *c, uint16_t *type);
/* Somebody refused the other's proof of identity: by which message, and is it said by name? */
struct ikelog_rejection {
    const struct ikelog_record *record;
    enum ikelog_side refuser, shown;
    uint16_t notify; /* 0: a delete, or a message that could not be read */
};
bool ikelog_case_rejection(const struct ikelog_case *c, struct ikelog_rejection *rejection);

#endif

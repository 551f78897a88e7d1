/* SPDX-License-Identifier: GPL-2.0-or-later */
/* How exchanges end without success: what events and verdicts both need to know. */
#ifndef IKELOG_EVENTS_GIVE_UP_H
#define IKELOG_EVENTS_GIVE_UP_H

#include "state/session.h"

/*
 * How an exchange was given up, as far as the session knows now. `last` is the last frame of the
 * cause: the last repeat, or a refusal that came after it. `why` says what shows that nothing more
 * was tried.
 */
struct ikelog_give_up {
    enum ikelog_side side; /* who gave up: the sender of the last message */
    const struct ikelog_record *last;
    uint32_t repeats;
    uint32_t refusals; /* error notifications about this exchange */
    const char *why;   /* static storage */
};
bool ikelog_exchange_given_up(const struct ikelog_session *session,
                              const struct ikelog_exchange *exchange,
                              struct ikelog_give_up *give_up);

/* Error notifications about this exchange that its asker could read, in frames after+1 to until. */
unsigned ikelog_exchange_errors(const struct ikelog_exchange *exchange, uint32_t after,
                                uint32_t until);

/* Whether this side sent an error notification about the exchange. */
bool ikelog_exchange_is_refused_by(const struct ikelog_exchange *exchange, enum ikelog_side side);

/*
 * Did the receiver of the last message of phase 1 delete the IKE SA at once, before any phase 2?
 * Then it did not accept that message.
 */
bool ikelog_sa_rejected_at_once(const struct ikelog_sa *sa);

/*
 * Repeats after which devices commonly stop: so many with nothing after them are an end, even when
 * the capture stops there, and what is missing after them proves nothing.
 */
#define IKELOG_COMMON_REPEATS 3u

/*
 * Questions (R-U-THERE, repeats included) since the last answer, and the frame of the last one.
 * From IKELOG_DEAD_AFTER on the peer counts as dead.
 */
#define IKELOG_DEAD_AFTER 3u
uint32_t ikelog_sa_unanswered_questions(const struct ikelog_sa *sa,
                                        const struct ikelog_record **last);

#endif

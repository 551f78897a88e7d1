/* SPDX-License-Identifier: GPL-2.0-or-later */
/* How a negotiation came out, and why. */
#ifndef IKELOG_EVENTS_VERDICT_H
#define IKELOG_EVENTS_VERDICT_H

#include "state/session.h"

/* X(NAME, "value of ikelog.verdict", severity) */
#define IKELOG_VERDICT_ROWS(X)                       \
    X(ESTABLISHED, "established", CHAT)              \
    X(IN_PROGRESS, "in-progress", CHAT)              \
    X(NO_ANSWER, "no-answer", ERROR)                 \
    X(UNREACHABLE, "unreachable", ERROR)             \
    X(NO_PROPOSAL, "no-proposal", ERROR)             \
    X(PSK_MISMATCH, "psk-mismatch", ERROR)           \
    X(AUTH_FAILED, "auth-failed", ERROR)             \
    X(ID_MISMATCH, "id-mismatch", ERROR)             \
    X(SELECTOR_MISMATCH, "selector-mismatch", ERROR) \
    X(XAUTH_FAILED, "xauth-failed", ERROR)           \
    X(MALFORMED, "malformed", ERROR)                 \
    X(ABORTED, "aborted", WARN)                      \
    X(PATH_BLOCKED, "path-blocked", ERROR)           \
    X(HALF_OPEN, "half-open", WARN)                  \
    X(REFUSED, "refused", ERROR)                     \
    X(CERT_FAILED, "cert-failed", ERROR)             \
    X(CONFIG_FAILED, "config-failed", ERROR)         \
    X(ONE_DIRECTION, "one-direction", NOTE)          \
    X(UNKNOWN, "unknown", NOTE)

enum ikelog_verdict_kind {
#define X(name, text, severity) IKELOG_VERDICT_##name,
    IKELOG_VERDICT_ROWS(X)
#undef X
};

/* X(NAME, "value of ikelog.end") */
#define IKELOG_END_ROWS(X)  \
    X(NONE, "")             \
    X(OPEN, "open")         \
    X(DELETED, "deleted")   \
    X(REPLACED, "replaced") \
    X(PEER_DEAD, "peer-dead")

enum ikelog_end_kind {
#define X(name, text) IKELOG_END_##name,
    IKELOG_END_ROWS(X)
#undef X
};

/*
 * A verdict. `decisive` is the frame that decides (0: none); end is NONE unless established.
 * `severity` is that of the cause, which may be worse than what the kind has in general: an
 * established tunnel through which nothing passes. `cause` and `actor` are for
 * ikelog_verdict_advise.
 */
struct ikelog_verdict {
    enum ikelog_verdict_kind kind;
    enum ikelog_end_kind end;
    enum ikelog_severity severity;
    uint32_t decisive;
    uint8_t cause;
    enum ikelog_side actor;
};

const char *ikelog_verdict_name(enum ikelog_verdict_kind kind);
enum ikelog_severity ikelog_verdict_severity(enum ikelog_verdict_kind kind);
const char *ikelog_end_name(enum ikelog_end_kind end);

/* What is wrong in a few words, without values ("The pre-shared keys probably differ"); or "". */
const char *ikelog_verdict_headline(const struct ikelog_verdict *verdict);

/* The n-th cause as a verdict without frame and side; false when there are no more. */
bool ikelog_verdict_at(unsigned cause, struct ikelog_verdict *verdict);

/*
 * The verdict on an IKE SA, or on one Quick Mode, from all that the session knows now. Its
 * sentence, with this capture's values, is appended to `reason` (may be NULL). Cheap enough to
 * be asked for every frame that is presented.
 */
struct ikelog_verdict ikelog_verdict_of_sa(const struct ikelog_session *session,
                                           const struct ikelog_sa *sa, GString *reason);
struct ikelog_verdict ikelog_verdict_of_quick(const struct ikelog_session *session,
                                              const struct ikelog_exchange *exchange,
                                              GString *reason);

/*
 * Append what to check first, and on which side: two sentences at most; nothing when all is well.
 * `sa` is the IKE SA of the verdict.
 */
void ikelog_verdict_advise(const struct ikelog_sa *sa, const struct ikelog_verdict *verdict,
                           GString *advice);

/*
 * Is the best cause for what happened that the pre-shared keys differ? The sentence is appended to
 * `reason` (may be NULL); *frame is the one that decides.
 */
bool ikelog_verdict_suspects_psk(const struct ikelog_session *session, const struct ikelog_sa *sa,
                                 GString *reason, uint32_t *frame);

#endif

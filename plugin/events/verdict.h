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

/* A verdict. `decisive` is the frame that decides (0: none); end is NONE unless established. */
struct ikelog_verdict {
    enum ikelog_verdict_kind kind;
    enum ikelog_end_kind end;
    uint32_t decisive;
};

const char *ikelog_verdict_name(enum ikelog_verdict_kind kind);
enum ikelog_severity ikelog_verdict_severity(enum ikelog_verdict_kind kind);
const char *ikelog_end_name(enum ikelog_end_kind end);

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

#endif

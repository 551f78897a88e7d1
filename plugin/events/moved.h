/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A device that came back from another address. */
#ifndef IKELOG_EVENTS_MOVED_H
#define IKELOG_EVENTS_MOVED_H

#include "state/session.h"

/*
 * The earlier IKE SA that the initiator of this one had from another address: established with the
 * same identity and the same peer, and silent by now. NULL: none. Main mode only: identities of
 * aggressive mode are often those of a whole group, so they prove nothing. Looks at a fixed number
 * of IKE SAs.
 */
const struct ikelog_sa *ikelog_sa_moved_from(const struct ikelog_session *session,
                                             const struct ikelog_sa *sa);

#endif

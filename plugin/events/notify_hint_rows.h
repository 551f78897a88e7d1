/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What usually stands behind an error notification that has no event of its own. */
#ifndef IKELOG_EVENTS_NOTIFY_HINT_ROWS_H
#define IKELOG_EVENTS_NOTIFY_HINT_ROWS_H

/* X(notification type, "one or two sentences"), RFC 2408 3.14.1. */
#define IKELOG_NOTIFY_HINT_ROWS(X)                                                                 \
    X(1, "It met a payload type that it does not know. After the first encrypted message the "     \
         "usual cause is a wrong key, which makes garbage of what was sent.")                      \
    X(2, "It does not know the domain of interpretation: one side wants GDOI or something else "   \
         "than IPsec.")                                                                            \
    X(5, "It does not speak this version: one side is set to IKEv2, the other to IKEv1.")          \
    X(7, "It does not allow this exchange: one side is set to aggressive mode, the other to main " \
         "mode, or to XAUTH or mode config that the other does not know.")                         \
    X(8, "It does not understand the flags of the header.")                                        \
    X(9, "It does not know the message ID: it has given up that negotiation already.")             \
    X(10, "It does not know the protocol that was proposed.")                                      \
    X(12, "It does not know the algorithm that was proposed.")                                     \
    X(13, "It does not know an attribute of the proposal, often a lifetime or key length.")        \
    X(15, "It finds the proposal badly built: incompatible software.")                             \
    X(17, "It cannot use the Diffie-Hellman value, or it holds no pre-shared key for the address " \
          "or name of this peer.")                                                                 \
    X(26, "It asks to be spoken to at another address.")                                           \
    X(29, "It does not know this exchange.")                                                       \
    X(30, "It finds lengths that contradict each other, which also happens with a wrong key.")

#endif

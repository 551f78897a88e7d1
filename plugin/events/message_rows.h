/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What each message is for: the sentence and the paragraph, one row a message. */
#ifndef IKELOG_EVENTS_MESSAGE_ROWS_H
#define IKELOG_EVENTS_MESSAGE_ROWS_H

/*
 * X(exchange type, step (0: any other), "sentence", "paragraph"): templates with the
 * placeholders of values.h. The first row that fits is taken.
 */
#define IKELOG_MESSAGE_ROWS(X)                                                                   \
    X(MAIN, 1, "Main mode 1 of 6: the initiator proposes how to protect the negotiation.",       \
      "{initiator} opens phase 1 with {responder} and lists the combinations of encryption, "    \
      "hash, Diffie-Hellman group and authentication that it accepts[[: {sa-offered}]]. The "    \
      "other side has to take one of them as it is. Nothing is encrypted yet.")                  \
    X(MAIN, 2, "Main mode 2 of 6: the responder chooses one proposal.",                          \
      "{responder} made its choice[[: {sa-chosen}]][[, with authentication by {auth}]]. It "     \
      "protects the rest of phase 1 and all that is negotiated under it; user data gets "        \
      "algorithms of its own in phase 2. This answer itself is in clear, and no proof covers "   \
      "it.")                                                                                     \
    X(MAIN, 3, "Main mode 3 of 6: the initiator sends its Diffie-Hellman value and a nonce.",    \
      "The key exchange begins.[[ An observer sees the public values of both sides but "         \
      "{hidden} from them.]][[ But {weak-public}.]] The nonce is a random number that goes "     \
      "into the keys, so that no recording of an older negotiation can be played back.")         \
    X(MAIN, 4, "Main mode 4 of 6: the responder sends its Diffie-Hellman value and a nonce.",    \
      "Both sides can now compute the shared secret, and their keys from it.[[ But "             \
      "{weak-public}.]][[ {key-base}.]] The next message is the first encrypted one.")           \
    X(MAIN, 5, "Main mode 5 of 6: the initiator shows who it is and {proves}.",                  \
      "The first encrypted message: the initiator sends its identity[[ ({actor-id})]][[ and "    \
      "{proof}]]. The hash or signature covers the cookies, both public values, the "            \
      "initiator's proposals and its identity.")                                                 \
    X(MAIN, 6, "Main mode 6 of 6: the responder shows who it is and {proves}.",                  \
      "The responder answers message 5 with its own identity[[ ({actor-id})]][[ and {proof}]]. " \
      "The initiator has to accept them before it goes on.")                                     \
    X(MAIN, 0, "Main mode: a message whose place is not known.",                                 \
      "Main mode has six messages. This one is beyond them, or its payloads or a capture that "  \
      "began later do not tell which it is.")                                                    \
    X(AGGRESSIVE, 1,                                                                             \
      "Aggressive mode 1 of 3: proposals, Diffie-Hellman value and identity at once.",           \
      "{initiator} sends all at once: proposals[[ ({sa-offered})]], its Diffie-Hellman value, "  \
      "a nonce and its identity[[ {actor-id}]]. That saves three messages. The price: "          \
      "everybody can read the identity, and the Diffie-Hellman group cannot be negotiated.")     \
    X(AGGRESSIVE, 2,                                                                             \
      "Aggressive mode 2 of 3: the responder chooses, shows who it is and {proves}.",            \
      "{responder} made its choice[[ ({sa-chosen})]] and sends its identity[[ {actor-id}]][[ "   \
      "with {proof}]].[[ {clear-proof}.]]")                                                      \
    X(AGGRESSIVE, 3, "Aggressive mode 3 of 3: the initiator completes phase 1.",                 \
      "The initiator accepted message 2[[ and sends {proof}]]. The responder has to accept it "  \
      "before phase 2 can work.")                                                                \
    X(AGGRESSIVE, 0, "Aggressive mode: a message whose place is not known.",                     \
      "Aggressive mode has three messages. This one is beyond them, or its payloads or a "       \
      "capture that began later do not tell which it is.")                                       \
    X(QUICK, 1, "Quick Mode 1: proposals for protecting the traffic itself.",                    \
      "The {actor} proposes how user data is to be protected[[: {offered}]].[[ It is for "       \
      "traffic between {id-ci} and {id-cr}; both devices need the same pair, mirrored.]][[ "     \
      "{encapsulation}.]][[ {forward-secrecy}.]]")                                               \
    X(QUICK, 2, "Quick Mode 2: the answer, with the chosen proposal.",                           \
      "The {actor} answered[[ and took {chosen}]].[[ It wants to receive the protected traffic " \
      "with the number (SPI) {inbound-spi:08x}.]] Both sides can now compute the keys of the "   \
      "IPsec SAs.")                                                                              \
    X(QUICK, 3, "Quick Mode 3: the confirmation.",                                               \
      "The {actor} shows with a hash over both nonces that it is alive and that nobody plays "   \
      "back an old negotiation.[[ {commit}.]]")                                                  \
    X(QUICK, 4, "Quick Mode 4: connected.",                                                      \
      "The responder had set the commit bit, so the other side waits for this message before "   \
      "it sends protected traffic.")                                                             \
    X(QUICK, 0, "A further Quick Mode message.",                                                 \
      "Quick Mode has three messages, or four with the commit bit. This one is beyond them or "  \
      "its place is not known, because the beginning was not captured.")                         \
    X(TRANSACTION, 0, "Transaction: user authentication or configuration of the client.",        \
      "Between phase 1 and phase 2 remote access adds an exchange of its own: XAUTH asks for a " \
      "user name and password, mode config hands out an address and name servers.")              \
    X(INFORMATIONAL, 0, "Informational message: a notification or a delete.",                    \
      "Such messages report errors, delete SAs or ask whether the peer is alive. Nobody has to " \
      "acknowledge them.")                                                                       \
    X(BASE, 0, "Base exchange, message {step}.",                                                 \
      "The base exchange of RFC 2408 sends key exchange and authentication together. Hardly "    \
      "any device uses it with IKE.")                                                            \
    X(AUTH_ONLY, 0, "Authentication only exchange, message {step}.",                             \
      "This exchange of RFC 2408 authenticates without agreeing on keys. Hardly any device "     \
      "uses it with IKE.")                                                                       \
    X(NEW_GROUP, 0, "New group mode, message {step}.",                                           \
      "The peers agree on a Diffie-Hellman group of their own for later exchanges (RFC 2409 "    \
      "5.6). Rare in practice.")

/* The same under GDOI (RFC 6407). */
#define IKELOG_GDOI_MESSAGE_ROWS(X)                                                              \
    X(QUICK, 1, "GROUPKEY-PULL 1: a member asks for the keys of a group.",                       \
      "The {actor} asks the key server for what a group needs[[: {id-ci}]]. Nothing is "         \
      "negotiated: "                                                                             \
      "the key server decides.")                                                                 \
    X(QUICK, 2, "GROUPKEY-PULL 2: the key server sends the policy of the group.",                \
      "The {actor} says how the group's traffic and its rekey messages are protected. The keys " \
      "come later, when the member has shown that it is alive.")                                 \
    X(QUICK, 3, "GROUPKEY-PULL 3: the member accepts the policy.",                               \
      "The {actor} proves with a hash over both nonces that it is alive and takes the policy "   \
      "as it "                                                                                   \
      "is.")                                                                                     \
    X(QUICK, 4, "GROUPKEY-PULL 4: the key server sends the keys.",                               \
      "The {actor} hands out the keys of the group and the sequence number of its rekey "        \
      "messages. "                                                                               \
      "The member can read the group's traffic now.")                                            \
    X(QUICK, 0, "A further message of GROUPKEY-PULL.",                                           \
      "GROUPKEY-PULL has four messages. This one is beyond them, or its place is not known.")    \
    X(NEW_GROUP, 0, "GROUPKEY-PUSH: the key server renews the keys of a group.",                 \
      "One message to all members, often by multicast, without an answer. Its cookies are the "  \
      "SPI "                                                                                     \
      "of the key encryption key (KEK), and with that key it is encrypted. Every member got "    \
      "it by "                                                                                   \
      "GROUPKEY-PULL.")

#endif

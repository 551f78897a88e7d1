/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What each message is for: the sentence and the paragraph, one row a message. */
#ifndef IKELOG_EVENTS_MESSAGE_ROWS_H
#define IKELOG_EVENTS_MESSAGE_ROWS_H

/*
 * X(exchange type, step (0: any other), "sentence", "paragraph"): templates with the
 * placeholders of values.h. The first row that fits is taken.
 */
#define IKELOG_MESSAGE_ROWS(X)                                                                     \
    X(MAIN, 1, "Main mode 1 of 6: the initiator proposes how to protect the negotiation.",         \
      "{initiator} opens phase 1 with {responder}. It lists the combinations of encryption, "      \
      "hash, Diffie-Hellman group and authentication that it accepts[[: {sa-offered}]]. The "      \
      "other side has to take one of them as it is. Nothing is encrypted yet. If no answer "       \
      "comes, look at addresses, routing and filters for UDP 500; if a refusal comes, compare "    \
      "the phase 1 settings of both sides.")                                                       \
    X(MAIN, 2, "Main mode 2 of 6: the responder chooses one proposal.",                            \
      "{responder} took one of the offered combinations[[: {sa-chosen}]][[ and authentication by " \
      "{auth}]]. From here on both sides know which algorithms phase 1 uses. This is still in "    \
      "clear and not authenticated.")                                                              \
    X(MAIN, 3, "Main mode 3 of 6: the initiator sends its Diffie-Hellman value and a nonce.",      \
      "The key exchange begins: a public Diffie-Hellman value (KE) and a random number (NON). "    \
      "Further payloads here often find out whether a NAT lies between the peers. An observer "    \
      "sees both public values but cannot compute the shared secret from them.")                   \
    X(MAIN, 4, "Main mode 4 of 6: the responder sends its Diffie-Hellman value and a nonce.",      \
      "Both sides can now compute the same shared secret and derive their keys from it[[, with "   \
      "authentication by {auth}]]. With a pre-shared key the keys depend on that key too: if the " \
      "two differ, the next message cannot be read by the other side.")                            \
    X(MAIN, 5, "Main mode 5 of 6: the initiator shows who it is and proves it.",                   \
      "Encrypted from here on. The initiator sends its identity[[ ({actor-id})]] and a proof[[: "  \
      "{proof}]]. If no answer follows, the usual causes are different pre-shared keys, an "       \
      "identity that the other side does not expect, or, with certificates, a packet so large "    \
      "that its IP fragments are dropped on the way.")                                             \
    X(MAIN, 6, "Main mode 6 of 6: the responder shows who it is and proves it.",                   \
      "The responder accepted the initiator and proves its own identity[[ ({actor-id})]]. When "   \
      "the initiator accepts this too, the IKE SA stands[[: {sa-chosen}]], and Quick Modes can "   \
      "set up IPsec SAs under its protection.")                                                    \
    X(AGGRESSIVE, 1,                                                                               \
      "Aggressive mode 1 of 3: proposals, Diffie-Hellman value and identity at "                   \
      "once.",                                                                                     \
      "{initiator} sends all at once: proposals[[ ({sa-offered})]], its Diffie-Hellman value, a "  \
      "nonce and its identity[[ {actor-id}]]. That saves three messages, but the identity is "     \
      "readable by everybody, and the Diffie-Hellman group cannot be negotiated.")                 \
    X(AGGRESSIVE, 2, "Aggressive mode 2 of 3: the responder chooses, and proves who it is.",       \
      "{responder} took a proposal[[ ({sa-chosen})]] and sends its identity[[ {actor-id}]] with "  \
      "a proof that everybody can read. With a pre-shared key anybody who recorded this message "  \
      "can try out weak keys at leisure: that is the known weakness of aggressive mode.")          \
    X(AGGRESSIVE, 3, "Aggressive mode 3 of 3: the initiator proves who it is.",                    \
      "The initiator accepted the responder's proof and sends its own. When the responder "        \
      "accepts it too, the IKE SA stands[[: {sa-chosen}]].")                                       \
    X(QUICK, 1, "Quick Mode 1: proposals for protecting the traffic itself.",                      \
      "The {actor} proposes how user data is to be protected[[: {offered}]][[, for traffic "       \
      "between {id-ci} and {id-cr}]]. Such address ranges have to be the mirror image on the two " \
      "devices.[[ With perfect forward secrecy, group {pfs-group}: a fresh Diffie-Hellman "        \
      "exchange.]] If it is refused, compare phase 2 algorithms, PFS and address ranges.")         \
    X(QUICK, 2, "Quick Mode 2: the answer, with the chosen proposal.",                             \
      "The {actor} answered[[ and took {chosen}]].[[ It wants to receive the protected "           \
      "traffic with the "                                                                          \
      "number (SPI) {inbound-spi:08x}.]] Both sides can now compute the keys of the IPsec SAs.")   \
    X(QUICK, 3, "Quick Mode 3: the confirmation.",                                                 \
      "The {actor} confirms with a hash over both nonces that it is alive and that nobody "        \
      "replays old messages. The IPsec SAs are ready on both sides unless the commit bit asks "    \
      "for one more message.")                                                                     \
    X(QUICK, 4, "Quick Mode 4: connected.",                                                        \
      "The responder had set the commit bit, which asks the other side to wait for this message "  \
      "before it sends protected traffic. It says that its IPsec SAs are loaded.")                 \
    X(QUICK, 0, "A further Quick Mode message.",                                                   \
      "Quick Mode has three messages, or four with the commit bit. This one is beyond them or "    \
      "its place is not known, because the beginning was not captured.")                           \
    X(TRANSACTION, 0, "Transaction: user authentication or configuration of the client.",          \
      "Between phase 1 and phase 2, remote access adds an exchange of its own: XAUTH asks for a "  \
      "user name and password, mode config hands out an address and name servers.")                \
    X(INFORMATIONAL, 0, "Informational message: a notification or a delete.",                      \
      "Such messages report errors, delete SAs or ask whether the peer is alive. They are "        \
      "one-way "                                                                                   \
      "and not acknowledged. Protected ones can be trusted; one in clear can be forged by "        \
      "anybody.")                                                                                  \
    X(BASE, 0, "Base exchange, message {step}.",                                                   \
      "The base exchange of RFC 2408 sends key exchange and authentication together. Hardly any "  \
      "device uses it with IKE.")                                                                  \
    X(AUTH_ONLY, 0, "Authentication only exchange, message {step}.",                               \
      "This exchange of RFC 2408 authenticates without agreeing on keys. Hardly any device uses "  \
      "it with IKE.")                                                                              \
    X(NEW_GROUP, 0, "New group mode, message {step}.",                                             \
      "The peers agree on a Diffie-Hellman group of their own for later exchanges (RFC 2409 "      \
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

/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The texts of a lesson: what messages and payloads are for, and who knows what afterwards. */
#ifndef IKELOG_REPORTS_LESSON_ROWS_H
#define IKELOG_REPORTS_LESSON_ROWS_H

/* Why a message without a step exists, and what is known after it. */
#define IKELOG_LESSON_UNPLACED                                                                  \
    "Its place in the exchange is not known, because the beginning was not captured, or it is " \
    "one too many."
#define IKELOG_LESSON_UNCERTAIN "Nothing can be said about it for certain."

/*
 * X(exchange, step (0: any other), "title", "why it exists", "what each side knows afterwards").
 * Prose with the placeholders of events/values.h; between backquotes stands code, as it is.
 */
#define IKELOG_LESSON_MESSAGES(X)                                                                 \
    X(MAIN, 1, "The initiator proposes",                                                          \
      "Two devices that want to talk in secret must first agree on how. {initiator} writes "      \
      "down the combinations of cipher, hash, Diffie-Hellman group and way of authentication "    \
      "that it would accept, the best first. It also picks a cookie ({icookie}), a random "       \
      "number that names this negotiation; the responder's cookie is still zero.",                \
      "The responder knows what it may choose from. Nobody has proven anything yet: every "       \
      "listener can read this message, and anybody could have sent it.")                          \
    X(MAIN, 2, "The responder chooses",                                                           \
      "{responder} takes exactly one of the offered combinations, unchanged, and adds its own "   \
      "cookie ({rcookie}). If nothing suited it, it would refuse here with "                      \
      "`NO_PROPOSAL_CHOSEN`, or keep silent.",                                                    \
      "Both sides know the algorithms of phase 1[[: {sa-chosen}]][[, authentication by "          \
      "{auth}]]. The pair of cookies names the IKE SA from now on. Listeners know all of this "   \
      "too; it is no secret.")                                                                    \
    X(MAIN, 3, "The initiator's half of the key exchange",                                        \
      "Now both sides need a secret that no listener has. The initiator picks a random "          \
      "number `xi`, keeps it, and sends `g^xi` in the KE payload. The nonce is a random number "  \
      "that goes into the keys, so that no recording of an old negotiation can be played again.", \
      "The responder, as soon as it has picked its own `xr`, can compute the shared secret "      \
      "`g^xy`.[[ A listener sees what the initiator sent but {hidden} from it.]][[ But "          \
      "{weak-public}.]]")                                                                         \
    X(MAIN, 4, "The responder's half of the key exchange",                                        \
      "The responder answers with `g^xr` and its own nonce. This completes the Diffie-Hellman "   \
      "exchange.",                                                                                \
      "Both sides can compute the same `g^xy`, and from it all keys of phase 1.[[ A listener "    \
      "has seen both values but {hidden}.]][[ But {weak-public}.]] [[{key-base}. ]]What is "      \
      "still missing is the proof of who sits at the other end: so far each side shares a "       \
      "secret with a stranger.")                                                                  \
    X(MAIN, 5, "The initiator shows who it is",                                                   \
      "The initiator names itself[[ ({actor-id})]][[ and sends {proof}]]. It is computed from "   \
      "the cookies, both public values, the initiator's own list of proposals and its "           \
      "identity, so that nobody can have changed those on the way. This message is the first "    \
      "encrypted one: the keys exist now, and the identity is none of a listener's business.",    \
      "The responder knows the name of the other side, and whether what it was sent holds. If "   \
      "it cannot even decrypt the message, the two sides have derived different keys.")           \
    X(MAIN, 6, "The responder shows who it is",                                                   \
      "The responder does the same the other way round[[: it is {actor-id}]][[, and it sends "    \
      "{proof}]].",                                                                               \
      "When the initiator accepts that, phase 1 is complete.[[ {authenticated}.]] The IKE SA "    \
      "is a protected channel between the two devices: for negotiations, not yet for user data.") \
    X(AGGRESSIVE, 1, "The initiator says everything at once",                                     \
      "Aggressive mode saves messages: {initiator} sends proposals, its half of the "             \
      "Diffie-Hellman exchange, a nonce and its identity in one go. The price: the "              \
      "Diffie-Hellman group cannot be negotiated, because its value is already there, and the "   \
      "identity[[ ({actor-id})]] is readable by everybody.",                                      \
      "The responder knows the proposals, `g^xi`, the nonce and the name that the initiator "     \
      "goes by. So does every listener.")                                                         \
    X(AGGRESSIVE, 2, "The responder chooses, answers and shows who it is",                        \
      "{responder} takes one proposal, sends its half of the key exchange and its identity[[ "    \
      "({actor-id})]][[, and already {proof}: it has both public values and both nonces]].",      \
      "The initiator can derive all keys and check what the responder sent.[[ {clear-proof}.]]")  \
    X(AGGRESSIVE, 3, "The initiator completes phase 1",                                           \
      "The initiator accepted what the responder sent[[ and sends {proof}]]. This message may "   \
      "be encrypted, since both sides have keys now.",                                            \
      "When the responder accepts it, phase 1 is complete.[[ {authenticated}.]]")                 \
    X(BASE, 1, "The initiator proposes",                                                          \
      "The base exchange saves two of main mode's messages and still lets the group be "          \
      "negotiated. {initiator} sends its proposals and a nonce[[, and says who it "               \
      "is ({actor-id})]]. Nothing of phase 1 will be encrypted: it hides no "                     \
      "identities, and is rare.",                                                                 \
      "The responder knows what it may choose from. So does every listener.")                     \
    X(BASE, 2, "The responder chooses",                                                           \
      "{responder} takes one of the proposals and sends a nonce of its own[[, and says who it "   \
      "is ({actor-id})]].",                                                                       \
      "Both sides know the algorithms of phase 1[[: {sa-chosen}]][[, authentication by "          \
      "{auth}]]. There are no keys yet.")                                                         \
    X(BASE, 3, "The initiator's half of the key exchange, and its proof",                         \
      "The group is agreed, so the initiator picks its random number `xi` and sends `g^xi`[[ "    \
      "and {proof}]]. That cannot cover `g^xr`, which is still to come.",                         \
      "The responder can compute `g^xy` and all keys, and check what the initiator sent.")        \
    X(BASE, 4, "The responder's half of the key exchange, and its proof",                         \
      "The responder answers with `g^xr`[[ and {proof}]].",                                       \
      "When the initiator accepts that, phase 1 is complete.[[ {authenticated}.]]")               \
    X(BASE, 0, "A further message of the base exchange", IKELOG_LESSON_UNPLACED,                  \
      IKELOG_LESSON_UNCERTAIN)                                                                    \
    X(QUICK, 1, "What user data, and how protected?",                                             \
      "Phase 2 happens inside the channel that phase 1 built; all of it is encrypted. The "       \
      "{actor} proposes how the user's own traffic is to be protected[[: {offered}]]. The two "   \
      "ID payloads say for which traffic[[: between {id-ci} and {id-cr}]]; without them it is "   \
      "for the two devices themselves.[[ {encapsulation}.]][[ {forward-secrecy}.]]",              \
      "The {other} knows what is asked for, and the SPI under which the {actor} wants to "        \
      "receive protected packets. Because of the hash it also knows that nobody changed the "     \
      "request.")                                                                                 \
    X(QUICK, 2, "The answer",                                                                     \
      "The {actor} takes one of the proposals[[: {chosen}]], and adds its own SPI and nonce. "    \
      "The hash covers the other side's nonce too, which shows that the answer is fresh.",        \
      "Both sides have everything from which the keys of the IPsec SAs are made: two SAs, one "   \
      "for each direction, each with an SPI and keys of its own.")                                \
    X(QUICK, 3, "The confirmation",                                                               \
      "The {actor} shows that it has seen the fresh nonce of the answer: it is alive, and this "  \
      "is no recording of an old exchange.",                                                      \
      "Both sides load the IPsec SAs. From now on user packets travel as ESP or AH.")             \
    X(QUICK, 4, "Connected",                                                                      \
      "The responder had set the commit bit: wait until I say that I am ready. This message "     \
      "says so.",                                                                                 \
      "Both sides know that traffic may flow.")                                                   \
    X(QUICK, 0, "A further message of Quick Mode", IKELOG_LESSON_UNPLACED,                        \
      IKELOG_LESSON_UNCERTAIN)                                                                    \
    X(TRANSACTION, 0, "A transaction: asking the user, or configuring the client",                \
      "Remote access puts an exchange of its own between the phases, protected by phase 1. "      \
      "XAUTH asks the user for a name and a password; mode config hands an address and name "     \
      "servers to the client. Each is a pair of a request (or setting) and a reply (or "          \
      "acknowledgement).",                                                                        \
      "Phase 1 is about devices: with XAUTH the gateway also knows the person in front of "       \
      "one.[[ {authenticated}.]]")                                                                \
    X(INFORMATIONAL, 0, "An informational message",                                               \
      "One message: an error, a farewell, or the question whether the peer is alive. In clear "   \
      "anybody may have sent it; protected it comes with a hash made from the keys of phase 1.",  \
      "The other side knows what its peer thinks. Nobody confirms it, but for the question "      \
      "whether the peer is alive.")

/* X("title", "why", "knows") of a part of a message that was cut, whatever its exchange. */
#define IKELOG_LESSON_FRAGMENT(X)                                                                 \
    X("A fragment of a message",                                                                  \
      "The message is too long for one packet. Its sender cuts it into numbered parts, and each " \
      "travels as a message of its own. What the whole one says stands at its last part.",        \
      "Nothing can be read before all parts are there. If one is lost, all are sent again.")

#endif

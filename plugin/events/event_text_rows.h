/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What each event means: the sentence and the paragraph, one row an event. */
#ifndef IKELOG_EVENTS_EVENT_TEXT_ROWS_H
#define IKELOG_EVENTS_EVENT_TEXT_ROWS_H

/*
 * X(ID, "sentence", "paragraph"): templates with the placeholders of values.h. The
 * sentence stands for the whole message when it is informational or a transaction. Events
 * without a row add nothing.
 */
#define IKELOG_EVENT_TEXT_ROWS(X)                                                                  \
    X(PACKET_COPY, "Captured once more.",                                                          \
      "The same packet was recorded twice, for example by a mirror port or on two interfaces of "  \
      "a router. It was not sent again.")                                                          \
    X(CAPTURE_STARTED_LATER, "The capture begins in the middle.",                                  \
      "The beginning of this IKE SA was not captured. What was negotiated before is unknown, and " \
      "a log of the device has lines that cannot be reconstructed.")                               \
    X(PAYLOAD_MISSING, "The message lacks a payload.",                                             \
      "Every message of this kind has more payloads than this one. The {other} cannot go on with " \
      "it: look for incompatible software of the {actor}, or for something on the way that "       \
      "changes packets.")                                                                          \
    X(PHASE1_ESTABLISHED, "Phase 1 is established.",                                               \
      "Phase 1 is complete[[ ({sa-chosen})]]: both sides share keys, and {authenticated}. "        \
      "Phase 2 follows.")                                                                          \
    X(PHASE1_REKEY, "An established IKE SA is being replaced.",                                    \
      "There is an IKE SA between these peers already; this one renews it before its lifetime "    \
      "ends, or one peer has lost its state. Both are normal as long as phase 2 goes on working.") \
    X(PHASE1_GIVEN_UP, "Phase 1 was given up.",                                                    \
      "The {actor} gave up after {number} repeats. Check that the peer address is right, that "    \
      "UDP 500 (and 4500 with NAT) passes in both directions, and that the {other} has this peer " \
      "configured: many devices do not answer strangers.")                                         \
    X(NEGOTIATION_IN_PROCESS, "Another attempt begins while one is under way.",                    \
      "Two phase 1 negotiations between the same devices overlap: either traffic asked again "     \
      "before the first one was finished, or both sides began at once. It resolves itself unless " \
      "answers are lost.")                                                                         \
    X(DUPLICATE_REQUEST, "The first message came again.",                                          \
      "The responder got the same opening message once more while it was still working on the "    \
      "first, or its answer was lost. A few are harmless on a slow link. Many point to answers "   \
      "that do not get back: filters, asymmetric routes, NAT.")                                    \
    X(IPSEC_SA_LOADED, "IPsec SAs are ready.",                                                     \
      "Phase 2 is complete[[ ({chosen})]]. From now on user traffic can flow[[ as "                \
      "{ipsec-protocol}]][[, sent with SPI {outbound-spi:08x}]][[ and received with SPI "          \
      "{inbound-spi:08x}]]. If it does not, look at routes, filters and the address ranges.")      \
    X(REKEY, "IPsec SAs are being renewed.",                                                       \
      "A Quick Mode with the same address ranges exists already; this one renews its keys before " \
      "they expire.")                                                                              \
    X(PHASE2_GIVEN_UP, "Quick Mode was given up.",                                                 \
      "The {actor} gave up after {number} repeats. Compare on both sides the phase 2 "             \
      "algorithms[[ (offered: {offered})]], PFS and the address ranges[[ ({id-ci}]][[ to "         \
      "{id-cr})]].")                                                                               \
    X(NO_ANSWER, "Sent again: no answer came.",                                                    \
      "The {actor} waited in vain and sends the message once more. Single repeats are normal on "  \
      "a lossy link. If they go on, requests or answers are filtered, misrouted or refused "       \
      "silently.")                                                                                 \
    X(RETRANSMIT, "Sent again.", "The octets are the same as in frame {original}.")                \
    X(ANSWER_REPEATED, "Answer sent again.",                                                       \
      "The other side repeated its question, so this answer is given again. The first one was "    \
      "probably lost on its way.")                                                                 \
    X(SEND_FAILED, "An IKE packet could not be delivered[[: {icmp}]].",                            \
      "A router or host reports by ICMP[[: {icmp}]]. The packet of the {actor} did not reach the " \
      "other device. Check that IKE runs there, that its UDP port is open, and the route. ICMP "   \
      "errors can be forged, so devices do not give up at the first.")                             \
    X(TOO_MANY_ERRORS, "Given up after too many errors.",                                          \
      "How many failures a device allows before it drops the SA is its own setting; here it was "  \
      "{number}.")                                                                                 \
    X(NO_PROPOSAL_CHOSEN, "Refused: no proposal fits.",                                            \
      "The {actor} found nothing acceptable in what was offered[[: {offered}]].[[ Elsewhere in "   \
      "this capture it offers or takes {offered-elsewhere}.]] Compare encryption, hash or "        \
      "integrity algorithm, key length, Diffie-Hellman group (in phase 2: PFS), authentication "   \
      "method and lifetime on both sides. Some devices also answer so when they have no "          \
      "connection for this peer.")                                                                 \
    X(ID_REFUSED, "Refused: the identity or address range is not accepted.",                       \
      "The {actor} does not accept an identity. In phase 1 it is the name or address that the "    \
      "{other} showed. In phase 2 it is the pair of address ranges[[: {id-ci}]][[ to {id-cr}]]; "  \
      "they have to be mirror images of each other on the two devices.")                           \
    X(LOCAL_ID_MISMATCH, "The range asked for on our side is not the configured one.",             \
      "The peer asks for [[{range}]] as our side[[, but rule {number} has {rule-local}]]. Make "   \
      "the peer's remote range and our local range the same, including the mask.")                 \
    X(REMOTE_ID_MISMATCH, "The range announced for the peer's side is not the configured one.",    \
      "The peer announces [[{range}]] as its own side[[, but rule {number} has {rule-remote}]]. "  \
      "Make the peer's local range and our remote range the same, including the mask.")            \
    X(RULE_CONFLICT, "The peer's range collides with another rule.",                               \
      "The rule for unknown gateways takes its remote range from the peer, here [[{range}]], but " \
      "rule {number} claims[[ {rule-remote}]] already. Give the peer another network, or make "    \
      "the "                                                                                       \
      "other rule narrower.")                                                                      \
    X(INVALID_RANGE, "The peer announces an impossible address range.",                            \
      "The range [[from {first} to {last} ]]cannot be a network: correct the local network or "    \
      "mask in the peer's settings.")                                                              \
    X(REMOTE_RANGE_CONFLICT, "The peer's range is in use by another connection.",                  \
      "Another peer already uses addresses of [[{range}]]. Two sites with the same inner network " \
      "cannot be connected at the same time without translating addresses.")                       \
    X(LIMIT_EXCEEDED, "Too many negotiations at once.",                                            \
      "The device allows {number} simultaneous Quick Modes and all are in use. Wait, or close "    \
      "connections that are not needed.")                                                          \
    X(REFUSAL_SUSPECTED, "Probably a refusal, but it cannot be read.",                             \
      "Instead of the expected answer the {actor} sent a protected informational message. It is "  \
      "probably an error or a delete.[[ {needed-keys}]]")                                          \
    X(AUTH_FAILED, "Refused: authentication failed.",                                              \
      "The {actor} does not believe the proof of the {other}[[ (identity {peer-id})]]. Compare "   \
      "the pre-shared keys or check the certificates, their issuer and validity, and which "       \
      "identity each side expects of the other.")                                                  \
    X(HASH_FAILED, "A proof does not hold.",                                                       \
      "The hash or signature in this message was computed again and differs. Either the two "      \
      "sides hold different secrets, or the message was changed, or the secret given to this "     \
      "program is not the right one.")                                                             \
    X(PSK_MISMATCH_SUSPECTED, "The pre-shared keys probably differ.",                              \
      "With different pre-shared keys everything goes well until the first message that is made "  \
      "with them, and that is what this capture shows. Enter the key anew on both sides; mind "    \
      "blanks at the end, upper and lower case, and which key applies to this peer's address or "  \
      "name. No message names this fault: devices call it malformed, or stay silent.")             \
    X(PAYLOAD_MALFORMED, "The other side cannot make sense of a message.",                         \
      "The {actor} could not read a message of the {other}. After the first encrypted message "    \
      "this nearly always means different pre-shared keys: decryption with the wrong key gives "   \
      "garbage. Otherwise look for incompatible software or packets damaged on the way.")          \
    X(INVALID_COOKIE, "The other side does not know this IKE SA.",                                 \
      "The {actor} has no IKE SA with these cookies, for example because it restarted or deleted " \
      "it. The {other} should negotiate again; until it does, traffic is lost.")                   \
    X(INVALID_SPI, "The other side does not know an IPsec SA.",                                    \
      "The {actor} received protected traffic with an SPI that it does not know, for example "     \
      "after a restart. The sender should renew its IPsec SAs.")                                   \
    X(CERTIFICATE_REFUSED, "A certificate is not accepted ({notify}).",                            \
      "The {actor} refuses a certificate or its issuer. Check that its root certificate is "       \
      "installed there, that the validity dates are right, and the clocks.")                       \
    X(ERROR_NOTIFICATION, "Error notification {notify}.", "The {actor} reports {notify}.")         \
    X(CONNECTED, "Notification: connected.",                                                       \
      "The {actor} says that its IPsec SAs are loaded and traffic may flow.")                      \
    X(RESPONDER_LIFETIME, "Notification: the responder's lifetime[[: {lifetime}]].",               \
      "The {actor} names a lifetime[[: {lifetime}]]. What it names counts, and to name "           \
      "another one "                                                                               \
      "than was offered is normal.")                                                               \
    X(REPLAY_STATUS, "Notification: replay protection.",                                           \
      "The {actor} says whether it checks sequence numbers of protected traffic[[: it "            \
      "{replay-status} them]].")                                                                   \
    X(INITIAL_CONTACT, "Notification: initial contact.",                                           \
      "The {actor} has no other SA with this peer; the {other} should drop old ones.")             \
    X(LOAD_BALANCE, "Load balancing: the client is to go on elsewhere[[, at {redirect}]].",        \
      "The {actor} asks the {other} to negotiate with another gateway of its group[[: "            \
      "{redirect}]]. "                                                                             \
      "That is normal for a cluster; that address has to be reachable as well.")                   \
    X(NOTIFICATION, "Notification {notify}.", "The {actor} reports {notify}.")                     \
    X(SA_DELETED, "The {actor} deletes the IKE SA.",                                               \
      "The {actor} ends the IKE SA. After a rekey or at the end of a connection this is normal. "  \
      "Right after an error it is the error's consequence.")                                       \
    X(IPSEC_SA_DELETED, "The {actor} deletes {deleted}.",                                          \
      "The {actor} will not use {deleted} any more. After a renewal this is normal; traffic that " \
      "still arrives with it is dropped.")                                                         \
    X(DPD_REQUEST, "The {actor} asks whether the peer is alive[[ (number {sequence})]].",          \
      "Dead peer detection: a small question that has to be answered. It is asked when no "        \
      "traffic "                                                                                   \
      "came for a while.")                                                                         \
    X(DPD_ANSWER, "The {actor} answers that it is alive[[ (number {sequence})]].",                 \
      "The answer to a dead peer question; its number has to be that of the question.")            \
    X(PEER_DEAD, "The peer does not answer any more.",                                             \
      "{number} questions whether the peer is alive got no answer. It has lost its connection, "   \
      "restarted, or a NAT or filter on the way forgot the connection. The SAs are dropped "       \
      "soon.")                                                                                     \
    X(CERTIFICATE_SENT, "Shown: [[{certificate}]].",                                               \
      "The {actor} sends a [[{certificate}]]. Whether it is trusted is for the other device to "   \
      "decide; this program does not check it.")                                                   \
    X(CERTIFICATE_REQUESTED, "A certificate is asked for.",                                        \
      "The {actor} names the issuers whose certificates it accepts.")                              \
    X(XAUTH_REQUESTED, "XAUTH: the gateway asks for user name and password.",                      \
      "After phase 1 the gateway wants to know the user. Of the devices phase 1 has shown that "   \
      "{authenticated}.")                                                                          \
    X(XAUTH_ANSWERED, "XAUTH: the client answers[[ for user {user}]].",                            \
      "The client sends user name[[ ({user})]] and password[[, {protection}]].")                   \
    X(XAUTH_OK, "XAUTH: the gateway accepts the user.",                                            \
      "The user is authenticated. Configuration of the client or phase 2 follows.")                \
    X(XAUTH_FAILED, "XAUTH: the gateway refuses the user.",                                        \
      "User name or password is wrong, the account is locked, or the server that the gateway "     \
      "asks (RADIUS, LDAP) did not agree. Phase 1 was all right.")                                 \
    X(CONFIG_REQUESTED, "Mode config: settings are asked for.",                                    \
      "The {actor} asks for settings such as an inner address and name servers.")                  \
    X(CONFIG_ANSWERED, "Mode config: settings are given[[, address {inner-address}]].",            \
      "The {actor} hands out settings[[: inner address {inner-address}]].")                        \
    X(CONFIG_SET, "Mode config: settings are pushed[[, address {inner-address}]].",                \
      "The {actor} sets values at the other side without being asked.")                            \
    X(CONFIG_ACKNOWLEDGED, "Settings are acknowledged.", "The {actor} confirms what was set.")     \
    X(NAT_DETECTED, "The {actor} is behind a NAT.",                                                \
      "The address that the {actor} sends from is changed on the way. The peers go on with UDP "   \
      "4500 and wrap protected traffic in UDP, so UDP 4500 has to pass all filters.")              \
    X(PORT_FLOATED, "The {actor} goes on with another UDP port.",                                  \
      "The {actor} speaks from port {port} now. Behind a NAT a change to UDP 4500 is what RFC "    \
      "3947 asks for.")                                                                            \
    X(ADDRESS_CHANGED, "The {actor} speaks from another address.",                                 \
      "The {actor} goes on from {address}: its line was connected again, or a NAT on the way "     \
      "changed. Many devices have to negotiate again after that.")                                 \
    X(UNKNOWN_SPI, "Protected traffic with an unknown SPI.",                                       \
      "No IPsec SA {number:08x} was negotiated. One side restarted or deleted it, while the "      \
      "other goes on using it.")                                                                   \
    X(REPLAY, "A sequence number came again.",                                                     \
      "A packet of IPsec SA {number:08x} was repeated or is late. Receivers drop it. A few are "   \
      "harmless; many point to load balancing that reorders packets, or an attack.")

#endif

/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What each event means: the sentence and the paragraph, one row an event. */
#ifndef IKELOG_EVENTS_EVENT_TEXT_ROWS_H
#define IKELOG_EVENTS_EVENT_TEXT_ROWS_H

/*
 * X(ID, "sentence", "paragraph"): templates with the placeholders of values.h. The
 * sentence stands for the whole message when it is informational or a transaction. Events
 * without a row add nothing.
 */
#define IKELOG_EVENT_TEXT_ROWS(X)                                                                 \
    X(PACKET_COPY, "Captured once more.",                                                         \
      "It was not sent again: the packet was recorded twice, for example by a mirror port or "    \
      "on two interfaces of a router.")                                                           \
    X(CAPTURE_STARTED_LATER, "The capture begins in the middle.",                                 \
      "What this IKE SA negotiated before is unknown. Start the capture before the tunnel is "    \
      "set up: then the algorithms are known, and a log of the device can be reconstructed "      \
      "whole.")                                                                                   \
    X(PAYLOAD_MISSING, "The message lacks a payload.",                                            \
      "The {other} cannot go on with it. Look for incompatible software of the {actor}, or for "  \
      "something on the way that changes packets.")                                               \
    X(PHASE1_ESTABLISHED, "Phase 1 is established.",                                              \
      "It protects what is negotiated from now on[[, with {sa-chosen}]].[[ {authenticated}.]]")   \
    X(PHASE1_REKEY, "An established IKE SA is being replaced.",                                   \
      "It is renewed before its lifetime ends, or one peer has lost its state. Both are normal "  \
      "as long as phase 2 goes on working.")                                                      \
    X(PHASE1_GIVEN_UP, "Phase 1 was given up.",                                                   \
      "The {actor} stopped after {number} repeats.[[ To find the cause, {to-check}.]]")           \
    X(NEGOTIATION_IN_PROCESS, "Another attempt begins while one is under way.",                   \
      "Traffic asked again before the first attempt was finished, or both sides began at once. "  \
      "It resolves itself unless answers are lost.")                                              \
    X(DUPLICATE_REQUEST, "The first message came again.",                                         \
      "The responder is still working on it, or its answer was lost. A few repeats are "          \
      "harmless on a slow link; many point to answers that do not get back: filters, "            \
      "asymmetric routes, NAT.")                                                                  \
    X(IPSEC_SA_LOADED, "IPsec SAs are ready.",                                                    \
      "Phase 2 is complete[[ ({chosen})]].[[ The {actor} sends {ipsec-protocol} with SPI "        \
      "{outbound-spi:08x} and receives with SPI {inbound-spi:08x}.]] If no traffic passes, "      \
      "check[[ {carrier}, then]] routes and the address ranges.")                                 \
    X(REKEY, "IPsec SAs are being renewed.",                                                      \
      "The new ones get fresh keys before the old ones expire.")                                  \
    X(PHASE2_GIVEN_UP, "Quick Mode was given up.",                                                \
      "The {actor} stopped after {number} repeats.[[ To find the cause, {to-check}.]]")           \
    X(NO_ANSWER, "Sent again: its sender has no answer yet.",                                     \
      "A single repeat is normal on a lossy link. If repeats go on, requests or answers are "     \
      "filtered, misrouted or dropped without a word.")                                           \
    X(RETRANSMIT, "Sent again.",                                                                  \
      "The octets are the same as in frame {original}, so it says nothing new: it is answered "   \
      "once more, or ignored.")                                                                   \
    X(ANSWER_REPEATED, "Answer sent again.", "The first one was probably lost on its way.")       \
    X(SEND_FAILED, "An IKE packet could not be delivered[[: {icmp}]].",                           \
      "By this ICMP error the packet of the {actor} did not reach the {other}. Check that IKE "   \
      "runs there, that its UDP port is open, and the route. ICMP errors can be forged, so "      \
      "devices do not give up at the first.")                                                     \
    X(TOO_MANY_ERRORS, "Given up after too many errors.",                                         \
      "After {number} failures the SA is dropped. The first of them shows the cause.")            \
    X(NO_PROPOSAL_CHOSEN, "Refused: no proposal fits.",                                           \
      "The {actor} found nothing acceptable in what was offered[[: {offered}]]. Compare on "      \
      "both sides {to-compare}.[[ Elsewhere in this capture the {actor} offers or takes "         \
      "{offered-elsewhere}.]] Check, too, that the {actor} has a connection for this peer: "      \
      "some devices answer so when they have none.")                                              \
    X(ID_REFUSED, "Refused: {refused-id} not accepted.", "{id-advice}.")                          \
    X(LOCAL_ID_MISMATCH, "The range asked for on our side is not the configured one.",            \
      "The peer asks for[[ {range}]] as our side[[, but rule {number} has {rule-local}]]. Make "  \
      "the peer's remote range and our local range the same, including the mask.")                \
    X(REMOTE_ID_MISMATCH, "The range announced for the peer's side is not the configured one.",   \
      "The peer announces[[ {range}]] as its own side[[, but rule {number} has "                  \
      "{rule-remote}]]. Make the peer's local range and our remote range the same, including "    \
      "the mask.")                                                                                \
    X(RULE_CONFLICT, "The peer's range collides with another rule.",                              \
      "The range[[ {range}]] comes from the peer, as the rule for unknown gateways wants it. "    \
      "Give the peer another network, or make the other rule narrower.")                          \
    X(INVALID_RANGE, "The peer announces an impossible address range.",                           \
      "The range [[from {first} to {last} ]]cannot be a network. Correct the local network or "   \
      "mask in the peer's settings.")                                                             \
    X(REMOTE_RANGE_CONFLICT, "The peer's range is in use by another connection.",                 \
      "Another peer already uses addresses of that range[[, {range}]]. Two sites with the same "  \
      "inner network can be connected at the same time only when addresses are translated.")      \
    X(LIMIT_EXCEEDED, "Too many negotiations at once.",                                           \
      "All {number} Quick Modes that the device allows at once are in use. Wait, or close "       \
      "connections that are not needed.")                                                         \
    X(REFUSAL_SUSPECTED, "Probably a refusal, but it cannot be read.",                            \
      "An error or a delete is likely. Read the log of the {actor} for this time: it names "      \
      "what is refused.")                                                                         \
    X(AUTH_FAILED, "Refused: authentication failed.",                                             \
      "The {actor} refuses the authentication of the {other}[[ (identity {peer-id})]]. "          \
      "{auth-advice}.")                                                                           \
    X(HASH_FAILED, "A proof does not hold.",                                                      \
      "The hash or signature was computed again here and differs. Either the two sides hold "     \
      "different secrets, or the message was changed, or the key given to this program is not "   \
      "the right one.")                                                                           \
    X(PSK_MISMATCH_SUSPECTED, "The pre-shared keys probably differ.",                             \
      "Compare which key each side takes for this peer's address or name, blanks and upper and "  \
      "lower case included. With the wrong key a message decrypts to garbage: devices call it "   \
      "malformed, refuse the proof, or stay silent.")                                             \
    X(PAYLOAD_MALFORMED, "The other side cannot make sense of a message.",                        \
      "The {actor} could not read a message of the {other}. {garbage-advice}.")                   \
    X(INVALID_COOKIE, "The other side does not know this IKE SA.",                                \
      "The {actor} may have restarted or deleted it. Let the {other} negotiate again: until it "  \
      "does, traffic is lost.")                                                                   \
    X(INVALID_SPI, "The other side does not know an IPsec SA.",                                   \
      "The {actor} got protected traffic with an SPI that it does not know, for example after "   \
      "a restart. Let the {other} renew its IPsec SAs.")                                          \
    X(CERTIFICATE_REFUSED, "A certificate is not accepted ({notify}).",                           \
      "The {actor} refuses the certificate of the {other} or its issuer. Check that the "         \
      "{actor} trusts the root certificate, that the validity dates are right, and the clocks.")  \
    X(ERROR_NOTIFICATION, "Error notification {notify}.",                                         \
      "Read the log of the {actor} for this time: it names the cause.")                           \
    X(CONNECTED, "Notification: connected.",                                                      \
      "The {actor} has loaded its IPsec SAs, so traffic may flow.")                               \
    X(RESPONDER_LIFETIME, "Notification: the responder's lifetime[[: {lifetime}]].",              \
      "The lifetime that the {actor} names counts. To name another one than was offered is "      \
      "normal.")                                                                                  \
    X(REPLAY_STATUS, "Notification: replay protection.",                                          \
      "The {actor} says whether it checks the sequence numbers of protected traffic[[: it "       \
      "{replay-status} them]].")                                                                  \
    X(INITIAL_CONTACT, "Notification: initial contact.",                                          \
      "The {actor} has no other SA with this peer, so the {other} should drop old ones.")         \
    X(LOAD_BALANCE, "Load balancing: the client is to go on elsewhere[[, at {redirect}]].",       \
      "That is normal for a group of gateways. Check that the {other} can reach the other "       \
      "gateway[[ {redirect}]], too.")                                                             \
    X(NOTIFICATION, "Notification {notify}.", "It tells a state of the {actor} and is no error.") \
    X(SA_DELETED, "The {actor} deletes the IKE SA.",                                              \
      "After a renewal or at the end of a connection this is normal. Right after an error it "    \
      "is the error's consequence.")                                                              \
    X(IPSEC_SA_DELETED, "The {actor} deletes {deleted}.",                                         \
      "After a renewal or at the end of a connection this is normal. Traffic that still "         \
      "arrives with it is dropped.")                                                              \
    X(DPD_REQUEST, "The {actor} asks whether the peer is alive[[ (number {sequence})]].",         \
      "Dead peer detection: the {other} has to answer with the same number. Devices ask when "    \
      "no traffic came for a while.")                                                             \
    X(DPD_ANSWER, "The {actor} answers that it is alive[[ (number {sequence})]].",                \
      "The answer to a dead peer question has to carry the number of that question.")             \
    X(PEER_DEAD, "The peer does not answer any more.",                                            \
      "It may have lost its connection or restarted, or a NAT or filter on the way forgot the "   \
      "connection. Check first whether it can be reached; the SAs are dropped soon.")             \
    X(CERTIFICATE_SENT, "The {actor} sends {certificate}.",                                       \
      "Whether to trust it, the {other} decides: dates, issuer and name count.")                  \
    X(CERTIFICATE_REQUESTED, "A certificate is asked for.",                                       \
      "An authority that is named here is one that the {actor} trusts. Without a name any will "  \
      "do.")                                                                                      \
    X(XAUTH_REQUESTED, "XAUTH: the gateway asks for user name and password.",                     \
      "After phase 1 it wants to know the user, too.[[ {authenticated}.]]")                       \
    X(XAUTH_ANSWERED, "XAUTH: the client answers[[ for user {user}]].",                           \
      "User name and password are sent, {protection}.")                                           \
    X(XAUTH_OK, "XAUTH: the gateway accepts the user.",                                           \
      "Configuration of the client or phase 2 follows.")                                          \
    X(XAUTH_FAILED, "XAUTH: the gateway refuses the user.",                                       \
      "User name or password is wrong, the account is locked, or the server that the gateway "    \
      "asks (RADIUS, LDAP) refused. Check the account there; phase 1 went well.")                 \
    X(CONFIG_REQUESTED, "Mode config: settings are asked for.",                                   \
      "The {actor} wants settings such as an inner address and name servers.")                    \
    X(CONFIG_ANSWERED, "Mode config: settings are given[[, address {inner-address}]].",           \
      "The {other} asked for them.[[ {inner-use}.]]")                                             \
    X(CONFIG_SET, "Mode config: settings are pushed[[, address {inner-address}]].",               \
      "The {actor} sends them unasked, and the {other} has to confirm them.[[ {inner-use}.]]")    \
    X(CONFIG_ACKNOWLEDGED, "Settings are acknowledged.",                                          \
      "The {actor} took over what the {other} sent.")                                             \
    X(NAT_DETECTED, "The {actor} is behind a NAT.",                                               \
      "Its address is changed on the way, or it pretends so to have traffic wrapped in UDP. "     \
      "Let UDP 4500 pass all filters: both sides go on there, and wrap protected traffic in it.") \
    X(PORT_FLOATED, "The {actor} goes on with another UDP port.",                                 \
      "It speaks from port {port} now. Behind a NAT a change to UDP 4500 is what RFC 3947 asks "  \
      "for.")                                                                                     \
    X(ADDRESS_CHANGED, "The {actor} speaks from another address.",                                \
      "It goes on from {address}: its line was connected again, or a NAT on the way changed. "    \
      "Many devices have to negotiate again after that.")                                         \
    X(UNKNOWN_SPI, "Protected traffic with an unknown SPI.",                                      \
      "One side restarted or deleted IPsec SA {number:08x} while the other goes on using it, "    \
      "or it was set up before the capture. If traffic is lost, set up the tunnel again.")        \
    X(REPLAY, "A sequence number came again.",                                                    \
      "A packet of IPsec SA {number:08x} was repeated or is late, and receivers drop it. A few "  \
      "are harmless; many point to load balancing that reorders packets, or to an attack.")

#endif

/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The causes that a verdict can name, and what to check first. */
#ifndef IKELOG_EVENTS_VERDICT_CAUSE_ROWS_H
#define IKELOG_EVENTS_VERDICT_CAUSE_ROWS_H

/*
 * X(ID, VERDICT, SEVERITY, "what else it may be, when it is the second cause", "advice")
 *
 * Advice: at most two sentences; what to check first and on which side, keys last. {actor} is the
 * address of the side that the observation is about, {other} that of the other side.
 */
#define IKELOG_CAUSE_ROWS(X)                                                                      \
    X(NONE, UNKNOWN, NOTE, "", "")                                                                \
    X(ESTABLISHED, ESTABLISHED, CHAT, "", "")                                                     \
    X(SAME_IDENTITY, ESTABLISHED, WARN, "",                                                       \
      "Give each client an identity of its own. Or let the gateway, {actor}, allow one identity " \
      "several times (strongSwan: uniqueids=no).")                                                \
    X(FLAPPING, ESTABLISHED, WARN, "",                                                            \
      "Read the log of {actor}: it ends the IKE SAs and names why. Check its lifetime, whether "  \
      "it allows an identity only once (uniqueids), and its dead peer detection.")                \
    X(AH_NAT, ESTABLISHED, WARN, "",                                                              \
      "Choose ESP instead of AH on both sides: no setting lets AH pass a NAT.")                   \
    X(ESP_ONE_WAY, ESTABLISHED, WARN, "",                                                         \
      "Check that ESP (IP protocol 50, with a NAT UDP 4500) is let in at {other}, and that its "  \
      "routes and policies lead the answers back into the tunnel. Traffic that asks for no "      \
      "answer looks the same.")                                                                   \
    X(NARROWED, ESTABLISHED, NOTE, "",                                                            \
      "Set the same ranges on both sides if all of what {actor} asked for has to pass: what is "  \
      "outside of the narrowed ranges does not.")                                                 \
    X(XAUTH_REFUSED, XAUTH_FAILED, ERROR, "",                                                     \
      "Check user name and password on the client, {other}. Then check the user's entry on "      \
      "{actor}.")                                                                                 \
    X(CONFIG_EMPTY, CONFIG_FAILED, ERROR, "",                                                     \
      "Check the address pool on {actor}: none may be set for this connection, or all of its "    \
      "addresses may be in use.")                                                                 \
    X(CONFIG_SILENT, CONFIG_FAILED, ERROR, "",                                                    \
      "Check on {other} that mode config is set up for this connection and that it answers "      \
      "requests (pull). If no address has to be assigned, switch the request off on {actor}.")    \
    X(CONFIG_UNHEEDED, CONFIG_FAILED, ERROR, "",                                                  \
      "Read the log of {actor} for this time: it says whether the reply of mode config arrives "  \
      "and whether its attributes are understood. If it does not arrive, check the way back to "  \
      "{actor}.")                                                                                 \
    X(CONFIG_NOWHERE, CONFIG_FAILED, ERROR, "",                                                   \
      "Read the log of {actor} for this time: check user name and password of XAUTH, the pool "   \
      "of addresses, and that both sides push or both pull. With the keys of this IKE SA more "   \
      "can be read here.")                                                                        \
    X(XAUTH_SILENT, NO_ANSWER, ERROR, "",                                                         \
      "Check that {other} has XAUTH switched on and knows a user name and password: {actor} "     \
      "asks for them. If no user has to log in, switch XAUTH off on {actor}.")                    \
    X(CONFIG_STALLED, CONFIG_FAILED, ERROR, "",                                                   \
      "Set mode config alike on both sides: either {other} asks for its address (pull), or "      \
      "{actor} sends it unasked (push).")                                                         \
    X(ONE_DIRECTION, ONE_DIRECTION, NOTE, "",                                                     \
      "Capture where both directions pass, or check whether the capture filter or an "            \
      "asymmetric route leaves out what {other} sends.")                                          \
    X(UNREACHABLE, UNREACHABLE, ERROR, "",                                                        \
      "Ask whoever runs the device that sends the ICMP errors why it does not let these packets " \
      "through to {other}. If it is {other} itself, check that an IKE daemon runs there and "     \
      "listens on this port.")                                                                    \
    X(NATT_PATH, PATH_BLOCKED, ERROR, "UDP 4500 may not get through",                             \
      "Open UDP 4500 in both directions between {actor} and {other}, not only UDP 500. If it is " \
      "open, compare the pre-shared keys: a device that stays silent to a wrong key leaves the "  \
      "same trace.")                                                                              \
    X(NATT_PATH_ONLY, PATH_BLOCKED, ERROR, "",                                                    \
      "Open UDP 4500 in both directions between {actor} and {other}, not only UDP 500. Check "    \
      "port forwarding, too, when {other} is behind a NAT.")                                      \
    X(ANSWERS_LOST, PATH_BLOCKED, ERROR, "the message may not arrive (route, filter, fragments)", \
      "Check the way back to {actor}: the return route, firewalls and NAT for what {other} "      \
      "sends, and whether large or fragmented packets are dropped. A capture beside {actor} "     \
      "shows whether the answers arrive there.")                                                  \
    X(FRAGMENTS_LOST, PATH_BLOCKED, ERROR, "",                                                    \
      "Let IP fragments through on every filter between {actor} and {other}. Or keep the "        \
      "message small: switch IKE fragmentation on, or send fewer and smaller certificates.")      \
    X(HALF_OPEN, HALF_OPEN, WARN, "",                                                             \
      "Check the way from {other} to {actor}: return route, firewall, and filters that drop "     \
      "large or fragmented packets. {other} may show the tunnel as up while {actor} does not.")   \
    X(PSK, PSK_MISMATCH, ERROR, "the pre-shared keys may differ",                                 \
      "Enter the pre-shared key anew on both sides; mind blanks at its end, upper and lower "     \
      "case. Check which key each side takes for this peer's address or name.")                   \
    X(REFUSED_MM5, REFUSED, ERROR,                                                                \
      "what is refused may be the identity, the certificate, XAUTH or uniqueness, when the "      \
      "refusal was not understood (strongSwan takes libreswan's for malformed)",                  \
      "Read the log of {actor} for this time: it names what it refuses. Check the identity of "   \
      "{other} that it expects, the certificate, XAUTH on or off, and uniqueness; with the keys " \
      "of this IKE SA the refusal can be read here.")                                             \
    X(REFUSED_MM6, REFUSED, ERROR, "",                                                            \
      "Read the log of {actor} for this time: it refuses what {other} showed in its last "        \
      "message of phase 1. Check identity, certificate (date, issuer, name) and pre-shared key "  \
      "there; with the keys of this IKE SA more can be read here.")                               \
    X(IDENTITY, ID_MISMATCH, ERROR, "the identity may not be the one that is expected",           \
      "Compare the identity that {other} shows with the one that {actor} expects of its peer: "   \
      "kind (address, name, distinguished name) and spelling.")                                   \
    X(PRIVATE_IDENTITY, ID_MISMATCH, ERROR, "",                                                   \
      "Set the identity of {other} to what {actor} expects (its public address or a name): "      \
      "behind a NAT its own address is not the one that {actor} sees.")                           \
    X(NO_CONNECTION, REFUSED, ERROR, "",                                                          \
      "Check on {actor} that a connection fits this peer: XAUTH on or off, uniqueness and the "   \
      "authentication method first.")                                                             \
    X(GROUP, ID_MISMATCH, ERROR, "",                                                              \
      "Check the identity (group name) of {other} against what {actor} knows. Then check "        \
      "that {actor} allows aggressive mode for it.")                                              \
    X(MODE, REFUSED, ERROR, "aggressive mode itself may not be allowed there",                    \
      "Check that both sides use the same mode: {actor} may only allow main mode. Then check "    \
      "the identity of {other}.")                                                                 \
    X(AUTHENTICATION, AUTH_FAILED, ERROR, "",                                                     \
      "Read the log of {actor} for this time: it names why the proof of identity of {other} "     \
      "does not hold. Check the pre-shared key, or with certificates the authority that "         \
      "{actor} trusts.")                                                                          \
    X(PROVEN, AUTH_FAILED, ERROR, "",                                                             \
      "Read the log of {actor} for this time: it names what it has against {other}, whose proof " \
      "holds. Compare the identity shown with the one that {actor} expects, and check that it "   \
      "trusts the authority of the certificate and that no revocation list names it.")            \
    X(CERT_DATE, CERT_FAILED, ERROR, "",                                                          \
      "Renew the certificate of {other}. If its dates are right, set the clocks of both "         \
      "devices.")                                                                                 \
    X(CERT_ISSUER, CERT_FAILED, ERROR, "",                                                        \
      "Give {other} a certificate of an authority that {actor} asks for. Or install the "         \
      "authority of this certificate on {actor}.")                                                \
    X(CERT_NAME, CERT_FAILED, ERROR, "",                                                          \
      "Set the identity of {other} to a name in its certificate (subject or subjectAltName). "    \
      "Or issue a certificate that holds this identity.")                                         \
    X(CERT_MISSING, CERT_FAILED, ERROR, "",                                                       \
      "Let {other} send its certificate (strongSwan: leftsendcert), or install it on {actor}.")   \
    X(CERT_REFUSED, CERT_FAILED, ERROR, "",                                                       \
      "Read the log of {actor} for this time: it names what is wrong with the certificate of "    \
      "{other}. Check its dates, its issuer and whether {actor} trusts that authority.")          \
    X(NO_KEY, AUTH_FAILED, ERROR, "",                                                             \
      "Enter a pre-shared key for {other} on {actor}: by this address, or by the identity that "  \
      "is shown.")                                                                                \
    X(PROPOSAL, NO_PROPOSAL, ERROR, "",                                                           \
      "Compare the phase 1 proposals of both sides (cipher, hash, DH group, authentication, "     \
      "lifetime). Check, too, that {actor} has a connection for the address of {other}, and "     \
      "that it is one of IKEv1.")                                                                 \
    X(PROPOSAL_PEER, NO_PROPOSAL, ERROR, "",                                                      \
      "Check on {actor} that a connection is configured for the address of {other}: the "         \
      "algorithms are not what it refuses.")                                                      \
    X(PROPOSAL_QUICK, NO_PROPOSAL, ERROR, "",                                                     \
      "Compare the phase 2 proposals of both sides: protocol, cipher, integrity, and whether "    \
      "PFS is on and with which group.")                                                          \
    X(VERSION, REFUSED, ERROR, "",                                                                \
      "Set both sides to the same version of IKE: {actor} does not speak IKEv1 with this peer.")  \
    X(EXCHANGE, NO_PROPOSAL, ERROR, "",                                                           \
      "Check that both sides use the same mode (main or aggressive) and agree about XAUTH and "   \
      "mode config.")                                                                             \
    X(SELECTORS, SELECTOR_MISMATCH, ERROR, "",                                                    \
      "Compare the address ranges on both sides: what one calls local must be what the other "    \
      "calls remote, with the same masks. Check, too, that both choose tunnel or both transport " \
      "mode.")                                                                                    \
    X(MALFORMED, MALFORMED, ERROR, "",                                                            \
      "Read the log of {actor} for this time: it names the payload that it could not read. "      \
      "Software that does not fit together, and keys that differ, look like this.")               \
    X(REFUSED, REFUSED, ERROR, "",                                                                \
      "Read the log of {actor} for this time: it names what it "                                  \
      "refuses.")                                                                                 \
    X(REFUSED_QUICK, REFUSED, ERROR, "",                                                          \
      "Compare address ranges, phase 2 proposals and PFS on both sides; the log of {actor} "      \
      "names which of them it refuses. With the keys of this IKE SA the refusal can be read "     \
      "here.")                                                                                    \
    X(UNKNOWN, UNKNOWN, NOTE, "",                                                                 \
      "Begin the capture before the negotiation to see how it comes "                             \
      "about.")                                                                                   \
    X(SILENCE_FIRST, NO_ANSWER, ERROR, "",                                                        \
      "Check the address and that UDP 500 passes in both directions. Then check on {other} that " \
      "it accepts IKEv1 (libreswan by default only IKEv2), this mode and this authentication "    \
      "method from {actor}.")                                                                     \
    X(FRAGMENTED_SILENCE, NO_ANSWER, ERROR, "",                                                   \
      "Check that IP fragments pass between {actor} and {other}, or keep the message small by "   \
      "IKE fragmentation. If they do, read the log of {other}: it may refuse silently.")          \
    X(SILENCE_QUICK, NO_ANSWER, ERROR, "",                                                        \
      "Compare address ranges, phase 2 proposals and PFS with those of {other}: many devices "    \
      "refuse silently. Its log says whether the message arrived.")                               \
    X(SILENCE, NO_ANSWER, ERROR, "the message or its answer may not get through",                 \
      "Read the log of {other} for this time: it says whether the message arrived and why it "    \
      "was not answered. Then check what drops packets between the two.")                         \
    X(ABORTED, ABORTED, WARN, "",                                                                 \
      "Read the log of {actor} for this time: it names why it gave this negotiation up.")         \
    X(WAITING_NATT, IN_PROGRESS, CHAT, "",                                                        \
      "Check whether the capture filter includes UDP 4500: the negotiation goes on there.")       \
    X(WAITING, IN_PROGRESS, CHAT, "", "")

#endif

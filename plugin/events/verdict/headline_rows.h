/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What is wrong, in a few words, for each cause of a verdict. */
#ifndef IKELOG_EVENTS_VERDICT_HEADLINE_ROWS_H
#define IKELOG_EVENTS_VERDICT_HEADLINE_ROWS_H

/*
 * X(cause, "headline"): one clause of at most 40 characters, without values and without a full
 * stop: the packet list shows it behind a log line. It is as certain as the cause is. Causes
 * without a row are no trouble.
 */
#define IKELOG_HEADLINE_ROWS(X)                                   \
    X(SAME_IDENTITY, "Several clients share one identity")        \
    X(FLAPPING, "The IKE SA comes and goes")                      \
    X(AH_NAT, "AH does not pass the NAT")                         \
    X(ESP_ONE_WAY, "ESP passes in one direction only")            \
    X(NARROWED, "The address ranges were narrowed")               \
    X(XAUTH_REFUSED, "XAUTH refused the user")                    \
    X(CONFIG_EMPTY, "Mode config gave no address")                \
    X(CONFIG_SILENT, "Mode config was not answered")              \
    X(CONFIG_UNHEEDED, "The reply of mode config has no effect")  \
    X(CONFIG_NOWHERE, "XAUTH or mode config led nowhere")         \
    X(XAUTH_SILENT, "XAUTH was not answered")                     \
    X(CONFIG_STALLED, "Both sides wait for mode config")          \
    X(ONE_DIRECTION, "Only one direction was captured")           \
    X(UNREACHABLE, "The peer is unreachable, says ICMP")          \
    X(NATT_PATH, "UDP 4500 probably does not pass")               \
    X(NATT_PATH_ONLY, "UDP 4500 does not pass")                   \
    X(ANSWERS_LOST, "The answers probably do not arrive")         \
    X(FRAGMENTS_LOST, "Fragments get lost")                       \
    X(HALF_OPEN, "Only one side may think that it is up")         \
    X(PSK, "The pre-shared keys probably differ")                 \
    X(REFUSED_MM5, "The initiator's last message was refused")    \
    X(REFUSED_MM6, "The responder's last message was refused")    \
    X(IDENTITY, "Probably not the expected identity")             \
    X(PRIVATE_IDENTITY, "Probably an identity behind the NAT")    \
    X(NO_CONNECTION, "No connection fits the peer")               \
    X(GROUP, "The identity (group) is probably unknown")          \
    X(MODE, "The mode is probably not allowed")                   \
    X(AUTHENTICATION, "Authentication failed")                    \
    X(CERT_DATE, "The certificate's dates do not fit")            \
    X(CERT_ISSUER, "The certificate is of another CA")            \
    X(CERT_NAME, "The certificate lacks the identity")            \
    X(CERT_MISSING, "The certificate was not sent")               \
    X(CERT_REFUSED, "The certificate was refused")                \
    X(NO_KEY, "Probably no pre-shared key for the peer")          \
    X(PROPOSAL, "No phase 1 proposal was chosen")                 \
    X(PROPOSAL_PEER, "Probably no connection for the peer")       \
    X(PROPOSAL_QUICK, "No phase 2 proposal was chosen")           \
    X(VERSION, "IKEv1 was refused")                               \
    X(EXCHANGE, "The peer probably may not use this mode")        \
    X(SELECTORS, "Address ranges do not match")                   \
    X(MALFORMED, "The peer could not read a message")             \
    X(REFUSED, "Refused, without saying what")                    \
    X(REFUSED_QUICK, "Quick Mode refused, without saying what")   \
    X(UNKNOWN, "It begins before the capture")                    \
    X(SILENCE_FIRST, "The first message got no answer")           \
    X(FRAGMENTED_SILENCE, "A message in fragments got no answer") \
    X(SILENCE_QUICK, "Quick Mode got no answer")                  \
    X(SILENCE, "A message got no answer")                         \
    X(ABORTED, "The negotiation was given up")

#endif

/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What to check when a message is not answered or is refused: by its place and its method. */
#ifndef IKELOG_EVENTS_ADVICE_ROWS_H
#define IKELOG_EVENTS_ADVICE_ROWS_H

/*
 * X(exchange type, step, way of authentication (enum ikelog_auth_class; ANY: whichever), "what to
 * check when nothing answers it"): templates with the placeholders of values.h that go on after
 * "To find the cause, " and end without a period. The first row that fits is taken.
 */
#define IKELOG_SILENCE_ROWS(X)                                                                      \
    X(MAIN, 1, ANY,                                                                                 \
      "check the address of the {other}, that UDP 500 passes in both directions, and that the "     \
      "{other} is set up for this peer, IKEv1 and main mode: many devices do not answer strangers") \
    X(MAIN, 3, ANY,                                                                                 \
      "read the log of the {other}: it may have no key for this peer. Then check whether larger "   \
      "packets get through")                                                                        \
    X(MAIN, 4, ANY, "check that UDP 4500 passes and is captured if there is a NAT on the way")      \
    X(MAIN, 5, PSK,                                                                                 \
      "compare the pre-shared keys, and the identity[[ {actor-id}]] with the one that the {other} " \
      "expects")                                                                                    \
    X(MAIN, 5, SIGNATURE,                                                                           \
      "check whether IP fragments get through, as certificates make this message large. Then "      \
      "check that the {other} trusts the issuer and expects the identity[[ {actor-id}]]")           \
    X(MAIN, 5, ENCRYPTION,                                                                          \
      "check that each side has the public key of the other, and that the {other} expects the "     \
      "identity[[ {actor-id}]]")                                                                    \
    X(MAIN, 5, ANY,                                                                                 \
      "compare pre-shared keys or certificates and the identities, and check whether large "        \
      "packets get through")                                                                        \
    X(AGGRESSIVE, 1, ANY,                                                                           \
      "check the address of the {other}, that UDP 500 passes in both directions, and that the "     \
      "{other} allows aggressive mode for the identity[[ {actor-id}]]: many devices do not answer " \
      "strangers")                                                                                  \
    X(AGGRESSIVE, 2, PSK,                                                                           \
      "compare the pre-shared keys: the {other} can check the HASH and may stay silent. With a "    \
      "NAT on the way check that UDP 4500 passes")                                                  \
    X(AGGRESSIVE, 2, ANY,                                                                           \
      "check whether the {other} gets this large message and accepts the proof in it. With a NAT "  \
      "on the way check that UDP 4500 passes")                                                      \
    X(QUICK, 1, ANY,                                                                                \
      "compare on both sides the phase 2 algorithms[[ (offered: {offered})]], PFS and the "         \
      "address ranges[[ ({id-ci} to {id-cr})]]")                                                    \
    X(QUICK, 2, ANY,                                                                                \
      "read the log of the {other}: it did not confirm. Then check the way from the {actor} to "    \
      "the {other}")

/* X(way of authentication, "what to check when authentication is refused, without a period") */
#define IKELOG_AUTH_ADVICE_ROWS(X)                                                                \
    X(PSK,                                                                                        \
      "Compare the pre-shared keys, and the identity that the {actor} expects of the {other}")    \
    X(SIGNATURE,                                                                                  \
      "Check on the {actor} whether it trusts the issuer, whether the certificate is valid, and " \
      "which identity it expects")                                                                \
    X(ENCRYPTION,                                                                                 \
      "Check that each side has the public key of the other, and which identity the {actor} "     \
      "expects")                                                                                  \
    X(UNKNOWN,                                                                                    \
      "Compare the pre-shared keys, or check the certificates, and which identity the {actor} "   \
      "expects")

/* When the refused side has not sent any proof yet. */
#define IKELOG_NO_PROOF_ADVICE                                                                                   \
    "No proof of the {other} is in the capture yet: check that the {actor} allows this mode, and that it has a " \
    "connection for the identity or address of the {other}"

/* What a key that both sides hold excludes. */
#define IKELOG_KEYS_AGREE_ADVICE                                                                   \
    "Both sides hold the same key, as messages of both open with it here: compare the identity "   \
    "with the one that the {actor} expects, and whether it has a connection for this peer (XAUTH " \
    "on or off, uniqueness)"

#endif

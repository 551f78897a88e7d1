/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Every outcome that the core reports: a sentence with a severity, one row each. */
#ifndef IKELOG_WIRE_STATUS_H
#define IKELOG_WIRE_STATUS_H

/* How serious an outcome is for somebody who looks for a fault. */
enum ikelog_severity {
    IKELOG_OK_SEVERITY, /* nothing to report */
    IKELOG_CHAT,
    IKELOG_NOTE,
    IKELOG_WARN,
    IKELOG_ERROR,
};

/* X(NAME, severity, "one sentence, no full stop") */
#define IKELOG_STATUS_ROWS(X)                                                                     \
    X(OK, OK_SEVERITY, "complete")                                                                \
    /* wire: what ended the reading of a message */                                               \
    X(TRUNCATED, WARN, "the packet ends before the message does")                                 \
    X(BAD_LENGTH, ERROR, "a length field contradicts the octets that are there")                  \
    X(BAD_VERSION, NOTE, "not ISAKMP version 1")                                                  \
    X(TOO_MANY, WARN, "more entries than a sane message holds; the rest was not interpreted")     \
    X(UNKNOWN_PAYLOAD, NOTE, "a payload type that no registry names")                             \
    X(TRAILING, NOTE, "octets are left after the last payload")                                   \
    X(TOO_SHORT, ERROR, "too short for what has to be there")                                     \
    X(FRAGMENTS_DIFFER, WARN, "fragments of one number differ; the later one counts")             \
    /* decryption: what `ikelog.decryption` says */                                               \
    X(DECRYPTED, CHAT, "decrypted")                                                               \
    X(DECRYPTED_NO_FIRST, NOTE,                                                                   \
      "decrypted except for the first cipher block: an earlier message of the CBC chain is "      \
      "missing")                                                                                  \
    X(DECRYPTED_RECOVERED, NOTE,                                                                  \
      "decrypted; an earlier message of the CBC chain is missing, the first cipher block was "    \
      "recovered from the HASH payload")                                                          \
    X(NO_KEYS, NOTE, "encrypted; no key material is configured for this exchange")                \
    X(KEYS_INCOMPLETE, NOTE, "encrypted; the key material given does not lead to the cipher key") \
    X(WRONG_KEY, WARN, "encrypted; wrong key: no key given for this IKE SA fits this message")    \
    X(KEY_UNPROVEN, NOTE,                                                                         \
      "encrypted; an earlier message is missing and nothing here tells whether the key is right") \
    X(NO_ALGORITHM, NOTE,                                                                         \
      "encrypted; the negotiation of the cipher was not captured and the key does not tell it")   \
    X(UNSUPPORTED_ALGORITHM, NOTE, "encrypted; the cipher or hash is not supported")              \
    X(NOT_BLOCKS, ERROR, "encrypted; the length is not a multiple of the cipher block")           \
    X(EMPTY, ERROR, "the encryption flag is set, but there is no body")                           \
    X(CUT, NOTE, "encrypted; the capture cut the message short, decrypted as far as it goes")     \
    X(PUBLIC_TOO_LONG, WARN,                                                                      \
      "encrypted; the Diffie-Hellman public value is longer than its group allows")               \
    X(TOO_MUCH_WORK, WARN,                                                                        \
      "encrypted; its Diffie-Hellman private value was not tried: those of this capture have "    \
      "cost as much time as one capture may")                                                     \
    /* checks of HASH, SIG */                                                                     \
    X(VERIFIED, CHAT, "verified")                                                                 \
    X(FAILED, ERROR, "failed")                                                                    \
    X(NOT_CHECKED_NO_KEY, CHAT, "not checked: the authentication key is not known")               \
    X(NOT_CHECKED_MISSING, CHAT,                                                                  \
      "not checked: an earlier message that it covers was not captured")                          \
    X(NOT_CHECKED_UNSUPPORTED, CHAT, "not checked: the algorithm is not supported")               \
    X(NOT_CHECKED_TRUNCATED, CHAT, "not checked: the message is incomplete")                      \
    X(NOT_CHECKED_NO_CERT, CHAT, "not checked: the certificate was not sent")                     \
    X(NOT_CHECKED_WITHOUT_GNUTLS, CHAT, "not checked: this build of ikelog has no GnuTLS")        \
    /* key files and other input of the user */                                                   \
    X(BAD_SYNTAX, ERROR, "the line is not of the expected form")                                  \
    X(BAD_HEX, ERROR, "not hexadecimal")                                                          \
    X(TOO_LONG, ERROR, "longer than the documented bound")                                        \
    X(IO, ERROR, "the file cannot be read")                                                       \
    X(CRYPTO, ERROR, "the cryptographic library refused the operation")

enum ikelog_status {
#define X(name, severity, text) IKELOG_##name,
    IKELOG_STATUS_ROWS(X)
#undef X
        IKELOG_STATUS_COUNT
};

/* The sentence of a status. Static storage; never NULL, also for values out of range. */
const char *ikelog_status_text(enum ikelog_status status);

/* The severity of a status; IKELOG_ERROR for values out of range. */
enum ikelog_severity ikelog_status_severity(enum ikelog_status status);

#endif

/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The values that texts may name, and where they come from. */
#ifndef IKELOG_EVENTS_VALUES_H
#define IKELOG_EVENTS_VALUES_H

#include "events/template_context.h"

enum ikelog_value_type {
    IKELOG_VALUE_TEXT,
    IKELOG_VALUE_NUMBER,
    IKELOG_VALUE_OCTETS,
};

/* X(identifier, "name", TYPE, "what it is"): the meaning is also the table of docs/dialects.md. */
#define IKELOG_VALUE_ROWS(X)                                                                \
    /* the peers */                                                                         \
    X(peer, "peer", TEXT, "address of the other device")                                    \
    X(local, "local", TEXT, "address of our device")                                        \
    X(initiator, "initiator", TEXT, "address of the IKE SA's initiator")                    \
    X(responder, "responder", TEXT, "address of the IKE SA's responder")                    \
    X(peer_port, "peer-port", NUMBER, "UDP port of the other device in this packet")        \
    X(local_port, "local-port", NUMBER, "UDP port of our device in this packet")            \
    X(address, "address", TEXT, "address the event's side speaks from now")                 \
    X(port, "port", NUMBER, "UDP port the event's side speaks from now")                    \
    X(actor, "actor", TEXT, "initiator or responder: the side of the event")                \
    X(other, "other", TEXT, "initiator or responder: the other side")                       \
    X(connection, "connection", TEXT, "name of the connection, from ikelog_connections")    \
    X(peer_id, "peer-id", TEXT, "phase 1 identity of the other device")                     \
    X(local_id, "local-id", TEXT, "phase 1 identity of our device")                         \
    X(actor_id, "actor-id", TEXT, "phase 1 identity of the event's side")                   \
    /* the IKE SA */                                                                        \
    X(my_cookie, "my-cookie", OCTETS, "cookie of our device")                               \
    X(his_cookie, "his-cookie", OCTETS, "cookie of the other device")                       \
    X(icookie, "icookie", OCTETS, "cookie of the initiator")                                \
    X(rcookie, "rcookie", OCTETS, "cookie of the responder")                                \
    X(sa, "sa", NUMBER, "number of the IKE SA in the capture, from 0")                      \
    X(mode, "mode", TEXT, "Main or Aggressive")                                             \
    X(auth, "auth", TEXT, "authentication method of phase 1")                               \
    X(offered, "offered", TEXT, "proposals offered, short form")                            \
    X(chosen, "chosen", TEXT, "proposal chosen, short form")                                \
    X(sa_offered, "sa-offered", TEXT, "proposals offered in phase 1")                       \
    X(sa_chosen, "sa-chosen", TEXT, "proposal chosen in phase 1")                           \
    X(seconds, "seconds", NUMBER, "lifetime agreed on, in seconds")                         \
    X(offered_elsewhere, "offered-elsewhere", TEXT, "what the refusing side offers itself") \
    X(needed_keys, "needed-keys", TEXT, "which secrets would open this IKE SA")             \
    /* the message */                                                                       \
    X(exchange, "exchange", TEXT, "the device's word for the exchange")                     \
    X(payloads, "payloads", TEXT, "the list of payloads")                                   \
    X(mark, "mark", TEXT, "the mark of a protected message, or nothing")                    \
    X(message_id, "message-id", NUMBER, "message ID")                                       \
    X(message_length, "length", NUMBER, "octets of the message")                            \
    X(frame, "frame", NUMBER, "frame number")                                               \
    X(original, "original", NUMBER, "frame that carried a repeated message first")          \
    X(request, "request", NUMBER, "frame that this message answers")                        \
    X(answer, "answer", NUMBER, "frame that answers this message")                          \
    X(step, "step", NUMBER, "number of the message in its exchange")                        \
    X(steps, "steps", NUMBER, "messages that the exchange has")                             \
    X(phase, "phase", NUMBER, "1 or 2")                                                     \
    X(role, "role", TEXT, "request, or response when the message answers another")          \
    X(decryption, "decryption", TEXT, "why it could not be read, or that it was decrypted") \
    X(check, "check", TEXT, "outcome of the HASH or signature check")                       \
    X(user, "user", TEXT, "user name of XAUTH")                                             \
    X(lifetime, "lifetime", TEXT, "lifetime that the responder names, and the offered one") \
    X(redirect, "redirect", TEXT, "address that load balancing sends the client to")        \
    X(sequence, "sequence", NUMBER, "number of a dead peer question or answer")             \
    X(replay_status, "replay-status", TEXT, "checks or does not check")                     \
    X(deleted, "deleted", TEXT, "the IPsec SA or IPCOMP association that is deleted")       \
    X(certificate, "certificate", TEXT, "what kind of certificate or list is shown")        \
    X(protection, "protection", TEXT, "whether the IKE SA protects the message")            \
    X(proof, "proof", TEXT, "how the event's side proves who it is")                        \
    X(authenticated, "authenticated", TEXT, "which peers phase 1 has authenticated")        \
    X(inner_address, "inner-address", TEXT, "address that mode config hands out")           \
    X(inner_use, "inner-use", TEXT, "what follows from the settings of mode config")        \
    X(proves, "proves", TEXT, "that the event's side proves who it is, or leaves it")       \
    X(key_base, "key-base", TEXT, "what the keys of phase 1 depend on")                     \
    X(clear_proof, "clear-proof", TEXT, "what a proof in clear gives away")                 \
    X(hidden, "hidden", TEXT, "that the public values do not give the secret away")         \
    X(weak_public, "weak-public", TEXT, "which public value gives the secret away")         \
    X(vendors, "vendors", TEXT, "what the vendor IDs of the message announce")              \
    X(no_nat, "no-nat", TEXT, "that NAT-D found no NAT before the sender")                  \
    /* Quick Mode */                                                                        \
    X(id_ci, "id-ci", TEXT, "starter's addresses, in the device's words")                   \
    X(id_ci_protocol, "id-ci-protocol", NUMBER, "IP protocol of the starter's ID")          \
    X(id_ci_port, "id-ci-port", NUMBER, "port of the starter's ID")                         \
    X(id_cr, "id-cr", TEXT, "the other side's addresses, in the device's words")            \
    X(id_cr_protocol, "id-cr-protocol", NUMBER, "IP protocol of the other side's ID")       \
    X(id_cr_port, "id-cr-port", NUMBER, "port of the other side's ID")                      \
    X(outbound_spi, "outbound-spi", NUMBER, "SPI of what we send")                          \
    X(inbound_spi, "inbound-spi", NUMBER, "SPI of what we receive")                         \
    X(ipsec_protocol, "ipsec-protocol", TEXT, "ESP or AH")                                  \
    X(pfs_group, "pfs-group", NUMBER, "Diffie-Hellman group of PFS")                        \
    X(forward_secrecy, "forward-secrecy", TEXT, "with PFS or without, what follows")        \
    X(encapsulation, "encapsulation", TEXT, "tunnel or transport mode, what it means")      \
    X(carrier, "carrier", TEXT, "what to check when no user data passes")                   \
    X(commit, "commit", TEXT, "that the commit bit asks for one more message")              \
    /* what to check */                                                                     \
    X(to_check, "to-check", TEXT, "what to check when nothing answers the message")         \
    X(to_compare, "to-compare", TEXT, "what to compare when no proposal fits")              \
    X(refused_id, "refused-id", TEXT, "which identity is refused")                          \
    X(id_advice, "id-advice", TEXT, "what to compare when an identity is refused")          \
    X(auth_advice, "auth-advice", TEXT, "what to check when authentication is refused")     \
    X(garbage_advice, "garbage-advice", TEXT, "what to check when a message is unreadable") \
    /* the event */                                                                         \
    X(reason, "reason", TEXT, "why an inference was made")                                  \
    X(number, "number", NUMBER, "number that belongs to the event: count, rule, SPI")       \
    X(notify, "notify", TEXT, "the device's word for the event's notification")             \
    X(first, "first", TEXT, "first address of the event's range")                           \
    X(last, "last", TEXT, "last address of the event's range")                              \
    X(range, "range", TEXT, "the event's range")                                            \
    X(rule_local, "rule-local", TEXT, "local range of the event's rule")                    \
    X(rule_remote, "rule-remote", TEXT, "remote range of the event's rule")                 \
    X(icmp, "icmp", TEXT, "what the ICMP error says")                                       \
    /* inside [identities] */                                                               \
    X(id_text, "id-text", TEXT, "the identity as text")                                     \
    X(id_first, "id-first", TEXT, "first address of an identity")                           \
    X(id_last, "id-last", TEXT, "last address of an identity")                              \
    X(id_mask, "id-mask", TEXT, "mask of a subnet identity")                                \
    X(id_bits, "id-bits", NUMBER, "prefix length of a subnet identity")

enum ikelog_value_id {
#define X(identifier, name, type, meaning) IKELOG_VALUE_ID_##identifier,
    IKELOG_VALUE_ROWS(X)
#undef X
        IKELOG_VALUE_COUNT
};

/* One value. One of type TEXT is appended to `text`, a buffer of whoever asks. */
struct ikelog_value {
    enum ikelog_value_type type;
    uint64_t number;
    struct ikelog_octets octets;
    GString *text;
};

/* The value with this name; false when there is none. */
bool ikelog_value_find(const char *name, size_t length, enum ikelog_value_id *id);

/* Ask for a value. False when it is not known in this context; `text` may then have grown. */
bool ikelog_value_get(enum ikelog_value_id id, const struct ikelog_template_context *context,
                      struct ikelog_value *value);

#endif

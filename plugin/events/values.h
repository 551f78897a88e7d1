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
    X(id_bits, "id-bits", NUMBER, "prefix length of a subnet identity")                     \
    X(id_type, "id-type", NUMBER, "type of an identity, also of an ID payload")             \
    X(id_protocol, "id-protocol", NUMBER, "IP protocol of an identity")                     \
    X(id_port, "id-port", NUMBER, "port of an identity")                                    \
    /* of a device's log: the message */                                                    \
    X(us, "us", TEXT, "initiator or responder: our device's role")                          \
    X(direction, "direction", TEXT, "sent or received: what our device did")                \
    X(exchange_number, "exchange-number", NUMBER, "type of the exchange")                   \
    X(packet_peer, "packet-peer", TEXT, "address of the other device in this packet")       \
    X(packet_local, "packet-local", TEXT, "address of our device in this packet")           \
    X(repeat, "repeat", NUMBER, "which repeat of its message it is, from 1")                \
    X(answered, "answered", NUMBER, "frame before this one that answers the message")       \
    X(own_message, "own-message", NUMBER, "which message of its side it is, from 1")        \
    X(quick_mode, "quick-mode", NUMBER, "number of the Quick Mode in the IKE SA, from 0")   \
    X(age, "age", NUMBER, "whole seconds since the exchange began")                         \
    X(age_microseconds, "age-microseconds", NUMBER, "the rest of that, in microseconds")    \
    X(nat, "nat", TEXT, "none, local, peer or both: who is behind a NAT")                   \
    X(id_local, "id-local", TEXT, "our side's addresses, in the device's words")            \
    X(id_peer, "id-peer", TEXT, "the peer's addresses, in the device's words")              \
    X(xauth_user, "xauth-user", TEXT, "the name that XAUTH answered latest")                \
    X(refused, "refused", NUMBER, "frame of the error notification about the exchange")     \
    X(refusal_type, "refusal-type", NUMBER, "type of that notification")                    \
    X(refusal_length, "refusal-length", NUMBER, "octets of the message that brought it")    \
    X(refused_before, "refused-before", NUMBER, "the same, when it is before this frame")   \
    X(octets, "octets", OCTETS, "the whole message")                                        \
    X(header, "header", OCTETS, "the 28 octets of its header")                              \
    X(plaintext, "plaintext", OCTETS, "what was decrypted, without the header")             \
    X(plain_length, "plain-length", NUMBER, "octets of header and payloads, no padding")    \
    X(plain_octets, "plain-octets", OCTETS, "its payloads, without header and padding")     \
    X(first_payload, "first-payload", NUMBER, "type of the first payload")                  \
    X(ip_version, "ip-version", NUMBER, "4 or 6: of the packet")                            \
    X(about_id, "about-message-id", NUMBER, "message ID that a refusal is about")           \
    X(phase1_since, "phase1-since", NUMBER, "earlier frame that completed phase 1")         \
    /* what was chosen; in [transform] and [attribute] what that transform says */          \
    X(ike_cipher, "ike-cipher", NUMBER, "cipher of phase 1")                                \
    X(ike_bits, "ike-bits", NUMBER, "length of its key in bits")                            \
    X(ike_hash, "ike-hash", NUMBER, "hash of phase 1")                                      \
    X(ike_group, "ike-group", NUMBER, "Diffie-Hellman group of phase 1")                    \
    X(ike_auth, "ike-auth", NUMBER, "authentication method of phase 1")                     \
    X(ike_life, "ike-life", NUMBER, "lifetime of phase 1 in seconds")                       \
    X(ike_kilobytes, "ike-kilobytes", NUMBER, "lifetime of phase 1 in kilobytes")           \
    X(ipsec_transform, "ipsec-transform", NUMBER, "transform of ESP, AH or IPCOMP")         \
    X(ipsec_bits, "ipsec-bits", NUMBER, "length of its key in bits")                        \
    X(ipsec_auth, "ipsec-auth", NUMBER, "authentication algorithm of an IPsec SA")          \
    X(ipsec_group, "ipsec-group", NUMBER, "Diffie-Hellman group of an IPsec SA")            \
    X(ipsec_mode, "ipsec-mode", NUMBER, "encapsulation mode of an IPsec SA")                \
    X(ipsec_life, "ipsec-life", NUMBER, "lifetime of an IPsec SA in seconds")               \
    X(ipsec_kilobytes, "ipsec-kilobytes", NUMBER, "lifetime of an IPsec SA in kilobytes")   \
    X(proposal_number, "proposal-number", NUMBER, "number of the proposal")                 \
    X(proposal_protocol, "proposal-protocol", NUMBER, "protocol of the proposal")           \
    X(proposal_spi, "proposal-spi", OCTETS, "SPI of the proposal")                          \
    X(transform_number, "transform-number", NUMBER, "number of the transform")              \
    X(transform_next, "transform-next", NUMBER, "3 when another transform follows, else 0") \
    X(attribute, "attribute", NUMBER, "type of the attribute")                              \
    X(attribute_length, "attribute-length", NUMBER, "octets of its value")                  \
    X(attribute_octets, "attribute-octets", OCTETS, "its value")                            \
    X(attribute_number, "attribute-number", NUMBER, "its value as a number")                \
    X(attribute_text, "attribute-text", TEXT, "its value as text")                          \
    X(attribute_address, "attribute-address", TEXT, "its value as an address")              \
    X(attribute_form, "attribute-form", TEXT, "basic or variable: how it is encoded")       \
    /* of the payload at hand, else of the message's first one of its type */               \
    X(payload, "payload", TEXT, "the device's word for the payload")                        \
    X(payload_type, "payload-type", NUMBER, "type of the payload")                          \
    X(payload_next, "payload-next", NUMBER, "type of the payload that follows")             \
    X(payload_length, "payload-length", NUMBER, "octets of the payload, with its header")   \
    X(payload_octets, "payload-octets", OCTETS, "the payload without its header")           \
    X(payload_number, "payload-number", NUMBER, "which of its type it is, from 0")          \
    X(payload_count, "payload-count", NUMBER, "how many of its type there are")             \
    X(vendor_id, "vendor-id", TEXT, "the device's name of a vendor ID")                     \
    X(authority, "authority", TEXT,                                                         \
      "ours when our device asks for the authority too, or shows a certificate of it; "     \
      "else other")                                                                         \
    X(vendor_major, "vendor-major", NUMBER, "octet 14 of a vendor ID, from 0")              \
    X(natd, "natd", TEXT, "match, differ or unchecked: a NAT-D payload")                    \
    X(natd_of, "natd-of", TEXT, "local or peer: whose address it is about")                 \
    X(natd_address, "natd-address", TEXT, "that address, as the packet has it")             \
    X(natd_port, "natd-port", NUMBER, "that UDP port, as the packet has it")                \
    X(payload_notify, "payload-notify", TEXT, "the device's word for a notification")       \
    X(notify_number, "notify-number", NUMBER, "type of a notification")                     \
    X(notify_protocol, "notify-protocol", NUMBER, "protocol of a notification")             \
    X(notify_spi, "notify-spi", OCTETS, "SPI of a notification")                            \
    X(notify_data, "notify-data", OCTETS, "data of a notification")                         \
    X(delete_protocol, "delete-protocol", NUMBER, "protocol of a Delete")                   \
    X(delete_spi, "delete-spi", NUMBER, "first SPI of a Delete, unless it is of phase 1")   \
    X(delete_count, "delete-count", NUMBER, "how many SPIs a Delete names")                 \
    X(payload_id, "payload-id", TEXT, "an ID payload, in the device's words")               \
    X(cert_encoding, "cert-encoding", NUMBER, "encoding of a certificate or request")       \
    X(cert_subject, "cert-subject", TEXT, "subject of a certificate")                       \
    X(cert_issuer, "cert-issuer", TEXT, "issuer of a certificate")                          \
    X(cert_authority, "cert-authority", TEXT, "authority that a request names")             \
    X(fragment, "fragment", NUMBER, "number of a vendor fragment, from 1")                  \
    X(fragments, "fragments", NUMBER, "how many there are, known by the last one")          \
    X(config_type, "config-type", NUMBER, "1 request, 2 reply, 3 set, 4 acknowledge")       \
    X(config_identifier, "config-identifier", NUMBER, "identifier of a configuration")      \
    /* the course of the negotiation, before this message and after it */                   \
    X(wait, "wait", TEXT, "seconds until the next repeat, when waits double")               \
    X(ike_state, "ike-state", NUMBER, "which IKE SA or Quick Mode the IKE SA is, from 1")   \
    X(quick_state, "quick-state", NUMBER, "the same of the Quick Mode")                     \
    X(replaced_state, "replaced-state", NUMBER, "the same of the IKE SA that it replaces")  \
    X(quick_role, "quick-role", TEXT, "initiator or responder: ours in the Quick Mode")     \
    X(established, "established", NUMBER, "earlier frame that established phase 1")         \
    X(alive_asked, "alive-asked", NUMBER, "frame in which we first ask if the peer lives")  \
    X(xauth, "xauth", TEXT, "ok or failed: how XAUTH comes out")                            \
    X(altered, "altered", TEXT, "yes when the answer changes attributes that we offered")   \
    X(message_id_half, "message-id-half", NUMBER, "the first 16 bits of the message ID")    \
    X(attribute_place, "attribute-place", NUMBER, "which attribute it is, from 0")          \
    X(transform_place, "transform-place", TEXT, "earlier, chosen or later: a transform")    \
    X(we_refused, "we-refused", NUMBER, "frame in which our device refuses the IKE SA")     \
    X(id_octets, "id-octets", OCTETS, "what an identity is made of")                        \
    X(we_deleted, "we-deleted", NUMBER, "earlier frame: we delete the IPsec SA")            \
    X(doubted, "doubted", NUMBER, "message that we repeat although it was answered")        \
    X(replaced_quick, "replaced-quick", NUMBER, "as quick-state, of what it replaces")      \
    X(opened, "opened", TEXT, "yes or no: keys are known, and tell what the device saw")    \
    X(prompts, "prompts", TEXT, "yes: a repeat that the other side answers once more")      \
    X(prompted, "prompted", TEXT, "yes: sent again because the other side repeated")        \
    X(joined, "joined", NUMBER, "number of the vendor fragment that completed the message") \
    X(xauth_over, "xauth-over", NUMBER, "earlier frame: the failure of XAUTH is acknowledged")

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

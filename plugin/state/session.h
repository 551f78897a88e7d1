/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The session: everything that one capture's datagrams tell, fed in order, once. */
#ifndef IKELOG_STATE_SESSION_H
#define IKELOG_STATE_SESSION_H

#include "state/record.h"
#include "state/unannotated.h"
#include "wire/payload_table.h"

struct ikelog_session;

/*
 * `keyring` is borrowed, must outlive the session and may grow meanwhile (see
 * ikelog_keyring_generation). Never NULL; the caller ends it with ikelog_session_free.
 */
struct ikelog_session *ikelog_session_new(const struct ikelog_keyring *keyring);

/*
 * Follow at most `sas` IKE SAs instead of IKELOG_MAX_SAS, and spend at most `dh_work` on exponents
 * instead of IKELOG_MAX_DH_WORK.
 */
void ikelog_session_limit(struct ikelog_session *session, unsigned sas, uint64_t dh_work);

/* Wipe all secrets and free everything, records and SAs included. NULL is allowed. */
void ikelog_session_free(struct ikelog_session *session);

/*
 * Take one ISAKMP version 1 message with a complete header (28 octets). Work is constant per
 * call. Returns the record of the frame, or NULL when the message is not version 1, has no complete
 * header, or the session is full (IKELOG_MAX_SAS): the frame can still be decoded, but nothing is
 * said about it.
 */
const struct ikelog_record *ikelog_session_feed(struct ikelog_session *session,
                                                const struct ikelog_datagram *datagram);

/* An ICMP error (type 3, 11, 12; ICMPv6 1, 2, 3, 4) and the IKE packet that it quotes. */
struct ikelog_icmp {
    uint32_t frame;
    int64_t time_ns;
    uint8_t family, type, code;
    struct ikelog_endpoint quoted_src, quoted_dst;
    struct ikelog_octets quoted; /* ISAKMP octets that are quoted; may be fewer than 8 */
};

/*
 * Take an ICMP error. Returns the record of the message that it is about (found by cookies when 16
 * octets or more are quoted, else the latest message between these endpoints), or NULL.
 */
const struct ikelog_record *ikelog_session_icmp(struct ikelog_session *session,
                                                const struct ikelog_icmp *icmp);

/*
 * A fragment of an IP packet that carries UDP, captured by itself. `message` is the part of the
 * ISAKMP message that a first fragment holds; no octets: it is another fragment, or not IKE.
 */
struct ikelog_ip_fragment {
    uint32_t frame;
    struct ikelog_endpoint src, dst;
    uint32_t ip_id;
    struct ikelog_octets message;
};
void ikelog_session_fragment(struct ikelog_session *session,
                             const struct ikelog_ip_fragment *fragment);

/*
 * Where more keys may come from: called when a message stays closed, before that is said. True when
 * the keyring has grown: the message is tried again. NULL: from nowhere. `context` is handed back.
 */
void ikelog_session_ask_for_keys(struct ikelog_session *session, bool (*more)(void *context),
                                 void *context);

/*
 * A frame of any kind was captured at this time, and more may come: see ikelog_session_now. From
 * then on the session counts as growing, until ikelog_session_end says that all was read. One that
 * is only fed never does.
 */
void ikelog_session_reach(struct ikelog_session *session, int64_t time_ns);
void ikelog_session_end(struct ikelog_session *session);
bool ikelog_session_is_growing(const struct ikelog_session *session);

/* What an ESP or AH packet turned out to be. */
enum ikelog_esp_finding {
    IKELOG_ESP_KNOWN,    /* its SPI was negotiated in this capture */
    IKELOG_ESP_UNKNOWN,  /* it was not, though the peers' negotiations were captured */
    IKELOG_ESP_UNJUDGED, /* nothing can be said: no negotiation of these peers was seen and read */
    IKELOG_ESP_REPLAYED, /* known, and its sequence number was seen before or is too old */
};
struct ikelog_esp {
    uint32_t frame;
    int64_t time_ns;
    struct ikelog_endpoint src, dst;
    uint32_t spi, sequence; /* host order */
};
/* *exchange (or NULL): the Quick Mode that set it up. */
enum ikelog_esp_finding ikelog_session_esp(struct ikelog_session *session,
                                           const struct ikelog_esp *esp,
                                           const struct ikelog_exchange **exchange);

/* The IKE SAs in order of number. */
unsigned ikelog_session_sa_count(const struct ikelog_session *session);
const struct ikelog_sa *ikelog_session_sa(const struct ikelog_session *session, unsigned number);

/*
 * Append a line for each source of keys that gave nothing, or something for IKE SAs that this
 * capture does not have: what was recognised, which of them, and which level would give more. To be
 * asked at the end of the capture. Key records may be kept for many captures: `logs` leaves them
 * out, and what gave at least something for this capture.
 */
void ikelog_session_describe_given(const struct ikelog_session *session, bool logs, GString *text);

/* The initiator cookies (of IKELOG_COOKIE_LEN octets, borrowed) that a source of keys names and
 * that no IKE SA of the capture has. g_ptr_array_unref. */
GPtrArray *ikelog_session_foreign_cookies(const struct ikelog_session *session);

/* What ikelog_sa_describe_needed_keys says, and what was given instead. */
void ikelog_session_describe_needed_keys(const struct ikelog_session *session,
                                         const struct ikelog_sa *sa, GString *text);

/* The time of the latest frame that the session was told of, whatever it carried. */
int64_t ikelog_session_now(const struct ikelog_session *session);

/* ESP packets between the two peers of an IKE SA, by the side of `sa` that sent them. */
struct ikelog_esp_flow {
    uint32_t packets[2];
    uint32_t first_frame[2]; /* 0: none */
    uint32_t last_frame[2];
};
/* Those of one SPI; only packets[0] and the frames of index 0 are set. */
void ikelog_session_spi_flow(const struct ikelog_session *session, uint32_t spi,
                             struct ikelog_esp_flow *flow);
/* All of them, whatever their SPI. */
void ikelog_session_pair_flow(const struct ikelog_session *session, const struct ikelog_sa *sa,
                              struct ikelog_esp_flow *flow);

/* The latest IKE SA between the peers of `sa`; those before it follow by `replaces`. */
const struct ikelog_sa *ikelog_session_latest(const struct ikelog_session *session,
                                              const struct ikelog_sa *sa);

/*
 * The n-th (from 0) of the proposals of phase 1 that the device at this address accepted last, from
 * whomever. NULL: none. Borrowed.
 */
#define IKELOG_MAX_ACCEPTED 4u
const struct ikelog_sa *ikelog_session_accepted(const struct ikelog_session *session,
                                                const struct ikelog_endpoint *responder,
                                                unsigned n);

/*
 * A message opened for reading. `octets` is what the chain's offsets count in: the message itself
 * when it is in clear, the decrypted body (padding included) when it was encrypted.
 */
struct ikelog_view {
    const struct ikelog_record *record; /* NULL: opened without one */
    struct ikelog_header header;
    enum ikelog_status header_status;
    struct ikelog_octets message;
    struct ikelog_octets octets;
    bool readable;    /* `chain` holds payloads */
    bool decrypted;   /* `octets` is the decrypted body */
    uint32_t unknown; /* leading octets of a decrypted body that are not known */
    struct ikelog_chain chain;
    uint8_t *plaintext; /* owned by the view; NULL when in clear or not decrypted */
};

/*
 * Open `message` (the octets that were fed for `record`, or any message with record NULL, which is
 * then read as far as it is in clear). Cheap directly after the feed. Never fails: what cannot be
 * read is told by the members. End with ikelog_view_close.
 */
void ikelog_view_open(struct ikelog_session *session, const struct ikelog_record *record,
                      struct ikelog_octets message, struct ikelog_view *view);
void ikelog_view_close(struct ikelog_view *view);

/*
 * Feed and open in one step: what had to be opened to be fed is handed on instead of being opened
 * again. End with ikelog_view_close, also when NULL is returned.
 */
const struct ikelog_record *ikelog_session_feed_open(struct ikelog_session *session,
                                                     const struct ikelog_datagram *datagram,
                                                     struct ikelog_view *view);

/*
 * The body of payload number `n` of the chain. False when there is no such payload, when it is of
 * another type (type 0: any), or when decryption could not tell its octets.
 */
bool ikelog_view_payload(const struct ikelog_view *view, uint32_t n, uint8_t type,
                         struct ikelog_octets *body);

/* What payload number `n` of the chain means, whatever its number is; PLAIN for types without row.
 */
enum ikelog_payload_class ikelog_view_payload_class(const struct ikelog_view *view, uint32_t n);

/* Whether its payload types are those of GDOI (RFC 6407), as its IKE SA says. */
bool ikelog_view_is_gdoi(const struct ikelog_view *view);

/* Whether payloads were cut off with the end of the message: another is announced, or may be. */
bool ikelog_view_lost_payloads(const struct ikelog_view *view);

/* Whether fewer octets were captured than its header claims. */
bool ikelog_view_is_cut(const struct ikelog_view *view);

#endif

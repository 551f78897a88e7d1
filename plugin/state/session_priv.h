/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The inside of a session: its tables, and what the files of this room call of each other. */
#ifndef IKELOG_STATE_SESSION_PRIV_H
#define IKELOG_STATE_SESSION_PRIV_H

#include "state/kept.h"
#include "state/pool.h"
#include "state/session.h"

#define RECENT_SLOTS   1024u /* datagrams remembered to tell copies from repeats; a power of two */
#define CIPHER_SLOTS   64u   /* open ciphers; a power of two */
#define MAX_PENDING    16u   /* messages of an IKE SA that wait for a lost part of the CBC chain */
#define MAX_G_XY       4u    /* shared secrets tried for one IKE SA */
#define MAX_DH_TRIES   8u    /* exponents tried for one IKE SA or Quick Mode */
#define COPY_WINDOW_NS INT64_C(50000000)

/* The shared secrets that were found for an IKE SA. Secret: wiped with it. */
struct shared_secrets {
    unsigned count;
    GBytes *g_xy[MAX_G_XY];
    char *source[MAX_G_XY];
};

/* Who asked last whether the other side is alive; each side's. */
struct dpd_talk {
    struct ikelog_record *request[2]; /* latest R-U-THERE */
    uint32_t open[2];                 /* questions since the last answer */
    uint32_t sequence[2];             /* of the latest R-U-THERE */
};

/* A message that waits for a lost part of the CBC chain, with D(C1): its first block before CBC. */
struct pending {
    struct ikelog_record *record;
    uint8_t first[IKELOG_MAX_BLOCK];
};

/* An IKE SA with what only this room needs to know of it. What most do not need is on its own. */
struct sa_entry {
    struct ikelog_sa sa;           /* first member: the public part */
    GArray *pending;               /* struct pending, at most MAX_PENDING; or NULL */
    struct shared_secrets *shared; /* NULL: none found */
    struct dpd_talk *dpd;          /* NULL: none heard */
    uint32_t exchange_count;
    uint16_t inputs;   /* bits of the inputs that the keysets were built from */
    uint8_t dh_tried;  /* exponents, in the order of the keyring: none is tried again */
    uint8_t dh_status; /* IKELOG_OK, PUBLIC_TOO_LONG or TOO_MUCH_WORK: why one led nowhere */
};

/* Peers by address, whichever side they are: for rekeys, ICMP errors and ESP. */
struct pair_entry {
    struct ikelog_endpoint low, high; /* ports 0 */
    struct sa_entry *latest;
    uint32_t unread;            /* Quick Modes and IKE SAs that could not be read */
    uint32_t read;              /* Quick Modes whose SPIs are known */
    struct ikelog_esp_flow esp; /* index 0: sent by `low` */
    uint32_t train_id;          /* IP identification of the latest fragment */
    uint16_t train_count;       /* fragments with it */
    bool train_from_low;
};

/* A device that answers phase 1, by its address: what it accepted last. */
struct responder_entry {
    struct ikelog_endpoint address; /* port 0 */
    const struct ikelog_sa *accepted[IKELOG_MAX_ACCEPTED];
    unsigned count; /* of all that it ever accepted */
};

/* Who showed an identity to whom last. */
struct identity_entry {
    GBytes *id; /* the session keeps equal bodies once */
    struct ikelog_endpoint responder;
    struct ikelog_sa *latest;
};

/* The latest transmission of some octets. */
struct recent {
    uint64_t digest;
    int64_t time_ns;
    int32_t ip_id;
    bool used;
};

struct cipher_slot {
    const struct ikelog_sa *sa;
    unsigned keyset;
    struct ikelog_cbc *cbc;
};

/* The packets of an SPI as far as they came. */
struct traffic {
    uint32_t latest;  /* sequence number of the packet before */
    int64_t time_ns;  /* and when it was seen */
    uint32_t highest; /* sequence number */
    uint64_t window;  /* bit n: highest - n was seen */
    uint32_t packets, first_frame, last_frame;
};

struct ikelog_session {
    const struct ikelog_keyring *keyring;
    GPtrArray *sas;         /* struct sa_entry *, owned */
    GHashTable *by_cookies; /* set of struct sa_entry *, by both cookies */
    GHashTable *half_open;  /* set of struct sa_entry *, by CKY-I and the responder's address */
    GHashTable *pairs;      /* set of struct pair_entry *, owned */
    GHashTable *exchanges;  /* set of struct ikelog_exchange *, by SA, type and message ID */
    GHashTable *strays;     /* set of struct ikelog_record *, by exchange, side and digest:
                               those that the list of their exchange does not hold */
    GHashTable *spis;       /* SPI to struct ikelog_exchange * */
    GHashTable *traffic;    /* SPI to struct traffic *, owned; those that a packet was seen of */
    GHashTable *responders; /* set of struct responder_entry *, owned */
    GHashTable *identities; /* set of struct identity_entry *, owned */
    GHashTable *odd_ivs;    /* of records with `odd_iv`: IKELOG_MAX_BLOCK octets, owned */
    struct pool all_entries, all_exchanges, all_quicks, all_records;
    struct arena bodies; /* struct ikelog_body */
    struct kept kept;
    struct recent recent[RECENT_SLOTS];
    struct cipher_slot ciphers[CIPHER_SLOTS];
    unsigned most_sas;
    uint64_t dh_work_left; /* see ikelog_dh_cost */
    int64_t now;
    bool growing;
    const struct ikelog_record *cached; /* whose plaintext is in `cache` */
    GByteArray *cache;
    struct ikelog_sa_payload *scratch_sa;
};

/* One datagram on its way through feed(). */
struct passage {
    struct ikelog_session *session;
    const struct ikelog_datagram *datagram;
    struct ikelog_header header;
    uint64_t digest;
    struct sa_entry *entry;
    enum ikelog_side side;
    struct ikelog_exchange *exchange;
    struct ikelog_record *record;
    struct ikelog_view view; /* opened once the message can be read */
};

/* tables.c: hash tables and allocation */
void session_tables_init(struct ikelog_session *session);
void session_tables_free(struct ikelog_session *session);
struct sa_entry *session_find_cookies(const struct ikelog_session *session,
                                      const uint8_t cookies[16]);
struct sa_entry *session_find_half(const struct ikelog_session *session, const uint8_t *cky_i,
                                   const struct ikelog_endpoint *responder);
struct pair_entry *session_pair(struct ikelog_session *session, const struct ikelog_endpoint *a,
                                const struct ikelog_endpoint *b, bool create);
struct ikelog_exchange *session_find_exchange(const struct ikelog_session *session,
                                              const struct sa_entry *entry, uint8_t type,
                                              uint32_t message_id);
struct ikelog_record *session_find_original(const struct ikelog_session *session,
                                            const struct ikelog_exchange *exchange,
                                            enum ikelog_side side, uint64_t digest);
struct ikelog_exchange *session_find_spi(const struct ikelog_session *session, uint32_t spi);
struct responder_entry *session_responder(struct ikelog_session *session,
                                          const struct ikelog_endpoint *address, bool create);

/* locate.c: which IKE SA, who sent it */
bool passage_locate(struct passage *p);

/* track.c: which exchange, which step, repeats, answers */
void passage_find_exchange(struct passage *p);
bool passage_is_repeat(struct passage *p);
void passage_new_message(struct passage *p);
void passage_assign_step(struct passage *p);
void passage_pair_answer(struct passage *p);

/* history.c: what devices accepted and showed elsewhere in the capture */
void history_init(struct ikelog_session *session);
void history_note_choice(struct passage *p);
void history_note_identity(struct passage *p);

/* parts.c: IP fragments. In how many the message came; 0: in one packet. */
uint8_t passage_ip_fragments(const struct passage *p);

/* secrets.c, keysets.c: what the keyring holds for this IKE SA */
void sa_find_secrets(struct ikelog_session *session, struct sa_entry *entry);
bool sa_needs_secrets(const struct ikelog_session *session, const struct sa_entry *entry);
GBytes *dh_secret_from_exponent(const struct ikelog_group *group,
                                const struct ikelog_secret *secret, GBytes *const ke[2],
                                uint64_t *work_left, enum ikelog_status *status);

/* plausible.c: does this look like a decrypted body? */
enum plausibility {
    IMPLAUSIBLE,
    WEAK, /* the first header could be one, the rest does not follow */
    GOOD,
};
/* The length of a HASH payload that the SA's hash gives; 0: the hash is not known. */
struct expectation {
    uint8_t first; /* type of the first payload, from the header in clear */
    uint8_t exchange_type;
    uint8_t hash_length; /* octets; 0: any */
};
bool first_header_plausible(const struct expectation *expected, const uint8_t *block,
                            uint32_t body_length);
enum plausibility body_plausible(const struct expectation *expected, struct ikelog_octets body);
/* The same when the first `unknown` octets are not known. *chain gets what follows from the rest.
 */
enum plausibility tail_plausible(const struct expectation *expected, struct ikelog_octets body,
                                 uint32_t unknown, struct ikelog_chain *chain);

/* chain_iv.c: the IVs that may belong to a message, likeliest first. *n counts from 0; false at the
 * end. iv has IKELOG_MAX_BLOCK octets. */
bool passage_candidate_iv(const struct passage *p, const struct ikelog_keyset *keyset, unsigned *n,
                          uint8_t *iv);
/* Whether candidate 0 can be told again later, from what was known before this message. */
bool passage_first_iv_is_due(const struct passage *p, const struct ikelog_keyset *keyset);
void session_keep_iv(struct ikelog_session *session, struct ikelog_record *record,
                     const uint8_t *iv);

/* unlock.c: decrypt */
void passage_unlock(struct passage *p);
enum ikelog_status session_decrypt(struct ikelog_session *session, const struct ikelog_sa *sa,
                                   unsigned keyset, const uint8_t *iv, struct ikelog_octets in,
                                   uint8_t *out);
void passage_retry_pending(struct passage *p);
struct ikelog_octets message_ciphertext(const struct ikelog_view *view);
void expectation_of(const struct ikelog_view *view, const struct ikelog_keyset *keyset,
                    struct expectation *expected);

/* learn.c, learn_quick.c, notice.c: what the payloads tell */
void passage_learn(struct passage *p);
void passage_learn_quick(struct passage *p);
void passage_notice(struct passage *p);
/* The latest request of the other side that is still open: a Quick Mode, else phase 1; or NULL. */
struct ikelog_exchange *passage_open_request(const struct passage *p);
void quick_derive_keys(struct ikelog_session *session, struct ikelog_exchange *exchange);
/* The body of a payload that is whole and not too long; else, and for NULL, no octets. */
struct ikelog_octets body_to_keep(const struct ikelog_view *view,
                                  const struct ikelog_payload *payload);
/* Keep that body when there is one and nothing was kept before; of bodies that recur one copy. */
void body_keep_first(GBytes **slot, const struct passage *p, const struct ikelog_payload *payload);
void body_keep_first_shared(GBytes **slot, const struct passage *p,
                            const struct ikelog_payload *payload);

/* check.c: HASH and SIG */
void passage_check(struct passage *p);
bool recover_first_block(const struct passage *p, const struct ikelog_keyset *keyset,
                         struct ikelog_octets body, const struct ikelog_chain *chain,
                         uint8_t *first_block);

/* Whether an authentication method works with a pre-shared key, signatures, or encryption. */
enum auth_class {
    AUTH_UNKNOWN,
    AUTH_PSK,
    AUTH_SIGNATURE,
    AUTH_ENCRYPTION,
};
enum auth_class auth_class_of(uint16_t method);

static inline struct ikelog_octets octets_of(GBytes *bytes)
{
    gsize length = 0;
    const uint8_t *data = bytes ? g_bytes_get_data(bytes, &length) : NULL;

    return (struct ikelog_octets){data, (uint32_t)length};
}

#endif

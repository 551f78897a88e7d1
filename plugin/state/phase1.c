/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What the payloads of phase 1 tell about an IKE SA: who, which algorithms, which traits. */
#include "state/payload_body.h"

#include "crypto/natd.h"
#include "wire/numbers.h"
#include "wire/vendor_id.h"

#include <string.h>

/* Numbers of algorithms have 16 bits; a larger one is none. */
static uint16_t known_number(uint32_t number)
{
    return number > UINT16_MAX ? UINT16_MAX : (uint16_t)number;
}

/* Of what was cut nobody knows whether it named the rest. */
static bool names_all(const struct ikelog_transform *transform)
{
    return !transform->cut || (transform->cipher && transform->hash && transform->group);
}

static void set_suite(struct ikelog_suite *suite, const struct ikelog_transform *transform)
{
    suite->known = true;
    suite->cipher_number = known_number(transform->cipher);
    suite->hash_number = known_number(transform->hash);
    suite->group_number = known_number(transform->group);
    suite->auth_method = known_number(transform->auth);
    suite->cipher = ikelog_cipher_by_number(suite->cipher_number);
    suite->hash = ikelog_hash_by_number(suite->hash_number);
    suite->group = ikelog_group_by_number(suite->group_number);
    suite->life_seconds = transform->life_seconds;
    suite->life_kilobytes = transform->life_kilobytes;
    if (suite->cipher)
        suite->key_len =
            transform->key_bits ? transform->key_bits / 8u : suite->cipher->key_default;
}

static const struct ikelog_suite *keep_suite(const struct packet_context *p,
                                             const struct ikelog_suite *suite)
{
    return interned_struct(&p->session->interned, suite, sizeof *suite);
}

static void compare_choice(struct ikelog_sa *sa, const struct ikelog_sa_payload *choice)
{
    struct ikelog_octets body = ikelog_bytes_octets(sa->sides[IKELOG_INITIATOR].sa);
    struct ikelog_sa_payload *offer;

    if (body.length == 0)
        return;
    offer = g_new(struct ikelog_sa_payload, 1);
    ikelog_sa_payload_read(body, offer);
    sa->choice = (uint8_t)ikelog_sa_payload_compare(offer, choice);
    g_free(offer);
}

static void learn_choice(struct packet_context *p, const struct ikelog_transform *transform)
{
    struct ikelog_suite suite = *p->entry->sa.suite;

    suite.presumed = false;
    if (names_all(transform))
        set_suite(&suite, transform);
    p->entry->sa.suite = keep_suite(p, &suite);
}

static void learn_sa(struct packet_context *p, const struct ikelog_payload *payload)
{
    struct ikelog_sa *sa = &p->entry->sa;
    struct ikelog_sa_payload *offer = p->session->scratch_sa;
    struct ikelog_octets body;

    body.data = ikelog_payload_body(p->view->octets.data, payload, &body.length);
    ikelog_sa_payload_read(body, offer);
    sa->gdoi = sa->gdoi || offer->doi == 2;
    if (p->side == IKELOG_INITIATOR) {
        if (!sa->suite->known) { /* asked again with other proposals: the last ones count */
            g_bytes_unref(sa->sides[p->side].sa);
            sa->sides[p->side].sa = NULL;
            payload_body_keep_interned(&sa->sides[p->side].sa, p, payload);
            sa->offered = interned_offer(&p->session->interned, offer);
        }
    } else if ((!sa->suite->known || sa->suite->presumed) && offer->transform_count > 0) {
        learn_choice(p, &offer->transforms[0]);
        compare_choice(sa, offer);
        payload_body_keep_interned(&sa->sides[p->side].sa, p, payload);
        sa->chosen = interned_offer(&p->session->interned, offer);
        history_note_choice(p);
    }
}

/*
 * Message 2 of main mode was not captured, but a key exchange follows: the responder took one of
 * the proposals, and there was only one.
 */
static void presume_choice(struct packet_context *p)
{
    struct ikelog_sa *sa = &p->entry->sa;
    struct ikelog_sa_payload *offer = p->session->scratch_sa;
    struct ikelog_octets body = ikelog_bytes_octets(sa->sides[IKELOG_INITIATOR].sa);
    struct ikelog_suite suite = ikelog_no_suite;

    if (sa->suite->known || sa->mode != IKELOG_EXCHANGE_MAIN || body.length == 0)
        return;
    ikelog_sa_payload_read(body, offer);
    if (offer->transform_count != 1 || !names_all(&offer->transforms[0]))
        return;
    set_suite(&suite, &offer->transforms[0]);
    suite.presumed = true;
    sa->suite = keep_suite(p, &suite);
    sa->chosen = sa->offered;
}

static void learn_vendor_id(struct packet_context *p, const struct ikelog_payload *payload)
{
    struct ikelog_octets body;
    const struct ikelog_vendor_id *vendor;

    body.data = ikelog_payload_body(p->view->octets.data, payload, &body.length);
    vendor = ikelog_vendor_id_find(body);
    if (vendor)
        p->entry->sa.sides[p->side].traits |= IKELOG_TRAIT(vendor->trait);
}

/* What the sender says in phase 1, to be written. */
static struct ikelog_said *said_of(const struct packet_context *p)
{
    return tables_said(&p->session->tables, &p->entry->sa.sides[p->side]);
}

static void learn_cert(struct packet_context *p, const struct ikelog_payload *payload)
{
    struct ikelog_said *said = said_of(p);
    uint32_t length;
    const uint8_t *body = ikelog_payload_body(p->view->octets.data, payload, &length);

    said->cert_sent = true;
    if (said->cert || !body || length < 2 || length > IKELOG_MAX_BODY)
        return;
    if (body[0] != 4 && body[0] != 1) /* X.509 signature certificate, PKCS #7 */
        return;
    said->cert_encoding = body[0];
    said->cert_from = p->record;
    said->cert = g_bytes_new(body + 1, length - 1);
}

/* RFC 2408 3.10: the encoding, then the authority's name; without a name any will do. */
static void learn_cert_request(struct packet_context *p, const struct ikelog_payload *payload)
{
    struct ikelog_said *said = said_of(p);
    const struct ikelog_octets body = payload_body_whole(p->view, payload);

    if (body.length == 0 || body.data[0] != 4)
        return;
    said->cert_asked = true;
    if (body.length > 1 && said->cert_requests < UINT8_MAX)
        said->cert_requests++;
    if (!said->cert_request && body.length > 1)
        said->cert_request = interned_body(&p->session->interned,
                                           (struct ikelog_octets){body.data + 1, body.length - 1});
}

static struct ikelog_natd_end natd_end(const struct ikelog_endpoint *endpoint)
{
    struct ikelog_natd_end end = {.port = endpoint->port};

    end.length = (uint8_t)ikelog_address_length(endpoint->family);
    memcpy(end.address, endpoint->address, sizeof end.address);
    return end;
}

static struct ikelog_natd_hashes natd_hashes(const struct ikelog_sa *sa, const uint8_t cookies[16],
                                             const struct ikelog_endpoint *src,
                                             const struct ikelog_endpoint *dst)
{
    struct ikelog_natd_end source = natd_end(src), destination = natd_end(dst);
    struct ikelog_natd_hashes hashes;

    ikelog_natd_start(&hashes, sa->suite->hash, cookies, &source, &destination);
    return hashes;
}

enum ikelog_natd ikelog_sa_check_natd(const struct ikelog_sa *sa, const uint8_t cookies[16],
                                      const struct ikelog_endpoint *src,
                                      const struct ikelog_endpoint *dst, struct ikelog_octets body)
{
    const struct ikelog_natd_hashes hashes = natd_hashes(sa, cookies, src, dst);

    return ikelog_natd_check(&hashes, body);
}

/* What the NAT-D payloads of a message match. */
struct natd_matches {
    bool any, source, destination;
};

static void match_natd(const struct packet_context *p, struct natd_matches *matches)
{
    struct ikelog_natd_hashes hashes;
    struct ikelog_octets body;
    bool started = false;

    for (uint32_t n = 0; n < p->view->chain.count; n++) {
        enum ikelog_natd verdict;

        if (ikelog_view_payload_class(p->view, n) != IKELOG_CLASS_NATD ||
            !ikelog_view_payload(p->view, n, 0, &body))
            continue;
        if (!started)
            hashes = natd_hashes(&p->entry->sa, p->view->message.data, &p->datagram->src,
                                 &p->datagram->dst);
        started = true;
        verdict = ikelog_natd_check(&hashes, body);
        matches->any = matches->any || verdict <= IKELOG_NATD_NO_MATCH;
        matches->source = matches->source || verdict == IKELOG_NATD_SOURCE;
        matches->destination = matches->destination || verdict == IKELOG_NATD_DESTINATION;
    }
}

/*
 * RFC 3947 3.2: the first NAT-D is about the receiver, the others about the sender. Of those that
 * were cut off one may fit the sender's address.
 */
static void learn_natd(struct packet_context *p)
{
    struct ikelog_sa *sa = &p->entry->sa;
    struct ikelog_peer *sender = &sa->sides[p->side];
    struct ikelog_peer *receiver = &sa->sides[ikelog_side_other(p->side)];
    struct natd_matches matches = {.any = false};
    bool cut = ikelog_view_is_cut(p->view);

    match_natd(p, &matches);
    if (!matches.any)
        return;
    receiver->nat_checked = true;
    sender->nat_checked = sender->nat_checked || matches.source || !cut;
    sender->behind_nat = sender->behind_nat || (!matches.source && !cut);
    receiver->behind_nat = receiver->behind_nat || !matches.destination;
    sa->nat_detected = sender->behind_nat || receiver->behind_nat;
}

static void learn_payload(struct packet_context *p, const struct ikelog_payload *payload)
{
    switch (payload->type) {
    case IKELOG_PAYLOAD_SA:
        learn_sa(p, payload);
        break;
    case IKELOG_PAYLOAD_KE:
        payload_body_keep(&said_of(p)->ke, p, payload);
        presume_choice(p);
        break;
    case IKELOG_PAYLOAD_NONCE:
        payload_body_keep(&said_of(p)->nonce, p, payload);
        break;
    case IKELOG_PAYLOAD_ID:
        payload_body_keep_interned(&said_of(p)->id, p, payload);
        if (p->side == IKELOG_INITIATOR)
            history_note_identity(p);
        break;
    case IKELOG_PAYLOAD_CERT:
        learn_cert(p, payload);
        break;
    case IKELOG_PAYLOAD_CERT_REQ:
        learn_cert_request(p, payload);
        break;
    case IKELOG_PAYLOAD_VID:
        learn_vendor_id(p, payload);
        break;
    default:
        break;
    }
}

/* Room for the vendor IDs of a side: those beyond, and octets beyond 255 of one, are not kept. */
#define MOST_VENDORS 1024u

struct vendor_ids {
    uint32_t length;
    uint8_t octets[MOST_VENDORS];
};

static void append_vendor_id(struct vendor_ids *all, struct ikelog_octets body)
{
    const uint8_t length = (uint8_t)MIN(body.length, UINT8_MAX);

    if (length == 0 || all->length + 1u + length > MOST_VENDORS)
        return;
    all->octets[all->length++] = length;
    memcpy(all->octets + all->length, body.data, length);
    all->length += length;
}

/* They tell the product of the side. */
static void keep_vendor_ids(struct packet_context *p)
{
    struct ikelog_peer *side = &p->entry->sa.sides[p->side];
    struct ikelog_octets before = ikelog_bytes_octets(side->vendors), body;
    struct vendor_ids all;

    if (!ikelog_chain_find(&p->view->chain, IKELOG_PAYLOAD_VID, 0))
        return;
    all.length = before.length;
    if (before.length > 0)
        memcpy(all.octets, before.data, before.length);
    for (uint32_t i = 0; i < p->view->chain.count; i++)
        if (ikelog_view_payload(p->view, i, IKELOG_PAYLOAD_VID, &body))
            append_vendor_id(&all, body);
    g_clear_pointer(&side->vendors, g_bytes_unref);
    side->vendors =
        interned_body(&p->session->interned, (struct ikelog_octets){all.octets, all.length});
}

static void learn_vendor_ids_only(struct packet_context *p)
{
    for (uint32_t i = 0; i < p->view->chain.count; i++)
        if (p->view->chain.payloads[i].type == IKELOG_PAYLOAD_VID)
            learn_vendor_id(p, &p->view->chain.payloads[i]);
}

/* A rekey message of GDOI comes under cookies of its own: its first payload is known in clear. */
static bool begins_as_push(const struct packet_context *p)
{
    return p->header.exchange_type == IKELOG_EXCHANGE_NEW_GROUP &&
           p->header.next_payload == IKELOG_PAYLOAD_SEQUENCE;
}

void process_phase1(struct packet_context *p)
{
    p->entry->sa.gdoi = p->entry->sa.gdoi || begins_as_push(p);
    if (!p->view->readable || p->view->unknown != 0)
        return;
    keep_vendor_ids(p);
    if (p->exchange != p->entry->sa.phase1) {
        learn_vendor_ids_only(p);
        return;
    }
    for (uint32_t i = 0; i < p->view->chain.count; i++)
        learn_payload(p, &p->view->chain.payloads[i]);
    learn_natd(p);
}

/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Notifications, deletes and XAUTH results: what one peer tells the other about an SA. */
#include "state/session_priv.h"

#include "wire/attribute.h"
#include "wire/numbers.h"
#include "wire/reader.h"

#include <string.h>

#define LAST_ERROR_NOTIFY   8191u /* RFC 2408 3.14.1: up to here errors, then private errors */
#define FIRST_STATUS_NOTIFY 16384u
#define MOST_DELETED        256u /* SPIs of one Delete payload that are followed */
#define XAUTH_TYPE          16520u
#define XAUTH_STATUS        16527u
#define XAUTH_ANSWER        16528u

/* Mode config: kinds of the payload, and attributes that are addresses. */
#define CONFIG_REQUEST       1u
#define CONFIG_REPLY         2u
#define CONFIG_SET           3u
#define INTERNAL_IP4_ADDRESS 1u
#define INTERNAL_IP6_ADDRESS 8u

static void add_remark(struct passage *p, const struct ikelog_remark *remark)
{
    struct ikelog_sa *sa = &p->entry->sa;

    if (sa->remark_count == IKELOG_MAX_REMARKS)
        return;
    if (!sa->remarks)
        sa->remarks = g_new0(struct ikelog_remark, IKELOG_MAX_REMARKS);
    sa->remarks[sa->remark_count] = *remark;
    sa->remarks[sa->remark_count].record = p->record;
    sa->remarks[sa->remark_count].side = (uint8_t)p->side;
    sa->remarks[sa->remark_count].message_id = p->header.message_id;
    sa->remarks[sa->remark_count++].was_protected = (p->header.flags & IKELOG_FLAG_ENCRYPTION) != 0;
}

static bool same_peers(const struct ikelog_sa *a, const struct ikelog_sa *b)
{
    const struct ikelog_endpoint *i = &a->sides[IKELOG_INITIATOR].last;
    const struct ikelog_endpoint *r = &a->sides[IKELOG_RESPONDER].last;
    const struct ikelog_contribution *other = b->sides;

    return (ikelog_endpoint_same_address(i, &other[0].last) &&
            ikelog_endpoint_same_address(r, &other[1].last)) ||
           (ikelog_endpoint_same_address(i, &other[1].last) &&
            ikelog_endpoint_same_address(r, &other[0].last));
}

/*
 * The Quick Mode of these peers that an SPI belongs to. IPsec SAs are the peers': they outlive the
 * IKE SA that negotiated them, and a later one speaks of them too.
 */
static struct ikelog_exchange *quick_of_spi(const struct passage *p, uint32_t spi)
{
    struct ikelog_exchange *exchange = spi ? session_find_spi(p->session, spi) : NULL;

    return exchange && same_peers(exchange->sa, &p->entry->sa) ? exchange : NULL;
}

/* An error about phase 2 that names no SPI speaks of the latest open request of the other side. */
static struct ikelog_exchange *latest_open_quick(const struct passage *p)
{
    GPtrArray *modes = p->entry->sa.quick_modes;
    unsigned looked = 0;

    for (unsigned i = modes ? modes->len : 0; i > 0 && looked < IKELOG_MAX_MESSAGES;
         i--, looked++) {
        struct ikelog_exchange *exchange = g_ptr_array_index(modes, i - 1);

        if (exchange->starter != p->side && !exchange->complete)
            return exchange;
    }
    return NULL;
}

struct ikelog_exchange *passage_open_request(const struct passage *p)
{
    struct ikelog_exchange *phase1 = p->entry->sa.phase1;
    struct ikelog_exchange *quick =
        p->entry->sa.state == IKELOG_SA_NEGOTIATING ? NULL : latest_open_quick(p);

    if (quick)
        return quick;
    return phase1 && !phase1->complete && phase1->last && phase1->last->side != p->side ? phase1
                                                                                        : NULL;
}

static struct ikelog_exchange *subject_of_error(const struct passage *p,
                                                const struct ikelog_notify *notify)
{
    struct ikelog_exchange *exchange = NULL;

    if (p->exchange->type == IKELOG_EXCHANGE_QUICK)
        return p->exchange;
    if (notify->spi.length == 4)
        exchange = quick_of_spi(p, ikelog_octets_u32(notify->spi.data));
    if (!exchange && p->entry->sa.state != IKELOG_SA_NEGOTIATING &&
        (p->header.flags & IKELOG_FLAG_ENCRYPTION))
        exchange = latest_open_quick(p);
    return exchange;
}

/* An error answers the message that it refuses. */
static void answer_with_error(struct passage *p, struct ikelog_exchange *refused)
{
    struct ikelog_record *last = refused ? refused->last : NULL;

    if (!last || last->side == p->side || p->record->request || last->answer)
        return;
    p->record->request = last;
    last->answer = p->record;
}

static void notice_error(struct passage *p, const struct ikelog_notify *notify)
{
    struct ikelog_exchange *about = subject_of_error(p, notify);
    struct ikelog_exchange *refused = about ? about : p->entry->sa.phase1;
    struct ikelog_remark remark = {
        .notify = notify->type,
        .protocol = notify->protocol,
        .spi = notify->spi.length == 4 ? ikelog_octets_u32(notify->spi.data) : 0,
        .about = about};

    add_remark(p, &remark);
    if (refused && !refused->refused && !refused->complete) {
        refused->refused = p->record;
        refused->refusal = notify->type;
    }
    answer_with_error(p, refused);
}

/* The next number; or, while nobody answered, the same one in a message of its own. */
static bool question_is_due(const struct dpd_talk *dpd, enum ikelog_side side, uint32_t sequence)
{
    uint32_t last = dpd->sequence[side];

    return !dpd->request[side] || sequence == last + 1 || (sequence == last && dpd->open[side] > 0);
}

static struct dpd_talk *dpd_talk_of(struct sa_entry *entry)
{
    if (!entry->dpd)
        entry->dpd = g_new0(struct dpd_talk, 1);
    return entry->dpd;
}

static void notice_dpd(struct passage *p, const struct ikelog_notify *notify)
{
    struct dpd_talk *dpd = dpd_talk_of(p->entry);
    enum ikelog_side other = ikelog_side_other(p->side);
    uint32_t sequence = notify->data.length == 4 ? ikelog_octets_u32(notify->data.data) : 0;
    struct ikelog_record *request;

    if (notify->type == IKELOG_NOTIFY_DPD_R_U_THERE) {
        if (!question_is_due(dpd, p->side, sequence))
            p->record->marks |= IKELOG_MARK_DPD_SEQUENCE;
        dpd->sequence[p->side] = sequence;
        dpd->request[p->side] = p->record;
        p->entry->sa.dpd_last = p->record;
        dpd->open[p->side]++;
    } else {
        request = dpd->request[other];
        if (request && sequence != dpd->sequence[other])
            p->record->marks |= IKELOG_MARK_DPD_SEQUENCE;
        else if (request && !request->answer) {
            p->record->request = request;
            request->answer = p->record;
        }
        dpd->open[other] = 0;
    }
    p->entry->sa.dpd_unanswered = MAX(dpd->open[0], dpd->open[1]);
}

static void notice_notify(struct passage *p, struct ikelog_octets body)
{
    struct ikelog_notify notify;

    if (ikelog_notify_read(body, &notify) != IKELOG_OK)
        return;
    if (notify.type == IKELOG_NOTIFY_DPD_R_U_THERE ||
        notify.type == IKELOG_NOTIFY_DPD_R_U_THERE_ACK)
        notice_dpd(p, &notify);
    else if (notify.type <= LAST_ERROR_NOTIFY ||
             (notify.type < FIRST_STATUS_NOTIFY &&
              p->header.exchange_type == IKELOG_EXCHANGE_INFORMATIONAL))
        notice_error(p, &notify);
}

static void notice_delete(struct passage *p, struct ikelog_octets body)
{
    struct ikelog_delete deletion;
    size_t count;

    if (ikelog_delete_read(body, &deletion) != IKELOG_OK)
        return;
    if (deletion.protocol == IKELOG_PROTO_ISAKMP) {
        struct ikelog_remark remark = {.protocol = deletion.protocol};

        if (!p->entry->sa.deleted)
            p->entry->sa.deleted = p->record;
        add_remark(p, &remark);
        return;
    }
    if (deletion.spi_size != 4)
        return;
    count = MIN(deletion.spis.length / 4u, MOST_DELETED);
    for (size_t i = 0; i < count; i++) {
        uint32_t spi = ikelog_octets_u32(deletion.spis.data + 4 * i);
        struct ikelog_exchange *about = quick_of_spi(p, spi);
        struct ikelog_remark remark = {.protocol = deletion.protocol, .spi = spi, .about = about};

        if (about && about->quick && !about->quick->deleted)
            about->quick->deleted = p->record;
        add_remark(p, &remark);
    }
}

static void notice_xauth(struct passage *p, const struct ikelog_attribute *attribute)
{
    struct ikelog_sa *sa = &p->entry->sa;
    uint64_t status = 0;

    sa->xauth_seen = true;
    if (attribute->type != XAUTH_STATUS || !ikelog_attribute_number(attribute, &status))
        return;
    sa->xauth_ok = status == 1;
    sa->xauth_failed = status != 1;
    sa->xauth_result = p->record;
}

/* Addresses of zeros ask for one. */
static bool is_address(const struct ikelog_attribute *attribute)
{
    for (uint32_t i = 0; i < attribute->value.length; i++)
        if (attribute->value.data[i])
            return !attribute->short_form && attribute->value.length >= 4;
    return false;
}

/* What became of an address: asked for without a value, given with one, or not at all. */
static void notice_address(struct passage *p, uint8_t kind, bool mentioned, bool valued)
{
    struct ikelog_sa *sa = &p->entry->sa;

    if (kind == CONFIG_REQUEST && mentioned && !sa->config_asked)
        sa->config_asked = p->record;
    else if ((kind == CONFIG_REPLY || kind == CONFIG_SET) && valued && !sa->config_given)
        sa->config_given = p->record;
    else if (kind == CONFIG_REPLY && !valued && sa->config_asked &&
             sa->config_asked->exchange == p->exchange && !sa->config_empty)
        sa->config_empty = p->record;
}

/* Mode config payload: type(1) reserved(1) identifier(2) attributes. */
static void notice_config(struct passage *p, struct ikelog_octets body)
{
    struct ikelog_reader r = ikelog_reader_over(body.data, body.length);
    uint8_t kind = body.length ? body.data[0] : 0;
    struct ikelog_attribute attribute;
    bool mentioned = false, valued = false;
    unsigned read = 0;

    ikelog_read_u32(&r);
    while (ikelog_reader_left(&r) > 0 && read++ < IKELOG_MAX_ATTRIBUTES) {
        if (ikelog_attribute_read(&r, &attribute) != IKELOG_OK)
            return;
        if (attribute.type >= XAUTH_TYPE && attribute.type <= XAUTH_ANSWER + 1)
            notice_xauth(p, &attribute);
        if (attribute.type != INTERNAL_IP4_ADDRESS && attribute.type != INTERNAL_IP6_ADDRESS)
            continue;
        mentioned = true;
        valued = valued || is_address(&attribute);
    }
    notice_address(p, kind, mentioned, valued);
}

void passage_notice(struct passage *p)
{
    for (uint32_t i = 0; p->view.readable && i < p->view.chain.count; i++) {
        const struct ikelog_payload *payload = &p->view.chain.payloads[i];
        struct ikelog_octets body;

        if (payload->offset < p->view.unknown)
            continue;
        body.data = ikelog_payload_body(p->view.octets.data, payload, &body.length);
        if (!body.data)
            continue;
        if (payload->type == IKELOG_PAYLOAD_NOTIFY)
            notice_notify(p, body);
        else if (payload->type == IKELOG_PAYLOAD_DELETE)
            notice_delete(p, body);
        else if (payload->type == IKELOG_PAYLOAD_CONFIG)
            notice_config(p, body);
    }
}

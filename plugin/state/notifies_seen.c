/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Notifications, deletes and XAUTH results: what one peer tells the other about an SA. */
#include "state/packet_context.h"

#include "state/session_struct.h"
#include "wire/config.h"
#include "wire/ident.h"
#include "wire/numbers.h"

#include <string.h>

#define LAST_ERROR_NOTIFY 8191u /* RFC 2408 3.14.1: up to here errors, then private errors */
#define MOST_DELETED      256u  /* SPIs of one Delete payload that are followed */

static void add_notify_seen(struct packet_context *p, const struct ikelog_notify_seen *seen)
{
    struct ikelog_course *course = tables_course(&p->session->tables, &p->entry->sa);
    struct ikelog_notify_seen *added;

    if (course->notify_seen_count == IKELOG_MAX_NOTIFIES_SEEN)
        return;
    if (!course->notifies_seen)
        course->notifies_seen = g_new0(struct ikelog_notify_seen, IKELOG_MAX_NOTIFIES_SEEN);
    added = &course->notifies_seen[course->notify_seen_count++];
    *added = *seen;
    added->record = p->record;
    added->side = (uint8_t)p->side;
    added->message_id = p->header.message_id;
    added->was_protected = (p->header.flags & IKELOG_FLAG_ENCRYPTION) != 0;
}

static bool same_peers(const struct ikelog_sa *a, const struct ikelog_sa *b)
{
    for (int i = 0; i < 2; i++)
        if (ikelog_endpoint_same_address(&a->sides[0].last, &b->sides[i].last) &&
            ikelog_endpoint_same_address(&a->sides[1].last, &b->sides[1 - i].last))
            return true;
    return false;
}

/*
 * The Quick Mode that an SPI belongs to. IPsec SAs are the peers', not the IKE SA's: they outlive
 * the one under which they were set up, and a later one may end them.
 */
static struct ikelog_exchange *quick_of_spi(const struct packet_context *p, uint32_t spi)
{
    struct ikelog_exchange *exchange = spi ? tables_find_spi(&p->session->tables, spi) : NULL;

    return exchange && same_peers(exchange->sa, &p->entry->sa) ? exchange : NULL;
}

/* An error about phase 2 that names no SPI speaks of the latest open request of the other side. */
static struct ikelog_exchange *latest_open_quick(const struct packet_context *p)
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

struct ikelog_exchange *open_request(const struct packet_context *p)
{
    struct ikelog_exchange *phase1 = p->entry->sa.phase1;
    struct ikelog_exchange *quick =
        p->entry->sa.state == IKELOG_SA_NEGOTIATING ? NULL : latest_open_quick(p);

    if (quick)
        return quick;
    return phase1 && !phase1->complete && phase1->last->side != p->side ? phase1 : NULL;
}

static struct ikelog_exchange *subject_of_error(const struct packet_context *p,
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
static void answer_with_error(struct packet_context *p, struct ikelog_exchange *refused)
{
    struct ikelog_record *last = refused ? refused->last : NULL;

    if (!last || last->side == p->side || p->record->request || last->answer)
        return;
    p->record->request = last;
    last->answer = p->record;
}

static void notice_error(struct packet_context *p, const struct ikelog_notify *notify)
{
    struct ikelog_exchange *about = subject_of_error(p, notify);
    struct ikelog_exchange *refused = about ? about : p->entry->sa.phase1;
    struct ikelog_notify_seen seen = {
        .notify = notify->type,
        .protocol = notify->protocol,
        .spi = notify->spi.length == 4 ? ikelog_octets_u32(notify->spi.data) : 0,
        .about = about};

    add_notify_seen(p, &seen);
    if (refused && !refused->trouble->refused && !refused->complete) {
        struct ikelog_trouble *trouble = tables_trouble(&p->session->tables, refused);

        trouble->refused = p->record;
        trouble->refusal = notify->type;
    }
    answer_with_error(p, refused);
}

/* The next number; or, while nobody answered, the same one in a message of its own. */
static bool question_is_due(const struct dpd_talk *dpd, enum ikelog_side side, uint32_t sequence)
{
    uint32_t last = dpd->sequence[side];

    return !dpd->request[side] || sequence == last + 1 || (sequence == last && dpd->open[side] > 0);
}

static void notice_dpd(struct packet_context *p, const struct ikelog_notify *notify)
{
    struct dpd_talk *dpd = &tables_rare(&p->session->tables, p->entry)->dpd;
    struct ikelog_course *course = tables_course(&p->session->tables, &p->entry->sa);
    struct ikelog_trace *trace;
    enum ikelog_side other = ikelog_side_other(p->side);
    uint32_t sequence = notify->data.length == 4 ? ikelog_octets_u32(notify->data.data) : 0;
    struct ikelog_record *request;

    if (notify->type == IKELOG_NOTIFY_DPD_R_U_THERE) {
        if (!question_is_due(dpd, p->side, sequence))
            p->record->flags |= IKELOG_RECORD_DPD_SEQUENCE;
        dpd->sequence[p->side] = sequence;
        dpd->request[p->side] = p->record;
        course->dpd_last = p->record;
        trace = tables_trace(&p->session->tables, &p->entry->sa.sides[p->side]);
        if (!trace->alive_asked)
            trace->alive_asked = p->record;
        dpd->open[p->side]++;
    } else {
        request = dpd->request[other];
        if (request && sequence != dpd->sequence[other])
            p->record->flags |= IKELOG_RECORD_DPD_SEQUENCE;
        else if (request && !request->answer) {
            p->record->request = request;
            request->answer = p->record;
        }
        dpd->open[other] = 0;
    }
    course->dpd_unanswered = MAX(dpd->open[0], dpd->open[1]);
}

/* RFC 2407 4.6.3.1: the responder's lifetime counts, whatever was offered. */
static void notice_lifetime(struct packet_context *p, const struct ikelog_notify *notify)
{
    struct ikelog_quick *quick = ikelog_exchange_quick(p->exchange);
    struct ikelog_lifetime life;

    if (!quick || p->side == p->exchange->starter || notify->protocol == IKELOG_PROTO_ISAKMP)
        return;
    ikelog_notify_lifetime(notify, &life);
    if (life.seconds)
        quick->life_seconds = life.seconds;
    if (life.kilobytes)
        quick->life_kilobytes = life.kilobytes;
}

static void notice_notify(struct packet_context *p, struct ikelog_octets body)
{
    struct ikelog_notify notify;

    if (!ikelog_notify_read(body, &notify))
        return;
    if (notify.type == IKELOG_NOTIFY_DPD_R_U_THERE ||
        notify.type == IKELOG_NOTIFY_DPD_R_U_THERE_ACK)
        notice_dpd(p, &notify);
    else if (notify.type == IKELOG_NOTIFY_RESPONDER_LIFETIME)
        notice_lifetime(p, &notify);
    else if (ikelog_notify_is_error(notify.type) &&
             (notify.type <= LAST_ERROR_NOTIFY ||
              p->header.exchange_type == IKELOG_EXCHANGE_INFORMATIONAL))
        notice_error(p, &notify);
}

static void notice_delete(struct packet_context *p, struct ikelog_octets body)
{
    struct ikelog_delete deletion;
    size_t count;

    if (ikelog_delete_read(body, &deletion) != IKELOG_OK)
        return;
    if (deletion.protocol == IKELOG_PROTO_ISAKMP) {
        struct ikelog_notify_seen seen = {.protocol = deletion.protocol};

        if (!p->entry->sa.course->deleted)
            tables_course(&p->session->tables, &p->entry->sa)->deleted = p->record;
        add_notify_seen(p, &seen);
        return;
    }
    if (deletion.spi_size != 4)
        return;
    count = MIN(deletion.spis.length / 4u, MOST_DELETED);
    for (size_t i = 0; i < count; i++) {
        uint32_t spi = ikelog_octets_u32(deletion.spis.data + 4 * i);
        struct ikelog_exchange *about = quick_of_spi(p, spi);
        struct ikelog_notify_seen seen = {
            .protocol = deletion.protocol, .spi = spi, .about = about};

        if (about && ikelog_exchange_quick(about) && !ikelog_exchange_quick(about)->deleted)
            ikelog_exchange_quick(about)->deleted = p->record;
        add_notify_seen(p, &seen);
    }
}

/* Addresses of zeros ask for one. */
static bool is_address(struct ikelog_octets value)
{
    for (uint32_t i = 0; i < value.length; i++)
        if (value.data[i])
            return value.length >= 4;
    return false;
}

/*
 * What became of an address: asked for without a value, given with one, or not at all. What a
 * message that was cut does not hold may have been sent.
 */
static void notice_address(struct packet_context *p, const struct ikelog_config *config)
{
    struct ikelog_course *course = tables_course(&p->session->tables, &p->entry->sa);
    bool given = is_address(config->address);

    if (config->type == IKELOG_CONFIG_REQUEST && config->wants_address && !course->config_asked)
        course->config_asked = p->record;
    else if (given && config->type <= IKELOG_CONFIG_SET && config->type >= IKELOG_CONFIG_REPLY &&
             !course->config_given)
        course->config_given = p->record;
    else if (!given && config->type == IKELOG_CONFIG_REPLY && course->config_asked &&
             course->config_asked->exchange == p->exchange && !course->config_empty &&
             !(p->record->flags & IKELOG_RECORD_CUT))
        course->config_empty = p->record;
}

static void notice_config(struct packet_context *p, struct ikelog_octets body)
{
    struct ikelog_course *course;
    struct ikelog_config config;

    if (!ikelog_config_read(body, &config))
        return;
    course = tables_course(&p->session->tables, &p->entry->sa);
    notice_address(p, &config);
    course->xauth_seen = course->xauth_seen || config.xauth;
    if (config.user.length > 0) {
        g_bytes_unref(course->xauth_user);
        course->xauth_user = interned_body(&p->session->interned, config.user);
    }
    if (!ikelog_config_is_result(&config))
        return;
    course->xauth_ok = config.status == 1;
    course->xauth_failed = config.status != 1;
    course->xauth_result = p->record;
}

void process_notifies(struct packet_context *p)
{
    for (uint32_t i = 0; i < p->view->chain.count; i++) {
        uint8_t type = p->view->chain.payloads[i].type;
        struct ikelog_octets body;

        if (!ikelog_view_payload(p->view, i, type, &body))
            continue;
        if (type == IKELOG_PAYLOAD_NOTIFY)
            notice_notify(p, body);
        else if (type == IKELOG_PAYLOAD_DELETE)
            notice_delete(p, body);
        else if (type == IKELOG_PAYLOAD_CONFIG)
            notice_config(p, body);
    }
}

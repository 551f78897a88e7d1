/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Holds the session between Wireshark's init and cleanup calls, and what frames keep of it. */

#include "arriving/capture.h"

#include "arriving/natt.h"
#include "arriving/origin.h"
#include "proto.h"
#include "settings/dialect_choice.h"
#include "settings/key_sources.h"
#include "settings/prefs.h"
#include "settings/warn_once.h"
#include "showing/light.h"
#include "showing/tap.h"

#include <epan/proto_data.h>

#define FLAGS_OFFSET 19u /* in the ISAKMP header */
#define KINDS_SHIFT  24u /* kind of what is kept above, number of the message below */

static struct ikelog_session *session;
static GArray *records; /* const struct ikelog_record *, by ascending frame: first messages */

/* The capture was read to its end: what was given for it in vain. */
static void tell_given(void)
{
    GString *text = g_string_new(NULL);

    ikelog_session_describe_given(session, true, text);
    ikelog_note_once(text->str);
    g_string_free(text, TRUE);
}

static void free_session(void)
{
    if (session)
        tell_given();
    ikelog_session_free(session);
    session = NULL;
    if (records)
        g_array_unref(records);
    records = NULL;
    ikelog_keys_forget();
}

static bool look_for_keys(void *context)
{
    (void)context;
    return ikelog_keys_refresh();
}

/* A capture is opened, or read again because preferences changed. */
static void new_session(void)
{
    free_session();
    ikelog_dialects_complain();
    ikelog_prefs_policy_update();
    ikelog_keys_load();
    session = ikelog_session_new(ikelog_keys());
    ikelog_session_ask_for_keys(session, look_for_keys, NULL);
    records = g_array_new(FALSE, FALSE, sizeof(struct ikelog_record *));
}

/* All packets were seen once. */
static void finish_session(void)
{
    ikelog_light_finish(session);
}

void ikelog_capture_register(void)
{
    register_init_routine(new_session);
    register_postseq_cleanup_routine(finish_session);
    register_cleanup_routine(free_session);
}

struct ikelog_session *ikelog_capture_session(void)
{
    return session;
}

static uint32_t key_of(enum ikelog_kept kind, unsigned n)
{
    return (uint32_t)kind << KINDS_SHIFT | n;
}

void *ikelog_capture_recall(packet_info *pinfo, enum ikelog_kept kind, unsigned n)
{
    return p_get_proto_data(wmem_file_scope(), pinfo, ikelog_proto(), key_of(kind, n));
}

void ikelog_capture_keep(packet_info *pinfo, enum ikelog_kept kind, unsigned n, void *data)
{
    p_add_proto_data(wmem_file_scope(), pinfo, ikelog_proto(), key_of(kind, n), data);
}

int64_t ikelog_capture_time(const packet_info *pinfo)
{
    return ikelog_time_ns(pinfo->abs_ts.secs, pinfo->abs_ts.nsecs);
}

struct ikelog_packet ikelog_capture_packet(const packet_info *pinfo, enum ikelog_packet_kind kind)
{
    struct ikelog_packet packet = {.kind = kind,
                                   .frame = pinfo->num,
                                   .time_ns = ikelog_capture_time(pinfo),
                                   .session = session,
                                   .room = wmem_new(pinfo->pool, struct ikelog_view)};

    ikelog_origin_endpoints(pinfo, &packet.src, &packet.dst);
    return packet;
}

/* The packet is opened on the way. */
static void feed(packet_info *pinfo, tvbuff_t *tvb, const struct ikelog_origin *origin,
                 struct ikelog_packet *packet)
{
    struct ikelog_ip_header ip;
    struct ikelog_datagram datagram = {
        .frame = packet->frame,
        .time_ns = packet->time_ns,
        .src = packet->src,
        .dst = packet->dst,
        .message = packet->message,
        .on_wire = tvb_reported_length(tvb),
        .ip_id = -1,
        .ttl = -1,
        .marker = origin->marker,
    };

    ikelog_session_reach(session, packet->time_ns);
    if (!origin->whole &&
        ikelog_origin_of_udp(pinfo, tvb, origin->marker ? IKELOG_MARKER_LENGTH : 0, &ip)) {
        datagram.ip_id = ip.id;
        datagram.ttl = ip.ttl;
    } else if (!origin->whole) {
        datagram.rejoined = ikelog_origin_is_rejoined(pinfo, tvb);
    }
    packet->view = packet->room;
    packet->record = ikelog_session_feed_open(session, &datagram, packet->view);
}

void ikelog_capture_other(packet_info *pinfo, tvbuff_t *tvb)
{
    struct ikelog_datagram datagram = {.frame = pinfo->num,
                                       .message = ikelog_origin_octets(tvb),
                                       .on_wire = tvb_reported_length(tvb)};
    enum ikelog_other other;

    if (pinfo->flags.in_error_pkt)
        return;
    ikelog_origin_endpoints(pinfo, &datagram.src, &datagram.dst);
    if (PINFO_FD_VISITED(pinfo))
        other = ikelog_other_of(&datagram);
    else
        other = ikelog_session_note_other(session, &datagram);
    ikelog_tap_queue_other(pinfo, other);
}

static bool is_encrypted(struct ikelog_octets message)
{
    return message.length > FLAGS_OFFSET && (message.data[FLAGS_OFFSET] & IKELOG_FLAG_ENCRYPTION);
}

static const struct ikelog_record *record_at(unsigned i)
{
    return g_array_index(records, const struct ikelog_record *, i);
}

static int compare_frames(const void *left, const void *right)
{
    uint32_t a = (*(const struct ikelog_record *const *)left)->frame;
    uint32_t b = (*(const struct ikelog_record *const *)right)->frame;

    return (a > b) - (a < b);
}

static const struct ikelog_record *find_record(uint32_t frame)
{
    const struct ikelog_record wanted = {.frame = frame}, *target = &wanted;
    guint i;

    if (records->len == 0 || record_at(records->len - 1)->frame < frame)
        return NULL; /* on the first pass always */
    return g_array_binary_search(records, &target, compare_frames, &i) ? record_at(i) : NULL;
}

/*
 * What Wireshark keeps for a frame takes several times the memory of a place in `records`. It is
 * left for further messages of one frame, and for frames that are met out of order.
 */
static const struct ikelog_record *recall_record(packet_info *pinfo, unsigned n)
{
    const struct ikelog_record *record = n == 0 ? find_record(pinfo->num) : NULL;

    return record ? record : ikelog_capture_recall(pinfo, IKELOG_KEPT_RECORD, n);
}

const struct ikelog_record *ikelog_capture_record(packet_info *pinfo)
{
    return records ? recall_record(pinfo, 0) : NULL;
}

static void keep_record(packet_info *pinfo, unsigned n, const struct ikelog_record *record)
{
    bool in_order = records->len == 0 || record_at(records->len - 1)->frame < record->frame;

    if (n == 0 && in_order)
        g_array_append_val(records, record);
    else
        ikelog_capture_keep(pinfo, IKELOG_KEPT_RECORD, n, (void *)(uintptr_t)record);
}

void ikelog_capture_message(packet_info *pinfo, tvbuff_t *tvb, const struct ikelog_origin *origin,
                            struct ikelog_packet *packet)
{
    if (PINFO_FD_VISITED(pinfo)) /* frames are met again when all of them were read */
        ikelog_session_end(session);
    packet->record = recall_record(pinfo, origin->n);
    if (packet->record || PINFO_FD_VISITED(pinfo))
        return;
    ikelog_keys_read_comments(pinfo);
    if (is_encrypted(packet->message))
        ikelog_keys_refresh_by_clock();
    feed(pinfo, tvb, origin, packet);
    if (packet->record)
        keep_record(pinfo, origin->n, packet->record);
}

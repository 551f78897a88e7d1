/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Puts vendor fragments together. Wireshark's reassembly tables do not serve here: many daemons
 * give every message the same fragment id, so a part left over from an older reassembly must give
 * way to a newer one, and only the length in the reassembled header tells that parts belong
 * together.
 */

#include "arriving/fragments.h"

#include "arriving/capture.h"
#include "arriving/origin.h"
#include "showing/expert.h"
#include "showing/tree.h"

#include "wire/ident.h"
#include "wire/numbers.h"

#define MAX_MESSAGE 65535u /* octets of a whole message */
/* Of all reassemblies together; beyond that they are dropped, and what was in flight stays in
 * parts. */
#define MAX_REASSEMBLIES 4096u
#define MAX_HELD         16777216u /* octets, what is known of each part included */

/* Who sends to whom, under which cookies, with which id: what distinguishes reassemblies. */
struct reassembly_key {
    struct ikelog_endpoint src, dst;
    uint8_t cookies[2 * IKELOG_COOKIE_LEN];
    uint32_t message_id;
    uint16_t id;
};

/* A message of which all parts came; kept with its frames as long as the capture. */
struct whole {
    uint32_t completed_in;
    uint32_t part_count;
    uint32_t *frames;
    uint32_t length;
    uint8_t *octets;
    uint8_t conflict; /* number of a part of which two differed; 0: none */
};

/* What one frame keeps. `whole` is filled in when the reassembly is complete. */
struct fragment_frame {
    struct whole *whole;
    uint32_t replaces; /* frame with a part of this number that it took the place of; 0: none */
    bool differs;      /* and the two differ */
};

struct part {
    uint8_t number;
    bool last;
    bool repeated; /* equal to that part of the message completed before */
    uint32_t frame;
    struct fragment_frame *kept;
    GBytes *data;
};

struct reassembly {
    struct reassembly_key key;
    GArray *parts;    /* struct part, one for each number */
    GArray *finished; /* the parts of the message completed before */
};

static GHashTable *reassemblies; /* set of struct reassembly *, by key */
static size_t octets_held;       /* what their parts cost */

static unsigned key_hash(const void *data)
{
    GBytes *bytes = g_bytes_new_static(data, sizeof(struct reassembly_key));
    unsigned hash = g_bytes_hash(bytes);

    g_bytes_unref(bytes);
    return hash;
}

static gboolean key_equal(const void *a, const void *b)
{
    return memcmp(a, b, sizeof(struct reassembly_key)) == 0;
}

static size_t cost_of(const struct part *part)
{
    return g_bytes_get_size(part->data) + sizeof *part;
}

static void clear_part(void *data)
{
    struct part *part = data;

    octets_held -= cost_of(part);
    g_bytes_unref(part->data);
}

static GArray *new_parts(void)
{
    GArray *parts = g_array_new(FALSE, TRUE, sizeof(struct part));

    g_array_set_clear_func(parts, clear_part);
    return parts;
}

static void free_reassembly(void *data)
{
    struct reassembly *reassembly = data;

    g_array_unref(reassembly->parts);
    g_array_unref(reassembly->finished);
    g_free(reassembly);
}

static void forget_reassemblies(void)
{
    if (reassemblies)
        g_hash_table_destroy(reassemblies);
    reassemblies = NULL;
}

void ikelog_fragments_register(void)
{
    register_cleanup_routine(forget_reassemblies);
}

static struct reassembly *find_reassembly(const struct ikelog_dissection *dissection, uint16_t id)
{
    struct reassembly_key key;
    struct reassembly *reassembly;

    memset(&key, 0, sizeof key); /* padding is compared too */
    ikelog_origin_endpoints(dissection->pinfo, &key.src, &key.dst);
    memcpy(key.cookies, dissection->packet.view->message.data, sizeof key.cookies);
    key.message_id = dissection->packet.view->header.message_id;
    key.id = id;
    if (!reassemblies)
        reassemblies = g_hash_table_new_full(key_hash, key_equal, NULL, free_reassembly);
    if (octets_held >= MAX_HELD)
        g_hash_table_remove_all(reassemblies);
    reassembly = g_hash_table_lookup(reassemblies, &key);
    if (reassembly)
        return reassembly;
    if (g_hash_table_size(reassemblies) >= MAX_REASSEMBLIES)
        g_hash_table_remove_all(reassemblies);
    reassembly = g_new0(struct reassembly, 1);
    reassembly->key = key;
    reassembly->parts = new_parts();
    reassembly->finished = new_parts();
    g_hash_table_insert(reassemblies, &reassembly->key, reassembly);
    return reassembly;
}

static struct part *find_part(const GArray *parts, uint8_t number)
{
    for (unsigned i = 0; i < parts->len; i++) {
        struct part *part = &g_array_index(parts, struct part, i);

        if (part->number == number)
            return part;
    }
    return NULL;
}

/* The newest part with a number counts. */
static void put_part(struct reassembly *reassembly, const struct part *part)
{
    struct part *old = find_part(reassembly->parts, part->number);

    if (old) {
        part->kept->replaces = old->frame;
        part->kept->differs = old->kept->differs || !g_bytes_equal(old->data, part->data);
        clear_part(old);
        *old = *part;
    } else {
        g_array_append_val(reassembly->parts, *part);
    }
    octets_held += cost_of(part);
}

/* The parts of a message, all of them and in order. */
struct sequence {
    unsigned count; /* 0: some are missing */
    const struct part *parts[UINT8_MAX];
};

/*
 * A part that the message before had too may be a late repeat of it: after a new part it waits for
 * its successor. In front it does no harm, for parts mostly come in order and the new one has
 * replaced it.
 */
static void find_sequence(const struct reassembly *reassembly, struct sequence *sequence)
{
    bool fresh = false;

    sequence->count = 0;
    for (unsigned n = 0; n < UINT8_MAX; n++) {
        const struct part *part = find_part(reassembly->parts, (uint8_t)(n + 1));

        if (!part || (fresh && part->repeated))
            return;
        sequence->parts[n] = part;
        if (part->last) {
            sequence->count = n + 1;
            return;
        }
        fresh = !part->repeated;
    }
}

static uint32_t length_of(const struct sequence *sequence)
{
    size_t length = 0;

    for (unsigned n = 0; n < sequence->count; n++)
        length += g_bytes_get_size(sequence->parts[n]->data);
    return length <= MAX_MESSAGE ? (uint32_t)length : 0;
}

/* The header in the first part tells whether all parts are of one message. */
static bool lengths_agree(const struct sequence *sequence, uint32_t length)
{
    struct ikelog_header header;
    size_t size;
    const uint8_t *first = g_bytes_get_data(sequence->parts[0]->data, &size);

    return ikelog_header_read(first, (uint32_t)size, &header) == IKELOG_OK &&
           header.length == length;
}

static struct whole *join(const struct sequence *sequence, uint32_t length)
{
    struct whole *whole = wmem_new0(wmem_file_scope(), struct whole);
    uint32_t at = 0;

    whole->part_count = sequence->count;
    whole->frames = wmem_alloc_array(wmem_file_scope(), uint32_t, sequence->count);
    whole->length = length;
    whole->octets = wmem_alloc(wmem_file_scope(), length);
    for (unsigned n = 0; n < sequence->count; n++) {
        const struct part *part = sequence->parts[n];
        size_t size;
        const void *data = g_bytes_get_data(part->data, &size);

        memcpy(whole->octets + at, data, size);
        at += (uint32_t)size;
        whole->frames[n] = part->frame;
        part->kept->whole = whole;
        if (part->kept->differs)
            whole->conflict = part->number;
    }
    return whole;
}

static void finish(struct reassembly *reassembly)
{
    GArray *finished = reassembly->parts;

    reassembly->parts = reassembly->finished;
    reassembly->finished = finished;
    g_array_set_size(reassembly->parts, 0);
}

static void take_part(const struct ikelog_dissection *dissection,
                      const struct ikelog_fragment *fragment, struct fragment_frame *kept)
{
    struct reassembly *reassembly = find_reassembly(dissection, fragment->id);
    const struct part *before = find_part(reassembly->finished, fragment->number);
    struct part part = {
        .number = fragment->number,
        .last = fragment->last,
        .frame = dissection->pinfo->num,
        .kept = kept,
        .data = g_bytes_new(fragment->data.data, fragment->data.length),
    };
    struct sequence sequence;
    uint32_t length;

    part.repeated = before && g_bytes_equal(before->data, part.data);
    put_part(reassembly, &part);
    find_sequence(reassembly, &sequence);
    length = length_of(&sequence);
    if (!length || !lengths_agree(&sequence, length))
        return;
    join(&sequence, length)->completed_in = dissection->pinfo->num;
    finish(reassembly);
}

static bool read_fragment(const struct ikelog_dissection *dissection,
                          struct ikelog_fragment *fragment)
{
    const struct ikelog_view *view = dissection->packet.view;
    const struct ikelog_payload *payload =
        view->readable ? ikelog_chain_find(&view->chain, IKELOG_PAYLOAD_FRAGMENT, 0) : NULL;
    struct ikelog_octets body;

    if (!payload || view->chain.status != IKELOG_OK)
        return false;
    body.data = ikelog_payload_body(view->octets.data, payload, &body.length);
    return body.data && ikelog_fragment_read(body, fragment) == IKELOG_OK && fragment->number &&
           fragment->data.length;
}

static void add_frames(const struct whole *whole, uint32_t here, proto_tree *parent)
{
    proto_tree *tree;
    char label[64];

    if (whole->completed_in != here) {
        ikelog_tree_uint(parent, IKELOG_A_REASSEMBLED_IN, whole->completed_in);
        return;
    }
    snprintf(label, sizeof label, "Put together from %u fragments", whole->part_count);
    tree = ikelog_tree_group(parent, IKELOG_ETT_FRAGMENTS, label);
    for (unsigned i = 0; i < whole->part_count; i++)
        ikelog_tree_uint(tree, IKELOG_A_FRAGMENT_FRAME, whole->frames[i]);
}

/* Overlap and conflict, as Wireshark's own reassembly marks them. */
static void mark_overlap(const struct ikelog_dissection *dissection,
                         const struct fragment_frame *kept, proto_tree *tree)
{
    const struct whole *whole = kept->whole;
    bool here = whole && whole->completed_in == dissection->pinfo->num && whole->conflict;
    char detail[80];

    if (kept->replaces)
        ikelog_tree_boolean(tree, IKELOG_A_FRAGMENT_OVERLAP, true);
    if (!kept->differs && !here)
        return;
    ikelog_tree_boolean(tree, IKELOG_A_FRAGMENT_CONFLICT, true);
    if (here)
        snprintf(detail, sizeof detail, "two fragments %u differ; the later one counts",
                 whole->conflict);
    else
        snprintf(detail, sizeof detail, "it differs from the one in frame %u; the later one counts",
                 kept->replaces);
    ikelog_expert_status(dissection->pinfo, tree, IKELOG_FRAGMENTS_DIFFER, detail, false);
}

tvbuff_t *ikelog_fragments_take(struct ikelog_dissection *dissection, unsigned n, proto_tree *tree)
{
    packet_info *pinfo = dissection->pinfo;
    struct fragment_frame *kept = ikelog_capture_recall(pinfo, IKELOG_KEPT_FRAGMENT, n);
    struct ikelog_fragment fragment;
    tvbuff_t *tvb;

    if (!kept && !PINFO_FD_VISITED(pinfo) && read_fragment(dissection, &fragment)) {
        kept = wmem_new0(wmem_file_scope(), struct fragment_frame);
        ikelog_capture_keep(pinfo, IKELOG_KEPT_FRAGMENT, n, kept);
        take_part(dissection, &fragment, kept);
    }
    if (!kept)
        return NULL;
    if (tree)
        mark_overlap(dissection, kept, tree);
    if (!kept->whole)
        return NULL;
    if (tree)
        add_frames(kept->whole, pinfo->num, tree);
    if (kept->whole->completed_in != pinfo->num)
        return NULL;
    tvb = tvb_new_child_real_data(dissection->tvb, kept->whole->octets, kept->whole->length,
                                  (int)kept->whole->length);
    add_new_data_source(pinfo, tvb, "Reassembled IKE");
    return tvb;
}

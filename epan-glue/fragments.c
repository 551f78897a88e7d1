/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Puts vendor fragments together. Wireshark's reassembly tables do not serve here: many daemons
 * give every message the same fragment id, so a part left over from an older train must give way to
 * a newer one, and only the length in the reassembled header tells that parts belong together.
 */

#include "fragments.h"

#include "capture.h"
#include "expert.h"
#include "origin.h"
#include "tree.h"

#include "wire/ident.h"
#include "wire/numbers.h"

#define MAX_MESSAGE 65535u /* octets of a whole message */
/* Of all trains together; beyond that they are dropped, and what was in flight stays in parts. */
#define MAX_TRAINS 4096u
#define MAX_HELD   16777216u /* octets, what is known of each part included */

/* Who sends to whom, under which cookies, with which id: what one train is told by. */
struct train_key {
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

/* What one frame keeps. `whole` is filled in when the train is complete. */
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

struct train {
    struct train_key key;
    GArray *parts;    /* struct part, one for each number */
    GArray *finished; /* the parts of the message completed before */
};

static GHashTable *trains; /* set of struct train *, by key */
static size_t octets_held; /* what their parts cost */

static unsigned key_hash(const void *data)
{
    GBytes *bytes = g_bytes_new_static(data, sizeof(struct train_key));
    unsigned hash = g_bytes_hash(bytes);

    g_bytes_unref(bytes);
    return hash;
}

static gboolean key_equal(const void *a, const void *b)
{
    return memcmp(a, b, sizeof(struct train_key)) == 0;
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

static void free_train(void *data)
{
    struct train *train = data;

    g_array_unref(train->parts);
    g_array_unref(train->finished);
    g_free(train);
}

static void forget_trains(void)
{
    if (trains)
        g_hash_table_destroy(trains);
    trains = NULL;
}

void ikelog_fragments_register(void)
{
    register_cleanup_routine(forget_trains);
}

static struct train *find_train(const struct ikelog_shown *shown, uint16_t id)
{
    struct train_key key;
    struct train *train;

    memset(&key, 0, sizeof key); /* padding is compared too */
    ikelog_origin_endpoints(shown->pinfo, &key.src, &key.dst);
    memcpy(key.cookies, shown->view.message.data, sizeof key.cookies);
    key.message_id = shown->view.header.message_id;
    key.id = id;
    if (!trains)
        trains = g_hash_table_new_full(key_hash, key_equal, NULL, free_train);
    if (octets_held >= MAX_HELD)
        g_hash_table_remove_all(trains);
    train = g_hash_table_lookup(trains, &key);
    if (train)
        return train;
    if (g_hash_table_size(trains) >= MAX_TRAINS)
        g_hash_table_remove_all(trains);
    train = g_new0(struct train, 1);
    train->key = key;
    train->parts = new_parts();
    train->finished = new_parts();
    g_hash_table_insert(trains, &train->key, train);
    return train;
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
static void put_part(struct train *train, const struct part *part)
{
    struct part *old = find_part(train->parts, part->number);

    if (old) {
        part->kept->replaces = old->frame;
        part->kept->differs = old->kept->differs || !g_bytes_equal(old->data, part->data);
        clear_part(old);
        *old = *part;
    } else {
        g_array_append_val(train->parts, *part);
    }
    octets_held += cost_of(part);
}

/* The parts of a message, all of them and in order. */
struct line {
    unsigned count; /* 0: some are missing */
    const struct part *parts[UINT8_MAX];
};

/*
 * A part that the message before had too may be a late repeat of it: behind a new part it waits for
 * its successor. In front it does no harm, for parts mostly come in order and the new one has
 * replaced it.
 */
static void line_up(const struct train *train, struct line *line)
{
    bool fresh = false;

    line->count = 0;
    for (unsigned n = 0; n < UINT8_MAX; n++) {
        const struct part *part = find_part(train->parts, (uint8_t)(n + 1));

        if (!part || (fresh && part->repeated))
            return;
        line->parts[n] = part;
        if (part->last) {
            line->count = n + 1;
            return;
        }
        fresh = !part->repeated;
    }
}

static uint32_t length_of(const struct line *line)
{
    size_t length = 0;

    for (unsigned n = 0; n < line->count; n++)
        length += g_bytes_get_size(line->parts[n]->data);
    return length <= MAX_MESSAGE ? (uint32_t)length : 0;
}

/* The header in the first part tells whether all parts are of one message. */
static bool lengths_agree(const struct line *line, uint32_t length)
{
    struct ikelog_header header;
    size_t size;
    const uint8_t *first = g_bytes_get_data(line->parts[0]->data, &size);

    return ikelog_header_read(first, (uint32_t)size, &header) == IKELOG_OK &&
           header.length == length;
}

static struct whole *join(const struct line *line, uint32_t length)
{
    struct whole *whole = wmem_new0(wmem_file_scope(), struct whole);
    uint32_t at = 0;

    whole->part_count = line->count;
    whole->frames = wmem_alloc_array(wmem_file_scope(), uint32_t, line->count);
    whole->length = length;
    whole->octets = wmem_alloc(wmem_file_scope(), length);
    for (unsigned n = 0; n < line->count; n++) {
        const struct part *part = line->parts[n];
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

static void finish(struct train *train)
{
    GArray *finished = train->parts;

    train->parts = train->finished;
    train->finished = finished;
    g_array_set_size(train->parts, 0);
}

static void take_part(const struct ikelog_shown *shown, const struct ikelog_fragment *fragment,
                      struct fragment_frame *kept)
{
    struct train *train = find_train(shown, fragment->id);
    const struct part *before = find_part(train->finished, fragment->number);
    struct part part = {
        .number = fragment->number,
        .last = fragment->last,
        .frame = shown->pinfo->num,
        .kept = kept,
        .data = g_bytes_new(fragment->data.data, fragment->data.length),
    };
    struct line line;
    uint32_t length;

    part.repeated = before && g_bytes_equal(before->data, part.data);
    put_part(train, &part);
    line_up(train, &line);
    length = length_of(&line);
    if (!length || !lengths_agree(&line, length))
        return;
    join(&line, length)->completed_in = shown->pinfo->num;
    finish(train);
}

static bool read_fragment(const struct ikelog_shown *shown, struct ikelog_fragment *fragment)
{
    const struct ikelog_view *view = &shown->view;
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
static void mark_overlap(const struct ikelog_shown *shown, const struct fragment_frame *kept,
                         proto_tree *tree)
{
    const struct whole *whole = kept->whole;
    bool here = whole && whole->completed_in == shown->pinfo->num && whole->conflict;
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
    ikelog_expert_status(shown->pinfo, tree, IKELOG_FRAGMENTS_DIFFER, detail);
}

tvbuff_t *ikelog_fragments_take(struct ikelog_shown *shown, unsigned n, proto_tree *tree)
{
    packet_info *pinfo = shown->pinfo;
    struct fragment_frame *kept = ikelog_capture_recall(pinfo, IKELOG_KEPT_TRAIN, n);
    struct ikelog_fragment fragment;
    tvbuff_t *tvb;

    if (!kept && !PINFO_FD_VISITED(pinfo) && read_fragment(shown, &fragment)) {
        kept = wmem_new0(wmem_file_scope(), struct fragment_frame);
        ikelog_capture_keep(pinfo, IKELOG_KEPT_TRAIN, n, kept);
        take_part(shown, &fragment, kept);
    }
    if (!kept)
        return NULL;
    if (tree)
        mark_overlap(shown, kept, tree);
    if (!kept->whole)
        return NULL;
    if (tree)
        add_frames(kept->whole, pinfo->num, tree);
    if (kept->whole->completed_in != pinfo->num)
        return NULL;
    tvb = tvb_new_child_real_data(shown->tvb, kept->whole->octets, kept->whole->length,
                                  (int)kept->whole->length);
    add_new_data_source(pinfo, tvb, "Reassembled IKE");
    return tvb;
}

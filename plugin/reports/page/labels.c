/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Makes one list of labels of what the decoder of the wire emits in a tree. */
#include "reports/page/labels.h"

#include "reports/page/item_value.h"
#include "wire/ident.h"

#include <string.h>

/* Labels while they are collected. `owner` says for each octet which label it has, from 1. */
struct collector {
    struct ikelog_octets octets;
    GArray *labels;
    guint *owner;
    GArray *open; /* guint: the groups that are open, as indices; NO_GROUP: one that is not shown */
    GArray *faults; /* struct fault */
};

/* What is wrong is told with the octets that it is about, once they have their label. */
struct fault {
    uint32_t offset;
    char *words;
};

#define NO_GROUP G_MAXUINT

static void clear_label(void *data)
{
    struct ikelog_page_label *label = data;

    g_free(label->name);
    g_free(label->text);
    g_free(label->notes);
}

static void clear_fault(void *data)
{
    g_free(((struct fault *)data)->words);
}

GArray *ikelog_page_labels_new(void)
{
    GArray *labels = g_array_new(FALSE, TRUE, sizeof(struct ikelog_page_label));

    g_array_set_clear_func(labels, clear_label);
    return labels;
}

static struct ikelog_page_label *label_at(const struct collector *c, guint n)
{
    return &g_array_index(c->labels, struct ikelog_page_label, n);
}

static void add_note(struct ikelog_page_label *label, const char *words)
{
    char *old = label->notes;

    label->notes = old ? g_strconcat(old, "; ", words, NULL) : g_strdup(words);
    g_free(old);
}

static void own(struct collector *c, guint n)
{
    const struct ikelog_page_label *label = label_at(c, n);

    for (uint32_t i = 0; i < label->length; i++)
        c->owner[label->offset + i] = n + 1;
}

static void append_label(struct collector *c, const struct ikelog_item *item)
{
    const struct ikelog_field_row *row = ikelog_field_row(item->field);
    struct ikelog_page_label label = {.offset = item->offset,
                                      .length = item->length,
                                      .field = item->field,
                                      .name = g_strdup(row->name),
                                      .text = ikelog_page_item_value(item, c->octets),
                                      .about = row->blurb};

    g_array_append_val(c->labels, label);
    own(c, c->labels->len - 1);
}

/* "Encryption: set"; nothing of bits that are not set. */
static void note_item(struct ikelog_page_label *label, const struct ikelog_item *item,
                      struct ikelog_octets octets)
{
    const char *name = ikelog_field_row(item->field)->name;
    char *value = ikelog_page_item_value(item, octets), *words;

    if (!ikelog_page_item_is_zero(item, octets)) {
        words = value ? g_strdup_printf("%s: %s", name, value) : g_strdup(name);
        add_note(label, words);
        g_free(words);
    }
    g_free(value);
}

/* The label of the first octet of the item that has one. */
static guint owner_of(const struct collector *c, const struct ikelog_item *item)
{
    for (uint32_t i = 0; i < item->length; i++)
        if (c->owner[item->offset + i])
            return c->owner[item->offset + i];
    return 0;
}

/* A field that contains the one before it takes its place: the other becomes a note. */
static void widen(struct collector *c, guint n, const struct ikelog_item *item)
{
    const struct ikelog_field_row *row = ikelog_field_row(item->field);
    struct ikelog_page_label *label = label_at(c, n), old = *label;

    label->offset = item->offset;
    label->length = item->length;
    label->field = item->field;
    label->name = g_strdup(row->name);
    label->text = ikelog_page_item_value(item, c->octets);
    label->about = row->blurb;
    if (old.text) {
        char *words = g_strdup_printf("%s: %s", old.name, old.text);

        add_note(label, words);
        g_free(words);
    }
    g_free(old.name);
    g_free(old.text);
    own(c, n);
}

static bool contains(const struct ikelog_item *item, const struct ikelog_page_label *label)
{
    return item->offset <= label->offset && item->length > label->length &&
           item->offset + item->length >= label->offset + label->length;
}

static void take_item(void *context, const struct ikelog_item *item)
{
    struct collector *c = context;
    guint owner;

    if (item->computed || item->length == 0 || item->offset >= c->octets.length ||
        item->length > c->octets.length - item->offset)
        return;
    owner = owner_of(c, item);
    if (!owner)
        append_label(c, item);
    else if (owner == c->labels->len && contains(item, label_at(c, owner - 1)))
        widen(c, owner - 1, item);
    else
        note_item(label_at(c, owner - 1), item, c->octets);
}

static bool is_shown(enum ikelog_group_kind kind)
{
    return kind == IKELOG_GROUP_PAYLOAD || kind == IKELOG_GROUP_PROPOSAL ||
           kind == IKELOG_GROUP_TRANSFORM;
}

static void open_group(void *context, enum ikelog_group_kind kind, uint32_t offset, uint32_t length,
                       const char *label)
{
    struct collector *c = context;
    guint index = c->labels->len;
    const struct ikelog_page_label group = {.offset = offset,
                                            .length = length,
                                            .is_group = true,
                                            .group = kind,
                                            .field = IKELOG_FIELD_COUNT};

    if (is_shown(kind)) {
        g_array_append_val(c->labels, group);
        label_at(c, index)->name = g_strdup(label);
    } else {
        index = NO_GROUP;
    }
    g_array_append_val(c->open, index);
}

static void close_group(void *context, const char *suffix)
{
    struct collector *c = context;
    guint index = g_array_index(c->open, guint, c->open->len - 1);

    if (index != NO_GROUP && suffix)
        label_at(c, index)->text = g_strdup(suffix);
    g_array_set_size(c->open, c->open->len - 1);
}

static void take_fault(void *context, enum ikelog_status status, uint32_t offset, uint32_t length,
                       const char *detail)
{
    struct collector *c = context;
    struct fault fault = {.offset = offset};

    (void)length;
    fault.words = detail ? g_strdup_printf("%s: %s", ikelog_status_text(status), detail)
                         : g_strdup(ikelog_status_text(status));
    g_array_append_val(c->faults, fault);
}

static void ignore_certificate(void *context, uint8_t encoding, uint32_t offset, uint32_t length)
{
    (void)context;
    (void)encoding;
    (void)offset;
    (void)length;
}

static void collector_begin(struct collector *c, struct ikelog_octets octets)
{
    c->octets = octets;
    c->labels = ikelog_page_labels_new();
    c->owner = g_new0(guint, (gsize)octets.length + 1);
    c->open = g_array_new(FALSE, FALSE, sizeof(guint));
    c->faults = g_array_new(FALSE, FALSE, sizeof(struct fault));
    g_array_set_clear_func(c->faults, clear_fault);
}

static struct ikelog_sink sink_of(struct collector *c)
{
    return (struct ikelog_sink){.context = c,
                                .add = take_item,
                                .open = open_group,
                                .close = close_group,
                                .report = take_fault,
                                .certificate = ignore_certificate};
}

/* Octets that have no label yet. */
static void label_rest(struct collector *c, enum ikelog_page_rest rest, uint32_t from, uint32_t to)
{
    static const struct {
        const char *name, *about;
    } rows[] = {
#define X(id, name, about) {name, about},
        IKELOG_PAGE_RESTS(X)
#undef X
    };

    for (uint32_t at = from, end; at < to; at = end + 1) {
        struct ikelog_page_label label = {.offset = at,
                                          .field = IKELOG_FIELD_COUNT,
                                          .name = g_strdup(rows[rest].name),
                                          .about = rows[rest].about};

        for (end = at; end < to && !c->owner[end]; end++)
            label.length++;
        if (!label.length) {
            clear_label(&label);
            continue;
        }
        g_array_append_val(c->labels, label);
        own(c, c->labels->len - 1);
    }
}

static gint by_offset(gconstpointer a, gconstpointer b)
{
    const struct ikelog_page_label *one = a, *two = b;

    if (one->offset != two->offset)
        return one->offset < two->offset ? -1 : 1;
    return two->is_group - one->is_group; /* the head of a group stands before its labels */
}

static GArray *collector_end(struct collector *c)
{
    GArray *labels = c->labels;

    for (guint i = 0; i < c->faults->len && labels->len > 0; i++) {
        const struct fault *fault = &g_array_index(c->faults, struct fault, i);
        guint owner = fault->offset < c->octets.length ? c->owner[fault->offset] : 0;
        struct ikelog_page_label *label = label_at(c, owner ? owner - 1 : labels->len - 1);

        label->is_wrong = true;
        add_note(label, fault->words);
    }
    g_array_sort(labels, by_offset);
    g_array_unref(c->open);
    g_array_unref(c->faults);
    g_free(c->owner);
    return labels;
}

static void label_chain(struct collector *c, const struct ikelog_view *view)
{
    const struct ikelog_sink sink = sink_of(c);
    const struct ikelog_decode_context context = {
        .exchange_type = view->header.exchange_type,
        .gdoi = ikelog_view_is_gdoi(view),
        .cut = ikelog_view_is_cut(view),
        .phase = view->record && view->record->phase ? view->record->phase
                 : view->header.message_id           ? 2
                                                     : 1,
        .unknown = view->unknown,
    };

    ikelog_decode_chain(view->octets, &view->chain, &context, &sink);
}

static void label_body(struct collector *c, const struct ikelog_view *view, uint32_t end,
                       uint32_t block)
{
    uint32_t rest = block && end > IKELOG_HEADER_LEN ? (end - IKELOG_HEADER_LEN) % block : 0;

    if (view->readable && !view->decrypted) {
        label_chain(c, view);
        label_rest(c, IKELOG_PAGE_REST_UNREAD, 0, end);
    } else if (ikelog_header_hides_body(&view->header)) {
        label_rest(c, IKELOG_PAGE_REST_CIPHERTEXT, 0, end - rest);
        label_rest(c, IKELOG_PAGE_REST_NO_BLOCK, 0, end);
    }
}

GArray *ikelog_page_label_message(const struct ikelog_view *view, uint32_t block)
{
    struct collector c;
    struct ikelog_sink sink = sink_of(&c);
    uint32_t end = ikelog_header_end(&view->header, view->message.length);

    collector_begin(&c, view->message);
    ikelog_decode_header(view->message, ikelog_view_is_cut(view), &sink);
    if (view->header_status != IKELOG_TRUNCATED && end <= view->message.length) {
        label_body(&c, view, end, block);
        label_rest(&c, IKELOG_PAGE_REST_TRAILING, end, view->message.length);
    }
    label_rest(&c, IKELOG_PAGE_REST_UNREAD, 0, view->message.length);
    return collector_end(&c);
}

GArray *ikelog_page_label_plaintext(const struct ikelog_view *view)
{
    struct collector c;

    collector_begin(&c, view->octets);
    label_chain(&c, view);
    label_rest(&c, IKELOG_PAGE_REST_UNKNOWN, 0, MIN(view->unknown, view->octets.length));
    if (view->chain.status == IKELOG_OK)
        label_rest(&c, IKELOG_PAGE_REST_PADDING, view->chain.end, view->octets.length);
    label_rest(&c, IKELOG_PAGE_REST_UNREAD, 0, view->octets.length);
    return collector_end(&c);
}

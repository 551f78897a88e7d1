/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Items become tree items, groups subtrees, reports expert entries, certificates other dissectors'
 * work. */

#include "showing/sink.h"

#include "showing/certificates.h"
#include "showing/expert.h"
#include "showing/label.h"
#include "showing/quiet.h"
#include "showing/tree.h"

#include "state/check_text.h"
#include "wire/ident.h"
#include "wire/numbers.h"

#define MAX_DEPTH      16u /* of nested groups; deeper ones stay on the last level */
#define ATTRIBUTE_HEAD 3u  /* items: form, type and length */

/*
 * An attribute whose value was not seen yet. A value that is all of one field becomes the
 * attribute's line, so that the line can be filtered for; its head follows below.
 */
struct attribute_line {
    bool open;
    uint32_t offset, length, head; /* octets: of all, and of what stands before the value */
    char label[64];
    struct ikelog_item items[ATTRIBUTE_HEAD]; /* of the head */
    unsigned count;
    proto_item *line; /* gets its label when it is closed; NULL: has it */
    unsigned depth;   /* of what is below it */
    bool numbered;    /* the number of its value follows */
    uint32_t number;
};

struct builder {
    struct ikelog_dissection *dissection;
    const struct ikelog_anomalies *found; /* NULL: none are looked for */
    tvbuff_t *tvb;
    struct ikelog_octets octets; /* all of tvb */
    proto_tree *trees[MAX_DEPTH + 1];
    proto_item *last; /* the item of the latest add: what reports are about */
    unsigned depth;   /* of open groups, may be above MAX_DEPTH */
    bool named_only;  /* nobody sees the tree or collects reports */
    struct attribute_line attribute;
};

static proto_tree *current(const struct builder *builder)
{
    return builder->trees[MIN(builder->depth, MAX_DEPTH)];
}

/* The decoder clips its ranges; this is the last guard before Wireshark would throw an exception.
 */
static void clip(const struct builder *builder, uint32_t *offset, uint32_t *length)
{
    uint32_t end = builder->octets.length;

    *offset = MIN(*offset, end);
    *length = MIN(*length, end - *offset);
}

/* Of an item that was clipped. */
static uint64_t value_of(const struct builder *builder, const struct ikelog_item *item)
{
    uint64_t value = 0;

    if (item->computed)
        return item->value;
    for (uint32_t i = 0; i < item->length; i++)
        value = value << 8 | builder->octets.data[item->offset + i];
    return value;
}

static proto_item *add_number(const struct builder *builder, const struct ikelog_item *item,
                              enum ikelog_field_type type)
{
    proto_tree *tree = current(builder);
    int hf = ikelog_hf(item->field), offset = (int)item->offset, length = (int)item->length;
    uint64_t value = value_of(builder, item);

    if (type == IKELOG_FT_BOOL8)
        return proto_tree_add_boolean(tree, hf, builder->tvb, offset, length, (uint32_t)value);
    if (type == IKELOG_FT_U64)
        return proto_tree_add_uint64(tree, hf, builder->tvb, offset, length, value);
    return proto_tree_add_uint(tree, hf, builder->tvb, offset, length, (uint32_t)value);
}

static proto_item *add_field(const struct builder *builder, const struct ikelog_item *item)
{
    proto_tree *tree = current(builder);
    int hf = ikelog_hf(item->field), offset = (int)item->offset, length = (int)item->length;
    enum ikelog_field_type type = ikelog_field_row(item->field)->type;

    switch (type) {
    case IKELOG_FT_U8:
    case IKELOG_FT_U16:
    case IKELOG_FT_U32:
    case IKELOG_FT_U64:
    case IKELOG_FT_BOOL8:
        return add_number(builder, item, type);
    case IKELOG_FT_STRING:
        return proto_tree_add_string(tree, hf, builder->tvb, offset, length,
                                     item->text ? item->text : "");
    case IKELOG_FT_IPV4:
        return length == 4 ? proto_tree_add_item(tree, hf, builder->tvb, offset, 4, ENC_BIG_ENDIAN)
                           : NULL;
    case IKELOG_FT_IPV6:
        return length == 16 ? proto_tree_add_item(tree, hf, builder->tvb, offset, 16, ENC_NA)
                            : NULL;
    case IKELOG_FT_BYTES:
    case IKELOG_FT_NONE:
        break;
    }
    return proto_tree_add_item(tree, hf, builder->tvb, offset, length, ENC_NA);
}

static void add_natd_verdict(const struct builder *builder, const struct ikelog_item *item)
{
    const struct ikelog_dissection *dissection = builder->dissection;
    struct ikelog_octets body = {NULL, item->length};
    enum ikelog_natd verdict;

    if (!dissection->packet.record || !item->length)
        return;
    body.data = builder->octets.data + item->offset;
    verdict = ikelog_sa_check_natd(dissection->packet.record->exchange->sa,
                                   dissection->packet.message.data, &dissection->packet.src,
                                   &dissection->packet.dst, body);
    ikelog_tree_string(current(builder), IKELOG_A_NATD_VERDICT, ikelog_natd_text(verdict));
}

static void add_hash_verdict(const struct builder *builder, const struct ikelog_item *item)
{
    GString *text;

    if (!ikelog_fields_wanted(current(builder), IKELOG_A_HASH_VERDICT))
        return;
    text = ikelog_scratch();
    ikelog_view_describe_payload_check(builder->dissection->packet.view, item->offset, text);
    ikelog_tree_paragraph(current(builder), IKELOG_A_HASH_VERDICT, text->str);
}

/* What the analysis knows about a payload belongs beside it. */
static void add_verdict(const struct builder *builder, const struct ikelog_item *item)
{
    if (item->field == IKELOG_F_NATD)
        add_natd_verdict(builder, item);
    if (item->field == IKELOG_F_HASH || item->field == IKELOG_F_SIG)
        add_hash_verdict(builder, item);
}

static bool is_zero(const struct builder *builder, const struct ikelog_item *item)
{
    const uint64_t mask = ikelog_field_row(item->field)->mask;
    const uint8_t *octets = builder->octets.data + item->offset;
    uint32_t i = 0;

    if (mask && item->length == 1)
        return !(*octets & mask);
    while (i < item->length && !octets[i])
        i++;
    return i == item->length;
}

/* An item that was clipped. */
static void add_item(struct builder *builder, const struct ikelog_item *item)
{
    builder->last = add_field(builder, item);
    if (item->text && ikelog_field_row(item->field)->type != IKELOG_FT_STRING)
        ikelog_label_append_bracketed(builder->last, item->text);
    if (ikelog_field_is_quiet(item->field, is_zero(builder, item)))
        proto_item_set_hidden(builder->last);
    add_verdict(builder, item);
}

static int attribute_ett(void)
{
    return ikelog_ett((enum ikelog_ett)IKELOG_GROUP_ATTRIBUTE);
}

static void set_tree(struct builder *builder, proto_tree *tree)
{
    if (builder->depth <= MAX_DEPTH)
        builder->trees[builder->depth] = tree;
}

/* From here on items belong to the attribute: what was held back comes first. */
static void settle(struct builder *builder, proto_item *line, proto_tree *tree)
{
    struct attribute_line *attribute = &builder->attribute;

    attribute->open = false;
    builder->depth++;
    set_tree(builder, tree);
    for (unsigned i = 0; i < attribute->count; i++)
        add_item(builder, &attribute->items[i]);
    builder->last = line;
}

/* A line of its own, for what is no single value. */
static void settle_label(struct builder *builder)
{
    const struct attribute_line *attribute = &builder->attribute;
    proto_item *line;
    proto_tree *tree;

    if (!attribute->open)
        return;
    line = ikelog_label_add(current(builder), hf_text_only, builder->tvb, attribute->offset,
                            attribute->length, attribute->label);
    tree = proto_item_add_subtree(line, attribute_ett());
    settle(builder, line, tree);
}

/* What the line says is known when the attribute is closed. */
static void settle_value(struct builder *builder, const struct ikelog_item *value)
{
    const struct ikelog_registry *names = ikelog_field_row(value->field)->registry;
    const uint64_t number = value_of(builder, value);
    proto_item *line;

    add_item(builder, value);
    line = builder->last;
    settle(builder, line, proto_item_add_subtree(line, attribute_ett()));
    builder->attribute.line = line;
    builder->attribute.depth = builder->depth;
    builder->attribute.number = (uint32_t)number;
    builder->attribute.numbered =
        names && value->length <= 4 && ikelog_number_name(names, (uint32_t)number);
}

/* Keeps an item of the head, or makes the attribute's line; false: the item goes its own way. */
static bool add_to_attribute(struct builder *builder, const struct ikelog_item *item)
{
    struct attribute_line *attribute = &builder->attribute;

    if (item->offset < attribute->offset + attribute->head && attribute->count < ATTRIBUTE_HEAD) {
        attribute->items[attribute->count] = *item;
        attribute->items[attribute->count++].text = NULL; /* it lives no longer than this call */
        return true;
    }
    if (item->offset + item->length == attribute->offset + attribute->length) {
        settle_value(builder, item);
        return true;
    }
    settle_label(builder);
    return false;
}

/* Verdicts stand beside these. */
static bool has_verdict(enum ikelog_field field)
{
    return field == IKELOG_F_NATD || field == IKELOG_F_HASH || field == IKELOG_F_SIG;
}

/* Where only what is named is made. */
static bool is_named(void *context, enum ikelog_field field)
{
    (void)context;
    return ikelog_field_named(field) || has_verdict(field);
}

static void add(void *context, const struct ikelog_item *item)
{
    struct builder *builder = context;
    struct ikelog_item clipped = *item;

    clip(builder, &clipped.offset, &clipped.length);
    if (!builder->attribute.open || !add_to_attribute(builder, &clipped))
        add_item(builder, &clipped);
}

/*
 * The fields of the header stand by themselves, as in the stock tree and in the packet diagram. The
 * bits of the flags belong under the octet that was just shown; other groups have a label. Where
 * only what is named is made, nobody sees the groups.
 */
static proto_tree *new_tree(struct builder *builder, enum ikelog_group_kind kind,
                            const struct ikelog_item *place)
{
    int ett = ikelog_ett((enum ikelog_ett)kind);

    if (kind == IKELOG_GROUP_HEADER || builder->named_only)
        return current(builder);
    if (kind == IKELOG_GROUP_FLAGS && builder->last)
        return proto_item_add_subtree(builder->last, ett);
    builder->last = ikelog_label_add(current(builder), hf_text_only, builder->tvb, place->offset,
                                     place->length, place->text ? place->text : "");
    return proto_item_add_subtree(builder->last, ett);
}

/* The first bit tells whether the value follows the type, or a length does. */
static void open_attribute(struct builder *builder, const struct ikelog_item *place)
{
    bool brief = place->length && builder->octets.data[place->offset] & 0x80;

    builder->attribute = (struct attribute_line){
        .open = true, .offset = place->offset, .length = place->length, .head = brief ? 2 : 4};
    g_strlcpy(builder->attribute.label, place->text, sizeof builder->attribute.label);
}

static void open_group(void *context, enum ikelog_group_kind kind, uint32_t offset, uint32_t length,
                       const char *label)
{
    struct builder *builder = context;
    struct ikelog_item place = {.offset = offset, .length = length, .text = label};
    proto_tree *tree;

    clip(builder, &place.offset, &place.length);
    settle_label(builder);
    if (kind == IKELOG_GROUP_ATTRIBUTE) {
        open_attribute(builder, &place);
        return;
    }
    tree = new_tree(builder, kind, &place);
    if (kind == IKELOG_GROUP_PAYLOAD && builder->found)
        ikelog_anomalies_show(builder->found, builder->dissection->pinfo, tree, offset);
    builder->depth++;
    set_tree(builder, tree);
}

static void label_attribute(struct attribute_line *attribute, const char *suffix)
{
    GString *label = ikelog_label();

    g_string_append(label, attribute->label);
    g_string_append(label, suffix);
    if (attribute->numbered) {
        g_string_append(label, " (");
        ikelog_text_decimal(attribute->number, label);
        g_string_append_c(label, ')');
    }
    ikelog_label_set(attribute->line, label->str);
    attribute->line = NULL;
}

static void close_group(void *context, const char *suffix)
{
    struct builder *builder = context;

    settle_label(builder);
    suffix = suffix ? suffix : "";
    if (builder->attribute.line && builder->depth == builder->attribute.depth)
        label_attribute(&builder->attribute, suffix);
    else if (*suffix && !builder->named_only)
        ikelog_label_append(proto_tree_get_parent(current(builder)), suffix);
    if (builder->depth)
        builder->depth--;
}

static void report(void *context, enum ikelog_status status, uint32_t offset, uint32_t length,
                   const char *detail)
{
    struct builder *builder = context;
    proto_tree *tree;
    char *text = NULL;

    (void)offset;
    (void)length;
    settle_label(builder);
    tree = current(builder);
    if (detail)
        text = g_strdup_printf("%s: %s", ikelog_status_text(status), detail);
    ikelog_expert_status(builder->dissection->pinfo, tree ? proto_tree_get_parent(tree) : NULL,
                         status, text, ikelog_dissection_is_explained(builder->dissection));
    g_free(text);
}

static void certificate(void *context, uint8_t encoding, uint32_t offset, uint32_t length)
{
    struct builder *builder = context;

    clip(builder, &offset, &length);
    if (length && current(builder))
        ikelog_certificate_dissect(encoding,
                                   tvb_new_subset_length(builder->tvb, (int)offset, (int)length),
                                   builder->dissection->pinfo, current(builder));
}

static struct ikelog_sink sink_of(struct builder *builder, proto_tree *tree)
{
    struct ikelog_sink sink = {builder, add, open_group, close_group, report, certificate, NULL};

    builder->trees[0] = tree;
    builder->named_only = tree && !PTREE_DATA(tree)->visible &&
                          !ikelog_dissection_wants_experts(builder->dissection, tree);
    sink.wants = builder->named_only ? is_named : NULL;
    return sink;
}

bool ikelog_sink_is_cut(const struct ikelog_dissection *dissection)
{
    return dissection->packet.kind == IKELOG_PACKET_QUOTE ||
           tvb_captured_length(dissection->tvb) < tvb_reported_length(dissection->tvb);
}

void ikelog_sink_header(struct ikelog_dissection *dissection, proto_tree *tree)
{
    struct builder builder = {
        .dissection = dissection, .tvb = dissection->tvb, .octets = dissection->packet.message};
    const struct ikelog_sink sink = sink_of(&builder, tree);

    ikelog_decode_header(dissection->packet.view->message, ikelog_sink_is_cut(dissection), &sink);
}

void ikelog_sink_chain(struct ikelog_dissection *dissection, proto_tree *tree, tvbuff_t *tvb,
                       const struct ikelog_decode_context *context,
                       const struct ikelog_anomalies *found)
{
    struct builder builder = {.dissection = dissection,
                              .found = found,
                              .tvb = tvb,
                              .octets = dissection->packet.view->octets};
    const struct ikelog_sink sink = sink_of(&builder, tree);

    ikelog_decode_chain(dissection->packet.view->octets, &dissection->packet.view->chain, context,
                        &sink);
}

/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Subtrees and items of the analysis, and the parts of a message around its payloads. */

#include "showing/tree.h"

#include "showing/anomaly_items.h"
#include "showing/certificates.h"
#include "showing/expert.h"
#include "showing/label.h"
#include "showing/sink.h"

#include "wire/numbers.h"

#define LINE_LENGTH 75u /* octets: a line that a window of 1366 dots shows whole */

static int etts[IKELOG_ETT_COUNT];

void ikelog_tree_register(void)
{
    static int *rows[IKELOG_ETT_COUNT];

    for (unsigned i = 0; i < IKELOG_ETT_COUNT; i++) {
        etts[i] = -1; /* what Wireshark 4.0 asks for */
        rows[i] = &etts[i];
    }
    proto_register_subtree_array(rows, IKELOG_ETT_COUNT);
}

int ikelog_ett(enum ikelog_ett ett)
{
    return etts[ett];
}

static proto_item *generated(proto_item *item)
{
    proto_item_set_generated(item);
    return item;
}

proto_item *ikelog_tree_string(proto_tree *tree, enum ikelog_analysis field, const char *text)
{
    return generated(proto_tree_add_string(tree, ikelog_hf_analysis(field), NULL, 0, 0, text));
}

/* As Wireshark begins it: "Name: ". */
static GString *label_of(enum ikelog_analysis field)
{
    GString *label = ikelog_label();

    g_string_append(label, proto_registrar_get_nth((unsigned)ikelog_hf_analysis(field))->name);
    g_string_append(label, ": ");
    return label;
}

proto_item *ikelog_tree_remark(proto_tree *tree, enum ikelog_analysis field, const char *text,
                               const char *remark)
{
    proto_item *item = ikelog_tree_string(tree, field, text);
    GString *label;

    if (!tree || !PTREE_DATA(tree)->visible)
        return item;
    label = label_of(field);
    g_string_append(label, text);
    g_string_append(label, " (");
    g_string_append(label, remark);
    g_string_append_c(label, ')');
    ikelog_label_set(item, label->str);
    return item;
}

proto_item *ikelog_tree_uint(proto_tree *tree, enum ikelog_analysis field, uint32_t value)
{
    return generated(proto_tree_add_uint(tree, ikelog_hf_analysis(field), NULL, 0, 0, value));
}

proto_item *ikelog_tree_boolean(proto_tree *tree, enum ikelog_analysis field, bool value)
{
    return generated(proto_tree_add_boolean(tree, ikelog_hf_analysis(field), NULL, 0, 0, value));
}

proto_item *ikelog_tree_bytes(proto_tree *tree, enum ikelog_analysis field,
                              struct ikelog_octets octets)
{
    return generated(proto_tree_add_bytes_with_length(tree, ikelog_hf_analysis(field), NULL, 0, 0,
                                                      octets.data, (int)octets.length));
}

proto_tree *ikelog_tree_group(proto_tree *tree, enum ikelog_ett ett, const char *label)
{
    proto_item *item =
        ikelog_label_add(tree, ikelog_hf_analysis(IKELOG_A_GROUP), NULL, 0, 0, label);

    return proto_item_add_subtree(generated(item), ikelog_ett(ett));
}

/* Where to break a line: at the last blank that fits, else at the next one. */
static size_t line_length(const char *text, size_t most)
{
    size_t length = strlen(text), cut = most;

    if (length <= most)
        return length;
    while (cut > 0 && text[cut] != ' ')
        cut--;
    return cut ? cut : 1 + strcspn(text + 1, " ");
}

static void add_line(proto_tree *tree, const char *line, size_t length)
{
    GString *label = ikelog_label();

    g_string_append_len(label, line, (gssize)length);
    generated(ikelog_label_add(tree, ikelog_hf_analysis(IKELOG_A_GROUP), NULL, 0, 0, label->str));
}

void ikelog_tree_paragraph(proto_tree *tree, enum ikelog_analysis field, const char *text)
{
    proto_tree *lines = NULL;
    const char *line;
    proto_item *item;
    GString *label;
    size_t length;

    if (!text || !*text || !ikelog_fields_wanted(tree, field))
        return;
    item = ikelog_tree_string(tree, field, text);
    label = label_of(field);
    length = line_length(text, LINE_LENGTH - MIN(label->len, LINE_LENGTH));
    if (!PTREE_DATA(tree)->visible || !text[length])
        return;
    g_string_append_len(label, text, (gssize)length);
    ikelog_label_set(item, label->str);
    for (line = text + length; *(line += strspn(line, " ")); line += length) {
        if (!lines)
            lines = proto_item_add_subtree(item, etts[IKELOG_ETT_PARAGRAPH]);
        length = line_length(line, LINE_LENGTH);
        add_line(lines, line, length);
    }
}

void ikelog_tree_open_paragraphs(void)
{
    static bool done; /* whoever closes one wants it closed */

    if (!done)
        tree_expanded_set(etts[IKELOG_ETT_PARAGRAPH], TRUE);
    done = true;
}

/* The plaintext itself: it is wiped with the packet, after the tree is gone. */
static tvbuff_t *decrypted_tvb(const struct ikelog_dissection *dissection)
{
    const struct ikelog_octets body = dissection->packet.view->octets;
    tvbuff_t *tvb =
        tvb_new_child_real_data(dissection->tvb, body.data, body.length, (int)body.length);

    add_new_data_source(dissection->pinfo, tvb, "Decrypted IKE");
    return tvb;
}

static proto_item *add_range(proto_tree *tree, enum ikelog_analysis field, tvbuff_t *tvb,
                             uint32_t from, uint32_t to)
{
    if (to > tvb_captured_length(tvb))
        to = tvb_captured_length(tvb);
    if (!tree || from >= to)
        return NULL;
    return proto_tree_add_item(tree, ikelog_hf_analysis(field), tvb, (int)from, (int)(to - from),
                               ENC_NA);
}

/* What is left behind the last payload: padding when it was encrypted, else nobody knows. */
static void add_rest(struct ikelog_dissection *dissection, proto_tree *tree, tvbuff_t *tvb,
                     const struct ikelog_anomalies *found)
{
    const struct ikelog_view *view = dissection->packet.view;
    enum ikelog_analysis field = view->decrypted ? IKELOG_A_PADDING : IKELOG_A_TRAILING;

    if (view->chain.status != IKELOG_OK || view->chain.end >= view->octets.length)
        return;
    add_range(tree, field, tvb, view->chain.end, view->octets.length);
    ikelog_anomalies_show(found, dissection->pinfo, tree, view->chain.end);
    if (!view->decrypted)
        ikelog_expert_status(dissection->pinfo, tree, IKELOG_TRAILING, NULL, false);
}

static void add_payloads(struct ikelog_dissection *dissection, proto_tree *tree, tvbuff_t *tvb)
{
    const struct ikelog_view *view = dissection->packet.view;
    const struct ikelog_record *record = view->record;
    struct ikelog_decode_context context = {
        .exchange_type = view->header.exchange_type,
        .gdoi = record && record->exchange->sa->gdoi,
        .cut = ikelog_sink_is_cut(dissection),
        .phase = view->header.message_id ? 2 : 1,
        .unknown = view->unknown,
    };
    struct ikelog_anomalies found;

    if (record && record->phase)
        context.phase = record->phase;
    ikelog_anomalies_find(dissection, &found);
    ikelog_sink_chain(dissection, tree, tvb, &context, &found);
    add_rest(dissection, tree, tvb, &found);
}

/* The encrypted body, and what is in the packet after the message. */
static void add_outside(struct ikelog_dissection *dissection, proto_tree *tree)
{
    const struct ikelog_view *view = dissection->packet.view;
    uint32_t length = tvb_captured_length(dissection->tvb),
             end = ikelog_header_end(&view->header, length);

    if (view->header.length < IKELOG_HEADER_LEN)
        return;
    if (ikelog_header_hides_body(&view->header))
        add_range(tree, IKELOG_A_ENCRYPTED, dissection->tvb, IKELOG_HEADER_LEN, end);
    if (end < length) {
        add_range(tree, IKELOG_A_TRAILING, dissection->tvb, end, length);
        ikelog_expert_status(dissection->pinfo, tree, IKELOG_TRAILING, NULL, false);
    }
}

static void add_plaintext(const struct ikelog_dissection *dissection, proto_tree *tree,
                          tvbuff_t *tvb)
{
    const struct ikelog_view *view = dissection->packet.view;

    /* The payloads below show it piece by piece, and the bytes have a tab of their own. */
    proto_item_set_hidden(add_range(tree, IKELOG_A_PLAINTEXT, tvb, 0, view->octets.length));
    add_range(tree, IKELOG_A_UNKNOWN, tvb, 0, view->unknown);
}

/* That nobody gave keys is said once an IKE SA, where the tree tells which ones are needed. */
static bool is_worth_a_report(const struct ikelog_record *record, enum ikelog_status status)
{
    if (status == IKELOG_NO_KEYS)
        return record == record->exchange->sa->course->undecryptable;
    return status != IKELOG_DECRYPTED;
}

static void report_status(struct ikelog_dissection *dissection, proto_tree *tree)
{
    const struct ikelog_view *view = dissection->packet.view;
    const struct ikelog_record *record = view->record;

    if (view->header_status != IKELOG_OK)
        ikelog_expert_status(dissection->pinfo, tree, view->header_status, NULL,
                             ikelog_dissection_is_explained(dissection));
    if (!record || !(record->flags & IKELOG_RECORD_ENCRYPTED))
        return;
    if (is_worth_a_report(record, ikelog_record_decryption(record)))
        ikelog_expert_status(dissection->pinfo, tree, ikelog_record_decryption(record), NULL,
                             false);
}

static bool payloads_wanted(proto_tree *tree)
{
    return ikelog_fields_payloads_wanted(tree) || ikelog_fields_beside_wanted(tree) ||
           ikelog_certificates_wanted(tree);
}

void ikelog_tree_decode(struct ikelog_dissection *dissection, proto_tree *tree)
{
    const struct ikelog_view *view = dissection->packet.view;
    bool reports = ikelog_dissection_wants_experts(dissection, tree);
    tvbuff_t *tvb = dissection->tvb;

    if (reports)
        report_status(dissection, tree);
    if (reports || ikelog_fields_header_wanted(tree))
        ikelog_sink_header(dissection, tree);
    add_outside(dissection, tree);
    if (view->decrypted) { /* tshark -x shows it without a tree */
        tvb = decrypted_tvb(dissection);
        add_plaintext(dissection, tree, tvb);
    }
    if (view->readable && (reports || payloads_wanted(tree)))
        add_payloads(dissection, tree, tvb);
}

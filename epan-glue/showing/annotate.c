/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Turns events, lines and the verdict into generated items, columns and expert entries. */

#include "showing/annotate.h"

#include "settings/dialect_choice.h"
#include "settings/prefs.h"
#include "showing/expert.h"
#include "showing/label.h"
#include "showing/light.h"
#include "showing/tree.h"

#include "wire/numbers.h"

/* How many lines are one: it, and the lines that continue it. */
static unsigned joined_count(const GArray *lines, unsigned first)
{
    unsigned i = first + 1;

    while (i < lines->len && g_array_index(lines, struct ikelog_line, i).continuation)
        i++;
    return i - first;
}

/* Lives until the next text is written. */
static const char *join(const GArray *lines, unsigned first, unsigned count)
{
    GString *text = ikelog_scratch();

    for (unsigned i = first; i < first + count; i++) {
        if (i > first)
            g_string_append_c(text, ' ');
        g_string_append(text, g_array_index(lines, struct ikelog_line, i).text);
    }
    return text->str;
}

/* Each line of the log once, continuation lines joined to the line that they continue. */
static void add_lines(proto_tree *tree, int hf, const GArray *lines)
{
    for (unsigned i = 0, count; i < lines->len; i += count) {
        count = joined_count(lines, i);
        proto_item_set_generated(
            proto_tree_add_string(tree, hf, NULL, 0, 0, join(lines, i, count)));
    }
}

/* Where each device speaks as its own product does: which product, and what tells it. */
static void add_product(struct ikelog_dissection *dissection, proto_tree *tree)
{
    const struct ikelog_dialect *chosen = ikelog_dialects_chosen(), *speaker;
    const struct ikelog_sa *sa = ikelog_packet_sa(&dissection->packet);
    GString *text, *reason;

    if (!sa || strcmp(ikelog_dialect_name(chosen), IKELOG_AUTO_DIALECT) != 0 ||
        !ikelog_fields_wanted(tree, IKELOG_A_LOG_PRODUCT))
        return;
    text = ikelog_scratch();
    reason = g_string_new(NULL);
    speaker =
        ikelog_dialect_speaker(chosen, sa, ikelog_policy_us(ikelog_prefs_policy(), sa), reason);
    g_string_append_printf(text, "%s: %s", ikelog_dialect_name(speaker), reason->str);
    ikelog_tree_string(tree, IKELOG_A_LOG_PRODUCT, text->str);
    g_string_free(reason, TRUE);
}

static void add_log(struct ikelog_dissection *dissection, proto_tree *tree)
{
    add_product(dissection, tree);
    if (ikelog_fields_wanted(tree, IKELOG_A_LOG))
        add_lines(tree, ikelog_hf_analysis(IKELOG_A_LOG), ikelog_dissection_lines(dissection));
}

/* What other products say is shown on demand; who names the field of one always gets it. */
static bool is_dialect_wanted(proto_tree *tree, unsigned n)
{
    return ikelog_fields_dialect_named(n) ||
           (ikelog_prefs()->other_dialects && PTREE_DATA(tree)->visible);
}

static bool any_dialect_wanted(proto_tree *tree)
{
    for (unsigned n = 0; n < ikelog_dialects_count(ikelog_dialects_loaded()); n++) {
        if (is_dialect_wanted(tree, n))
            return true;
    }
    return false;
}

static void add_dialect(struct ikelog_dissection *dissection, const struct ikelog_dialect *dialect,
                        proto_tree *tree, int hf)
{
    GArray *lines;

    if (dialect == ikelog_dialects_chosen()) { /* rendered already */
        add_lines(tree, hf, ikelog_dissection_lines(dissection));
        return;
    }
    lines = ikelog_dialect_render(dialect, dissection->packet.view,
                                  ikelog_dissection_events(dissection), ikelog_prefs_policy());
    add_lines(tree, hf, lines);
    g_array_unref(lines);
}

static void add_dialects(struct ikelog_dissection *dissection, proto_tree *parent)
{
    const struct ikelog_dialects *dialects = ikelog_dialects_loaded();
    proto_tree *tree;

    if (!any_dialect_wanted(parent) || !ikelog_dissection_events(dissection)->rows->len)
        return;
    tree = ikelog_tree_group(parent, IKELOG_ETT_DIALECTS, "As each product says it");
    for (unsigned n = 0; n < ikelog_dialects_count(dialects); n++) {
        if (is_dialect_wanted(parent, n))
            add_dialect(dissection, ikelog_dialects_at(dialects, n), tree, ikelog_hf_dialect(n));
    }
}

static void add_description(struct ikelog_dissection *dissection, proto_tree *tree)
{
    if (ikelog_fields_wanted(tree, IKELOG_A_DESCRIPTION)) {
        GString *text = ikelog_scratch();

        ikelog_events_describe(dissection->packet.view, ikelog_dissection_events(dissection), text);
        ikelog_tree_paragraph(tree, IKELOG_A_DESCRIPTION, text->str);
    }
}

static void add_explanation(struct ikelog_dissection *dissection, proto_tree *tree)
{
    if (ikelog_fields_wanted(tree, IKELOG_A_EXPLANATION)) {
        GString *text = ikelog_scratch();

        ikelog_events_explain(dissection->packet.view, ikelog_dissection_events(dissection), text);
        ikelog_tree_paragraph(tree, IKELOG_A_EXPLANATION, text->str);
    }
}

/* The events that every message has are no news. */
static bool is_news(enum ikelog_event_kind kind)
{
    return kind != IKELOG_EVENT_PACKET && kind != IKELOG_EVENT_PACKET_COPY;
}

/* How it is known stands after it; filters find the evidence by itself, too. */
static proto_item *add_event(proto_tree *parent, const struct ikelog_event *event)
{
    const char *evidence = ikelog_evidence_name(event->evidence);
    proto_item *item =
        ikelog_tree_remark(parent, IKELOG_A_EVENT, ikelog_event_name(event->kind), evidence);
    proto_tree *tree = proto_item_add_subtree(item, ikelog_ett(IKELOG_ETT_EVENT));

    proto_item_set_hidden(ikelog_tree_string(tree, IKELOG_A_EVIDENCE, evidence));
    ikelog_tree_paragraph(tree, IKELOG_A_EVIDENCE_REASON, event->reason);
    if (!is_news(event->kind))
        proto_item_set_hidden(item);
    return item;
}

static void raise_event(struct ikelog_dissection *dissection, proto_item *item,
                        const struct ikelog_event *event)
{
    GString *text = ikelog_scratch();

    ikelog_event_describe(dissection->packet.view, ikelog_dissection_events(dissection), event,
                          text);
    ikelog_expert_event(dissection->pinfo, item, event, text->str,
                        ikelog_dissection_is_explained(dissection));
}

static void add_events(struct ikelog_dissection *dissection, proto_tree *tree)
{
    bool experts = ikelog_dissection_wants_experts(dissection, tree);
    const GArray *rows;

    if (!experts && !ikelog_fields_wanted(tree, IKELOG_A_EVENT) &&
        !ikelog_fields_wanted(tree, IKELOG_A_EVIDENCE) &&
        !ikelog_fields_wanted(tree, IKELOG_A_EVIDENCE_REASON))
        return;
    rows = ikelog_dissection_events(dissection)->rows;
    for (unsigned i = 0; i < rows->len; i++) {
        const struct ikelog_event *event = &g_array_index(rows, struct ikelog_event, i);
        proto_item *item = tree ? add_event(tree, event) : NULL;

        if (experts && is_news(event->kind))
            raise_event(dissection, item, event);
    }
}

static void add_advice(const struct ikelog_packet *packet, proto_tree *tree,
                       const struct ikelog_verdict *verdict)
{
    GString *advice;

    if (!ikelog_fields_wanted(tree, IKELOG_A_VERDICT_ADVICE))
        return;
    advice = ikelog_scratch();
    ikelog_verdict_advise(packet->record->exchange->sa, verdict, advice);
    ikelog_tree_paragraph(tree, IKELOG_A_VERDICT_ADVICE, advice->str);
}

/* The light in the status line needs no tree and nobody who asks. */
static void raise_verdict(struct ikelog_dissection *dissection, proto_item *item, bool experts)
{
    const struct ikelog_verdict *verdict;

    if (!experts && !ikelog_light_is_there())
        return;
    verdict = ikelog_dissection_verdict(dissection);
    if (verdict->decisive == dissection->pinfo->num &&
        verdict->kind != IKELOG_VERDICT_IN_PROGRESS &&
        (experts || verdict->severity >= IKELOG_WARN))
        ikelog_expert_verdict(dissection->pinfo, item, verdict);
}

static bool verdict_wanted(proto_tree *tree)
{
    return ikelog_fields_wanted(tree, IKELOG_A_VERDICT) ||
           ikelog_fields_wanted(tree, IKELOG_A_VERDICT_REASON) ||
           ikelog_fields_wanted(tree, IKELOG_A_VERDICT_ADVICE) ||
           ikelog_fields_wanted(tree, IKELOG_A_END);
}

static proto_item *add_verdict_items(struct ikelog_dissection *dissection, proto_tree *tree)
{
    GString *reason = ikelog_scratch();
    const struct ikelog_verdict *verdict = ikelog_dissection_reason(dissection, reason);
    proto_item *item;

    /* On the first pass nobody knows how it will go on. */
    if (verdict->kind == IKELOG_VERDICT_IN_PROGRESS && !PINFO_FD_VISITED(dissection->pinfo))
        g_string_truncate(reason, 0);
    item = ikelog_tree_string(tree, IKELOG_A_VERDICT, ikelog_verdict_name(verdict->kind));
    ikelog_tree_paragraph(tree, IKELOG_A_VERDICT_REASON, reason->str);
    add_advice(&dissection->packet, tree, verdict);
    if (verdict->end != IKELOG_END_NONE) /* the reason says it, too, and in which frame */
        proto_item_set_hidden(
            ikelog_tree_string(tree, IKELOG_A_END, ikelog_end_name(verdict->end)));
    return item;
}

static void add_verdict(struct ikelog_dissection *dissection, proto_tree *tree)
{
    const bool experts = ikelog_dissection_wants_experts(dissection, tree);
    proto_item *item = NULL;

    if (!dissection->packet.record)
        return;
    if (tree && (experts || verdict_wanted(tree)))
        item = add_verdict_items(dissection, tree);
    raise_verdict(dissection, item, experts);
}

static void append_title(struct ikelog_dissection *dissection, proto_item *item)
{
    GString *label = ikelog_label();

    g_string_append(label, ", ");
    g_string_append(label, ikelog_dissection_title(dissection));
    ikelog_label_append(item, label->str);
}

void ikelog_annotate(struct ikelog_dissection *dissection, proto_tree *tree, proto_item *item)
{
    if (dissection->packet.kind == IKELOG_PACKET_QUOTE) {
        proto_item_append_text(item, " (quoted)");
        return;
    }
    if (tree && PTREE_DATA(tree)->visible)
        append_title(dissection, item);
    if (tree) {
        add_log(dissection, tree);
        add_description(dissection, tree);
    }
    add_verdict(dissection, tree);
    if (tree)
        add_explanation(dissection, tree);
}

void ikelog_annotate_events(struct ikelog_dissection *dissection, proto_tree *tree)
{
    if (dissection->packet.kind == IKELOG_PACKET_QUOTE)
        return;
    add_events(dissection, tree);
    if (tree)
        add_dialects(dissection, tree);
}

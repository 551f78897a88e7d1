/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Registers the expert entries from the core's rows and raises them. */

#include "showing/expert.h"

#include "showing/hf.h"

#include <epan/expert.h>

/* Each in general, and as a note where it is a consequence of something worse. */
enum weight { FULL, CONSEQUENCE, WEIGHTS };

static expert_field statuses[IKELOG_STATUS_COUNT][WEIGHTS];
static expert_field contradiction, deviation;
static expert_field events[IKELOG_EVENT_COUNT][WEIGHTS];
static expert_field *verdicts; /* one a cause */
static unsigned causes;
static GPtrArray *infos; /* const header_field_info *, one of each name */

static int pi_severity(enum ikelog_severity severity)
{
    static const int known[] = {
        [IKELOG_OK_SEVERITY] = PI_COMMENT, [IKELOG_CHAT] = PI_CHAT,   [IKELOG_NOTE] = PI_NOTE,
        [IKELOG_WARN] = PI_WARN,           [IKELOG_ERROR] = PI_ERROR,
    };

    return known[severity];
}

static const char *const status_words[] = {
#define X(name, severity, text) #name,
    IKELOG_STATUS_ROWS(X)
#undef X
};

/* Statuses come in the order wire, decryption, checks. */
static int status_group(enum ikelog_status status)
{
    if (status < IKELOG_DECRYPTED)
        return PI_PROTOCOL;
    return status < IKELOG_VERIFIED ? PI_DECRYPTION : PI_SECURITY;
}

/* "ikelog.expert.no_keys": lower case, without signs that filters do not know. Lives as long as
 * the registration, like the words below. */
static const char *filter_of(const char *family, const char *word)
{
    char *text = wmem_strdup_printf(wmem_epan_scope(), "ikelog.expert.%s%s", family, word);

    g_strdelimit(text, "- ", '_');
    for (char *letter = text; *letter; letter++)
        *letter = g_ascii_tolower(*letter);
    return text;
}

/* "no proposal chosen" from "no-proposal-chosen". */
static const char *words_of(const char *prefix, const char *name)
{
    return g_strdelimit(wmem_strdup_printf(wmem_epan_scope(), "%s%s", prefix, name), "-", ' ');
}

static void add_row(expert_module_t *module, expert_field *field, const expert_field_info *info)
{
    static const expert_field unset = EI_INIT;
    ei_register_info *row = wmem_new(wmem_epan_scope(), ei_register_info); /* Wireshark keeps it */

    *field = unset;
    row->ids = field;
    row->eiinfo = *info;
    expert_register_field_array(module, row, 1);
    g_ptr_array_add(infos, proto_registrar_get_nth((unsigned)field->hf));
}

/* Twice: what is worse than a note has a filter of its own where it is one. */
static void add_rows(expert_module_t *module, expert_field fields[WEIGHTS],
                     const expert_field_info *info)
{
    expert_field_info note = *info;

    add_row(module, &fields[FULL], info);
    if (info->severity > PI_NOTE)
        note.severity = PI_NOTE;
    note.name = wmem_strdup_printf(wmem_epan_scope(), "%s.consequence", info->name);
    add_row(module, &fields[CONSEQUENCE], &note);
}

static void register_statuses(expert_module_t *module)
{
    for (unsigned i = 0; i < IKELOG_STATUS_COUNT; i++) {
        enum ikelog_status status = (enum ikelog_status)i;
        const expert_field_info info = {filter_of("", status_words[i]), status_group(status),
                                        pi_severity(ikelog_status_severity(status)),
                                        ikelog_status_text(status), EXPFILL};

        add_rows(module, statuses[i], &info);
    }
}

static void register_contradiction(expert_module_t *module)
{
    static const expert_field_info info = {"ikelog.expert.contradiction", PI_SECURITY, PI_WARN,
                                           "a payload contradicts the IKE SA", EXPFILL};
    static const expert_field_info mild = {"ikelog.expert.deviation", PI_PROTOCOL, PI_NOTE,
                                           "not as the standard says, but common", EXPFILL};

    add_row(module, &contradiction, &info);
    add_row(module, &deviation, &mild);
}

/* Its sentence, or its name where that has values in it. */
static const char *event_words(enum ikelog_event_kind kind)
{
    GString *text = g_string_new(NULL);
    const char *words;

    ikelog_event_sentence(kind, text);
    words = text->len ? wmem_strdup(wmem_epan_scope(), text->str)
                      : words_of("", ikelog_event_name(kind));
    g_string_free(text, TRUE);
    return words;
}

static void register_events(expert_module_t *module)
{
    for (unsigned i = 0; i < IKELOG_EVENT_COUNT; i++) {
        enum ikelog_event_kind kind = (enum ikelog_event_kind)i;
        const expert_field_info info = {filter_of("event.", ikelog_event_name(kind)), PI_SEQUENCE,
                                        pi_severity(ikelog_event_severity(kind)), event_words(kind),
                                        EXPFILL};

        add_rows(module, events[i], &info);
    }
}

/* Established, and yet something is wrong with it: a filter of its own. */
static const char *verdict_filter(const struct ikelog_verdict *verdict)
{
    const char *suffix = "";

    if (verdict->severity > ikelog_verdict_severity(verdict->kind))
        suffix = verdict->severity == IKELOG_NOTE ? "_remarkable" : "_doubtful";
    return wmem_strdup_printf(wmem_epan_scope(), "%s%s",
                              filter_of("verdict.", ikelog_verdict_name(verdict->kind)), suffix);
}

/* Causes of one verdict share its filter; each is a group of its own in the dialog. */
static void register_verdicts(expert_module_t *module)
{
    struct ikelog_verdict verdict;

    while (ikelog_verdict_at(causes, &verdict))
        causes++;
    verdicts = wmem_alloc0_array(wmem_epan_scope(), expert_field, causes);
    for (unsigned i = 0; ikelog_verdict_at(i, &verdict); i++) {
        const char *headline = ikelog_verdict_headline(&verdict);
        const expert_field_info info = {
            verdict_filter(&verdict), PI_SEQUENCE, pi_severity(verdict.severity),
            *headline ? headline : words_of("negotiation: ", ikelog_verdict_name(verdict.kind)),
            EXPFILL};

        add_row(module, &verdicts[i], &info);
    }
}

/* Who names one of several fields of a name names all of them. */
static void drop_namesakes(void)
{
    for (unsigned i = infos->len; i-- > 0;) {
        const header_field_info *info = g_ptr_array_index(infos, i);

        if (info->same_name_prev_id != -1)
            g_ptr_array_remove_index_fast(infos, i);
    }
}

static void free_all(void)
{
    g_ptr_array_unref(infos);
}

void ikelog_expert_register(int proto)
{
    expert_module_t *module = expert_register_protocol(proto);

    infos = g_ptr_array_new();
    register_shutdown_routine(free_all);
    register_statuses(module);
    register_contradiction(module);
    register_events(module);
    register_verdicts(module);
    drop_namesakes();
}

/* None is the usual answer. */
static bool any_named(void)
{
    const header_field_info *const *rows = (const header_field_info *const *)infos->pdata;
    const unsigned count = infos->len;
    unsigned named = HF_REF_TYPE_NONE;

#pragma GCC unroll 8
    for (unsigned i = 0; i < count; i++)
        named |= (unsigned)rows[i]->ref_type;
    return named != HF_REF_TYPE_NONE;
}

bool ikelog_expert_is_collected(void)
{
    static int tap;

    if (!tap)
        tap = find_tap_id("expert");
    return have_tap_listener(tap);
}

bool ikelog_expert_wanted(proto_tree *tree)
{
    static int proto;

    if (ikelog_expert_is_collected())
        return true;
    if (!tree)
        return false;
    if (!proto)
        proto = proto_get_id_by_filter_name("_ws.expert");
    return ikelog_fields_protocol_wanted(tree, proto) || (ikelog_fields_any_named() && any_named());
}

/* What the column of the severity says, the mildest first. */
static const char *const column_words[] = {"Comment", "Chat", "Note", "Warning", "Error"};

/* 0: it says nothing. */
static unsigned column_rank(const packet_info *pinfo)
{
    const char *text = pinfo->cinfo ? col_get_text(pinfo->cinfo, COL_EXPERT) : NULL;
    unsigned rank = text ? array_length(column_words) : 0;

    while (rank && strcmp(text, column_words[rank - 1]) != 0)
        rank--;
    return rank;
}

/* Without a tree Wireshark lets the column say the last entry's severity; it is to be the worst. */
static void show(packet_info *pinfo, proto_item *item, expert_field *field, const char *text)
{
    unsigned before = column_rank(pinfo);

    if (text && *text)
        expert_add_info_format(pinfo, item, field, "%s", text);
    else
        expert_add_info(pinfo, item, field);
    if (column_rank(pinfo) < before)
        col_add_str(pinfo->cinfo, COL_EXPERT, column_words[before - 1]);
}

void ikelog_expert_status(packet_info *pinfo, proto_item *item, enum ikelog_status status,
                          const char *text, bool because)
{
    if (status < IKELOG_STATUS_COUNT && ikelog_status_severity(status) != IKELOG_OK_SEVERITY)
        show(pinfo, item, &statuses[status][because ? CONSEQUENCE : FULL], text);
}

void ikelog_expert_anomaly(packet_info *pinfo, proto_item *item, const char *text, bool common)
{
    show(pinfo, item, common ? &deviation : &contradiction, text);
}

/* The ordinary course of things: the item that an entry hangs on says as much. */
static void hide_entry(const proto_item *item)
{
    if (item && item->last_child)
        proto_item_set_hidden(item->last_child);
}

/* What means less here than its kind does in general is a note, too. */
void ikelog_expert_event(packet_info *pinfo, proto_item *item, const struct ikelog_event *event,
                         const char *text, bool because)
{
    if (event->kind >= IKELOG_EVENT_COUNT || event->severity == IKELOG_OK_SEVERITY)
        return;
    because = because || event->severity < ikelog_event_severity(event->kind);
    show(pinfo, item, &events[event->kind][because ? CONSEQUENCE : FULL], text);
    if (ikelog_event_severity(event->kind) == IKELOG_CHAT)
        hide_entry(item);
}

void ikelog_expert_verdict(packet_info *pinfo, proto_item *item,
                           const struct ikelog_verdict *verdict)
{
    if (verdict->cause >= causes)
        return;
    show(pinfo, item, &verdicts[verdict->cause], NULL);
    if (verdict->severity == IKELOG_CHAT)
        hide_entry(item);
}

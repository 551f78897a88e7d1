/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Registers the expert entries from the core's rows and raises them. */

#include "showing/expert.h"

#include "showing/fields.h"

#include <epan/expert.h>

enum { VERDICTS = IKELOG_VERDICT_UNKNOWN + 1 };

static expert_field statuses[IKELOG_STATUS_COUNT];
static expert_field contradiction, deviation;
static expert_field events[IKELOG_EVENT_COUNT];
static expert_field slight; /* an event that means little where it is */
static expert_field verdicts[VERDICTS];
static expert_field doubtful, remarkable; /* established, with a warning or a note */
static GPtrArray *infos;                  /* const header_field_info *, of all of them */

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

static void register_statuses(expert_module_t *module)
{
    for (unsigned i = 0; i < IKELOG_STATUS_COUNT; i++) {
        enum ikelog_status status = (enum ikelog_status)i;
        const expert_field_info info = {filter_of("", status_words[i]), status_group(status),
                                        pi_severity(ikelog_status_severity(status)),
                                        ikelog_status_text(status), EXPFILL};

        add_row(module, &statuses[i], &info);
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

static void register_events(expert_module_t *module)
{
    static const expert_field_info note = {"ikelog.expert.event.slight", PI_SEQUENCE, PI_NOTE,
                                           "an event that means little here", EXPFILL};

    add_row(module, &slight, &note);
    for (unsigned i = 0; i < IKELOG_EVENT_COUNT; i++) {
        enum ikelog_event_kind kind = (enum ikelog_event_kind)i;
        const expert_field_info info = {filter_of("event.", ikelog_event_name(kind)), PI_SEQUENCE,
                                        pi_severity(ikelog_event_severity(kind)),
                                        words_of("", ikelog_event_name(kind)), EXPFILL};

        add_row(module, &events[i], &info);
    }
}

static void register_verdicts(expert_module_t *module)
{
    static const expert_field_info warning = {"ikelog.expert.verdict.established_doubtful",
                                              PI_SEQUENCE, PI_WARN, "negotiation: established, but",
                                              EXPFILL};
    static const expert_field_info note = {"ikelog.expert.verdict.established_remarkable",
                                           PI_SEQUENCE, PI_NOTE,
                                           "negotiation: established, with a note", EXPFILL};

    add_row(module, &doubtful, &warning);
    add_row(module, &remarkable, &note);
    for (unsigned i = 0; i < VERDICTS; i++) {
        enum ikelog_verdict_kind kind = (enum ikelog_verdict_kind)i;
        const char *name = ikelog_verdict_name(kind);
        const expert_field_info info = {filter_of("verdict.", name), PI_SEQUENCE,
                                        pi_severity(ikelog_verdict_severity(kind)),
                                        words_of("negotiation: ", name), EXPFILL};

        add_row(module, &verdicts[i], &info);
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
}

static bool any_named(void)
{
    for (unsigned i = 0; i < infos->len; i++) {
        if (ikelog_fields_named(g_ptr_array_index(infos, i)))
            return true;
    }
    return false;
}

bool ikelog_expert_wanted(proto_tree *tree)
{
    static int tap, proto;

    if (!tap) {
        tap = find_tap_id("expert");
        proto = proto_get_id_by_filter_name("_ws.expert");
    }
    if (have_tap_listener(tap))
        return true;
    if (!tree)
        return false;
    return ikelog_fields_protocol_wanted(tree, proto) || any_named();
}

static void show(packet_info *pinfo, proto_item *item, expert_field *field, const char *text)
{
    if (text && *text)
        expert_add_info_format(pinfo, item, field, "%s", text);
    else
        expert_add_info(pinfo, item, field);
}

void ikelog_expert_status(packet_info *pinfo, proto_item *item, enum ikelog_status status,
                          const char *text)
{
    if (status < IKELOG_STATUS_COUNT && ikelog_status_severity(status) != IKELOG_OK_SEVERITY)
        show(pinfo, item, &statuses[status], text);
}

void ikelog_expert_anomaly(packet_info *pinfo, proto_item *item, const char *text, bool common)
{
    show(pinfo, item, common ? &deviation : &contradiction, text);
}

/* What means less here than its kind does in general is an entry of its own. */
void ikelog_expert_event(packet_info *pinfo, proto_item *item, const struct ikelog_event *event,
                         const char *text)
{
    if (event->kind >= IKELOG_EVENT_COUNT || event->severity == IKELOG_OK_SEVERITY)
        return;
    show(pinfo, item,
         event->severity < ikelog_event_severity(event->kind) ? &slight : &events[event->kind],
         text);
}

/* Established, and yet something is wrong with it: an entry of its own. */
void ikelog_expert_verdict(packet_info *pinfo, proto_item *item,
                           const struct ikelog_verdict *verdict, const char *text)
{
    if ((unsigned)verdict->kind >= VERDICTS)
        return;
    if (verdict->severity > ikelog_verdict_severity(verdict->kind))
        show(pinfo, item, verdict->severity == IKELOG_NOTE ? &remarkable : &doubtful, text);
    else
        show(pinfo, item, &verdicts[verdict->kind], text);
}

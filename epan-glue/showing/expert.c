/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Registers the expert entries from the core's rows and raises them. */

#include "showing/expert.h"

#include "showing/fields.h"

#include <epan/expert.h>

enum { VERDICTS = IKELOG_VERDICT_UNKNOWN + 1 };

static expert_field statuses[IKELOG_STATUS_COUNT];
static expert_field contradiction;
static expert_field events[IKELOG_EVENT_COUNT];
static expert_field verdicts[VERDICTS];
static GPtrArray *infos; /* const header_field_info *, of all of them */

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

    add_row(module, &contradiction, &info);
}

static void register_events(expert_module_t *module)
{
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

void ikelog_expert_contradiction(packet_info *pinfo, proto_item *item, const char *text)
{
    show(pinfo, item, &contradiction, text);
}

void ikelog_expert_event(packet_info *pinfo, proto_item *item, enum ikelog_event_kind kind,
                         const char *text)
{
    if (kind < IKELOG_EVENT_COUNT && ikelog_event_severity(kind) != IKELOG_OK_SEVERITY)
        show(pinfo, item, &events[kind], text);
}

void ikelog_expert_verdict(packet_info *pinfo, proto_item *item, enum ikelog_verdict_kind kind,
                           const char *text)
{
    if ((unsigned)kind < VERDICTS)
        show(pinfo, item, &verdicts[kind], text);
}

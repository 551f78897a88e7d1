/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The groups of a dialect file that say what a device logs of an event. */
#include "dialects/loader.h"

#include <string.h>

static unsigned get_evidences(struct ikelog_loader *loader, const char *group)
{
    char *value = ikelog_loader_get(loader, group, "evidence");
    char **words = value ? g_strsplit(value, ",", -1) : NULL;
    unsigned evidences = value ? 0 : ~0u;

    for (char **word = words; word && *word; word++) {
        bool known = false;

        g_strstrip(*word);
        for (int e = IKELOG_EVIDENCE_OBSERVED; e <= IKELOG_EVIDENCE_POLICY; e++) {
            if (strcmp(*word, ikelog_evidence_name((enum ikelog_evidence)e)) != 0)
                continue;
            evidences |= 1u << e;
            known = true;
        }
        if (!known)
            ikelog_loader_complain(loader, group, "evidence",
                                   "expected a list of observed, decrypted, inferred, policy");
    }
    g_strfreev(words);
    g_free(value);
    return evidences;
}

static const char *const places[] = {"after", "before"};
static const char *const sides[] = {"initiator", "responder"};

static void load_order(struct ikelog_loader *loader, const char *group,
                       struct ikelog_wording *wording)
{
    int before = ikelog_loader_word(loader, group, "order", places, 0);

    wording->before[IKELOG_SENT] =
        ikelog_loader_word(loader, group, "order.sent", places, before) == 1;
    wording->before[IKELOG_RECEIVED] =
        ikelog_loader_word(loader, group, "order.received", places, before) == 1;
}

void ikelog_loader_wording(struct ikelog_loader *loader, const char *group,
                           enum ikelog_event_kind kind)
{
    static const char *const plain[] = {"order",     "order.sent", "order.received", "continuation",
                                        "prefix",    "phase",      "exchange",       "step",
                                        "us",        "evidence",   "number",         "number-from",
                                        "number-to", NULL};
    static const char *const stems[] = {"sent", "received", "both", NULL};
    struct ikelog_wording *wording = g_new0(struct ikelog_wording, 1);
    struct ikelog_dialect *dialect = loader->dialect;
    uint32_t exact;

    ikelog_loader_check_keys(loader, group, plain, stems);
    ikelog_loader_lines(loader, group, stems, &wording->lines);
    load_order(loader, group, wording);
    wording->continuation = ikelog_loader_flag(loader, group, "continuation", true);
    wording->without_prefix = !ikelog_loader_flag(loader, group, "prefix", true);
    wording->phase = ikelog_loader_number(loader, group, "phase", 0);
    wording->exchange = ikelog_loader_number(loader, group, "exchange", 0);
    wording->step = ikelog_loader_number(loader, group, "step", 0);
    wording->evidences = get_evidences(loader, group);
    wording->us = ikelog_loader_word(loader, group, "us", sides, -1);
    exact = ikelog_loader_number(loader, group, "number", UINT32_MAX);
    wording->number_from =
        ikelog_loader_number(loader, group, "number-from", exact == UINT32_MAX ? 0 : exact);
    wording->number_to = ikelog_loader_number(loader, group, "number-to", exact);
    if (!wording->lines.templates[0] && !wording->lines.templates[1])
        ikelog_loader_complain(loader, group, NULL,
                               "an event without a text: give sent=, received= or both=");
    if (!dialect->wordings[kind])
        dialect->wordings[kind] = g_ptr_array_new_with_free_func(ikelog_wording_free);
    g_ptr_array_add(dialect->wordings[kind], wording);
}

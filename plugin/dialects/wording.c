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

static int get_truth(struct ikelog_loader *loader, const char *group, const char *key,
                     int otherwise)
{
    static const char *const truth[] = {"false", "true"};

    return ikelog_loader_word(loader, group, key, truth, otherwise);
}

static int get_readable(struct ikelog_loader *loader, const char *group)
{
    char *value = ikelog_loader_get(loader, group, "readable");
    bool unknown = g_strcmp0(value, "unknown") == 0;

    g_free(value);
    return unknown ? IKELOG_READABLE_UNKNOWN : get_truth(loader, group, "readable", -1);
}

static void load_numbers(struct ikelog_loader *loader, const char *group,
                         struct ikelog_wording *wording)
{
    uint32_t exact = ikelog_loader_number(loader, group, "number", UINT32_MAX);

    wording->phase = ikelog_loader_number(loader, group, "phase", 0);
    wording->exchange = ikelog_loader_number(loader, group, "exchange", 0);
    wording->step = ikelog_loader_number(loader, group, "step", 0);
    wording->mode = ikelog_loader_number(loader, group, "mode", 0);
    wording->number_from =
        ikelog_loader_number(loader, group, "number-from", exact == UINT32_MAX ? 0 : exact);
    wording->number_to = ikelog_loader_number(loader, group, "number-to", exact);
    wording->rank = ikelog_loader_number(loader, group, "rank", IKELOG_DEFAULT_RANK);
    if (wording->rank > IKELOG_MAX_RANK)
        ikelog_loader_complain(loader, group, "rank", "a rank is at most 99");
}

static const char *const stems[] = {"sent", "received", "both", "if", "unless", NULL};

/* The keys that groups about events and about parts share. */
static struct ikelog_wording *load(struct ikelog_loader *loader, const char *group, int repeat)
{
    struct ikelog_wording *wording = g_new0(struct ikelog_wording, 1);

    ikelog_loader_lines(loader, group, stems, &wording->lines);
    load_order(loader, group, wording);
    load_numbers(loader, group, wording);
    wording->continuation = ikelog_loader_flag(loader, group, "continuation", true);
    wording->without_prefix = !ikelog_loader_flag(loader, group, "prefix", true);
    wording->evidences = get_evidences(loader, group);
    wording->us = ikelog_loader_word(loader, group, "us", sides, -1);
    wording->readable = get_readable(loader, group);
    wording->repeat = get_truth(loader, group, "repeat", repeat);
    wording->conditions = ikelog_loader_conditions(loader, group);
    if (!wording->lines.templates[0] && !wording->lines.templates[1])
        ikelog_loader_complain(loader, group, NULL,
                               "an event without a text: give sent=, received= or both=");
    return wording;
}

static void add(GPtrArray **wordings, struct ikelog_wording *wording)
{
    if (!*wordings)
        *wordings = g_ptr_array_new_with_free_func(ikelog_wording_free);
    g_ptr_array_add(*wordings, wording);
}

void ikelog_loader_wording(struct ikelog_loader *loader, const char *group, GPtrArray **wordings)
{
    static const char *const plain[] = {"order",     "order.sent", "order.received", "continuation",
                                        "prefix",    "phase",      "exchange",       "step",
                                        "us",        "evidence",   "number",         "number-from",
                                        "number-to", "rank",       "mode",           "readable",
                                        "repeat",    NULL};

    ikelog_loader_check_keys(loader, group, plain, stems);
    add(wordings, load(loader, group, -1));
}

/* "13" or "20, 130": types, as a set. NULL: any. */
static GHashTable *get_types(struct ikelog_loader *loader, const char *group)
{
    char *value = ikelog_loader_get(loader, group, "type");
    char **words = value ? g_strsplit(value, ",", -1) : NULL;
    GHashTable *types = value ? g_hash_table_new(NULL, NULL) : NULL;

    for (char **word = words; word && *word; word++) {
        guint64 number;

        if (g_ascii_string_to_unsigned(g_strstrip(*word), 10, 0, UINT16_MAX, &number, NULL))
            g_hash_table_add(types, GUINT_TO_POINTER((guint)number));
        else
            ikelog_loader_complain(loader, group, "type",
                                   "expected a list of numbers from 0 to 65535");
    }
    g_strfreev(words);
    g_free(value);
    return types;
}

void ikelog_loader_part(struct ikelog_loader *loader, const char *group, GPtrArray **wordings)
{
    static const char *const plain[] = {
        "order", "order.sent", "order.received", "continuation", "prefix",
        "phase", "exchange",   "step",           "us",           "rank",
        "mode",  "repeat",     "type",           "nth",          NULL};
    struct ikelog_wording *wording;

    ikelog_loader_check_keys(loader, group, plain, stems);
    wording = load(loader, group, 0);
    wording->types = get_types(loader, group);
    wording->nth = ikelog_loader_number(loader, group, "nth", 0);
    add(wordings, wording);
}

/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Pieces of the sentences that observations make. */
#include "events/verdict/case.h"

#include "wire/ident.h"

#include <stdarg.h>
#include <string.h>

/* Proposals that are written out; of more only what they have in common is said. */
#define MOST_PROPOSALS 12u

void ikelog_sight_say(const struct ikelog_sight *sight, const char *format, ...)
{
    va_list arguments;

    if (!sight->words)
        return;
    va_start(arguments, format);
    g_string_append_vprintf(sight->words, format, arguments);
    va_end(arguments);
}

void ikelog_sight_say_address(const struct ikelog_sight *sight, const struct ikelog_case *c,
                              enum ikelog_side side)
{
    const struct ikelog_endpoint *first = &c->sa->sides[side].first;

    if (!sight->words)
        return;
    if (first->family == 0)
        g_string_append_printf(sight->words, "the %s", ikelog_side_name(side));
    else
        ikelog_endpoint_describe(first, sight->words);
}

void ikelog_sight_say_id(const struct ikelog_sight *sight, GBytes *bytes)
{
    if (sight->words && !ikelog_id_describe_kept(bytes, sight->words))
        g_string_append(sight->words, "an identity that could not be read");
}

/* The DH group that ends every proposal, or "" when they differ or have none. */
static const char *common_group(char *const *proposals)
{
    const char *group = NULL;

    for (; *proposals; proposals++) {
        const char *own = strrchr(*proposals, '/');

        if (!own || (group && strcmp(own, group) != 0))
            return "";
        group = own;
    }
    return group ? group + 1 : "";
}

void ikelog_sight_say_offer(const struct ikelog_sight *sight, const char *offer)
{
    char **proposals;
    const char *group;
    unsigned count;

    if (!sight->words)
        return;
    proposals = g_strsplit(offer, "; ", -1);
    count = g_strv_length(proposals);
    group = common_group(proposals);
    if (count <= MOST_PROPOSALS)
        g_string_append(sight->words, offer);
    else if (*group)
        g_string_append_printf(sight->words, "%u proposals, all %u with %s", count, count, group);
    else
        g_string_append_printf(sight->words, "%u proposals, the first %s", count, proposals[0]);
    g_strfreev(proposals);
}

bool ikelog_sight_at(struct ikelog_sight *sight, uint32_t frame, enum ikelog_side actor)
{
    sight->frame = frame;
    sight->actor = actor;
    return true;
}

/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Pieces of the sentences that observations make. */
#include "events/verdict/case.h"

#include "wire/ident.h"

#include <stdarg.h>
#include <string.h>

/* Proposals that are written out; of more only what they have in common is said. */
#define MOST_PROPOSALS 12u

void ikelog_observation_append(const struct ikelog_observation *observation, const char *format,
                               ...)
{
    va_list arguments;

    if (!observation->words)
        return;
    va_start(arguments, format);
    g_string_append_vprintf(observation->words, format, arguments);
    va_end(arguments);
}

void ikelog_observation_append_address(const struct ikelog_observation *observation,
                                       const struct ikelog_case *c, enum ikelog_side side)
{
    const struct ikelog_endpoint *first = &c->sa->sides[side].first;

    if (!observation->words)
        return;
    if (first->family == 0)
        g_string_append_printf(observation->words, "the %s", ikelog_side_name(side));
    else
        ikelog_endpoint_describe(first, observation->words);
}

void ikelog_observation_append_id(const struct ikelog_observation *observation, GBytes *bytes)
{
    if (observation->words && !ikelog_id_describe_kept(bytes, observation->words))
        g_string_append(observation->words, "an identity that could not be read");
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

void ikelog_observation_append_offer(const struct ikelog_observation *observation,
                                     const char *offer)
{
    char **proposals;
    const char *group;
    unsigned count;

    if (!observation->words)
        return;
    proposals = g_strsplit(offer, "; ", -1);
    count = g_strv_length(proposals);
    group = common_group(proposals);
    if (count <= MOST_PROPOSALS)
        g_string_append(observation->words, offer);
    else if (*group)
        g_string_append_printf(observation->words, "%u proposals, all %u with %s", count, count,
                               group);
    else
        g_string_append_printf(observation->words, "%u proposals, the first %s", count,
                               proposals[0]);
    g_strfreev(proposals);
}

bool ikelog_observation_at(struct ikelog_observation *observation, uint32_t frame,
                           enum ikelog_side actor)
{
    observation->frame = frame;
    observation->actor = actor;
    return true;
}

/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Whether a VPN rule that the user typed makes sense, alone and beside the others. */
#include "events/range.h"

#include <string.h>

static char *check_range(const struct ikelog_rule *rule, const struct ikelog_range *range,
                         const char *what)
{
    GString *text;

    if (range->family != 4 && range->family != 6)
        return g_strdup_printf("Rule %u: the %s range has no valid address: give a first and a "
                               "last IPv4 or IPv6 address.",
                               rule->number, what);
    if (!ikelog_range_is_reversed(range))
        return NULL;
    text = g_string_new(NULL);
    g_string_append_printf(text, "Rule %u: the %s range runs backwards: ", rule->number, what);
    ikelog_range_describe(range, text);
    g_string_append(text, "; put the lower address first.");
    return g_string_free(text, FALSE);
}

static bool is_dynamic(const struct ikelog_rule *rule)
{
    return rule->gateway.family == 0;
}

/* Two rules claim the same traffic. A dynamic rule takes what the others leave, so it may overlap.
 */
static char *check_overlap(const struct ikelog_rule *before, const struct ikelog_rule *rule)
{
    GString *text;

    if (is_dynamic(before) || is_dynamic(rule) ||
        !ikelog_range_overlaps(&before->local, &rule->local) ||
        !ikelog_range_overlaps(&before->remote, &rule->remote))
        return NULL;
    text = g_string_new(NULL);
    g_string_append_printf(text, "Rule %u overlaps rule %u: both claim traffic between ",
                           rule->number, before->number);
    ikelog_range_describe(&rule->local, text);
    g_string_append(text, " and ");
    ikelog_range_describe(&rule->remote, text);
    g_string_append(text, ", so a device could not tell which one to use.");
    return g_string_free(text, FALSE);
}

char *ikelog_rule_check(const struct ikelog_rule *rules, unsigned count,
                        const struct ikelog_rule *rule)
{
    char *complaint;

    if (rule->number == 0)
        return g_strdup("A rule needs a number, from 1.");
    complaint = check_range(rule, &rule->local, "local");
    if (!complaint)
        complaint = check_range(rule, &rule->remote, "remote");
    if (!complaint && rule->local.family != rule->remote.family)
        complaint = g_strdup_printf("Rule %u mixes IPv4 and IPv6: the local and the remote range "
                                    "must be of one family.",
                                    rule->number);
    for (unsigned i = 0; !complaint && i < count; i++) {
        if (rules[i].number == rule->number)
            complaint = g_strdup_printf("Rule number %u is there twice.", rule->number);
        else
            complaint = check_overlap(&rules[i], rule);
    }
    return complaint;
}

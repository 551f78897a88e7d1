/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Names and sums of an IKE SA, and what a user needs to open one that stays closed. */
#include "state/secrets.h"

#include "crypto/auth_method.h"
#include "crypto/import_rows.h"
#include "wire/numbers.h"

const struct ikelog_said ikelog_nothing_said = {.ke = NULL};
const struct ikelog_trace ikelog_no_trace = {.floated = NULL};
const struct ikelog_skeyids ikelog_no_skeyids = {.skeyid = {.length = 0}};
const struct ikelog_suite ikelog_no_suite = {.known = false};
const struct ikelog_course ikelog_no_course = {.deleted = NULL};

const char *ikelog_side_name(enum ikelog_side side)
{
    return side == IKELOG_INITIATOR ? "initiator" : "responder";
}

enum ikelog_side ikelog_side_other(enum ikelog_side side)
{
    return side == IKELOG_INITIATOR ? IKELOG_RESPONDER : IKELOG_INITIATOR;
}

uint32_t ikelog_sa_messages(const struct ikelog_sa *sa)
{
    return sa->sides[0].messages + sa->sides[1].messages;
}

uint32_t ikelog_sa_retransmissions(const struct ikelog_sa *sa)
{
    return sa->sides[0].retransmissions + sa->sides[1].retransmissions;
}

static const char where[] =
#define X(name, product, log) log
    IKELOG_IMPORT_ROWS(X);
#undef X

void ikelog_sa_describe_needed_keys(const struct ikelog_sa *sa, GString *text)
{
    const char *secrets = ikelog_auth_class_row(ikelog_auth_class(sa->suite->auth_method))->secrets;

    g_string_append(text, "To open this IKE SA give Ka or SKEYID_e for initiator cookie ");
    ikelog_text_hex((struct ikelog_octets){sa->cky_i, IKELOG_COOKIE_LEN}, UINT32_MAX, text);
    if (secrets)
        g_string_append_printf(text, ", or %s", secrets);
    g_string_append_printf(text, ". Where to get them: %s.", where);
}

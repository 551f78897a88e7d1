/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Names and sums of an IKE SA, and what a user needs to open one that stays closed. */
#include "state/secrets.h"

#include "wire/numbers.h"

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

/* What opens an IKE SA beyond Ka, by its authentication; and where it is logged. */
static const struct {
    enum auth_class class;
    const char *text;
} roads[] = {
    {AUTH_PSK, "the pre-shared key together with a DH private value or the DH shared secret"},
    {AUTH_SIGNATURE, "a DH private value or the DH shared secret"},
    {AUTH_ENCRYPTION, "the nonces' decryption, so in practice only SKEYID_e"},
    {AUTH_UNKNOWN, "SKEYID_e"},
};

static const char where[] =
    "strongSwan logs \"encryption key Ka\" and \"shared Diffie Hellman secret\" at level 4, racoon "
    "and MikroTik \"final encryption key computed\" and \"compute DH's private\" at debug2, vpnc "
    "\"enc-key\" at --debug 99, FortiGate \"ISAKMP SA … key\" in diagnose debug application ike "
    "-1; libreswan logs no phase 1 key";

void ikelog_sa_describe_needed_keys(const struct ikelog_sa *sa, GString *text)
{
    enum auth_class class = sa->suite.known ? auth_class_of(sa->suite.auth_method) : AUTH_UNKNOWN;
    const char *road = roads[G_N_ELEMENTS(roads) - 1].text;

    for (size_t i = 0; i < G_N_ELEMENTS(roads); i++)
        if (roads[i].class == class)
            road = roads[i].text;
    g_string_append(text, "To open this IKE SA give Ka or SKEYID_e for initiator cookie ");
    ikelog_text_hex((struct ikelog_octets){sa->cky_i, IKELOG_COOKIE_LEN}, UINT32_MAX, text);
    if (class != AUTH_UNKNOWN && class != AUTH_ENCRYPTION)
        g_string_append_printf(text, ", or %s", road);
    g_string_append_printf(text, ": %s.", where);
}

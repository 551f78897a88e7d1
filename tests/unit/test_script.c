/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The diagrams of RFC 2408 4 and RFC 2409 5, message by message, without a conversation around. */
#include "state/script.h"
#include "wire/numbers.h"

#include <glib.h>
#include <string.h>

#define MAIN        IKELOG_EXCHANGE_MAIN
#define AGGRESSIVE  IKELOG_EXCHANGE_AGGRESSIVE
#define BASE        IKELOG_EXCHANGE_BASE
#define AUTH_ONLY   IKELOG_EXCHANGE_AUTH_ONLY
#define QUICK       IKELOG_EXCHANGE_QUICK
#define NEW_GROUP   IKELOG_EXCHANGE_NEW_GROUP
#define INFO        IKELOG_EXCHANGE_INFORMATIONAL
#define CONFIG      IKELOG_EXCHANGE_TRANSACTION

#define PSK_METHOD  1
#define DSS_METHOD  2
#define RSA_METHOD  3
#define ENC_METHOD  4
#define REV_METHOD  5
#define GOST_METHOD 65499 /* private, and nobody knows what it sends */

/* A letter for each payload, as in "skn": SA, KE, nonce. */
static const struct {
    char letter;
    uint8_t type;
} letters[] = {
    {'s', IKELOG_PAYLOAD_SA},     {'k', IKELOG_PAYLOAD_KE},       {'n', IKELOG_PAYLOAD_NONCE},
    {'i', IKELOG_PAYLOAD_ID},     {'h', IKELOG_PAYLOAD_HASH},     {'g', IKELOG_PAYLOAD_SIG},
    {'c', IKELOG_PAYLOAD_CERT},   {'q', IKELOG_PAYLOAD_CERT_REQ}, {'v', IKELOG_PAYLOAD_VID},
    {'o', IKELOG_PAYLOAD_NOTIFY}, {'d', IKELOG_PAYLOAD_DELETE},   {'a', IKELOG_PAYLOAD_CONFIG},
    {'t', IKELOG_PAYLOAD_NATD},
};

static uint32_t set_of(const char *word)
{
    uint32_t set = 0;

    for (; *word; word++)
        for (size_t i = 0; i < G_N_ELEMENTS(letters); i++)
            if (letters[i].letter == *word)
                set |= IKELOG_PAYLOAD_BIT(letters[i].type);
    return set;
}

/* `who`: I began the exchange, R did not; small letters: encrypted; with +: with the commit bit. */
static struct ikelog_script_message message_of(uint8_t exchange, uint16_t method, const char *who,
                                               unsigned before, const char *payloads)
{
    return (struct ikelog_script_message){.exchange = exchange,
                                          .starter = g_ascii_tolower(who[0]) == 'i',
                                          .encrypted = g_ascii_islower(who[0]),
                                          .read = payloads != NULL,
                                          .commit = who[1] == '+',
                                          .method = method,
                                          .before = before,
                                          .payloads = set_of(payloads ? payloads : "")};
}

struct diagram {
    uint8_t exchange;
    uint16_t method;
    const char *who;
    unsigned before;
    const char *payloads; /* NULL: not decrypted */
    unsigned step;
    const char *missing; /* "" nothing; with / any of them */
};

static const struct diagram diagrams[] = {
    /* RFC 2409 5.1: signatures */
    {MAIN, 0, "I", 0, "s", 1, ""},
    {MAIN, 0, "R", 0, "sv", 2, ""},
    {MAIN, RSA_METHOD, "I", 1, "knt", 3, ""},
    {MAIN, RSA_METHOD, "R", 1, "knqt", 4, ""},
    {MAIN, RSA_METHOD, "i", 2, "icg", 5, ""},
    {MAIN, RSA_METHOD, "r", 2, "icg", 6, ""},
    {MAIN, DSS_METHOD, "i", 2, "ih", 5, "g"},
    {MAIN, RSA_METHOD, "i", 2, "g", 5, "i"},
    {AGGRESSIVE, 0, "I", 0, "skni", 1, ""},
    {AGGRESSIVE, RSA_METHOD, "R", 0, "sknicg", 2, ""},
    {AGGRESSIVE, RSA_METHOD, "I", 1, "cg", 3, ""},
    {AGGRESSIVE, RSA_METHOD, "i", 1, "cg", 3, ""},
    {AGGRESSIVE, RSA_METHOD, "R", 0, "sknih", 2, "g"},
    {AGGRESSIVE, RSA_METHOD, "I", 1, "h", 3, "g"},
    /* 5.2, 5.3: public key encryption */
    {MAIN, ENC_METHOD, "I", 1, "hkin", 3, ""},
    {MAIN, ENC_METHOD, "R", 1, "kin", 4, ""},
    {MAIN, ENC_METHOD, "R", 1, "kn", 4, "i"},
    {MAIN, REV_METHOD, "i", 2, "h", 5, ""},
    {MAIN, ENC_METHOD, "r", 2, "h", 6, ""},
    {MAIN, ENC_METHOD, "r", 2, "i", 6, "h"},
    {AGGRESSIVE, ENC_METHOD, "I", 0, "shkin", 1, ""},
    {AGGRESSIVE, ENC_METHOD, "R", 0, "skinh", 2, ""},
    {AGGRESSIVE, REV_METHOD, "R", 0, "skin", 2, "h"},
    {AGGRESSIVE, ENC_METHOD, "i", 1, "h", 3, ""},
    /* 5.4: pre-shared key */
    {MAIN, PSK_METHOD, "I", 1, "kn", 3, ""},
    {MAIN, PSK_METHOD, "I", 1, "k", 3, "n"},
    {MAIN, PSK_METHOD, "R", 1, "n", 4, "k"},
    {MAIN, PSK_METHOD, "i", 2, "ih", 5, ""},
    {MAIN, PSK_METHOD, "r", 2, "ig", 6, "h"},
    {MAIN, PSK_METHOD, "i", 2, NULL, 5, NULL},
    {MAIN, PSK_METHOD, "r", 2, NULL, 6, NULL},
    {MAIN, PSK_METHOD, "I", 2, "iho", 5, ""}, /* from a peer's own dump */
    {MAIN, PSK_METHOD, "I", 2, "vo", 0, NULL},
    {MAIN, PSK_METHOD, "I", 2, "", 0, NULL},
    {AGGRESSIVE, PSK_METHOD, "R", 0, "sknih", 2, ""},
    {AGGRESSIVE, PSK_METHOD, "R", 0, "skni", 2, "h"},
    {AGGRESSIVE, PSK_METHOD, "i", 1, "hto", 3, ""},
    {AGGRESSIVE, PSK_METHOD, "i", 1, NULL, 3, NULL},
    {AGGRESSIVE, PSK_METHOD, "r", 1, NULL, 0, NULL},
    /* hybrid and XAUTH */
    {MAIN, 64221, "i", 2, "ih", 5, ""},
    {MAIN, 64221, "r", 2, "icg", 6, ""},
    {MAIN, 64224, "r", 2, "ic", 6, "h/g"},
    {AGGRESSIVE, 64222, "R", 0, "sknicg", 2, ""},
    {AGGRESSIVE, 64223, "i", 1, "h", 3, ""},
    {MAIN, 65001, "i", 2, "i", 5, "h"},
    {MAIN, 65005, "i", 2, "i", 5, "g"},
    /* the method is not known: nothing is said that depends on it */
    {MAIN, 0, "I", 1, "k", 3, "n"},
    {MAIN, 0, "I", 1, "kn", 3, ""},
    {MAIN, 0, "i", 2, "i", 5, ""},
    {AGGRESSIVE, 0, "R", 0, "skn", 2, "i"},
    {MAIN, GOST_METHOD, "I", 1, "k", 3, ""},
    {MAIN, GOST_METHOD, "i", 2, "i", 5, ""},
    /* RFC 2408 4.4, 4.6 */
    {BASE, 0, "I", 0, "sn", 1, ""},
    {BASE, 0, "R", 0, "sin", 2, ""},
    {BASE, PSK_METHOD, "R", 0, "si", 2, "n"},
    {BASE, PSK_METHOD, "I", 1, "kh", 3, ""},
    {BASE, RSA_METHOD, "R", 1, "kig", 4, ""},
    {BASE, PSK_METHOD, "R", 1, "k", 4, "h/g"},
    {AUTH_ONLY, 0, "I", 0, "sn", 1, ""},
    {AUTH_ONLY, 0, "R", 0, "snig", 2, ""},
    {AUTH_ONLY, 0, "I", 1, "ih", 3, ""},
    {AUTH_ONLY, 0, "I", 1, "i", 3, "h/g"},
    /* 5.5: Quick Mode */
    {QUICK, 0, "i", 0, "hsnii", 1, ""},
    {QUICK, 0, "i", 0, "hsi", 1, "n"},
    {QUICK, 0, "r", 0, "hsnk", 2, ""},
    {QUICK, 0, "r", 0, "hs", 2, "n"},
    {QUICK, 0, "i", 1, "h", 3, ""},
    {QUICK, 0, "i", 0, "h", 3, ""}, /* the first was not captured */
    {QUICK, 0, "i", 1, "ho", 3, ""},
    {QUICK, 0, "r+", 1, "ho", 4, ""},
    {QUICK, 0, "r", 0, "ho", 2, NULL}, /* without the commit bit there is no fourth */
    {QUICK, 0, "i", 0, NULL, 1, NULL},
    {QUICK, 0, "r", 0, NULL, 2, NULL},
    {QUICK, 0, "i", 1, NULL, 3, NULL},
    {QUICK, 0, "i", 5, NULL, 3, NULL},
    {QUICK, 0, "r", 1, NULL, 4, NULL},
    /* 5.6 */
    {NEW_GROUP, 0, "i", 0, "hs", 1, ""},
    {NEW_GROUP, 0, "r", 0, "h", 2, "s"},
    /* 5.7, and what came later; their messages have no numbers */
    {INFO, 0, "i", 0, "ho", 0, ""},
    {INFO, 0, "i", 0, "d", 0, "h"},
    {INFO, 0, "r", 0, "h", 0, "o/d"},
    {INFO, 0, "R", 0, "o", 0, ""},
    {INFO, 0, "R", 0, "v", 0, "o/d"},
    {CONFIG, 0, "i", 0, "ha", 0, ""},
    {CONFIG, 0, "r", 0, "h", 0, "a"},
    {CONFIG, 0, "R", 0, "h", 0, ""},
};

static void test_diagram(gconstpointer n)
{
    const struct diagram *d = &diagrams[GPOINTER_TO_UINT(n)];
    const struct ikelog_script_message message =
        message_of(d->exchange, d->method, d->who, d->before, d->payloads);
    bool any;

    if (ikelog_script_length(d->exchange, false))
        g_assert_cmpuint(ikelog_script_step(&message), ==, d->step);
    if (!d->missing)
        return;
    g_assert_cmphex(ikelog_script_missing(&message, d->step, &any), ==, set_of(d->missing));
    g_assert_cmpint(any, ==, strchr(d->missing, '/') != NULL);
    g_assert_cmpint(ikelog_script_satisfied(&message, d->step), ==,
                    d->missing[0] == '\0' && !(d->method == 0 && d->step == 5));
}

/* When the first message was not captured, the third may be taken for the second. */
static void test_lone_hash_is_not_accused(void)
{
    const struct ikelog_script_message message = message_of(QUICK, 0, "r", 0, "h");
    bool any;

    g_assert_cmpuint(ikelog_script_step(&message), ==, 2);
    g_assert_cmphex(ikelog_script_missing(&message, 2, &any), ==, 0);
    g_assert_false(ikelog_script_satisfied(&message, 2));
}

/* How many messages complete an exchange. */
static void test_lengths(void)
{
    static const struct {
        uint8_t exchange;
        bool commit;
        unsigned length;
    } cases[] = {{BASE, false, 4},      {MAIN, false, 6},       {AUTH_ONLY, false, 3},
                 {MAIN, true, 6},       {AGGRESSIVE, false, 3}, {INFO, false, 0},
                 {CONFIG, false, 0},    {QUICK, false, 3},      {QUICK, true, 4},
                 {NEW_GROUP, false, 2}, {77, false, 0}};

    for (size_t i = 0; i < G_N_ELEMENTS(cases); i++)
        g_assert_cmpuint(ikelog_script_length(cases[i].exchange, cases[i].commit), ==,
                         cases[i].length);
}

static void test_proofs(void)
{
    static const struct {
        uint8_t exchange;
        unsigned by_starter, by_other;
    } cases[] = {
        {MAIN, 5, 6},      {AGGRESSIVE, 3, 2}, {BASE, 3, 4},
        {AUTH_ONLY, 3, 2}, {CONFIG, 0, 0},     {0, 0, 0},
    };

    for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
        g_assert_cmpuint(ikelog_script_proof_step(cases[i].exchange, true), ==,
                         cases[i].by_starter);
        g_assert_cmpuint(ikelog_script_proof_step(cases[i].exchange, false), ==, cases[i].by_other);
    }
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/script/lengths", test_lengths);
    g_test_add_func("/script/proofs", test_proofs);
    g_test_add_func("/script/lone-hash-is-not-accused", test_lone_hash_is_not_accused);
    for (unsigned n = 0; n < G_N_ELEMENTS(diagrams); n++) {
        const struct diagram *d = &diagrams[n];
        char *path = g_strdup_printf("/script/diagram/%u-method-%u-%s-%s-%u", d->exchange,
                                     d->method, d->who, d->payloads ? d->payloads : "closed", n);

        g_test_add_data_func(path, GUINT_TO_POINTER(n), test_diagram);
        g_free(path);
    }
    return g_test_run();
}

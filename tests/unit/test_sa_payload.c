/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The SA payload: what is read from honest ones, and what remains of lying ones. */
#include "wire/attribute.h"
#include "wire/numbers.h"
#include "wire/sa_payload.h"

#include "wire_hex.h"

#include <string.h>

/* DOI IPsec, identity only. */
#define HEAD "00000001 00000001 "
/* One ISAKMP proposal with one transform: 3DES, SHA, PSK, group 2, 28800 s in four octets. */
#define PHASE1                                                                               \
    HEAD "0000002c 01010001 00000024 01010000 80010005 80020002 80030001 80040002 800b0001 " \
         "000c0004 00007080 "
/* ESP with SPI: AES-128 with HMAC-SHA and group 14, 3600 s and 4608000 KB. */
#define PHASE2                                                                               \
    HEAD "0000003c 01030401 c0ffee01 00000030 010c0000 80040001 80050002 80060080 8003000e " \
         "80010001 80020e10 80010002 00020004 00465000 80090001 "

static struct ikelog_sa_payload *read_hex(const char *hex)
{
    struct ikelog_sa_payload *sa = g_new(struct ikelog_sa_payload, 1);
    struct ikelog_octets body = octets_of(hex);

    memset(sa, 0xa5, sizeof *sa);
    ikelog_sa_payload_read(body, sa);
    g_free((gpointer)body.data);
    return sa;
}

static void assert_described(const char *hex, enum ikelog_status status, const char *expected)
{
    struct ikelog_sa_payload *sa = read_hex(hex);
    GString *text = g_string_new(NULL);

    ikelog_sa_payload_describe(sa, text);
    g_assert_cmpint(sa->status, ==, status);
    g_assert_cmpstr(text->str, ==, expected);
    g_string_free(text, TRUE);
    g_free(sa);
}

static void test_phase1(void)
{
    struct ikelog_sa_payload *sa = read_hex(PHASE1);
    const struct ikelog_transform *t = &sa->transforms[0];

    g_assert_cmpint(sa->status, ==, IKELOG_OK);
    g_assert_cmpuint(sa->doi, ==, 1);
    g_assert_cmpuint(sa->situation, ==, 1);
    g_assert_cmpuint(sa->proposal_count, ==, 1);
    g_assert_cmpuint(sa->proposals[0].protocol, ==, IKELOG_PROTO_ISAKMP);
    g_assert_cmpuint(sa->proposals[0].count, ==, 1);
    g_assert_cmpuint(sa->transform_count, ==, 1);
    g_assert_cmpuint(t->number, ==, 1);
    g_assert_cmpuint(t->id, ==, 1);
    g_assert_cmpuint(t->cipher, ==, 5);
    g_assert_cmpuint(t->hash, ==, 2);
    g_assert_cmpuint(t->auth, ==, 1);
    g_assert_cmpuint(t->group, ==, 2);
    g_assert_cmpuint(t->key_bits, ==, 0);
    g_assert_cmpuint(t->life_seconds, ==, 28800);
    g_assert_cmpuint(t->life_kilobytes, ==, 0);
    g_free(sa);
}

static void test_phase2(void)
{
    struct ikelog_sa_payload *sa = read_hex(PHASE2);
    const struct ikelog_transform *t = &sa->transforms[0];

    g_assert_cmpint(sa->status, ==, IKELOG_OK);
    g_assert_cmpuint(sa->proposals[0].spi_length, ==, 4);
    assert_octets((struct ikelog_octets){sa->proposals[0].spi, 4}, "c0ffee01");
    g_assert_cmpuint(t->id, ==, 12);
    g_assert_cmpuint(t->integrity, ==, 2);
    g_assert_cmpuint(t->encapsulation, ==, 1);
    g_assert_cmpuint(t->group, ==, 14);
    g_assert_cmpuint(t->key_bits, ==, 128);
    g_assert_cmpuint(t->cipher, ==, 0);
    g_assert_cmpuint(t->life_seconds, ==, 3600);
    g_assert_cmpuint(t->life_kilobytes, ==, 4608000);
    g_free(sa);
}

static void test_life_of_eight_octets(void)
{
    struct ikelog_sa_payload *sa =
        read_hex(HEAD "00000020 01010001 00000018 01010000 800b0002 000c0008 0000000100000002");

    g_assert_cmpint(sa->status, ==, IKELOG_OK);
    g_assert_cmpuint(sa->transforms[0].life_kilobytes, ==, 0x100000002ull);
    g_assert_cmpuint(sa->transforms[0].life_seconds, ==, 0);
    g_free(sa);
}

static void test_describe(void)
{
    static const struct {
        const char *hex, *text;
    } cases[] = {
        {PHASE1, "3DES/SHA-1/DHG2"},
        {PHASE2, "ESP/AES-128/SHA-1/DHG14"},
        /* two transforms: AES-256/SHA2-256/DHG14 and cipher 999/MD5 */
        {HEAD "00000038 01010002 0300001c 01010000 80010007 80020004 80040 00e 800e0100 80030001"
              "00000014 02010000 800103e7 80020001 80030001",
         "AES-256/SHA2-256/DHG14; #999/MD5"},
        /* AH and ESP of one number, ESP with two transforms; then IPCOMP alone */
        {HEAD "02000018 01020401 11111111 0000000c 01030000 80050002 "
              "02000020 01030402 22222222 0300000c 01030000 80050001 00000008 020b0000 "
              "00000012 02040201 3333 00000008 01020000",
         "AH/SHA-1 + (ESP/3DES/MD5; ESP/NULL); IPCOMP/DEFLATE"},
        {HEAD "00000018 01030401 22222222 0000000c 01140000 80060100", "ESP/AES-GCM_16-256"},
        {HEAD "00000010 01090001 00000008 01070000", "protocol 9/#7"},
    };

    for (size_t i = 0; i < G_N_ELEMENTS(cases); i++)
        assert_described(cases[i].hex, IKELOG_OK, cases[i].text);
}

static void test_labels(void)
{
    /* secrecy: level of 3 octets (padded), 9 category bits (4 octets); integrity: nothing in either
     */
    assert_described("00000001 00000006 0000dead 00030000 01020300 00090000 ff800000 "
                     "00000000 00000000 00000014 01010001 0000000c 01010000 80010001",
                     IKELOG_OK, "DES");
    /* a level longer than the payload: nothing behind it is believed */
    assert_described("00000001 00000002 0000dead fff00000 01020300", IKELOG_TRUNCATED, "");
}

static void test_hostile(void)
{
    static const struct {
        const char *hex;
        enum ikelog_status status;
        const char *text;
    } cases[] = {
        {"", IKELOG_TRUNCATED, ""},
        {"00000001 000000", IKELOG_TRUNCATED, ""},
        {HEAD, IKELOG_TRUNCATED, ""},
        {HEAD "0000", IKELOG_TRUNCATED, ""},
        {HEAD "00000007 01010001", IKELOG_BAD_LENGTH, ""}, /* shorter than its own head */
        {HEAD "00000000 01010001", IKELOG_BAD_LENGTH, ""}, /* would loop for ever */
        {HEAD "0000ffff 01010001", IKELOG_TRUNCATED, ""},  /* longer than the payload */
        {HEAD "00000008 0103ff01", IKELOG_TRUNCATED, ""},  /* SPI leaves the proposal */
        {HEAD "02000008 01010000", IKELOG_TRUNCATED, ""},  /* a next one that is not there */
        {HEAD "00000010 01010001 00000000 01010000", IKELOG_BAD_LENGTH, ""},
        {HEAD "00000010 01010001 0000ffff 01010000", IKELOG_TRUNCATED, "?"},
        {HEAD "00000014 01010001 0000000c 01010000 00010064", IKELOG_TRUNCATED,
         "?"}, /* attribute longer than all */
        {HEAD "00000014 01010001 0000000c 01010000 8001", IKELOG_TRUNCATED, "?"},
        /* what stands before the lie stays */
        {HEAD "00000030 01010002 03000014 01010000 80010005 80020002 80030001 0000ffff 02010000",
         IKELOG_TRUNCATED, "3DES/SHA-1; ?"},
        /* GDOI's own payloads are no proposals; its phase 1 has them */
        {"00000002 00000000 000f0000 00000010", IKELOG_OK, ""},
        {"00000002 00000001 00000014 01010001 0000000c 01010000 80010007", IKELOG_OK, "AES"},
    };

    for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
        g_test_message("row %zu", i);
        assert_described(cases[i].hex, cases[i].status, cases[i].text);
    }
}

static void test_long_spi(void)
{
    struct ikelog_sa_payload *sa =
        read_hex(HEAD "0000001c 01031401 000102030405060708090a0b0c0d0e0f10111213");

    g_assert_cmpint(sa->status, ==, IKELOG_OK);
    g_assert_cmpuint(sa->proposals[0].spi_length, ==, IKELOG_MAX_SPI);
    g_assert_cmpuint(sa->proposals[0].count, ==, 0);
    g_free(sa);
}

static GString *many(const char *entry, const char *last, size_t count)
{
    GString *hex = g_string_new(HEAD);

    for (size_t i = 1; i < count; i++)
        g_string_append(hex, entry);
    return g_string_append(hex, last);
}

static void test_bounds(void)
{
    GString *hex = many("02000008 01010000", "00000008 01010000", IKELOG_MAX_PROPOSALS);
    struct ikelog_sa_payload *sa = read_hex(hex->str);

    g_assert_cmpint(sa->status, ==, IKELOG_OK);
    g_assert_cmpuint(sa->proposal_count, ==, IKELOG_MAX_PROPOSALS);
    g_string_free(hex, TRUE);
    g_free(sa);

    hex = many("02000008 01010000", "00000008 01010000", IKELOG_MAX_PROPOSALS + 1);
    sa = read_hex(hex->str);
    g_assert_cmpint(sa->status, ==, IKELOG_TOO_MANY);
    g_assert_cmpuint(sa->proposal_count, ==, IKELOG_MAX_PROPOSALS);
    g_string_free(hex, TRUE);
    g_free(sa);

    hex = g_string_new(HEAD "00000810 01010000");
    for (size_t i = 0; i < IKELOG_MAX_TRANSFORMS + 1; i++)
        g_string_append(hex, "03000008 01010000");
    sa = read_hex(hex->str);
    g_assert_cmpint(sa->status, ==, IKELOG_TOO_MANY);
    g_assert_cmpuint(sa->transform_count, ==, IKELOG_MAX_TRANSFORMS);
    g_string_free(hex, TRUE);
    g_free(sa);
}

/* Cut anywhere, nothing is read that is not there (the sanitizer watches) and no state is left
 * over. */
static void test_cut_anywhere(void)
{
    struct ikelog_octets whole = octets_of(PHASE2);
    struct ikelog_sa_payload *sa = g_new(struct ikelog_sa_payload, 1);

    for (uint32_t length = 0; length < whole.length; length++) {
        guint8 *cut = g_memdup2(whole.data, length);

        ikelog_sa_payload_read((struct ikelog_octets){cut, length}, sa);
        g_assert_cmpint(sa->status, !=, IKELOG_OK);
        g_assert_cmpuint(sa->proposal_count, <=, 1);
        g_free(cut);
    }
    g_free((gpointer)whole.data);
    g_free(sa);
}

static void test_attribute_numbers(void)
{
    static const struct {
        const char *hex;
        bool ok;
        uint64_t number;
    } cases[] = {
        {"80010005", true, 5},
        {"0001 0000", false, 0},
        {"0001 0001 07", true, 7},
        {"0001 0008 ffffffffffffffff", true, UINT64_MAX},
        {"0001 0009 00ffffffffffffffff", true, UINT64_MAX},
        {"0001 0009 01ffffffffffffffff", false, 0},
    };

    for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
        struct ikelog_octets octets = octets_of(cases[i].hex);
        struct ikelog_reader r = ikelog_reader_over(octets.data, octets.length);
        struct ikelog_attribute attribute;
        uint64_t number = 0;

        g_assert_cmpint(ikelog_attribute_read(&r, &attribute), ==, IKELOG_OK);
        g_assert_cmpuint(attribute.type, ==, 1);
        g_assert_cmpuint(attribute.length, ==, octets.length);
        g_assert_true(ikelog_attribute_number(&attribute, &number) == cases[i].ok);
        if (cases[i].ok)
            g_assert_cmpuint(number, ==, cases[i].number);
        g_free((gpointer)octets.data);
    }
}

static enum ikelog_choice choice_between(const char *offer_hex, const char *answer_hex)
{
    struct ikelog_octets octets[] = {octets_of(offer_hex), octets_of(answer_hex)};
    struct ikelog_sa_payload *offer = g_new0(struct ikelog_sa_payload, 1);
    struct ikelog_sa_payload *answer = g_new0(struct ikelog_sa_payload, 1);
    enum ikelog_choice choice;

    ikelog_sa_payload_read(octets[0], offer);
    ikelog_sa_payload_read(octets[1], answer);
    choice = ikelog_sa_payload_compare(offer, answer);
    g_free(offer);
    g_free(answer);
    g_free((gpointer)octets[0].data);
    g_free((gpointer)octets[1].data);
    return choice;
}

/* RFC 2408 4.2: one of the proposals offered, with its number. */
static void test_choice(void)
{
    static const char offer[] = HEAD "00000028 01010002 03000010 01010000 80010005 80020002 "
                                     "00000010 02010000 80010007 80020002";
    static const struct {
        const char *answer;
        enum ikelog_choice choice;
    } cases[] = {
        {HEAD "00000018 01010001 00000010 02010000 80010007 80020002", IKELOG_CHOICE_FITS},
        {HEAD "0000001c 01010001 00000014 02010000 80010007 80020002 800e0080",
         IKELOG_CHOICE_FITS}, /* a key length where the default was offered */
        {HEAD "00000018 01010001 00000010 01010000 80010001 80020002", IKELOG_CHOICE_NOT_OFFERED},
        {HEAD "00000018 01010001 00000010 01010000 80010005 80020001", IKELOG_CHOICE_NOT_OFFERED},
        {HEAD "00000018 02010001 00000010 01010000 80010005 80020002", IKELOG_CHOICE_OTHER_NUMBER},
        {HEAD "00000028 01010002 03000010 01010000 80010005 80020002 "
              "00000010 02010000 80010007 80020002",
         IKELOG_CHOICE_SEVERAL},
        {HEAD "00000018 01010001 0000ffff 01010000 80010001 80020002",
         IKELOG_CHOICE_FITS}, /* what is cut accuses nobody */
    };

    for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
        g_test_message("row %zu", i);
        g_assert_cmpint(choice_between(offer, cases[i].answer), ==, cases[i].choice);
    }
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/sa-payload/phase-1-attributes", test_phase1);
    g_test_add_func("/sa-payload/phase-2-attributes", test_phase2);
    g_test_add_func("/sa-payload/life-of-eight-octets", test_life_of_eight_octets);
    g_test_add_func("/sa-payload/short-forms", test_describe);
    g_test_add_func("/sa-payload/labels-are-skipped-with-their-padding", test_labels);
    g_test_add_func("/sa-payload/lies-end-the-reading-where-they-are", test_hostile);
    g_test_add_func("/sa-payload/long-spi-is-clipped", test_long_spi);
    g_test_add_func("/sa-payload/bounds-hold", test_bounds);
    g_test_add_func("/sa-payload/cut-anywhere", test_cut_anywhere);
    g_test_add_func("/attribute/numbers-of-any-width", test_attribute_numbers);
    g_test_add_func("/sa-payload/answer-was-offered", test_choice);
    return g_test_run();
}

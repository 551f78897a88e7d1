/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What passes for a decrypted body: structure, whatever the payload types are. */
#include "state/plaintext_check.h"
#include "transcript.h"
#include "wire_hex.h"

#include "wire/numbers.h"

#define HASH_OF_4 "00112233445566778899aabbccddeeff00112233" /* 20 octets, as of SHA-1 */

static const struct {
    const char *what;
    uint8_t first, hash_length;
    const char *body;
    enum plaintext_verdict verdict;
} bodies[] = {
    {"a HASH and zeros", 8, 20, "00000018" HASH_OF_4 "0000000000000000", IS_PLAINTEXT},
    {"a private payload after the HASH", 8, 20, "85000018" HASH_OF_4 "00000008 01020304",
     IS_PLAINTEXT},
    {"a payload type that nobody has assigned", 8, 20, "16000018" HASH_OF_4 "00000008 01020304",
     IS_PLAINTEXT},
    {"reserved octet of the first payload", 8, 20, "00010018" HASH_OF_4 "0000000000000000",
     NOT_PLAINTEXT},
    {"reserved octet of the second payload", 8, 20, "85000018" HASH_OF_4 "00010008 01020304",
     MAYBE_PLAINTEXT},
    {"the length of another hash", 8, 16, "00000018" HASH_OF_4 "0000000000000000", NOT_PLAINTEXT},
    {"any hash while none is known", 8, 0, "00000018" HASH_OF_4 "0000000000000000", IS_PLAINTEXT},
    {"the length of no hash", 8, 0, "00000017" HASH_OF_4 "0000000000000000", NOT_PLAINTEXT},
    {"a chain that does not end", 8, 20, "85000018" HASH_OF_4 "85000008 01020304", MAYBE_PLAINTEXT},
    {"a length beyond the body", 5, 20, "00000019" HASH_OF_4, NOT_PLAINTEXT},
    {"no room for the payload that is announced", 5, 20, "08000018" HASH_OF_4, NOT_PLAINTEXT},
    {"an identity without its fixed part", 5, 20, "00000007 010203 00", NOT_PLAINTEXT},
    {"three octets", 5, 20, "000000", NOT_PLAINTEXT},
};

static void test_structure_decides(void)
{
    for (size_t i = 0; i < G_N_ELEMENTS(bodies); i++) {
        const struct plaintext_expectation expected = {
            .first = bodies[i].first, .exchange_type = 5, .hash_length = bodies[i].hash_length};
        struct ikelog_octets body = octets_of(bodies[i].body);
        enum plaintext_verdict verdict = plaintext_check(&expected, body);

        if (verdict != bodies[i].verdict)
            g_test_fail_printf("%s: verdict %d", bodies[i].what, verdict);
        g_free((gpointer)body.data);
    }
}

/* The first 16 octets are not known, in whatever way they begin here. */
static const struct {
    const char *what;
    uint8_t exchange, first, hash_length;
    const char *body;
    enum plaintext_verdict verdict;
} tails[] = {
    {"a HASH and zeros", 5, 8, 20, "deadbeef" HASH_OF_4 "0000000000000000", IS_PLAINTEXT},
    {"a Delete after the HASH", 5, 8, 20,
     "deadbeef" HASH_OF_4 "00000010 00000001 03040001 01020304", IS_PLAINTEXT},
    {"a private payload after the HASH", 5, 8, 20,
     "deadbeef" HASH_OF_4 "00000010 a1a2a3a4 a5a6a7a8 a9aaabac", NOTHING_TO_COMPARE},
    {"a private payload after some HASH", 5, 8, 0,
     "deadbeef" HASH_OF_4 "00000010 a1a2a3a4 a5a6a7a8 a9aaabac", NOTHING_TO_COMPARE},
    {"no payload after the HASH", 5, 8, 20,
     "deadbeef" HASH_OF_4 "00010010 a1a2a3a4 a5a6a7a8 a9aaabac", NOT_PLAINTEXT},
    {"no room for a HASH", 5, 8, 20, "deadbeef deadbeef deadbeef deadbeef", NOT_PLAINTEXT},
    {"whatever may follow an identity", 2, 5, 20, "deadbeef" HASH_OF_4 "a1a2a3a4 a5a6a7a8",
     NOTHING_TO_COMPARE},
    {"whatever may follow a certificate", 4, 6, 20, "deadbeef" HASH_OF_4 "a1a2a3a4 a5a6a7a8",
     NOTHING_TO_COMPARE},
    {"an unknown block alone", 2, 5, 20, "deadbeef deadbeef deadbeef deadbeef", NOTHING_TO_COMPARE},
};

static void test_tail_refutes_only_what_it_tells(void)
{
    for (size_t i = 0; i < G_N_ELEMENTS(tails); i++) {
        const struct plaintext_expectation expected = {.first = tails[i].first,
                                                       .exchange_type = tails[i].exchange,
                                                       .hash_length = tails[i].hash_length};
        struct ikelog_octets body = octets_of(tails[i].body);
        struct ikelog_chain chain;
        enum plaintext_verdict verdict = plaintext_check_tail(&expected, body, 16, &chain);

        if (verdict != tails[i].verdict)
            g_test_fail_printf("%s: verdict %d", tails[i].what, verdict);
        g_free((gpointer)body.data);
    }
}

/* 255 octets may follow the chain: racoon pads at random. */
static void test_padding_has_an_end(void)
{
    const struct plaintext_expectation expected = {.first = 8, .exchange_type = 5};
    uint8_t body[20 + 256] = {0, 0, 0, 20};

    g_assert_cmpint(plaintext_check(&expected, (struct ikelog_octets){body, sizeof body - 1}), ==,
                    IS_PLAINTEXT);
    g_assert_cmpint(plaintext_check(&expected, (struct ikelog_octets){body, sizeof body}), ==,
                    MAYBE_PLAINTEXT);
}

static void test_private_payload_is_decrypted(void)
{
    struct talk talk;

    talk_open(&talk);
    talk_read(&talk, "faults/private-payload", true);
    for (unsigned n = 4; n < 6; n++) {
        const struct ikelog_record *record = g_ptr_array_index(talk.records, n);
        GString *summary = g_string_new(NULL);
        struct ikelog_events events;
        struct ikelog_view view;

        g_assert_cmpint(ikelog_record_decryption(record), ==, IKELOG_DECRYPTED);
        talk_look(&talk, n, &view, &events);
        ikelog_view_summarise(&view, summary);
        g_assert_cmpstr(summary->str, ==, "MM *(ID, HASH, P133)");
        g_string_free(summary, TRUE);
        ikelog_events_clear(&events);
        ikelog_view_close(&view);
    }
    talk_close(&talk);
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/plaintext-check/structure-decides", test_structure_decides);
    g_test_add_func("/plaintext-check/tail-refutes-only-what-it-tells",
                    test_tail_refutes_only_what_it_tells);
    g_test_add_func("/plaintext-check/padding-has-an-end", test_padding_has_an_end);
    g_test_add_func("/plaintext-check/private-payload-is-decrypted",
                    test_private_payload_is_decrypted);
    return g_test_run();
}

/* SPDX-License-Identifier: GPL-2.0-or-later */
/* racoon and MikroTik logs: real ones against what the lab wrote down, and ones that lie. */
#include "reading.h"

#define RACOON        "racoon log"
#define MIKROTIK      "MikroTik log"
#define D             "2026-11-21 17:00:00: DEBUG: "
#define DUMP(words)   D "\n" words "\n"
#define M             "15:03:36 ipsec,debug "

#define HEADER_A      "aaaaaaaa aaaaaaaa 73684af9 a41261e2 "
#define HEADER_B      "bbbbbbbb bbbbbbbb 73684af9 a41261e2 "
#define PHASE1        "04100200 00000000 0000001c"
#define QUICK         "08102001 9cdb8346 0000001c"
#define INFORMATIONAL "08100501 11111111 0000001c"
#define RECEIVED(header) \
    D "28 bytes message received from 192.0.2.2[500] to 192.0.2.1[500]\n" DUMP(header)
#define SENT(header) D "1 times of 28 bytes message will be sent to 192.0.2.2[500]\n" DUMP(header)

static const unsigned kinds = KINDS_OF_PHASE1 | KIND(SHARED_SECRET) | KIND(DH_PRIVATE);

static void test_real_logs_give_the_keys_of_the_lab(void)
{
    assert_log_gives_keys("racoon-psk.racoon.log", "racoon-psk", RACOON, kinds);
    assert_log_gives_keys("racoon-aggressive.racoon.log", "racoon-aggressive", RACOON, kinds);
    assert_log_gives_keys("racoon-answers.racoon.log", "racoon-answers", RACOON, kinds);
    assert_log_gives_keys("racoon-gateway.racoon.log", "racoon-gateway", RACOON, kinds);
}

static void test_real_log_gives_the_pre_shared_key_of_its_peer(void)
{
    struct reading *reading = reading_of_file("racoon-psk.racoon.log");

    g_assert_true(has_record(reading->keyring,
                             "PSK 192.0.2.2 636f727265637420686f727365206261747465"
                             "727920737461706c65"));
    reading_free(reading);
}

/* The same log as RouterOS would write it: its topics instead of dates and levels. */
static char *as_mikrotik(const char *racoon)
{
    char **lines = g_strsplit(racoon, "\n", -1);
    GString *text = g_string_new(NULL);

    for (char **line = lines; *line; line++) {
        const char *level = strstr(*line, "DEBUG: ");
        const char *rest = level ? level + 7 : *line;

        if (*rest && !strstr(*line, "INFO: "))
            g_string_append_printf(text, M "%s\n", rest);
    }
    g_strfreev(lines);
    return g_string_free(text, FALSE);
}

static void test_mikrotik_prefixes_give_the_same_secrets(void)
{
    char *racoon = read_capture_file("racoon-aggressive.racoon.log", NULL);
    char *mikrotik = as_mikrotik(racoon);
    struct reading *first = reading_of_text(racoon), *second = reading_of_text(mikrotik);
    const unsigned all = kinds | KINDS_OF_ESP;

    g_assert_cmpstr(ikelog_keysource_format(second->source), ==, MIKROTIK);
    assert_records_within(first->keyring, second->keyring, all);
    assert_records_within(second->keyring, first->keyring, all);
    reading_free(first);
    reading_free(second);
    g_free(racoon);
    g_free(mikrotik);
}

/* RouterOS names the cookies in a line of its own and need not dump any message. */
static void test_mikrotik_cookies_come_from_the_packet_line(void)
{
    /* clang-format off */
    static const char text[] =
        M "===== received 180 bytes from 192.0.2.2[500] to 192.0.2.1[500]\n"
        M "compute DH's shared.\n"
        M "\n"
        M "01020304 05060708\n"
        M "final encryption key computed:\n"
        M "89c737d8 78fd33c1 1085debd 299fade5 793e398f 8fcce113 00010203 04050607\n"
        M "08090a0b\n"
        "15:03:36 ipsec sent phase1 packet 192.0.2.1[500]<=>192.0.2.2[500] "
        "7c6139ded9ca7187:6992a9097bf7082a\n";
    /* clang-format on */
    struct reading *reading = reading_of_text(text);

    g_assert_cmpstr(ikelog_keysource_format(reading->source), ==, MIKROTIK);
    g_assert_cmpuint(ikelog_keyring_count(reading->keyring), ==, 2);
    g_assert_true(has_record(reading->keyring, "SHARED_SECRET 7c6139ded9ca7187 0102030405060708"));
    g_assert_true(has_record(reading->keyring,
                             "KA 7c6139ded9ca7187 89c737d878fd33c11085debd299fade5793e398f8fcce113"
                             "000102030405060708090a0b"));
    reading_free(reading);
}

static void test_every_prefix_of_a_line_is_understood(void)
{
    static const char *const prefixes[] = {
        "2026-11-21 17:00:00: DEBUG: ",
        "2026-11-21 17:00:00: [192.0.2.2] DEBUG: ",
        "2026-11-21 17:00:00: DEBUG: oakley.c:2590:oakley_compute_enckey(): ",
        "Nov 21 17:00:00 gate racoon: DEBUG: ",
        "Nov 21 17:00:00 gate racoon[77]: DEBUG: ",
    };

    for (size_t i = 0; i < G_N_ELEMENTS(prefixes); i++) {
        const char *p = prefixes[i];
        char *text = g_strdup_printf(
            "%s28 bytes message received from 192.0.2.2[500] to x\n%s\n" HEADER_A PHASE1
            "\n%sfinal encryption key computed:\n"
            "%s\n89c737d8 78fd33c1\n%sIV computed:\n",
            p, p, p, p, p);
        struct reading *reading = reading_of_text(text);

        g_test_message("%s", p);
        g_assert_cmpstr(ikelog_keysource_format(reading->source), ==, RACOON);
        g_assert_true(has_record(reading->keyring, "KA aaaaaaaaaaaaaaaa 89c737d878fd33c1"));
        reading_free(reading);
        g_free(text);
    }
}

/* rsyslog writes the line ends within a message as #012. */
static void test_escaped_line_ends_of_syslog_are_understood(void)
{
    static const char s[] = "Nov 21 17:00:00 gate racoon: DEBUG: ";
    char *text = g_strdup_printf("%s28 bytes message received from 192.0.2.2[500] to x\n"
                                 "%s#012" HEADER_A PHASE1 "\n%sSKEYID computed:\n"
                                 "%s#01289c737d8 78fd33c1#01200010203\n",
                                 s, s, s, s);
    struct reading *reading = reading_of_text(text);

    g_assert_true(has_record(reading->keyring, "SKEYID aaaaaaaaaaaaaaaa 89c737d878fd33c100010203"));
    reading_free(reading);
    g_free(text);
}

/* What is computed belongs to the message before it; the own exponent to the message behind it. */
static void test_secrets_of_interleaved_sas_do_not_mix(void)
{
    /* clang-format off */
    static const char text[] =
        RECEIVED(HEADER_A PHASE1) D "compute DH's private.\n" DUMP("0a0a0a0a")
        SENT(HEADER_A PHASE1)
        RECEIVED(HEADER_B PHASE1) D "compute DH's private.\n" DUMP("0b0b0b0b")
        SENT(HEADER_B PHASE1)
        RECEIVED(HEADER_A PHASE1) D "compute DH's shared.\n" DUMP("1a1a1a1a")
        D "SKEYID computed:\n" DUMP("2a2a2a2a")
        SENT(HEADER_A PHASE1)
        RECEIVED(HEADER_B PHASE1) D "compute DH's shared.\n" DUMP("1b1b1b1b")
        D "compute DH's private.\n" DUMP("3a3a3a3a")
        SENT(HEADER_A QUICK)
        D "compute DH's shared.\n" DUMP("4a4a4a4a")
        SENT(HEADER_B INFORMATIONAL)
        D "compute DH's private.\n" DUMP("5a5a5a5a")
        SENT("00000000 " HEADER_B QUICK);
    /* clang-format on */
    struct reading *reading = reading_of_text(text);
    static const char *const records[] = {
        "DH_PRIVATE aaaaaaaaaaaaaaaa 0a0a0a0a",
        "DH_PRIVATE bbbbbbbbbbbbbbbb 0b0b0b0b",
        "SHARED_SECRET aaaaaaaaaaaaaaaa 1a1a1a1a",
        "SKEYID aaaaaaaaaaaaaaaa 2a2a2a2a",
        "SHARED_SECRET bbbbbbbbbbbbbbbb 1b1b1b1b",
        "DH_PRIVATE aaaaaaaaaaaaaaaa:9cdb8346 3a3a3a3a",
        "SHARED_SECRET aaaaaaaaaaaaaaaa:9cdb8346 4a4a4a4a",
        "DH_PRIVATE bbbbbbbbbbbbbbbb:9cdb8346 5a5a5a5a",
    };

    g_assert_cmpuint(ikelog_keyring_count(reading->keyring), ==, G_N_ELEMENTS(records));
    for (size_t i = 0; i < G_N_ELEMENTS(records); i++) {
        g_test_message("%s", records[i]);
        g_assert_true(has_record(reading->keyring, records[i]));
    }
    reading_free(reading);
}

/* As pasted into a forum that joins lines. */
static void test_dump_on_the_line_of_its_label_is_read(void)
{
    struct reading *reading = reading_of_text(
        RECEIVED(HEADER_A PHASE1) D
        "final encryption key computed: 2012-07-11 11:35:55: DEBUG: 79d5eabc 01020304\n");

    g_assert_true(has_record(reading->keyring, "KA aaaaaaaaaaaaaaaa 79d5eabc01020304"));
    reading_free(reading);
}

/* racoon prints half of the message ID there; the header of the message itself had it all. */
static void test_resend_line_does_not_relabel_a_quick_mode(void)
{
    struct reading *reading = reading_of_text(
        SENT(HEADER_A QUICK) D "resend phase2 packet aaaaaaaaaaaaaaaa:73684af9a41261e2:0000f1d6\n" D
                               "compute DH's shared.\n" DUMP("01020304"));

    g_assert_cmpuint(ikelog_keyring_count(reading->keyring), ==, 1);
    g_assert_true(has_record(reading->keyring, "SHARED_SECRET aaaaaaaaaaaaaaaa:9cdb8346 01020304"));
    reading_free(reading);
}

/* RouterOS names half of a message ID; the block that it was begun with has all of it. */
static void test_mikrotik_message_id_comes_from_the_last_iv(void)
{
    static const struct {
        const char *half;
        size_t count;
    } cases[] = {{"00009cdb", 1}, {"00008346", 1}, {"00001111", 0}, {"x", 0}, {"", 0}};

    for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
        char *text = g_strdup_printf(M "phase1 last IV:\n" M "4ae96920 5655941d 9cdb8346\n" M
                                       "compute DH's private.\n" M "01020304\n" M
                                       "sent phase2 packet 192.0.2.1[500]<=>192.0.2.2[500] "
                                       "aaaaaaaaaaaaaaaa:73684af9a41261e2:%s\n",
                                     cases[i].half);
        struct reading *reading = reading_of_text(text);

        g_test_message("%s", cases[i].half);
        g_assert_cmpuint(ikelog_keyring_count(reading->keyring), ==, cases[i].count);
        if (cases[i].count)
            g_assert_true(
                has_record(reading->keyring, "DH_PRIVATE aaaaaaaaaaaaaaaa:9cdb8346 01020304"));
        reading_free(reading);
        g_free(text);
    }
}

/* What is copied from a terminal is cut at its width, also within an octet. */
static void test_mikrotik_lines_that_a_terminal_wrapped_are_joined(void)
{
    static const char value[] = "89c737d8 78fd33c1 1085debd 299fade5";
    static const char end[] = M "sent phase1 packet x 7c6139ded9ca7187:6992a9097bf7082a\n";

    for (int at = 1; at < (int)strlen(value); at++) {
        char *text = g_strdup_printf(M "final encryption key computed:\n" M "%.*s\n%s\n%s", at,
                                     value, value + at, end);
        struct reading *reading = reading_of_text(text);

        g_assert_true(
            has_record(reading->keyring, "KA 7c6139ded9ca7187 89c737d878fd33c11085debd299fade5"));
        reading_free(reading);
        g_free(text);
    }
}

static void test_mikrotik_dump_that_is_cut_gives_nothing(void)
{
    static const struct {
        const char *head;
        size_t count;
    } cases[] = {
        {"=> (size 0x8)", 1},
        {"=> (size 0x9)", 0},
        {"=> (first 0x8 of 0x208)", 0},
        {"=> (size 0xffffffffffffff", 0},
    };

    for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
        char *text = g_strdup_printf(M "SKEYID computed:\n" M "%s\n" M "01020304 05060708\n" M
                                       "sent phase1 packet x 7c6139ded9ca7187:6992a9097bf7082a\n",
                                     cases[i].head);
        struct reading *reading = reading_of_text(text);

        g_test_message("%s", cases[i].head);
        g_assert_cmpuint(ikelog_keyring_count(reading->keyring), ==, cases[i].count);
        reading_free(reading);
        g_free(text);
    }
}

/* A log that begins after phase 1 still names the key with each message that it decrypts. */
static void test_key_of_a_decryption_is_taken_but_not_of_an_encryption(void)
{
    /* clang-format off */
    static const char text[] =
        RECEIVED(HEADER_A QUICK)
        D "begin decryption.\n" D "with key:\n" DUMP("01010101")
        D "begin encryption.\n" D "with key:\n" DUMP("02020202")
        SENT(HEADER_B QUICK)
        D "begin decryption.\n" D "with key:\n" DUMP("03030303");
    /* clang-format on */
    struct reading *reading = reading_of_text(text);

    g_assert_cmpuint(ikelog_keyring_count(reading->keyring), ==, 1);
    g_assert_true(has_record(reading->keyring, "KA aaaaaaaaaaaaaaaa 01010101"));
    reading_free(reading);
}

static void test_lying_dumps_give_nothing(void)
{
    static const char *const dumps[] = {
        D "\n01020304 0506 0708\n", /* a short word before the end */
        D "\n010203 04050607\n",
        D "\n01020304 0506070\n", /* half an octet */
        D "\n0102030405060708\n", /* a word too long */
        D "\n01020304 xyz\n",
        D "\n01020304 #0125060708 z\n",
        D "other text\n01020304\n", /* not the dump that was announced */
        "\n01020304\n",             /* a line without prefix in between */
    };

    for (size_t i = 0; i < G_N_ELEMENTS(dumps); i++) {
        char *text = g_strconcat(RECEIVED(HEADER_A PHASE1) D "SKEYID computed:\n", dumps[i],
                                 D "end\n", NULL);
        struct reading *reading = reading_of_text(text);

        g_test_message("%s", dumps[i]);
        g_assert_cmpuint(ikelog_keyring_count(reading->keyring), ==, 0);
        reading_free(reading);
        g_free(text);
    }
}

/* Dumps that are longer than any secret, key lengths beyond the key material, headers cut short. */
static void test_lying_sizes_give_nothing(void)
{
    GString *text = g_string_new(RECEIVED(HEADER_A PHASE1) D "SKEYID computed:\n" D "\n");
    struct reading *reading;

    for (unsigned i = 0; i < 1000; i++)
        g_string_append(text, "01020304 01020304 01020304 01020304\n");
    g_string_append(text, D "KEYMAT compute with\n" DUMP("03c41ff7 16000000") D
                    "encklen=4294967295 authklen=4294967295\n" D
                    "generating K1...K3 for KEYMAT.\n" DUMP("01020304"));
    g_string_append(text, D "KEYMAT compute with\n" DUMP("03c41ff7") D
                    "encklen=16 authklen=16\n" D
                    "generating K1...K3 for KEYMAT.\n" DUMP("01020304"));
    g_string_append(text, RECEIVED("aaaaaaaa") D "SKEYID computed:\n" DUMP("01020304"));
    reading = reading_of(text->str, text->len, 4096);
    g_assert_cmpuint(ikelog_keyring_count(reading->keyring), ==, 0);
    reading_free(reading);
    g_string_free(text, TRUE);
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/import-racoon/real-logs-give-the-keys-of-the-lab",
                    test_real_logs_give_the_keys_of_the_lab);
    g_test_add_func("/import-racoon/real-log-gives-the-pre-shared-key-of-its-peer",
                    test_real_log_gives_the_pre_shared_key_of_its_peer);
    g_test_add_func("/import-racoon/mikrotik-prefixes-give-the-same-secrets",
                    test_mikrotik_prefixes_give_the_same_secrets);
    g_test_add_func("/import-racoon/mikrotik-cookies-come-from-the-packet-line",
                    test_mikrotik_cookies_come_from_the_packet_line);
    g_test_add_func("/import-racoon/every-prefix-of-a-line-is-understood",
                    test_every_prefix_of_a_line_is_understood);
    g_test_add_func("/import-racoon/escaped-line-ends-of-syslog-are-understood",
                    test_escaped_line_ends_of_syslog_are_understood);
    g_test_add_func("/import-racoon/secrets-of-interleaved-sas-do-not-mix",
                    test_secrets_of_interleaved_sas_do_not_mix);
    g_test_add_func("/import-racoon/key-of-a-decryption-is-taken-but-not-of-an-encryption",
                    test_key_of_a_decryption_is_taken_but_not_of_an_encryption);
    g_test_add_func("/import-racoon/dump-on-the-line-of-its-label-is-read",
                    test_dump_on_the_line_of_its_label_is_read);
    g_test_add_func("/import-racoon/resend-line-does-not-relabel-a-quick-mode",
                    test_resend_line_does_not_relabel_a_quick_mode);
    g_test_add_func("/import-racoon/mikrotik-message-id-comes-from-the-last-iv",
                    test_mikrotik_message_id_comes_from_the_last_iv);
    g_test_add_func("/import-racoon/mikrotik-lines-that-a-terminal-wrapped-are-joined",
                    test_mikrotik_lines_that_a_terminal_wrapped_are_joined);
    g_test_add_func("/import-racoon/mikrotik-dump-that-is-cut-gives-nothing",
                    test_mikrotik_dump_that_is_cut_gives_nothing);
    g_test_add_func("/import-racoon/lying-dumps-give-nothing", test_lying_dumps_give_nothing);
    g_test_add_func("/import-racoon/lying-sizes-give-nothing", test_lying_sizes_give_nothing);
    return g_test_run();
}

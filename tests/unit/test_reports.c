/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Reports: their parts, and what they say about captures whose story is known. */
#include "story.h"

#include "reports/fold.h"
#include "reports/keys.h"
#include "reports/ladder.h"
#include "reports/ladder_draw.h"
#include "reports/lesson.h"
#include "reports/markdown.h"
#include "reports/negotiations.h"
#include "reports/table.h"

static void test_markdown(void)
{
    static const struct {
        const char *words, *expected;
    } cases[] = {
        {"plain words, 192.0.2.1 (main)", "plain words, 192.0.2.1 (main)"},
        {"<script>", "\\<script\\>"},
        {"[here](javascript:x)", "\\[here\\](javascript:x)"},
        {"*bold* _it_ `code` ~x~ a|b", "\\*bold\\* \\_it\\_ \\`code\\` \\~x\\~ a\\|b"},
        {"# no heading\nno line", "\\# no heading no line"},
        {"back\\slash &amp; $x$ 2^3 @me !", "back\\\\slash \\&amp; \\$x\\$ 2\\^3 \\@me \\!"},
        {"", ""},
    };

    for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
        GString *text = g_string_new(NULL);

        ikelog_markdown_escape(cases[i].words, text);
        g_assert_cmpstr(text->str, ==, cases[i].expected);
        g_string_free(text, TRUE);
    }
}

/* Every line of a drawing has its right rail in the same column. */
static void expect_straight(const char *drawing, glong between)
{
    char **lines = g_strsplit(drawing, "\n", -1);

    for (char **line = lines; *line && **line; line++) {
        const char *left = strchr(*line, '|'), *right = strrchr(*line, '|');

        g_assert_nonnull(left);
        g_assert_cmpint(g_utf8_strlen(*line, right - *line) - g_utf8_strlen(*line, left - *line),
                        ==, between + 1);
    }
    g_strfreev(lines);
}

static void draw_rail(unsigned width)
{
    char *endless = g_strnfill(500, 'x');
    const char *const words[] = {"",
                                 " ",
                                 "short",
                                 "SA: 3DES/SHA-1/DHG2, VID, VID",
                                 "\xc3\xa4\xc3\xb6\xc3\xbc with letters of two octets that go on "
                                 "and on until the line is full \xe2\x82\xac",
                                 endless};
    GString *text = g_string_new(NULL);
    const struct ikelog_ladder_canvas canvas = {text, ikelog_ladder_draw_between(width)};

    for (size_t i = 0; i < G_N_ELEMENTS(words); i++) {
        ikelog_ladder_draw_text(words[i], i % 2, &canvas);
        ikelog_ladder_draw_remark(words[i], &canvas);
    }
    for (int arrow = IKELOG_LADDER_CLEAR; arrow <= IKELOG_LADDER_REPEAT; arrow++) {
        ikelog_ladder_draw_arrow((enum ikelog_ladder_draw_arrow)arrow, true, " 1. MM", "note",
                                 &canvas);
        ikelog_ladder_draw_arrow((enum ikelog_ladder_draw_arrow)arrow, false, "", "", &canvas);
    }
    expect_straight(text->str, canvas.between);
    expect_lacks(text->str, " \n");
    g_string_free(text, TRUE);
    g_free(endless);
}

static void test_rail(void)
{
    draw_rail(0);
    draw_rail(80);
}

/* Rows of the width that was asked for, as far as payloads fit between the lines. */
static void test_rail_width(void)
{
    g_assert_cmpint(ikelog_ladder_draw_between(0), ==, 56);
    g_assert_cmpint(ikelog_ladder_draw_between(1), ==, 34);
    g_assert_cmpint(ikelog_ladder_draw_between(69), ==, 34);
    g_assert_cmpint(ikelog_ladder_draw_between(70), ==, 35);
    g_assert_cmpint(ikelog_ladder_draw_between(91), ==, 56);
    g_assert_cmpint(ikelog_ladder_draw_between(1000), ==, 56);
}

static void test_table(void)
{
    char *first[] = {"wide cell", "x", "", NULL}, *second[] = {"\xc3\xa4", "y", "z", NULL};
    GString *text = g_string_new(NULL);
    struct ikelog_table table;

    ikelog_table_start(&table, "A|Long head|End");
    ikelog_table_measure(&table, first);
    ikelog_table_measure(&table, second);
    ikelog_table_write_head(&table, text);
    ikelog_table_write(&table, first, text);
    ikelog_table_write(&table, second, text);
    ikelog_table_end(&table);
    g_assert_cmpstr(text->str, ==,
                    "A          Long head  End\n"
                    "wide cell  x\n"
                    "\xc3\xa4          y          z\n");
    g_string_free(text, TRUE);
}

static unsigned written;

static void write_out(GString *text)
{
    written += (unsigned)text->len;
    g_string_truncate(text, 0);
}

/* A million rows need not stand in memory at once. */
static void test_long_text_is_written_between_rows(void)
{
    struct ikelog_report *report = ikelog_report_new();
    GString *text = g_string_new("short");

    report->flush = write_out;
    ikelog_report_flush(report, text);
    g_assert_cmpuint(written, ==, 0);
    g_string_set_size(text, 100000);
    ikelog_report_flush(report, text);
    g_assert_cmpuint(written, ==, 100000);
    g_assert_cmpuint(text->len, ==, 0);
    report->flush = NULL;
    g_string_set_size(text, 100000);
    ikelog_report_flush(report, text);
    g_assert_cmpuint(text->len, ==, 100000);
    g_string_free(text, TRUE);
    ikelog_report_free(report);
}

static void expect_folded(unsigned width, const char *words, const char *folded)
{
    GString *text = g_string_new(NULL);

    ikelog_fold("Why: ", words, width, text);
    g_assert_cmpstr(text->str, ==, folded);
    g_string_free(text, TRUE);
}

static void test_sentences_are_folded_at_the_width(void)
{
    static const char words[] = "one two three four five six seven";

    expect_folded(0, words, "Why: one two three four five six seven\n");
    expect_folded(24, words, "Why: one two three four five six seven\n"); /* no room: as it is */
    expect_folded(25, words, "Why: one two three four\n     five six seven\n");
    expect_folded(38, words, "Why: one two three four five six seven\n");
    expect_folded(37, words, "Why: one two three four five six\n     seven\n");
    expect_folded(25, "\xc3\xa4\xc3\xa4\xc3\xa4\xc3\xa4\xc3\xa4 bbbbbbbbbbbbbb c",
                  "Why: \xc3\xa4\xc3\xa4\xc3\xa4\xc3\xa4\xc3\xa4 bbbbbbbbbbbbbb\n     c\n");
    expect_folded(25, "aaaaaaaaaaaaaaaaaaaaaaa", "Why: aaaaaaaaaaaaaaaaaaaa\n     aaa\n");
    expect_folded(25, "", "Why: \n");
}

static void test_reason_and_advice_stand_below_the_row(void)
{
    char *text = told("selector-mismatch", NULL, ikelog_report_negotiations);

    expect_holds(text, "  selector-mismatch  -\n    Reason: 192.0.2.2 refused with INVALID_ID");
    expect_holds(text, "\n    Advice: Compare the address ranges on both sides");
    g_free(text);
}

static void test_negotiations(void)
{
    char *text = told("mm-psk", NULL, ikelog_report_negotiations);

    expect_holds(text, "0   192.0.2.1:500  192.0.2.2:500  main  Pre-shared key  3DES/SHA-1/DHG2");
    expect_holds(text, "1 established  established  deleted");
    expect_holds(text, "10.1.0.0/16 - 10.2.0.0/16  ESP/3DES/SHA-1  c4b8548e, cbd49616");
    expect_lacks(text, "stayed closed");
    g_free(text);
    text = told("mm-psk", "", ikelog_report_negotiations);
    expect_holds(text, "SA 0 stayed closed.");
    g_free(text);
}

/* For windows: what to filter for stands with each, and nothing is a table. */
static void test_negotiation_list(void)
{
    char *text = told("mm-psk", NULL, ikelog_report_negotiation_list);

    expect_holds(text, "IKE SA 0: established, deleted\n    192.0.2.1:500 (initiator) and");
    expect_holds(text, "main mode, Pre-shared key, 3DES/SHA-1/DHG2; 15 messages, 0 repeats, 4.650");
    expect_holds(text, "    Filter: ikelog.sa == 0\n    Decided: frame.number == 6\n");
    expect_holds(text,
                 "  Quick Mode bc19200d of the initiator: established\n    10.1.0.0/16 - 10.2");
    expect_holds(text,
                 "    Filter: ikelog.message_id == 0xbc19200d\n    Decided: frame.number == 9\n");
    expect_lacks(text, "Keys: ");
    g_free(text);
    text = told("mm-psk", "", ikelog_report_negotiation_list);
    expect_holds(text, "\n    Keys: To open this IKE SA give");
    g_free(text);
    text = told("selector-mismatch", NULL, ikelog_report_negotiation_list);
    expect_holds(text, "\n    Reason: 192.0.2.2 refused with INVALID_ID");
    expect_holds(text, "\n    Advice: Compare the address ranges on both sides");
    g_free(text);
}

static unsigned count_decrypted(const struct story *story)
{
    const struct ikelog_report_part *part = g_ptr_array_index(story->report->parts, 0);
    unsigned count = 0;

    for (guint i = 0; i < part->packets->len; i++) {
        const struct ikelog_packet *packet = g_ptr_array_index(part->packets, i);
        const struct ikelog_record *record = packet->record;

        count += (record->flags & IKELOG_RECORD_ENCRYPTED) &&
                 ikelog_status_is_decrypted(ikelog_record_decryption(record));
    }
    return count;
}

/* The records, alone, tell as much as what they were derived from; so does the row of the table. */
static void test_records(const void *data)
{
    const char *name = data;
    void (*const writers[])(const struct ikelog_report *,
                            GString *) = {ikelog_report_key_records, ikelog_report_key_ikev1_rows};
    struct story first, again;
    unsigned count;

    story_open(&first, name, NULL);
    count = count_decrypted(&first);
    g_assert_cmpuint(count, >, 0);
    for (size_t i = 0; i < G_N_ELEMENTS(writers); i++) {
        GString *keys = g_string_new(NULL);

        writers[i](first.report, keys);
        story_open(&again, name, keys->str);
        g_assert_cmpuint(count_decrypted(&again), ==, count);
        story_close(&again);
        g_string_free(keys, TRUE);
    }
    story_close(&first);
}

static void test_no_secret_invented(void)
{
    char *text = told("mm-psk", "", ikelog_report_key_records);

    g_assert_cmpstr(text, ==, "# none: no secret was given, and none can be derived\n");
    g_free(text);
    text = told("mm-psk", "KA 9629777173cf6abd 000102030405060708090a0b0c0d0e0f1011121314151617\n",
                ikelog_report_key_ikev1_rows);
    /* a key that does not fit is no key of this IKE SA */
    g_assert_cmpstr(text, ==, "# none: no cipher key of phase 1 is known and proved right\n");
    g_free(text);
}

static void test_esp_rows(void)
{
    char *text = told("esp-in-udp", NULL, ikelog_report_key_esp_rows);

    expect_holds(text, "\"IPv4\",\"192.0.2.2\",\"192.0.2.1\",\"0x52bef51d\",\"AES-CBC [RFC3602]\","
                       "\"0xe9eed85991d344f181fa3bd1fdab1675\",\"HMAC-SHA-1-96 [RFC2404]\","
                       "\"0x91ad6a11a7c5a1ad5d6407c970c1cace2ff2dc52\"\n");
    g_free(text);
}

static void test_ladder(void)
{
    char *text = told("mm-psk", NULL, ikelog_report_ladder);

    expect_holds(text, "\n***** Phase 1 Completed *****\n");
    expect_holds(text, "\n***** Phase 2 Completed *****\n");
    expect_holds(text, "| SA: 3DES/SHA-1/DHG2, VID,");
    expect_holds(text, "Verdict: established, deleted:");
    expect_lacks(text, "Retransmission");
    g_free(text);
    text = told("no-peer", NULL, ikelog_report_ladder);
    expect_holds(text, "s without an answer)");
    expect_holds(text, "(Retransmission)");
    expect_holds(text, "!! Phase 1 was given up.");
    expect_lacks(text, "Completed");
    g_free(text);
}

/* Phase 1 is all right, and still the tunnel does not come up. */
static void test_quick_mode_that_failed_is_named(void)
{
    char *text = told("selector-mismatch", NULL, ikelog_report_ladder);

    expect_holds(text, "\nVerdict: established");
    expect_holds(text, ": selector-mismatch: 192.0.2.2 refused with INVALID_ID_INFORMATION");
    expect_holds(text, "\nAdvice: Compare the address ranges");
    g_free(text);
    text = told("selector-mismatch", NULL, ikelog_report_lesson);
    expect_holds(text, "\n  What to check: Compare the address ranges");
    g_free(text);
    text = told("mm-psk", NULL, ikelog_report_ladder);
    expect_lacks(text, "\nQuick Mode ");
    expect_lacks(text, "\nAdvice: ");
    g_free(text);
}

static void test_lesson(void)
{
    char *text = told("mm-psk-pfs", NULL, ikelog_report_lesson);

    expect_holds(text, "SKEYID = prf(pre-shared key, Ni_b | Nr_b)");
    expect_holds(text, "KEYMAT = prf(SKEYID_d, g(qm)^xy | protocol | SPI | Ni_b | Nr_b)");
    g_free(text);
    text = told("mm-rsa", NULL, ikelog_report_lesson);
    expect_holds(text, "SKEYID = prf(Ni_b | Nr_b, g^xy)");
    expect_holds(text, "KEYMAT = prf(SKEYID_d, protocol | SPI | Ni_b | Nr_b)");
    expect_lacks(text, "prf(pre-shared key");
    g_free(text);
}

static void test_cleared(void)
{
    GString *text = g_string_new(NULL);
    struct story story;

    story_open(&story, "mm-psk", NULL);
    ikelog_report_clear(story.report);
    ikelog_report_ladder(story.report, text);
    ikelog_report_lesson(story.report, text);
    g_assert_true(g_str_has_prefix(text->str, "No message of an IKE SA passed the filter."));
    g_assert_null(strstr(text->str, "192.0.2.1"));
    story_close(&story);
    g_string_free(text, TRUE);
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/reports/markdown-says-what-the-text-says", test_markdown);
    g_test_add_func("/reports/rails-are-straight", test_rail);
    g_test_add_func("/reports/ladder-is-as-wide-as-asked", test_rail_width);
    g_test_add_func("/reports/table-aligns-characters-not-octets", test_table);
    g_test_add_func("/reports/long-text-is-written-between-rows",
                    test_long_text_is_written_between_rows);
    g_test_add_func("/reports/sentences-are-folded-at-the-width",
                    test_sentences_are_folded_at_the_width);
    g_test_add_func("/reports/reason-and-advice-stand-below-the-row",
                    test_reason_and_advice_stand_below_the_row);
    g_test_add_func("/reports/quick-mode-that-failed-is-named",
                    test_quick_mode_that_failed_is_named);
    g_test_add_func("/reports/negotiations-name-what-was-chosen", test_negotiations);
    g_test_add_func("/reports/negotiation-list-names-filters", test_negotiation_list);
    g_test_add_data_func("/reports/records-open-the-capture-again/psk", "mm-psk", test_records);
    g_test_add_data_func("/reports/records-open-the-capture-again/exponents", "dh-private-pfs",
                         test_records);
    g_test_add_data_func("/reports/records-open-the-capture-again/signature", "mm-rsa",
                         test_records);
    g_test_add_func("/reports/no-secret-is-invented", test_no_secret_invented);
    g_test_add_func("/reports/esp-rows-hold-the-daemons-keys", test_esp_rows);
    g_test_add_func("/reports/ladder-shows-completion-and-silence", test_ladder);
    g_test_add_func("/reports/lesson-picks-the-formula", test_lesson);
    g_test_add_func("/reports/nothing-is-left-after-clearing", test_cleared);
    return g_test_run();
}

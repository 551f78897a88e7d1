/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Dialect files: those that are built in, those of a folder, what the three devices print. */
#include "transcript.h"

#include "events/values.h"

#include <glib/gstdio.h>

#define HEAD "[dialect]\nname=test\n[packet]\nboth=x\n"

static void test_builtin_dialects_load(void)
{
    static const char *const names[] = {"cisco-vpn-client", "zyxel-prestige", "nortel-bsr",
                                        "cisco-ios",        "cisco-ios-xe",   "cisco-asa",
                                        "sonicwall",        "fortigate"};
    struct ikelog_dialects *dialects = ikelog_dialects_new();

    for (size_t i = 0; i < G_N_ELEMENTS(names); i++)
        g_assert_nonnull(ikelog_dialects_find(dialects, names[i]));
    g_assert_null(ikelog_dialects_find(dialects, "no-such"));
    g_assert_null(ikelog_dialects_at(dialects, ikelog_dialects_count(dialects)));
    ikelog_dialects_free(dialects);
}

/* They are known before their dialect is loaded: menus and fields are made of them. */
static void test_names_before_loading_are_those_of_the_file(void)
{
    struct ikelog_dialects *dialects = ikelog_dialects_new();

    for (unsigned n = 0; n < ikelog_dialects_count(dialects); n++) {
        char *name = g_strdup(ikelog_dialects_name(dialects, n));
        char *product = g_strdup(ikelog_dialects_product(dialects, n));
        const struct ikelog_dialect *dialect = ikelog_dialects_at(dialects, n);

        g_assert_cmpstr(name, ==, ikelog_dialect_name(dialect));
        g_assert_cmpstr(product, ==, ikelog_dialect_product(dialect));
        g_assert_true(ikelog_dialects_find(dialects, name) == dialect);
        g_free(name);
        g_free(product);
    }
    ikelog_dialects_free(dialects);
}

static void write_file(const char *folder, const char *name, const char *text)
{
    char *path = g_build_filename(folder, name, NULL);

    g_assert_true(g_file_set_contents(path, text, -1, NULL));
    g_free(path);
}

static void remove_file(const char *folder, const char *name)
{
    char *path = g_build_filename(folder, name, NULL);

    g_assert_cmpint(g_unlink(path), ==, 0);
    g_free(path);
}

static void test_folder_adds_and_overrides(void)
{
    char *folder = g_dir_make_tmp("ikelog-XXXXXX", NULL);
    struct ikelog_dialects *dialects = ikelog_dialects_new();
    unsigned before = ikelog_dialects_count(dialects);
    GPtrArray *errors = g_ptr_array_new_with_free_func(g_free);

    write_file(folder, "mine.dialect", HEAD);
    write_file(folder, "nortel.dialect",
               "[dialect]\nname=nortel-bsr\nproduct=changed\n[packet]\nboth=x\n");
    write_file(folder, "broken.dialect", "[dialect]\n");
    write_file(folder, "notes.txt", "no dialect");
    ikelog_dialects_read_folder(dialects, folder, errors);
    g_assert_cmpuint(ikelog_dialects_count(dialects), ==, before + 1);
    g_assert_nonnull(ikelog_dialects_find(dialects, "test"));
    g_assert_cmpstr(ikelog_dialect_product(ikelog_dialects_find(dialects, "nortel-bsr")), ==,
                    "changed");
    g_assert_cmpuint(errors->len, ==, 1);
    g_assert_nonnull(strstr(g_ptr_array_index(errors, 0), "broken.dialect:1: "));
    remove_file(folder, "mine.dialect");
    remove_file(folder, "nortel.dialect");
    remove_file(folder, "broken.dialect");
    remove_file(folder, "notes.txt");
    g_assert_cmpint(g_rmdir(folder), ==, 0);
    ikelog_dialects_read_folder(dialects, folder, errors); /* gone: no complaint */
    g_assert_cmpuint(errors->len, ==, 1);
    g_ptr_array_unref(errors);
    ikelog_dialects_free(dialects);
    g_free(folder);
}

static char *prefix_of(const char *name, const struct ikelog_line *line)
{
    struct ikelog_dialects *dialects = ikelog_dialects_new();
    struct ikelog_line_place place = {
        .index = 7, .time_ns = INT64_C(5882570999999), .connection = "Balt Corporate Access"};
    GString *text = g_string_new(NULL);

    ikelog_dialect_prefix(ikelog_dialects_find(dialects, name), line, &place, text);
    ikelog_dialects_free(dialects);
    return g_string_free(text, FALSE);
}

static const struct {
    const char *dialect;
    bool continuation, without_prefix;
    const char *prefix;
} prefixes[] = {
    {"cisco-vpn-client", false, false, "01:38:02.570 Balt Corporate Access - "},
    {"cisco-vpn-client", true, false, "   "},
    {"cisco-vpn-client", false, true, ""},
    {"zyxel-prestige", false, false, "007 01 Jan 01:38:02 "},
    {"nortel-bsr", false, false, "1970-01-01 01:38:02 "},
};

static void test_prefixes_are_the_products(void)
{
    for (size_t i = 0; i < G_N_ELEMENTS(prefixes); i++) {
        struct ikelog_line line = {.continuation = prefixes[i].continuation,
                                   .without_prefix = prefixes[i].without_prefix};
        char *prefix = prefix_of(prefixes[i].dialect, &line);

        g_assert_cmpstr(prefix, ==, prefixes[i].prefix);
        g_free(prefix);
    }
}

/* What differs from capture to capture: cookies, message IDs, SPIs. */
static char *neutral(const char *log)
{
    static const char *const patterns[][2] = {
        {"(COOKIE)( [0-9a-f]{1,2}){8}", "\\1 #"},
        {"(message id: |Message ID = |SPI = )[0-9A-F]+", "\\1#"},
        {"IP SUBNET/MASK=[0-9./]+", "IP ADDR=#"},
        {", VID", ""},
        {", NAT-D", ""},
    };
    char *text = g_strdup(log);

    for (size_t i = 0; i < G_N_ELEMENTS(patterns); i++) {
        GRegex *regex = g_regex_new(patterns[i][0], 0, 0, NULL);
        char *next = g_regex_replace(regex, text, -1, 0, patterns[i][1], 0, NULL);

        g_free(text);
        g_regex_unref(regex);
        text = next;
    }
    return text;
}

#define PHASE1_MAIN                                \
    "Initiating IKE Phase 1 (IP ADDR=192.0.2.2)\n" \
    "SENDING>>>> ISAKMP OAK MM (SA)\n"             \
    "RECEIVED<<<< ISAKMP OAK MM (SA)\n"            \
    "SENDING>>>> ISAKMP OAK MM (KE, NON)\n"        \
    "RECEIVED<<<< ISAKMP OAK MM (KE, NON)\n"
#define ESTABLISHED "Established IKE SA\n   MY COOKIE #\n   HIS COOKIE #\n"
#define PHASE2_STARTS                                          \
    "Initiating IKE Phase 2 with Client IDs (message id: #)\n" \
    "   Initiator = IP ADDR=#, prot = 0 port = 0\n"            \
    "   Responder = IP ADDR=#, prot = 0 port = 0\n"            \
    "SENDING>>>> ISAKMP OAK QM *(HASH, SA, NON, ID, ID)\n"
#define LOADED       "Loading IPsec SA (Message ID = #) OUTBOUND SPI = # INBOUND SPI = #)\n"
#define NOT_RECEIVED "message not received! Retransmitting!\n"
#define REFUSED                                                         \
    "RECEIVED<<<< ISAKMP OAK INFO *(HASH, NOTIFY:NO_PROPOSAL_CHOSEN)\n" \
    "Received NO_PROPOSAL_CHOSEN message\n"
#define QM_AGAIN "SENDING>>>> ISAKMP OAK QM *(Retransmission)\n"
#define MM_AGAIN "SENDING>>>> ISAKMP OAK MM (Retransmission)\n"

/* The transcripts of document 14127, each from a capture of the same shape. */
static const struct {
    const char *capture, *dialect;
    enum ikelog_side us;
    const char *begins; /* the log begins so */
} transcripts[] = {
    {"quick-mode-commit-bit", "cisco-vpn-client", IKELOG_INITIATOR,
     PHASE1_MAIN
     "SENDING>>>> ISAKMP OAK MM *(ID, HASH)\n"
     "RECEIVED<<<< ISAKMP OAK MM *(ID, HASH)\n" ESTABLISHED PHASE2_STARTS
     "RECEIVED<<<< ISAKMP OAK QM *(HASH, SA, NON, ID, ID, NOTIFY:STATUS_RESP_LIFETIME)\n"
     "SENDING>>>> ISAKMP OAK QM *(HASH)\n"
     "RECEIVED<<<< ISAKMP OAK QM *(HASH, NOTIFY:NOTIFY_CONNECTED)\n" LOADED},
    {"mm-psk", "cisco-vpn-client", IKELOG_INITIATOR,
     PHASE1_MAIN "SENDING>>>> ISAKMP OAK MM *(ID, HASH, NOTIFY:STATUS_INITIAL_CONTACT)\n"
                 "RECEIVED<<<< ISAKMP OAK MM *(ID, HASH)\n" ESTABLISHED PHASE2_STARTS
                 "RECEIVED<<<< ISAKMP OAK QM *(HASH, SA, NON, ID, ID)\n"
                 "SENDING>>>> ISAKMP OAK QM *(HASH)\n" LOADED},
    {"ag-psk", "cisco-vpn-client", IKELOG_INITIATOR,
     "Initiating IKE Phase 1 (IP ADDR=192.0.2.2)\n"
     "SENDING>>>> ISAKMP OAK AG (SA, KE, NON, ID)\n"
     "RECEIVED<<<< ISAKMP OAK AG (SA, KE, NON, ID, HASH)\n"
     "SENDING>>>> ISAKMP OAK AG *(HASH)\n" ESTABLISHED PHASE2_STARTS
     "RECEIVED<<<< ISAKMP OAK QM *(HASH, SA, NON, ID, ID)\n"
     "SENDING>>>> ISAKMP OAK QM *(HASH)\n" LOADED},
    {"no-peer", "cisco-vpn-client", IKELOG_INITIATOR,
     "Initiating IKE Phase 1 (IP ADDR=192.0.2.2)\n"
     "SENDING>>>> ISAKMP OAK MM (SA)\n" NOT_RECEIVED MM_AGAIN NOT_RECEIVED MM_AGAIN NOT_RECEIVED
         MM_AGAIN "Exceeded 3 IKE SA negotiation attempts\n"},
    {"quick-mode-refused", "cisco-vpn-client", IKELOG_INITIATOR,
     PHASE1_MAIN "SENDING>>>> ISAKMP OAK MM *(ID, HASH)\n"
                 "RECEIVED<<<< ISAKMP OAK MM *(ID, HASH)\n" ESTABLISHED PHASE2_STARTS REFUSED
                     QM_AGAIN REFUSED QM_AGAIN REFUSED QM_AGAIN REFUSED
                 "Exceeded retry attempts - deleting IPSec Security Association\n"},
    {"mm-psk-bare", "zyxel-prestige", IKELOG_RESPONDER,
     "Recv Main Mode request from <192.0.2.1>\nRecv:<SA>\nSend:<SA>\nRecv:<KE><NONCE>\n"
     "Send:<KE><NONCE>\nRecv:<ID><HASH>\nSend:<ID><HASH>\nPhase 1 IKE SA process done\n"
     "Recv:<HASH><SA><NONCE><ID><ID>\nStart Phase 2: Quick Mode\n"
     "Send:<HASH><SA><NONCE><ID><ID>\nRecv:<HASH>\n"},
    {"mm-psk-bare", "zyxel-prestige", IKELOG_INITIATOR,
     "Send Main Mode request to <192.0.2.2>\nSend:<SA>\nRecv:<SA>\nSend:<KE><NONCE>\n"
     "Recv:<KE><NONCE>\nSend:<ID><HASH>\nRecv:<ID><HASH>\nPhase 1 IKE SA process done\n"
     "Start Phase 2: Quick Mode\nSend:<HASH><SA><NONCE><ID><ID>\n"
     "Recv:<HASH><SA><NONCE><ID><ID>\nSend:<HASH>\n"},
};

static void test_transcript_comes_out(gconstpointer data)
{
    size_t i = GPOINTER_TO_SIZE(data);
    struct talk talk;
    char *log, *text;

    talk_open(&talk);
    talk.policy.perspective = transcripts[i].us;
    talk_read(&talk, transcripts[i].capture, true);
    log = talk_log(&talk, transcripts[i].dialect);
    text = neutral(log);
    if (!g_str_has_prefix(text, transcripts[i].begins))
        g_test_fail_printf("%s is\n%s\nnot\n%s", transcripts[i].capture, text,
                           transcripts[i].begins);
    g_free(text);
    g_free(log);
    talk_close(&talk);
}

/* Lines that need what is behind the asterisk do not come without keys. */
static void test_nothing_is_said_without_its_evidence(void)
{
    struct talk talk;
    char *log;

    talk_open(&talk);
    talk_read(&talk, "mm-psk", false);
    log = talk_log(&talk, "cisco-vpn-client");
    g_assert_nonnull(strstr(log, "SENDING>>>> ISAKMP OAK MM *(ID, ?)\n"));
    g_assert_nonnull(strstr(log, "Initiating IKE Phase 2 with Client IDs"));
    g_assert_null(strstr(log, "Initiator ="));
    g_assert_null(strstr(log, "Loading IPsec SA"));
    g_assert_null(strstr(log, "NOTIFY"));
    g_free(log);
    talk_close(&talk);
}

static void test_one_pass_does_not_guess(void)
{
    struct talk talk;
    char *log;

    talk_open(&talk);
    talk.final = false;
    talk_read(&talk, "no-peer", false);
    log = talk_log(&talk, "cisco-vpn-client");
    g_assert_null(strstr(log, "Exceeded"));
    g_assert_nonnull(strstr(log, NOT_RECEIVED));
    g_free(log);
    talk_close(&talk);
}

static char *read_source(const char *folder, const char *name)
{
    char *path = g_test_build_filename(G_TEST_DIST, folder, name, NULL), *text = NULL;

    g_assert_true(g_file_get_contents(path, &text, NULL, NULL));
    g_free(path);
    return text;
}

static void expect_named(const char *document, const char *format, const char *name)
{
    char *wanted = g_strdup_printf(format, name);

    if (!strstr(document, wanted))
        g_test_fail_printf("docs/dialects.md does not name %s", wanted);
    g_free(wanted);
}

/* A device that logs by message number, in its own words, needs no more than conditions. */
static void test_lines_by_message(void)
{
    static const char text[] =
        "[dialect]\nname=states\n[packet]\nsent=sent {role}\nreceived=got {role}\n"
        "[packet/mm1]\nexchange=2\nstep=1\nsent=state I1\norder=before\n"
        "[packet/mm2]\nexchange=2\nstep=2\nreceived=state I2\n"
        "[packet/quick]\nexchange=32\nboth=never\n";
    struct ikelog_dialect *dialect = talk_dialect(text);
    GString *said = g_string_new(NULL);
    struct talk talk;

    talk_open(&talk);
    talk_say(&talk, &(struct spoken){'I', 0, "i", 2, 0, 0, 1, SA_BODY});
    talk_say(&talk, &(struct spoken){'R', 9, "i r", 2, 0, 0, 1, SA_BODY});
    for (unsigned n = 0; n < 2; n++)
        talk_lines(&talk, n, dialect, said);
    g_assert_cmpstr(said->str, ==, "state I1\nsent request\ngot response\nstate I2\n");
    g_string_free(said, TRUE);
    ikelog_dialect_free(dialect);
    talk_close(&talk);
}

static void test_document_names_all_there_is(void)
{
    char *document = read_source("docs", "dialects.md");

    for (int i = 0; i < IKELOG_EVENT_COUNT; i++)
        expect_named(document, "| `%s` |", ikelog_event_name((enum ikelog_event_kind)i));
#define X(identifier, name, type, meaning) expect_named(document, "| `{%s}` |", name);
    IKELOG_VALUE_ROWS(X)
#undef X
    g_free(document);
}

/* The worked example of the document: it stands there as it is, loads, and says what it shows. */
static void test_documented_example_works(void)
{
    char *document = read_source("docs", "dialects.md");
    char *example = read_source("docs/examples", "draytek-vigor.dialect");
    struct ikelog_dialect *dialect = talk_dialect(example);
    GString *said = g_string_new(NULL);
    struct talk talk;

    g_assert_nonnull(strstr(document, g_strchomp(example)));
    talk_open(&talk);
    talk.policy.perspective = IKELOG_RESPONDER;
    talk_say(&talk, &(struct spoken){'I', 0, "\x1f", 2, 0, 0, 1, SA_BODY});
    talk_lines(&talk, 0, dialect, said);
    g_assert_cmpstr(said->str, ==,
                    "IKE <==, Next Payload=ISAKMP_NEXT_SA, Exchange Type = 0x2, Message ID = 0x0\n"
                    "Responding to Main Mode from 192.0.2.1\n");
    g_string_free(said, TRUE);
    ikelog_dialect_free(dialect);
    talk_close(&talk);
    g_free(example);
    g_free(document);
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/dialect/builtin-dialects-load", test_builtin_dialects_load);
    g_test_add_func("/dialect/names-before-loading-are-those-of-the-file",
                    test_names_before_loading_are_those_of_the_file);
    g_test_add_func("/dialect/folder-adds-and-overrides", test_folder_adds_and_overrides);
    g_test_add_func("/dialect/prefixes-are-the-products", test_prefixes_are_the_products);
    for (size_t i = 0; i < G_N_ELEMENTS(transcripts); i++) {
        char *path = g_strdup_printf("/dialect/transcript/%s/%s/%s", transcripts[i].dialect,
                                     transcripts[i].capture, ikelog_side_name(transcripts[i].us));

        g_test_add_data_func(path, GSIZE_TO_POINTER(i), test_transcript_comes_out);
        g_free(path);
    }
    g_test_add_func("/dialect/nothing-is-said-without-its-evidence",
                    test_nothing_is_said_without_its_evidence);
    g_test_add_func("/dialect/one-pass-does-not-guess", test_one_pass_does_not_guess);
    g_test_add_func("/dialect/lines-by-message", test_lines_by_message);
    g_test_add_func("/dialect/document-names-all-there-is", test_document_names_all_there_is);
    g_test_add_func("/dialect/documented-example-works", test_documented_example_works);
    return g_test_run();
}

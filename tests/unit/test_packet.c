/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A packet opened, closed, kept and opened again; and the log that is made of packets. */
#include "story.h"

#include "dialects/dialect.h"
#include "reports/log.h"

static struct ikelog_packet *packet_at(const struct story *story, guint n)
{
    const struct ikelog_report_part *part = g_ptr_array_index(story->report->parts, 0);

    return g_ptr_array_index(part->packets, n);
}

static void test_open(void)
{
    struct story story;
    struct ikelog_packet *packet;
    const struct ikelog_view *view;
    const struct ikelog_events *events;

    story_open(&story, "mm-psk", NULL);
    packet = packet_at(&story, 4);
    g_assert_null(packet->view);
    ikelog_packet_open(packet);
    view = packet->view;
    g_assert_true(view->decrypted);
    ikelog_packet_open(packet);
    g_assert_true(packet->view == view);
    events = ikelog_packet_events(packet, &story_policy, true);
    g_assert_cmpuint(events->rows->len, >, 0);
    g_assert_true(ikelog_packet_events(packet, NULL, false) == events);
    ikelog_packet_close(packet);
    g_assert_null(packet->view);
    g_assert_false(packet->has_events);
    ikelog_packet_close(packet);
    story_close(&story);
}

/* The octets that a packet was made of, and the room it was lent, are gone when its copy is opened.
 */
static void test_keep(void)
{
    struct story story;
    struct ikelog_packet packet, *kept;
    struct ikelog_view room;

    story_open(&story, "mm-psk", NULL);
    packet = *packet_at(&story, 4);
    packet.room = &room;
    packet.message.data = g_memdup2(packet.message.data, packet.message.length);
    ikelog_packet_open(&packet);
    g_assert_true(packet.view == &room);
    ikelog_packet_events(&packet, &story_policy, true);
    kept = ikelog_packet_keep(&packet);
    ikelog_packet_close(&packet);
    memset((void *)(uintptr_t)packet.message.data, 0, packet.message.length);
    g_free((void *)(uintptr_t)packet.message.data);
    g_assert_null(kept->room);
    g_assert_null(kept->view);
    g_assert_false(kept->has_events);
    ikelog_packet_open(kept);
    g_assert_true(kept->view->decrypted);
    g_assert_true(ikelog_packet_sa(kept) == packet.record->exchange->sa);
    ikelog_packet_free(kept);
    ikelog_packet_free(NULL);
    story_close(&story);
}

/* What is no message has an empty view, and no IKE SA unless it is about one. */
static void test_others(void)
{
    struct ikelog_packet esp = {.kind = IKELOG_PACKET_ESP, .frame = 7};
    struct ikelog_packet quote = {.kind = IKELOG_PACKET_QUOTE};

    esp.esp.finding = IKELOG_ESP_KNOWN;
    ikelog_packet_open(&esp);
    g_assert_false(esp.view->readable);
    g_assert_false(ikelog_packet_has_message(&esp));
    g_assert_null(ikelog_packet_sa(&esp));
    ikelog_packet_close(&esp);
    ikelog_packet_open(&quote);
    g_assert_cmpint(quote.view->header_status, ==, IKELOG_TRUNCATED);
    g_assert_cmpuint(ikelog_packet_events(&quote, &story_policy, true)->rows->len, ==, 0);
    ikelog_packet_close(&quote);
}

static unsigned count_reasons(struct ikelog_packet *packet)
{
    const struct ikelog_events *events;
    unsigned reasons = 0;

    ikelog_packet_open(packet);
    events = ikelog_packet_events(packet, &story_policy, true);
    for (guint i = 0; i < events->rows->len; i++)
        reasons += g_array_index(events->rows, struct ikelog_event, i).reason != NULL;
    return reasons;
}

/* The room of a packet without events serves the next one, which has reasons to free: the sanitizer
 * finds those that are not. */
static void test_reasons_after_no_events(void)
{
    struct ikelog_packet quote = {.kind = IKELOG_PACKET_QUOTE};
    const struct ikelog_report_part *part;
    unsigned reasons = 0;
    struct story story;

    story_open(&story, "wrong-psk-main", NULL);
    part = g_ptr_array_index(story.report->parts, 0);
    for (guint n = 0; n < part->packets->len; n++) {
        struct ikelog_packet *packet = packet_at(&story, n);

        count_reasons(packet);
        g_assert_cmpuint(count_reasons(&quote), ==, 0);
        ikelog_packet_close(&quote);
        ikelog_packet_close(packet);
        reasons += count_reasons(packet);
        ikelog_packet_close(packet);
    }
    g_assert_cmpuint(reasons, >, 0);
    story_close(&story);
}

static void test_log(void)
{
    struct ikelog_dialects *dialects = ikelog_dialects_new();
    const struct ikelog_dialect *dialect = ikelog_dialects_find(dialects, "nortel-bsr");
    const struct ikelog_report_part *part;
    struct ikelog_log log;
    struct story story;
    GString *whole = g_string_new(NULL), *parts = g_string_new(NULL);
    struct ikelog_packet_store *store = ikelog_packet_store_new();
    unsigned lines;

    story_open(&story, "mm-psk", NULL);
    part = g_ptr_array_index(story.report->parts, 0);
    for (guint i = 0; i < part->packets->len; i++)
        ikelog_packet_store_add(store, packet_at(&story, i));
    ikelog_report_log(store, dialect, &story_policy, NULL, whole);
    ikelog_packet_store_free(store);
    ikelog_log_begin(&log, dialect, &story_policy, parts);
    lines = ikelog_log_pause(&log);
    for (guint i = 0; i < part->packets->len; i++) {
        ikelog_log_resume(&log, dialect, &story_policy, lines, parts);
        ikelog_log_add(&log, packet_at(&story, i));
        lines = ikelog_log_pause(&log);
    }
    ikelog_log_resume(&log, dialect, &story_policy, lines, parts);
    ikelog_log_end(&log);
    g_assert_cmpuint(lines, >, 5);
    g_assert_cmpstr(parts->str, ==, whole->str);
    story_close(&story);
    ikelog_dialects_free(dialects);
    g_string_free(whole, TRUE);
    g_string_free(parts, TRUE);
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/packet/opened-once-until-it-is-closed", test_open);
    g_test_add_func("/packet/copy-has-octets-of-its-own", test_keep);
    g_test_add_func("/packet/what-is-no-message-has-an-empty-view", test_others);
    g_test_add_func("/packet/reasons-are-freed-after-a-packet-without-events",
                    test_reasons_after_no_events);
    g_test_add_func("/packet/log-in-parts-is-the-whole-log", test_log);
    return g_test_run();
}

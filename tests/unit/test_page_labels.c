/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Every octet of a message has one label on the page: of all captures, also cut and damaged. */
#include "story.h"

#include "reports/page/fill.h"
#include "reports/page/labels.h"
#include "reports/page/page.h"

/* Labels follow each other without a gap, from the first octet to the last. */
static void expect_covered(const struct ikelog_octets octets, GArray *labels)
{
    uint32_t at = 0;

    for (guint i = 0; i < labels->len; i++) {
        const struct ikelog_page_label *label = &g_array_index(labels, struct ikelog_page_label, i);

        g_assert_nonnull(label->name);
        if (label->is_group)
            continue;
        g_assert_cmpuint(label->offset, ==, at);
        g_assert_cmpuint(label->length, >, 0);
        at += label->length;
    }
    g_assert_cmpuint(at, ==, octets.length);
    g_array_unref(labels);
}

static void expect_view_covered(const struct ikelog_view *view)
{
    expect_covered(view->message, ikelog_page_label_message(view, view->decrypted ? 8 : 0));
    if (view->decrypted)
        expect_covered(view->octets, ikelog_page_label_plaintext(view));
}

/* What `change` makes of a message is labelled, too. */
static void expect_covered_when(const struct ikelog_packet *packet,
                                void (*change)(uint8_t *octets, uint32_t *length, GRand *random),
                                GRand *random)
{
    uint32_t length = packet->message.length;
    uint8_t *octets = g_memdup2(packet->message.data, length);
    struct ikelog_view view;

    change(octets, &length, random);
    ikelog_view_open(packet->session, NULL, (struct ikelog_octets){octets, length}, &view);
    expect_view_covered(&view);
    ikelog_view_close(&view);
    g_free(octets);
}

static void cut(uint8_t *octets, uint32_t *length, GRand *random)
{
    (void)octets;
    *length = (uint32_t)g_rand_int_range(random, 0, (gint32)*length + 1);
}

static void flip(uint8_t *octets, uint32_t *length, GRand *random)
{
    for (int i = 0; i < 4 && *length > 28; i++)
        octets[g_rand_int_range(random, 16, (gint32)*length)] =
            (uint8_t)g_rand_int_range(random, 0, 256);
}

static unsigned check_capture(const char *name, GRand *random)
{
    struct story story;
    unsigned messages = 0;

    story_open(&story, name, NULL);
    for (guint i = 0; i < story.report->parts->len; i++) {
        const struct ikelog_report_part *part = g_ptr_array_index(story.report->parts, i);

        for (guint n = 0; n < part->packets->len; n++, messages++) {
            struct ikelog_packet *packet = g_ptr_array_index(part->packets, n);

            ikelog_packet_open(packet);
            expect_view_covered(packet->view);
            ikelog_packet_close(packet);
            expect_covered_when(packet, cut, random);
            expect_covered_when(packet, flip, random);
        }
    }
    story_close(&story);
    return messages;
}

static void test_every_octet_has_one_label(void)
{
    GPtrArray *names = capture_names(".pcap");
    GRand *random = g_rand_new_with_seed(1);
    unsigned messages = 0;

    for (guint i = 0; i < names->len; i++) {
        g_test_message("%s", (const char *)g_ptr_array_index(names, i));
        messages += check_capture(g_ptr_array_index(names, i), random);
    }
    g_assert_cmpuint(messages, >, 1000);
    g_rand_free(random);
    g_ptr_array_unref(names);
}

static void expect_filled(const char *words, const char *expected)
{
    GString *out = g_string_new(NULL);

    ikelog_page_escape(words, out);
    g_assert_cmpstr(out->str, ==, expected);
    g_string_free(out, TRUE);
}

static void test_text_is_no_markup(void)
{
    expect_filled("<script>alert('x')</script>", "&lt;script&gt;alert(&#39;x&#39;)&lt;/script&gt;");
    expect_filled("\" onclick=\"x", "&quot; onclick=&quot;x");
    expect_filled("a & b", "a &amp; b");
}

/* A value that looks like a placeholder, or like what may be left out, is neither. */
static void test_values_are_not_read_again(void)
{
    struct ikelog_page_form *form = ikelog_page_form_new();
    struct ikelog_page_slots slots = {.form = form};
    GString *out = g_string_new(NULL);

    ikelog_page_slot_text(&slots, "words", "{{words}} [[x]] {{{words}}}");
    ikelog_page_fill(&slots, "event", out);
    g_assert_cmpstr(out->str, ==, "<p class=\"event\">{{words}} [[x]] {{{words}}}</p>");
    g_string_free(out, TRUE);
    ikelog_page_form_free(form);
}

static void test_secrets_are_asked_for(void)
{
    GString *shown = g_string_new(NULL), *hidden = g_string_new(NULL);
    struct story story;

    story_open(&story, "mm-psk", NULL);
    ikelog_report_page(story.report, hidden);
    story.report->show_keys = true;
    ikelog_report_page(story.report, shown);
    expect_holds(shown->str, "ee75a4c3 df26ab6b 71d62fd6 bc05e1c2 a69d61a0"); /* SKEYID */
    expect_lacks(hidden->str, "ee75a4c3");
    expect_holds(hidden->str, "f9ec1d61 639afd21"); /* the first IV: everybody can compute it */
    story_close(&story);
    g_string_free(shown, TRUE);
    g_string_free(hidden, TRUE);
}

static unsigned count_of(const char *text, const char *words)
{
    unsigned count = 0;

    for (const char *at = strstr(text, words); at; at = strstr(at + 1, words))
        count++;
    return count;
}

static void test_many_messages(void)
{
    GString *text = g_string_new(NULL);
    const struct ikelog_report_part *part;
    struct story story;

    story_open(&story, "mm-psk", NULL);
    part = g_ptr_array_index(story.report->parts, 0);
    while (part->packets->len < IKELOG_MAX_PAGE_MESSAGES + 20)
        ikelog_report_keep(story.report, g_ptr_array_index(part->packets, 0));
    ikelog_report_page(story.report, text);
    g_assert_cmpuint(count_of(text->str, "data-of=\"wire\""), ==, IKELOG_MAX_PAGE_MESSAGES);
    g_assert_cmpuint(count_of(text->str, "class=\"body\""), ==, part->packets->len);
    g_assert_cmpuint(count_of(text->str, "the octets of its first messages only"), ==, 20);
    story_close(&story);
    g_string_free(text, TRUE);
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/page/every-octet-has-one-label", test_every_octet_has_one_label);
    g_test_add_func("/page/text-is-no-markup", test_text_is_no_markup);
    g_test_add_func("/page/values-are-not-read-again", test_values_are_not_read_again);
    g_test_add_func("/page/secrets-are-asked-for", test_secrets_are_asked_for);
    g_test_add_func("/page/many-messages-have-records-without-octets", test_many_messages);
    return g_test_run();
}

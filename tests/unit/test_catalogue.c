/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The catalogue of events: names that identify, and texts that can be rendered. */
#include "events/catalogue.h"
#include "events/event_text_rows.h"
#include "events/message_rows.h"
#include "events/template.h"
#include "events/values.h"

#include <string.h>

static void test_names_identify(void)
{
    for (int i = 0; i < IKELOG_EVENT_COUNT; i++) {
        enum ikelog_event_kind kind = (enum ikelog_event_kind)i, found;

        g_assert_true(ikelog_event_find(ikelog_event_name(kind), &found));
        g_assert_cmpint(found, ==, kind);
        g_assert_cmpint(ikelog_event_severity(kind), >=, IKELOG_CHAT);
        g_assert_cmpint(ikelog_event_severity(kind), <=, IKELOG_ERROR);
    }
}

static void test_names_are_words_with_dashes(void)
{
    for (int i = 0; i < IKELOG_EVENT_COUNT; i++) {
        const char *name = ikelog_event_name((enum ikelog_event_kind)i);

        g_assert_cmpuint(strspn(name, "abcdefghijklmnopqrstuvwxyz0123456789-"), ==, strlen(name));
    }
}

static void test_unknown_is_survived(void)
{
    enum ikelog_event_kind kind = IKELOG_EVENT_REPLAY;

    g_assert_false(ikelog_event_find("no-such-event", &kind));
    g_assert_false(ikelog_event_find("", &kind));
    g_assert_cmpint(kind, ==, IKELOG_EVENT_REPLAY);
    g_assert_cmpstr(ikelog_event_name(IKELOG_EVENT_COUNT), ==, "unknown");
    g_assert_cmpstr(ikelog_event_name((enum ikelog_event_kind) - 1), ==, "unknown");
    g_assert_cmpint(ikelog_event_severity((enum ikelog_event_kind)9999), ==, IKELOG_CHAT);
}

static const char *const texts[] = {
#define X(exchange, step, sentence, paragraph) sentence, paragraph,
    IKELOG_MESSAGE_ROWS(X)
#undef X
#define X(id, sentence, paragraph) sentence, paragraph,
        IKELOG_EVENT_TEXT_ROWS(X)
#undef X
};

static void test_texts_name_known_values(void)
{
    for (size_t i = 0; i < G_N_ELEMENTS(texts); i++) {
        char *error = NULL;
        struct ikelog_template *template = ikelog_template_parse(texts[i], &error);

        if (!template)
            g_test_fail_printf("%s: %s", error, texts[i]);
        ikelog_template_free(template);
        g_free(error);
    }
}

static void test_texts_are_sentences(void)
{
    for (size_t i = 0; i < G_N_ELEMENTS(texts); i++) {
        g_assert_true(g_ascii_isupper(texts[i][0]) || texts[i][0] == '{');
        g_assert_true(g_str_has_suffix(texts[i], ".") || g_str_has_suffix(texts[i], "]]"));
    }
}

static void test_every_fault_is_explained(void)
{
    bool explained[IKELOG_EVENT_COUNT] = {false};

#define X(id, sentence, paragraph) explained[IKELOG_EVENT_##id] = true;
    IKELOG_EVENT_TEXT_ROWS(X)
#undef X
    for (int i = 0; i < IKELOG_EVENT_COUNT; i++)
        if (ikelog_event_severity((enum ikelog_event_kind)i) >= IKELOG_NOTE && !explained[i])
            g_test_fail_printf("%s has no explanation",
                               ikelog_event_name((enum ikelog_event_kind)i));
}

static void test_value_names_identify(void)
{
    static const char *const names[] = {
#define X(identifier, name, type, meaning) name,
        IKELOG_VALUE_ROWS(X)
#undef X
    };

    for (size_t i = 0; i < G_N_ELEMENTS(names); i++) {
        enum ikelog_value_id id;

        g_assert_true(ikelog_value_find(names[i], strlen(names[i]), &id));
        g_assert_cmpuint(id, ==, i);
    }
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/catalogue/names-identify", test_names_identify);
    g_test_add_func("/catalogue/names-are-words-with-dashes", test_names_are_words_with_dashes);
    g_test_add_func("/catalogue/unknown-is-survived", test_unknown_is_survived);
    g_test_add_func("/catalogue/texts-name-known-values", test_texts_name_known_values);
    g_test_add_func("/catalogue/texts-are-sentences", test_texts_are_sentences);
    g_test_add_func("/catalogue/every-fault-is-explained", test_every_fault_is_explained);
    g_test_add_func("/catalogue/value-names-identify", test_value_names_identify);
    return g_test_run();
}

/* SPDX-License-Identifier: GPL-2.0-or-later */
/* For fuzzing: a dialect that says every value there is at every event. */
#ifndef IKELOG_TESTS_TALKATIVE_H
#define IKELOG_TESTS_TALKATIVE_H

#include "dialects/dialect.h"
#include "events/catalogue.h"
#include "events/values.h"

#include <glib.h>

/* Each value in brackets of its own, so that one that is not known takes no other away. */
static inline GString *talkative_line(void)
{
    static const char *const names[] = {
#define X(identifier, name, type, meaning) name,
        IKELOG_VALUE_ROWS(X)
#undef X
    };
    GString *line = g_string_new(NULL);

    for (size_t i = 0; i < G_N_ELEMENTS(names); i++)
        g_string_append_printf(line, "[[%s={%s} ]]", names[i], names[i]);
    return line;
}

/* ikelog_dialect_free */
static inline struct ikelog_dialect *talkative_dialect(void)
{
    GString *line = talkative_line();
    GString *text = g_string_new("[dialect]\nname=talkative\n[log]\nprefix={time} {milliseconds} "
                                 "{index} {connection}\ntime=%b %d %H:%M:%S\n[identities]\n");
    struct ikelog_dialect *dialect;
    char *error = NULL;

    for (int type = 1; type <= 11; type++)
        g_string_append_printf(text,
                               "%d=[[{id-text}]][[{id-first}]][[{id-last}]][[{id-mask}]]"
                               "[[{id-bits}]]\n",
                               type);
    for (int kind = 0; kind < IKELOG_EVENT_COUNT; kind++)
        g_string_append_printf(text, "[%s]\nboth=%s\n",
                               ikelog_event_name((enum ikelog_event_kind)kind), line->str);
    dialect = ikelog_dialect_load("talkative", text->str, &error);
    g_assert_cmpstr(error, ==, NULL);
    g_string_free(text, TRUE);
    g_string_free(line, TRUE);
    return dialect;
}

#endif

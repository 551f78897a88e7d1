/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What the files of the lesson share. */
#ifndef IKELOG_REPORTS_LESSON_PRIV_H
#define IKELOG_REPORTS_LESSON_PRIV_H

#include "reports/lesson.h"

/* A lesson while it is written. */
struct ikelog_lesson {
    const struct ikelog_report *report;
    const struct ikelog_sa *sa;
    GString *text;
    int64_t start_ns;
    const struct ikelog_exchange *exchange; /* of the latest heading */
    bool keys_told;                         /* the formulas of phase 1 were shown */
    GHashTable *told;                       /* rows that were told: once is enough */
};

/*
 * Append a paragraph: prose with placeholders, code between backquotes. Left out when a value
 * outside of "[[ ]]" is not known.
 */
void ikelog_lesson_prose(const struct ikelog_lesson *lesson, const char *source,
                         const struct ikelog_view *view, enum ikelog_side side);

/* Append one line: `before` and `after` as they are, `words` escaped, and an empty line. */
void ikelog_lesson_line(const struct ikelog_lesson *lesson, const char *before, const char *words,
                        const char *after);

/* lesson_message.c: the section of a packet. */
void ikelog_lesson_tell(struct ikelog_lesson *lesson, struct ikelog_packet *packet);

/* lesson_formulas.c: the formulas that the message of `view` is built on, when it is new. */
void ikelog_lesson_formulas(struct ikelog_lesson *lesson, const struct ikelog_view *view);

#endif

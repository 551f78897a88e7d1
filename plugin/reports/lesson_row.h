/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What is told of a kind of message: its row of lesson_rows.h, and which events are news. */
#ifndef IKELOG_REPORTS_LESSON_ROW_H
#define IKELOG_REPORTS_LESSON_ROW_H

#include "events/event.h"

/* Prose with the placeholders of events/values.h; between backquotes stands code. */
struct ikelog_lesson_row {
    uint8_t exchange, step; /* step 0: any */
    const char *title, *why, *knows;
};

/* The row of a message, or NULL. Static storage. */
const struct ikelog_lesson_row *ikelog_lesson_row_of(const struct ikelog_record *record);

/* Whether an event is worth a remark: that a packet came, the story tells anyway. */
bool ikelog_lesson_remarks(enum ikelog_event_kind kind);

/* Whether something failed in a frame. Nobody knows then what they should know afterwards. */
bool ikelog_lesson_has_failed(const struct ikelog_events *events);

/* What phase 1 does, by its exchange type; 0: the capture began later. Static storage. */
const char *ikelog_lesson_plan(uint8_t mode);

/*
 * Append the title of an opened message: "1. The initiator proposes", "A repeat of frame 7", "Are
 * you still there?".
 */
void ikelog_lesson_title(const struct ikelog_view *view, GString *text);

#endif

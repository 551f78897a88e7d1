/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The inside of a dialect; for the files of this folder only. */
#ifndef IKELOG_DIALECTS_DIALECT_PRIV_H
#define IKELOG_DIALECTS_DIALECT_PRIV_H

#include "dialects/dialect.h"
#include "events/template.h"

/* Lines that one wording may have; the keys are sent, sent.2 … sent.9. */
#define IKELOG_MAX_WORDING_LINES 9u

/* Which device does what the event is about, as index: ours sends, or the peer does. */
enum ikelog_direction { IKELOG_SENT, IKELOG_RECEIVED };

/* Lines that are printed together. An array of struct ikelog_template *, or NULL: says nothing. */
struct ikelog_lines {
    GPtrArray *templates[2]; /* by enum ikelog_direction */
};

/* One group of a dialect file about an event: what to say, where, and under which conditions. */
struct ikelog_wording {
    struct ikelog_lines lines;
    bool before[2];      /* by enum ikelog_direction: before the packet line */
    bool continuation;   /* lines from the second on belong to the first */
    bool without_prefix; /* printed without the log's prefix */
    unsigned phase;      /* 1, 2; 0: any */
    unsigned exchange;   /* exchange type; 0: any */
    unsigned step;       /* number of the message in its exchange; 0: any */
    unsigned evidences;  /* bit 1 << enum ikelog_evidence: allowed */
    int us;              /* enum ikelog_side; -1: any */
    uint32_t number_from, number_to;
};

struct ikelog_dialect {
    char *name, *product;
    struct ikelog_names names; /* tables and strings are owned */
    GPtrArray *strings;        /* char *, those of `names` */
    struct ikelog_lines packet, repeat;
    bool packet_continuation;
    GPtrArray *wordings[IKELOG_EVENT_COUNT]; /* struct ikelog_wording *; NULL: none */
    char *prefix, *time, *continuation, *head, *foot;
    unsigned index_width;
};

void ikelog_wording_free(gpointer wording);

/* source.c: what GKeyFile does not tell */

/*
 * Look for what GKeyFile would accept silently or blame without a place: duplicate groups and keys,
 * lines that are nothing, bad UTF-8. NULL when all is well, else a newly allocated "file:line: what
 * is wrong".
 */
char *ikelog_source_check(const char *file, const char *text);

/* "file:line: complaint" for a group (key NULL) or a key. Newly allocated. */
char *ikelog_source_complain(const char *file, const char *text, const char *group, const char *key,
                             const char *complaint);

#endif

/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The inside of a dialect; for the files of this folder only. */
#ifndef IKELOG_DIALECTS_DIALECT_PRIV_H
#define IKELOG_DIALECTS_DIALECT_PRIV_H

#include "dialects/dialect.h"
#include "events/word.h"

/* Lines that one wording may have; the keys are sent, sent.2 … sent.9. */
#define IKELOG_MAX_WORDING_LINES 9u

/* Which device does what the event is about, as index: ours sends, or the peer does. */
enum ikelog_direction { IKELOG_SENT, IKELOG_RECEIVED };

/* Lines that are printed together. An array of struct ikelog_template *, or NULL: says nothing. */
struct ikelog_lines {
    GPtrArray *templates[2]; /* by enum ikelog_direction */
};

/* What a text has to be: known (words NULL), or one of several. */
struct ikelog_condition {
    struct ikelog_template *of;
    char **words;
    bool unless; /* the other way round */
};

/* The parts of a message that lines may be about, each by itself. */
enum ikelog_part {
    IKELOG_PART_PAYLOAD,
    IKELOG_PART_TRANSFORM,
    IKELOG_PART_ATTRIBUTE,
    IKELOG_PART_COUNT,
};

/* Only where our keys open a message of which nothing shows whether the device could read it. */
#define IKELOG_READABLE_UNKNOWN 2

/* Highest rank of a line, and the one of lines that have none. */
#define IKELOG_MAX_RANK     99u
#define IKELOG_DEFAULT_RANK 50u

/* One group of a dialect file about an event or a part: what to say, where, under which conditions.
 */
struct ikelog_wording {
    struct ikelog_lines lines;
    unsigned rank;         /* among the lines at the same place */
    unsigned mode;         /* exchange type of phase 1; 0: any */
    int readable;          /* 0: only what the device could not read, 1: only else; -1: any;
                              IKELOG_READABLE_UNKNOWN */
    int repeat;            /* 1: only what comes again, 0: only else; -1: any */
    GHashTable *types;     /* of a part, by GUINT_TO_POINTER; NULL: any */
    unsigned nth;          /* of its type in the message, from 1; 0: any */
    GPtrArray *conditions; /* struct ikelog_condition *; NULL: none */
    bool before[2];        /* by enum ikelog_direction: before the packet line */
    bool continuation;     /* lines from the second on belong to the first */
    bool without_prefix;   /* printed without the log's prefix */
    unsigned phase;        /* 1, 2; 0: any */
    unsigned exchange;     /* exchange type; 0: any */
    unsigned step;         /* number of the message in its exchange; 0: any */
    unsigned evidences;    /* bit 1 << enum ikelog_evidence: allowed */
    int us;                /* enum ikelog_side; -1: any */
    uint32_t number_from, number_to;
};

struct ikelog_dialect {
    char *name, *product;
    struct ikelog_names names;         /* tables and strings are owned */
    GPtrArray *strings;                /* char *, those of `names` */
    const struct ikelog_dialects *all; /* of IKELOG_AUTO_DIALECT: among whom to choose; else NULL */
    GPtrArray *vendor_ids;             /* char *, "4a13…" or "4a13…*": any tells the product */
    GPtrArray *sequences;              /* char **: all that it sends, in this order */
    GHashTable *words;                 /* name -> struct ikelog_word * */
    struct ikelog_lines packet, repeat, unreadable;
    bool packet_continuation;
    bool turns;        /* it does one thing after the other */
    bool without_lost; /* nothing is said of what seems never to have got to our device */
    unsigned title[2]; /* which packet line is that of the Info column, from 1 */
    GPtrArray *wordings[IKELOG_EVENT_COUNT]; /* struct ikelog_wording *; NULL: none */
    GPtrArray *parts[IKELOG_PART_COUNT];     /* the same */
    char *prefix, *time, *continuation, *head, *foot;
    unsigned index_width;
};

/* One that says nothing yet, and has no name. */
struct ikelog_dialect *ikelog_dialect_new(void);

void ikelog_wording_free(gpointer wording);

/* Whether a text is what it has to be. `scratch` is overwritten. */
bool ikelog_condition_holds(const struct ikelog_condition *condition,
                            const struct ikelog_template_context *context, GString *scratch);
void ikelog_condition_free(gpointer condition);

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

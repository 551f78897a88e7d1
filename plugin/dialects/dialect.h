/* SPDX-License-Identifier: GPL-2.0-or-later */
/* How a vendor says it: one data file a device, checked at load, rendered from events. */
#ifndef IKELOG_DIALECTS_DIALECT_H
#define IKELOG_DIALECTS_DIALECT_H

#include "events/event.h"

/* A loaded dialect. Opaque and immutable. */
struct ikelog_dialect;

/*
 * Load from the text of a dialect file (GKeyFile syntax; docs/dialects.md). `file` names it in
 * errors. Returns NULL with *error set (newly allocated: file, line and what was expected) on an
 * unknown event, unknown placeholder, duplicate group or missing name.
 */
struct ikelog_dialect *ikelog_dialect_load(const char *file, const char *text, char **error);
void ikelog_dialect_free(struct ikelog_dialect *dialect);

const char *ikelog_dialect_name(const struct ikelog_dialect *dialect);    /* "zyxel-prestige" */
const char *ikelog_dialect_product(const struct ikelog_dialect *dialect); /* for people */

/* The dialect of those that nobody chose one for. */
#define IKELOG_DEFAULT_DIALECT "cisco-vpn-client"

/* The name of the one that speaks as each device's own product does: see ikelog_dialect_speaker. */
#define IKELOG_AUTO_DIALECT "auto"

/*
 * Who speaks in a dialect's name about the side `us` of an IKE SA (NULL: not known). That is
 * itself, but for the dialect IKELOG_AUTO_DIALECT: then the dialect of the product that the side's
 * vendor IDs tell, or the default one. Why is appended to `reason`, in few words (NULL: not
 * wanted).
 */
const struct ikelog_dialect *ikelog_dialect_speaker(const struct ikelog_dialect *dialect,
                                                    const struct ikelog_sa *sa, enum ikelog_side us,
                                                    GString *reason);

/* A set of dialects: the built-in ones, then those of a folder, which override by name. */
struct ikelog_dialects;
struct ikelog_dialects *ikelog_dialects_new(void);
void ikelog_dialects_free(struct ikelog_dialects *dialects);
/* Read every *.dialect file of `folder`; complaints (each a char *) are appended to `errors`. */
void ikelog_dialects_read_folder(struct ikelog_dialects *dialects, const char *folder,
                                 GPtrArray *errors);
unsigned ikelog_dialects_count(const struct ikelog_dialects *dialects);
/* The name and the product of the n-th, from 0; it need not be loaded for them. NULL behind the
 * last. */
const char *ikelog_dialects_name(const struct ikelog_dialects *dialects, unsigned n);
const char *ikelog_dialects_product(const struct ikelog_dialects *dialects, unsigned n);
/* The n-th; NULL behind the last. A built-in one is loaded when it is asked for first. */
const struct ikelog_dialect *ikelog_dialects_at(const struct ikelog_dialects *dialects, unsigned n);
/* By name, IKELOG_AUTO_DIALECT included, or NULL. */
const struct ikelog_dialect *ikelog_dialects_find(const struct ikelog_dialects *dialects,
                                                  const char *name);

/* One log line: `text` as the product prints the message (continuation lines are lines of their
 * own). */
struct ikelog_line {
    char *text;
    uint16_t event;      /* index into events->rows */
    bool continuation;   /* no prefix of its own in the product's log */
    bool without_prefix; /* a line of its own that the product logs without its prefix */
    bool packet;         /* the line that stands for the packet itself (Info column) */
    uint16_t order;      /* of the lines of its frame: the smaller first */
    const struct ikelog_dialect *speaker; /* NULL: the dialect that was asked for */
};

/*
 * Lines of one frame in a dialect. Returns an array of struct ikelog_line (g_array_unref; its texts
 * go with it). For frames that are no IKE message (ICMP, ESP) `view` is NULL.
 */
GArray *ikelog_dialect_render(const struct ikelog_dialect *dialect, const struct ikelog_view *view,
                              const struct ikelog_events *events,
                              const struct ikelog_policy *policy);

/*
 * The line that stands for the packet alone, appended to `text`. False, with nothing appended, when
 * there is none.
 */
bool ikelog_dialect_title(const struct ikelog_dialect *dialect, const struct ikelog_view *view,
                          const struct ikelog_events *events, const struct ikelog_policy *policy,
                          GString *text);

/*
 * The product's own prefix of a line in its log (time, index, connection name), for the `log` tap:
 * nothing for a line without prefix, the indentation for a continuation. `index` counts from 1;
 * `time_ns` is since the epoch, shown in `zone` (NULL: UTC). Appends to text.
 */
struct ikelog_line_place {
    unsigned index;
    int64_t time_ns;
    GTimeZone *zone;
    const char *connection;
};
void ikelog_dialect_prefix(const struct ikelog_dialect *dialect, const struct ikelog_line *line,
                           const struct ikelog_line_place *place, GString *text);

/* Whether the product does one thing after the other (see ikelog_turns_of), or one of those may
 * that IKELOG_AUTO_DIALECT chooses among. */
bool ikelog_dialect_takes_turns(const struct ikelog_dialect *dialect);

/* Lines above and below the whole log (a screen's head, "Clear IPSec Log (y/n):"); may be "". */
const char *ikelog_dialect_head(const struct ikelog_dialect *dialect);
const char *ikelog_dialect_foot(const struct ikelog_dialect *dialect);

#endif

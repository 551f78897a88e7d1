/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A dialect file while it is read; for the files of this folder only. */
#ifndef IKELOG_DIALECTS_LOADER_H
#define IKELOG_DIALECTS_LOADER_H

#include "dialects/dialect_priv.h"

/* One file being read. *error is the first complaint; later ones are dropped. */
struct ikelog_loader {
    const char *file, *text;
    GKeyFile *keys;
    struct ikelog_dialect *dialect;
    char **error;
};

/* Complain about a group (key NULL) or a key. `complaint` is copied, with file and line before it.
 */
void ikelog_loader_complain(struct ikelog_loader *loader, const char *group, const char *key,
                            const char *complaint);

/* The value of a key, or NULL when it is not there; g_free. */
char *ikelog_loader_get(struct ikelog_loader *loader, const char *group, const char *key);

/* The same as a template, as one of two words (its index), as a decimal number. */
struct ikelog_template *ikelog_loader_template(struct ikelog_loader *loader, const char *group,
                                               const char *key);
int ikelog_loader_word(struct ikelog_loader *loader, const char *group, const char *key,
                       const char *const words[2], int otherwise);
bool ikelog_loader_flag(struct ikelog_loader *loader, const char *group, const char *key,
                        bool otherwise);
uint32_t ikelog_loader_number(struct ikelog_loader *loader, const char *group, const char *key,
                              uint32_t otherwise);

/* Lines of both sides: stems[0] (ours), stems[1] (the peer's), stems[2] (both), with their ".2" …
 */
void ikelog_loader_lines(struct ikelog_loader *loader, const char *group,
                         const char *const stems[3], struct ikelog_lines *lines);

/* Refuse keys of a group that mean nothing: a misspelt one would be lost silently. NULL-terminated.
 */
void ikelog_loader_check_keys(struct ikelog_loader *loader, const char *group,
                              const char *const *plain, const char *const *stems);

/* Read a group about an event, or about a part of a message: a row is added to *wordings. */
void ikelog_loader_wording(struct ikelog_loader *loader, const char *group, GPtrArray **wordings);
void ikelog_loader_part(struct ikelog_loader *loader, const char *group, GPtrArray **wordings);

/* Read the conditions of a group: "if", "if.2" …, "unless", "unless.2" …; NULL when it has none. */
GPtrArray *ikelog_loader_conditions(struct ikelog_loader *loader, const char *group);

/* Read a group [word/NAME] or [list/NAME]: a placeholder of the dialect's own. */
void ikelog_loader_word_group(struct ikelog_loader *loader, const char *group);
void ikelog_loader_list_group(struct ikelog_loader *loader, const char *group);

/* Read the groups [vendor-ids] and [device]. */
void ikelog_loader_vendor_ids(struct ikelog_loader *loader, const char *group);
void ikelog_loader_device(struct ikelog_loader *loader, const char *group);

/* A complaint with a name in it: `format` has one %s. */
void ikelog_loader_complain_of(struct ikelog_loader *loader, const char *group, const char *key,
                               const char *format, const char *name) G_GNUC_PRINTF(4, 0);

#endif

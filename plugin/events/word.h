/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Placeholders of a device's own: a text, a table of texts, or a list. */
#ifndef IKELOG_EVENTS_WORD_H
#define IKELOG_EVENTS_WORD_H

#include "events/template.h"

/* What a list goes through. */
enum ikelog_list_of {
    IKELOG_LIST_NONE,              /* it is no list */
    IKELOG_LIST_CONFIG_ATTRIBUTES, /* of the configuration payload at hand, or the first one */
    IKELOG_LIST_PAYLOADS,          /* of the message */
    IKELOG_LIST_TRANSFORMS,        /* of the SA payload at hand, or the first one */
};

/* The identity that a text is about, when it is about another than the one at hand. */
enum ikelog_id_of {
    IKELOG_ID_OF_NONE,
    IKELOG_ID_OF_CI, /* of a Quick Mode */
    IKELOG_ID_OF_CR,
    IKELOG_ID_OF_LOCAL,
    IKELOG_ID_OF_PEER,
    IKELOG_ID_OF_PHASE1_LOCAL,
    IKELOG_ID_OF_PHASE1_PEER,
};

/*
 * One such placeholder. All members are its maker's, who ends it with ikelog_word_free. With `rows`
 * it is a table: the text of `of` is looked up there, and `other` (NULL: none) stands for what is
 * not found. Without rows it is the text `of`; of a list `of` is the item.
 */
struct ikelog_word {
    struct ikelog_template *of;
    GHashTable *rows; /* text -> struct ikelog_template *; NULL: no table */
    struct ikelog_template *other;
    enum ikelog_list_of list;
    enum ikelog_id_of id;
    char *open, *close, *separator; /* of a list: around its items, between them; never NULL */
};

void ikelog_word_free(struct ikelog_word *word);

/* How many values it asks for at most. A dialect whose words ask for too many is refused. */
uint32_t ikelog_word_cost(const struct ikelog_word *word);

/* Append it. False when it is not known; `text` may then have grown. A list without items is not
 * known. */
bool ikelog_word_append(const struct ikelog_word *word,
                        const struct ikelog_template_context *context, GString *text);

#endif

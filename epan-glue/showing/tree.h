/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The message itself in the packet details: header, payloads, decrypted octets. */
#ifndef IKELOG_SHOWING_TREE_H
#define IKELOG_SHOWING_TREE_H

#include "showing/dissection.h"
#include "showing/hf.h"

#include "wire/decode.h"

/* Subtrees that Wireshark remembers as open or closed. The first ones are enum ikelog_group_kind.
 */
enum ikelog_ett {
    IKELOG_ETT_MESSAGE = (int)IKELOG_GROUP_KINDS,
    IKELOG_ETT_ANALYSIS,
    IKELOG_ETT_EVENT,
    IKELOG_ETT_DIALECTS,
    IKELOG_ETT_FRAGMENTS,
    IKELOG_ETT_ESP,
    IKELOG_ETT_KEYS,
    IKELOG_ETT_PARAGRAPH,
    IKELOG_ETT_STOCK,
    IKELOG_ETT_COUNT,
};

/* At registration. */
void ikelog_tree_register(void);

int ikelog_ett(enum ikelog_ett ett);

/* Add a field of the analysis, marked as generated. Each returns the item. */
proto_item *ikelog_tree_string(proto_tree *tree, enum ikelog_analysis field, const char *text);
proto_item *ikelog_tree_uint(proto_tree *tree, enum ikelog_analysis field, uint32_t value);
proto_item *ikelog_tree_boolean(proto_tree *tree, enum ikelog_analysis field, bool value);
proto_item *ikelog_tree_bytes(proto_tree *tree, enum ikelog_analysis field,
                              struct ikelog_octets octets);

/* The same for a text with a remark that stands in brackets after it. */
proto_item *ikelog_tree_remark(proto_tree *tree, enum ikelog_analysis field, const char *text,
                               const char *remark);

/*
 * The same for a text that may be long: its first line is the label of the item that holds all of
 * it, the other lines stand below.
 */
void ikelog_tree_paragraph(proto_tree *tree, enum ikelog_analysis field, const char *text);

/* Lets windows show all lines of a paragraph. When trees are known: as a capture is opened. */
void ikelog_tree_open_paragraphs(void);

/* A generated item that holds others. */
proto_tree *ikelog_tree_group(proto_tree *tree, enum ikelog_ett ett, const char *label);

/*
 * Header and payloads. What is wrong with them becomes expert information, also without a tree.
 */
void ikelog_tree_decode(struct ikelog_dissection *dissection, proto_tree *tree);

#endif

/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Writes labels without printing them where Wireshark keeps them as they are. */

#include "showing/label.h"

GString *ikelog_label(void)
{
    static GString *text; /* kept, as long as its longest label was */

    if (!text)
        text = g_string_sized_new(ITEM_LABEL_LENGTH);
    g_string_truncate(text, 0);
    return text;
}

void ikelog_label_set(proto_item *item, const char *text)
{
    const size_t size = strlen(text) + 1;
    char *room = size <= ITEM_LABEL_LENGTH ? ikelog_label_room(item, false) : NULL;

    if (room)
        memcpy(room, text, size);
    else
        proto_item_set_text(item, "%s", text); /* says, too, that it is cut */
}

void ikelog_label_append(proto_item *item, const char *text)
{
    char *room = ikelog_label_room(item, true);

    if (room)
        g_strlcat(room, text, ITEM_LABEL_LENGTH);
    else
        proto_item_append_text(item, "%s", text);
}

void ikelog_label_append_bracketed(proto_item *item, const char *text)
{
    GString *label = ikelog_label();

    g_string_append(label, " (");
    g_string_append(label, text);
    g_string_append_c(label, ')');
    ikelog_label_append(item, label->str);
}

proto_item *ikelog_label_add(proto_tree *tree, int hf, tvbuff_t *tvb, uint32_t offset,
                             uint32_t length, const char *text)
{
    proto_item *item = proto_tree_add_item(tree, hf, tvb, (int)offset, (int)length, ENC_NA);

    ikelog_label_set(item, text);
    return item;
}

/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Places in the page that links lead to. */
#include "reports/page/page_priv.h"

static uint32_t frame_at(const struct ikelog_page *page, guint n)
{
    const struct ikelog_packet *packet = g_ptr_array_index(page->part->packets, n);

    return packet->frame;
}

/* A frame may hold the last fragment of a message and, put together, the message: they follow each
 * other. */
char *ikelog_page_anchor(const struct ikelog_page *page, guint n)
{
    uint32_t frame = frame_at(page, n);
    guint same = 0;

    while (same < n && frame_at(page, n - same - 1) == frame)
        same++;
    return same ? g_strdup_printf("sa%u-f%u-%u", page->sa->number, frame, same + 1)
                : g_strdup_printf("sa%u-f%u", page->sa->number, frame);
}

/* Packets stand in the order of their frames. */
char *ikelog_page_anchor_of_frame(const struct ikelog_page *page, uint32_t frame)
{
    guint low = 0, high = page->part->packets->len;

    while (low < high) {
        guint middle = low + (high - low) / 2;

        if (frame_at(page, middle) < frame)
            low = middle + 1;
        else
            high = middle;
    }
    return low < page->part->packets->len && frame_at(page, low) == frame
               ? ikelog_page_anchor(page, low)
               : NULL;
}

/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Which packets make one folded section: questions whether the peer is alive, over and over. */
#include "reports/page/page_priv.h"
#include "wire/ident.h"
#include "wire/numbers.h"

#define FEWEST 6u /* packets of one kind in a row that are worth a fold */

enum kind { OTHER, QUESTION, CLOSED };

static bool is_question(const struct ikelog_view *view)
{
    for (uint32_t n = 0; n < view->chain.count; n++) {
        struct ikelog_octets body;
        struct ikelog_notify notify;

        if (ikelog_view_payload(view, n, IKELOG_PAYLOAD_NOTIFY, &body) &&
            ikelog_notify_read(body, &notify) &&
            (notify.type == IKELOG_NOTIFY_DPD_R_U_THERE ||
             notify.type == IKELOG_NOTIFY_DPD_R_U_THERE_ACK))
            return true;
    }
    return false;
}

/* Informational messages that ask or answer, and those that nobody can read. */
static enum kind kind_of(struct ikelog_packet *packet)
{
    enum kind kind = OTHER;

    if (packet->kind == IKELOG_PACKET_ICMP ||
        packet->record->exchange->type != IKELOG_EXCHANGE_INFORMATIONAL)
        return OTHER;
    ikelog_packet_open(packet);
    if (packet->view->readable)
        kind = is_question(packet->view) ? QUESTION : OTHER;
    else if (packet->record->flags & IKELOG_RECORD_ENCRYPTED)
        kind = CLOSED;
    ikelog_packet_close(packet);
    return kind;
}

guint ikelog_page_fold(const struct ikelog_page *page, guint n)
{
    const GPtrArray *packets = page->part->packets;
    enum kind kind = kind_of(g_ptr_array_index(packets, n));
    guint end = n + 1;

    if (kind == OTHER)
        return 1;
    while (end < packets->len && kind_of(g_ptr_array_index(packets, end)) == kind)
        end++;
    return end - n >= FEWEST ? end - n : 1;
}

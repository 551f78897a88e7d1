/* SPDX-License-Identifier: GPL-2.0-or-later */
/* NAT-D payloads as the computation that they are. */
#include "reports/page/derivation.h"
#include "reports/words.h"

#include <string.h>

static struct ikelog_digest hash_of(const struct ikelog_page_derivation *d)
{
    struct ikelog_octets parts[IKELOG_MAX_INPUTS];
    struct ikelog_digest digest = {0};

    for (unsigned i = 0; i < d->count; i++)
        parts[i] = d->inputs[i].octets;
    ikelog_digest_of(d->hash, parts, d->count, &digest);
    return digest;
}

static void derive_end(const struct ikelog_page *page, const struct ikelog_view *view,
                       enum ikelog_page_formula formula, const struct ikelog_endpoint *end,
                       GString *out)
{
    const uint8_t port[] = {(uint8_t)(end->port >> 8), (uint8_t)end->port};
    GString *where = g_string_new(NULL);
    struct ikelog_digest digest;
    struct ikelog_page_derivation d = {
        .formula = formula, .method = IKELOG_METHOD_DIGEST, .hash = page->sa->suite->hash};

    ikelog_page_input(&d, IKELOG_Q_CKY_I,
                      (struct ikelog_octets){view->header.cky_i, IKELOG_COOKIE_LEN});
    ikelog_page_input(&d, IKELOG_Q_CKY_R,
                      (struct ikelog_octets){view->header.cky_r, IKELOG_COOKIE_LEN});
    ikelog_page_input(&d, IKELOG_Q_ADDRESS,
                      (struct ikelog_octets){end->address, ikelog_address_length(end->family)});
    ikelog_page_input(&d, IKELOG_Q_PORT, (struct ikelog_octets){port, sizeof port});
    digest = hash_of(&d);
    d.value = ikelog_digest_octets(&digest);
    ikelog_words_endpoint(end, where);
    d.remark = where->str;
    ikelog_page_derive(page, &d, out);
    g_string_free(where, TRUE);
}

/* What was received, and what each end would have given. */
static void append_payload(const struct ikelog_page *page, const struct ikelog_packet *packet,
                           const struct ikelog_view *view, struct ikelog_octets body, GString *out)
{
    enum ikelog_natd verdict =
        ikelog_sa_check_natd(page->sa, view->header.cookies, &packet->src, &packet->dst, body);
    struct ikelog_page_slots slots = {.form = page->form};
    GString *derivations = ikelog_page_slot(&slots, "derivations");

    ikelog_page_hex(page, body, ikelog_page_slot(&slots, "received"));
    ikelog_page_slot_text(&slots, "verdict", ikelog_natd_text(verdict));
    if (verdict == IKELOG_NATD_SOURCE || verdict == IKELOG_NATD_NO_MATCH)
        derive_end(page, view, IKELOG_PAGE_NAT_D_SOURCE, &packet->src, derivations);
    if (verdict == IKELOG_NATD_DESTINATION || verdict == IKELOG_NATD_NO_MATCH)
        derive_end(page, view, IKELOG_PAGE_NAT_D_DESTINATION, &packet->dst, derivations);
    ikelog_page_fill(&slots, "natd-payload", out);
}

void ikelog_page_natd(const struct ikelog_page *page, const struct ikelog_packet *packet,
                      const struct ikelog_view *view, GString *out)
{
    struct ikelog_page_slots slots = {.form = page->form};
    GString *payloads = ikelog_page_slot(&slots, "payloads");

    for (uint32_t n = 0; view->readable && n < view->chain.count; n++) {
        struct ikelog_octets body;

        if (ikelog_view_payload_class(view, n) == IKELOG_CLASS_NATD &&
            ikelog_view_payload(view, n, 0, &body))
            append_payload(page, packet, view, body, payloads);
    }
    ikelog_page_fill(&slots, "natd", out);
}

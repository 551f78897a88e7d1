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
        .formula = formula, .method = IKELOG_METHOD_DIGEST, .hash = page->sa->suite.hash};

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
    GString *inner = g_string_new(NULL), *received = g_string_new(NULL);

    ikelog_page_hex(page, body, received);
    if (verdict == IKELOG_NATD_SOURCE || verdict == IKELOG_NATD_NO_MATCH)
        derive_end(page, view, IKELOG_PAGE_NAT_D_SOURCE, &packet->src, inner);
    if (verdict == IKELOG_NATD_DESTINATION || verdict == IKELOG_NATD_NO_MATCH)
        derive_end(page, view, IKELOG_PAGE_NAT_D_DESTINATION, &packet->dst, inner);
    ikelog_page_fill(page->form, "natd-payload",
                     (const struct ikelog_page_slot[]){{"received", received->str},
                                                       {"verdict", ikelog_natd_text(verdict)},
                                                       {"derivations", inner->str},
                                                       {NULL, NULL}},
                     out);
    g_string_free(inner, TRUE);
    g_string_free(received, TRUE);
}

void ikelog_page_natd(const struct ikelog_page *page, const struct ikelog_packet *packet,
                      const struct ikelog_view *view, GString *out)
{
    GString *payloads = g_string_new(NULL);

    for (uint32_t n = 0; view->readable && n < view->chain.count; n++) {
        struct ikelog_octets body;

        if (ikelog_view_payload_class(view, n) == IKELOG_CLASS_NATD &&
            ikelog_view_payload(view, n, 0, &body))
            append_payload(page, packet, view, body, payloads);
    }
    if (payloads->len)
        ikelog_page_fill(
            page->form, "natd",
            (const struct ikelog_page_slot[]){{"payloads", payloads->str}, {NULL, NULL}}, out);
    g_string_free(payloads, TRUE);
}

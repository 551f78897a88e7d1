/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What the files of the page share. */
#ifndef IKELOG_REPORTS_PAGE_PAGE_PRIV_H
#define IKELOG_REPORTS_PAGE_PAGE_PRIV_H

#include "reports/page/fill.h"
#include "reports/page/page.h"

/* A page while it is written. */
struct ikelog_page {
    const struct ikelog_report *report;
    struct ikelog_page_form *form;
    const struct ikelog_report_part *part; /* the IKE SA that is told, and its packets */
    const struct ikelog_sa *sa;
    int64_t start_ns;
    const struct ikelog_exchange *exchange; /* of the latest heading */
    GHashTable *told;                       /* texts that were told: once is enough */
    bool keys_told;                         /* the keys of phase 1 were derived */
    guint first_failed;                     /* packet of the part where it goes wrong first */
    unsigned shown;                         /* messages whose octets were shown */
    uint64_t dh_work_left;
    struct ikelog_page_log *logs[2]; /* what the devices of both sides write; NULL: nothing */
};

/* Append prose with placeholders of events/values.h, code and names of values between backquotes.
 */
void ikelog_page_prose(const struct ikelog_page *page, const char *source,
                       const struct ikelog_view *view, enum ikelog_side side, GString *out);

/* keys.c: the keys of phase 1, each with its derivation, once. */
void ikelog_page_keys(struct ikelog_page *page, GString *out);

/* proofs.c: HASH payloads of the message, and what a signature signs. */
void ikelog_page_proofs(struct ikelog_page *page, const struct ikelog_view *view, GString *out);

/* keymat.c: the keys of the IPsec SAs of a Quick Mode. */
void ikelog_page_keymat(struct ikelog_page *page, const struct ikelog_exchange *exchange,
                        GString *out);

/* cbc.c: the IV of an encrypted message, and its decryption. */
void ikelog_page_iv(const struct ikelog_page *page, const struct ikelog_view *view, GString *out);
void ikelog_page_decryption(const struct ikelog_page *page, const struct ikelog_view *view,
                            GString *out);

/* nat.c: the hashes of the NAT-D payloads of a packet. */
void ikelog_page_natd(const struct ikelog_page *page, const struct ikelog_packet *packet,
                      const struct ikelog_view *view, GString *out);

/* octets.c: every octet of a message, closed and open. */
void ikelog_page_octets(const struct ikelog_page *page, const struct ikelog_view *view,
                        GString *out);

/* ladder.c: the exchange as a drawing with links. Finds page->first_failed. */
void ikelog_page_ladder(struct ikelog_page *page, GString *out);

/* outcome.c: who negotiates; how it came out. */
void ikelog_page_cast(const struct ikelog_page *page, GString *out);
void ikelog_page_outcome(const struct ikelog_page *page, GString *out);

/* message.c: the record of packet number `n` of the part. */
void ikelog_page_message(struct ikelog_page *page, guint n, GString *out);

/* fold.c: the number of packets from number `n` on that make one folded section; 1: none. */
guint ikelog_page_fold(const struct ikelog_page *page, guint n);

/* lines.c: the log lines of both sides. */
void ikelog_page_logs_begin(struct ikelog_page *page);
void ikelog_page_logs_end(struct ikelog_page *page);
void ikelog_page_lines(struct ikelog_page *page, struct ikelog_packet *packet, GString *out);

/*
 * anchor.c: the place in the page of packet number `n` of the part, and of the first packet of a
 * frame; NULL when the part has none of it. Newly allocated.
 */
char *ikelog_page_anchor(const struct ikelog_page *page, guint n);
char *ikelog_page_anchor_of_frame(const struct ikelog_page *page, uint32_t frame);

#endif

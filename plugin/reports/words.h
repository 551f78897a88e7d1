/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Small texts that several reports use. Each function appends to `text`. */
#ifndef IKELOG_REPORTS_WORDS_H
#define IKELOG_REPORTS_WORDS_H

#include "events/template_context.h"
#include "state/session.h"

/* "192.0.2.1"; "unknown" when the side was not seen. */
void ikelog_words_address(const struct ikelog_endpoint *endpoint, GString *text);

/* "192.0.2.1:500", "[2001:db8::1]:500". */
void ikelog_words_endpoint(const struct ikelog_endpoint *endpoint, GString *text);

/* "main", "aggressive", "base"; "unknown". Static storage. */
const char *ikelog_words_mode(uint8_t exchange_type);

/* What an exchange is: "Phase 1: main mode", "Phase 2: Quick Mode bc19200d". */
void ikelog_words_exchange(const struct ikelog_exchange *exchange, GString *text);

/* The authentication method of phase 1, or NULL while it is not known. Static storage. */
const char *ikelog_words_auth(const struct ikelog_sa *sa);

/* "0.021 s", "75 s" is "75.000 s". */
void ikelog_words_seconds(int64_t duration_ns, GString *text);

/*
 * Append `source`, a text with placeholders of events/values.h, for what `side` does in the message
 * of `view` (may have no record) under `sa`. False, with nothing appended, when a value is not
 * known.
 */
bool ikelog_words_expand(const char *source, const struct ikelog_view *view,
                         const struct ikelog_sa *sa, enum ikelog_side side, GString *text);

/* True when the message was captured twice. */
bool ikelog_words_is_copy(const struct ikelog_record *record);

/* Of one side of an IKE SA: its first address and port, its cookie in hex, how many messages and
 * repeats it sent. Nothing is appended for an address or a cookie that was not captured. */
void ikelog_words_side_address(const struct ikelog_sa *sa, enum ikelog_side side, GString *words);
void ikelog_words_side_cookie(const struct ikelog_sa *sa, enum ikelog_side side, GString *words);
void ikelog_words_side_messages(const struct ikelog_sa *sa, enum ikelog_side side, GString *words);

#endif

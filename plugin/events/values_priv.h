/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The functions that give the values; for the values_*.c files only. */
#ifndef IKELOG_EVENTS_VALUES_PRIV_H
#define IKELOG_EVENTS_VALUES_PRIV_H

#include "events/values.h"

/* One function a row: fill in *value, or return false when it is not known. */
#define X(identifier, name, type, meaning)                                        \
    bool ikelog_value_##identifier(const struct ikelog_template_context *context, \
                                   struct ikelog_value *value);
IKELOG_VALUE_ROWS(X)
#undef X

/* Append a text that is not empty; else the value is not known. NULL is allowed. */
bool ikelog_value_known_text(const char *text, struct ikelog_value *value);

/* What the context is about; NULL when there is no record. */
const struct ikelog_record *ikelog_template_context_record(
    const struct ikelog_template_context *context);
const struct ikelog_exchange *ikelog_template_context_exchange(
    const struct ikelog_template_context *context);
const struct ikelog_sa *ikelog_template_context_sa(const struct ikelog_template_context *context);
const struct ikelog_quick *ikelog_template_context_quick(
    const struct ikelog_template_context *context);

/*
 * The identity of a Quick Mode's starter (0) or of the other side (1). Without ID payloads it is
 * the address of that side of the IKE SA (RFC 2409 5.5). False when it is not known, and within an
 * identity.
 */
bool ikelog_template_context_quick_id(const struct ikelog_template_context *context, unsigned which,
                                      struct ikelog_id *id);

/* That of a side of the IKE SA, as the answer has it when there is one: it may be narrower. */
bool ikelog_template_context_agreed_id(const struct ikelog_template_context *context,
                                       enum ikelog_side side, struct ikelog_id *id);

/* Append an identity in the device's words. */
void ikelog_id_append(const struct ikelog_template_context *context, const struct ikelog_id *id,
                      GString *text);

/* Where a side is in this packet; without a packet, where it spoke from last. NULL: not known. */
const struct ikelog_endpoint *ikelog_template_context_end(
    const struct ikelog_template_context *context, enum ikelog_side side);

#endif

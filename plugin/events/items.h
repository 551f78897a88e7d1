/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The parts of a message that a device tells of one by one. */
#ifndef IKELOG_EVENTS_ITEMS_H
#define IKELOG_EVENTS_ITEMS_H

#include "events/template_context.h"

/* Parts of a kind that are told of in one message; later ones are not. */
#define IKELOG_MAX_ITEMS 64u

/* Called with the context of one part; `data` is the caller's. */
typedef void ikelog_item_visit(void *data, const struct ikelog_template_context *context);

/* Each payload that the device could read, in wire order. */
void ikelog_items_payloads(const struct ikelog_template_context *context, ikelog_item_visit *visit,
                           void *data);

/* Each attribute of the configuration payload at hand; else of the message's first one. */
void ikelog_items_config_attributes(const struct ikelog_template_context *context,
                                    ikelog_item_visit *visit, void *data);

/*
 * Each transform of the SA payload at hand, in wire order. `transform` is called before its
 * attributes, `attribute` for each of them. NULL: not wanted.
 */
void ikelog_items_transforms(const struct ikelog_template_context *context,
                             ikelog_item_visit *transform, ikelog_item_visit *attribute,
                             void *data);

/*
 * The body of the payload at hand when it is of this type; without a payload at hand, of the
 * message's first one of this type. False when there is none that the device could read.
 */
bool ikelog_item_payload(const struct ikelog_template_context *context, uint8_t type,
                         struct ikelog_octets *body);

#endif

/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Mode config and XAUTH, as far as events need them. */
#include "events/config.h"

#include "events/frame.h"
#include "wire/numbers.h"

/* XAUTH's own attributes, draft-beaulieu-ike-xauth 6. */
#define XAUTH_FIRST 16520u
#define XAUTH_LAST  16529u

static void take(struct ikelog_config *config, const struct ikelog_attribute *attribute)
{
    if (attribute->type >= XAUTH_FIRST && attribute->type <= XAUTH_LAST)
        config->xauth = true;
    switch (attribute->type) {
    case IKELOG_CONFIG_XAUTH_USER:
        config->user = attribute->value;
        break;
    case IKELOG_CONFIG_XAUTH_STATUS:
        config->has_status = ikelog_attribute_number(attribute, &config->status);
        break;
    case IKELOG_CONFIG_IP4_ADDRESS:
        config->address = attribute->value;
        break;
    default:
        break;
    }
}

/* type(1) reserved(1) identifier(2) attributes */
enum ikelog_status ikelog_config_read(struct ikelog_octets body, struct ikelog_config *config)
{
    struct ikelog_reader r = ikelog_reader_over(body.data, body.length);

    *config = (struct ikelog_config){0};
    config->type = ikelog_read_u8(&r);
    ikelog_read_u8(&r);
    ikelog_read_u16(&r);
    if (!ikelog_reader_ok(&r))
        return IKELOG_TRUNCATED;
    while (ikelog_reader_left(&r) > 0) {
        struct ikelog_attribute attribute;
        enum ikelog_status status = ikelog_attribute_read(&r, &attribute);

        if (status != IKELOG_OK)
            return status;
        take(config, &attribute);
    }
    return IKELOG_OK;
}

static enum ikelog_event_kind kind_of(const struct ikelog_config *config)
{
    static const enum ikelog_event_kind plain[] = {
        IKELOG_EVENT_CONFIG_REQUESTED, IKELOG_EVENT_CONFIG_ANSWERED, IKELOG_EVENT_CONFIG_SET,
        IKELOG_EVENT_CONFIG_ACKNOWLEDGED};
    static const enum ikelog_event_kind xauth[] = {
        IKELOG_EVENT_XAUTH_REQUESTED, IKELOG_EVENT_XAUTH_ANSWERED, IKELOG_EVENT_CONFIG_SET,
        IKELOG_EVENT_CONFIG_ACKNOWLEDGED};

    if (config->has_status && config->type != IKELOG_CONFIG_ACK)
        return config->status == 1 ? IKELOG_EVENT_XAUTH_OK : IKELOG_EVENT_XAUTH_FAILED;
    return config->xauth ? xauth[config->type - 1] : plain[config->type - 1];
}

void ikelog_detect_config(const struct ikelog_frame *frame)
{
    for (uint32_t i = 0; i < frame->view->chain.count; i++) {
        struct ikelog_octets body;
        struct ikelog_config config;

        if (!ikelog_view_payload(frame->view, i, IKELOG_PAYLOAD_CONFIG, &body))
            continue;
        if (ikelog_config_read(body, &config) != IKELOG_OK || config.type < IKELOG_CONFIG_REQUEST ||
            config.type > IKELOG_CONFIG_ACK)
            continue;
        ikelog_frame_report(frame, kind_of(&config), ikelog_frame_content_evidence(frame),
                            (enum ikelog_side)frame->record->side);
    }
}

/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What mode config and XAUTH ask for and give. */
#include "events/frame.h"
#include "wire/config.h"

static enum ikelog_event_kind kind_of(const struct ikelog_config *config)
{
    static const enum ikelog_event_kind plain[] = {
        IKELOG_EVENT_CONFIG_REQUESTED, IKELOG_EVENT_CONFIG_ANSWERED, IKELOG_EVENT_CONFIG_SET,
        IKELOG_EVENT_CONFIG_ACKNOWLEDGED};
    static const enum ikelog_event_kind xauth[] = {
        IKELOG_EVENT_XAUTH_REQUESTED, IKELOG_EVENT_XAUTH_ANSWERED, IKELOG_EVENT_CONFIG_SET,
        IKELOG_EVENT_CONFIG_ACKNOWLEDGED};

    if (ikelog_config_is_result(config))
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
        if (!ikelog_config_read(body, &config) || config.type < IKELOG_CONFIG_REQUEST ||
            config.type > IKELOG_CONFIG_ACK)
            continue;
        ikelog_frame_report(frame, kind_of(&config), ikelog_frame_content_evidence(frame),
                            (enum ikelog_side)frame->record->side);
    }
}

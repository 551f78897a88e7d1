/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Mode config and XAUTH, as far as those who follow exchanges need them. */
#include "wire/config.h"

#include "wire/decode_priv.h"
#include "wire/ident.h"

#define MOST_TEXT 128u /* octets of a user name in few words */

/* XAUTH's own attributes, draft-beaulieu-ike-xauth 6. */
#define XAUTH_FIRST 16520u
#define XAUTH_LAST  16529u

bool ikelog_config_is_xauth(uint32_t attribute)
{
    return attribute >= XAUTH_FIRST && attribute <= XAUTH_LAST;
}

static void take(struct ikelog_config *config, const struct ikelog_attribute *attribute)
{
    if (ikelog_config_is_xauth(attribute->type))
        config->xauth = true;
    switch (attribute->type) {
    case IKELOG_CONFIG_XAUTH_USER:
        config->user = attribute->value;
        break;
    case IKELOG_CONFIG_XAUTH_STATUS:
        config->has_status = ikelog_attribute_number(attribute, &config->status);
        break;
    case IKELOG_CONFIG_IP4_ADDRESS:
    case IKELOG_CONFIG_IP6_ADDRESS:
        config->wants_address = true;
        if (config->address.length == 0)
            config->address = attribute->value;
        break;
    default:
        break;
    }
}

/* type(1) reserved(1) identifier(2) attributes */
bool ikelog_config_read(struct ikelog_octets body, struct ikelog_config *config)
{
    struct ikelog_reader r = ikelog_reader_over(body.data, body.length);
    struct ikelog_attribute attribute;

    *config = (struct ikelog_config){0};
    config->type = ikelog_read_u8(&r);
    ikelog_read_u8(&r);
    ikelog_read_u16(&r);
    if (!ikelog_reader_ok(&r))
        return false;
    while (ikelog_reader_left(&r) > 0 && ikelog_attribute_read(&r, &attribute) == IKELOG_OK)
        take(config, &attribute);
    return true;
}

bool ikelog_config_is_result(const struct ikelog_config *config)
{
    return config->has_status && config->type != IKELOG_CONFIG_ACK;
}

bool ikelog_value_of_config(struct ikelog_octets body, GString *text)
{
    struct ikelog_config config;
    const char *type;

    if (!ikelog_config_read(body, &config))
        return false;
    type = ikelog_number_name(&ikelog_registry_config_type, config.type);
    g_string_append_printf(text, "%s%s", type ? type : "unknown type",
                           config.xauth ? " of XAUTH" : "");
    if (config.user.length) {
        g_string_append(text, ", user ");
        ikelog_text_escape(config.user, MOST_TEXT, text);
    }
    if (config.address.length == 4)
        g_string_append_printf(text, ", address %u.%u.%u.%u", config.address.data[0],
                               config.address.data[1], config.address.data[2],
                               config.address.data[3]);
    if (config.has_status)
        g_string_append(text, config.status == 1 ? ", status OK" : ", status FAIL");
    return true;
}

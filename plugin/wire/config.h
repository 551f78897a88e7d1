/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Mode config and XAUTH, as far as those who follow exchanges need them. */
#ifndef IKELOG_WIRE_CONFIG_H
#define IKELOG_WIRE_CONFIG_H

#include "wire/attribute.h"

#include <stdbool.h>

/* Types of a configuration payload (draft-dukes-ike-mode-cfg 3.1). */
enum ikelog_config_type {
    IKELOG_CONFIG_REQUEST = 1,
    IKELOG_CONFIG_REPLY = 2,
    IKELOG_CONFIG_SET = 3,
    IKELOG_CONFIG_ACK = 4,
};

/* Attributes that are looked for. */
enum {
    IKELOG_CONFIG_IP4_ADDRESS = 1,
    IKELOG_CONFIG_IP6_ADDRESS = 8,
    IKELOG_CONFIG_XAUTH_USER = 16521,
    IKELOG_CONFIG_XAUTH_STATUS = 16527,
};

/* What a configuration payload says. Values point into the body. */
struct ikelog_config {
    uint8_t type;
    bool xauth; /* has an attribute of XAUTH */
    bool has_status;
    uint64_t status;              /* XAUTH_STATUS: 1 ok, 0 failed */
    struct ikelog_octets user;    /* XAUTH_USER_NAME; length 0: none */
    struct ikelog_octets address; /* INTERNAL_IP4_ADDRESS, else _IP6_; length 0: none */
    bool wants_address;           /* has one of these, with a value or without */
};

/* False when the head is not all there. An attribute that is cut ends the reading; what was read
 * before it counts. */
bool ikelog_config_read(struct ikelog_octets body, struct ikelog_config *config);

/* The number is that of an attribute of XAUTH (draft-beaulieu-ike-xauth 6). */
bool ikelog_config_is_xauth(uint32_t attribute);

/* It says how XAUTH came out. An acknowledgement does not: it repeats what the other side said. */
bool ikelog_config_is_result(const struct ikelog_config *config);

#endif

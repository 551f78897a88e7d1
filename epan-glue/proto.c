/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Keeps the number that Wireshark gave the protocol. */

#include "compat.h"

#include "proto.h"

static int proto = -1;

int ikelog_proto(void)
{
    return proto;
}

int ikelog_proto_register(void)
{
    proto = proto_register_protocol("IKE Log", "IKELOG", "ikelog");
    return proto;
}

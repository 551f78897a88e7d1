/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The protocol as Wireshark knows it. */
#ifndef IKELOG_GLUE_PROTO_H
#define IKELOG_GLUE_PROTO_H

/* Wireshark's number of the protocol "IKE Log"; -1 before it is registered. */
int ikelog_proto(void);

/* Register it, before anything that belongs to it. Returns its number. */
int ikelog_proto_register(void);

#endif

/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The protocol as Wireshark knows it. */
#ifndef IKELOG_GLUE_PROTO_H
#define IKELOG_GLUE_PROTO_H

/* Wireshark's number of the protocol "IKE Log". */
int ikelog_proto(void);

#endif

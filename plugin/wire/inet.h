/* SPDX-License-Identifier: GPL-2.0-or-later */
/* inet_ntop, inet_pton and the address families, wherever the system declares them. */
#ifndef IKELOG_WIRE_INET_H
#define IKELOG_WIRE_INET_H

#ifdef _WIN32
#include <winsock2.h>
#include <ws2tcpip.h>
#else
#include <arpa/inet.h>
#include <sys/socket.h>
#endif

#endif

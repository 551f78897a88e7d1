/* SPDX-License-Identifier: GPL-2.0-or-later */
/* LD_PRELOAD: a kernel without PF_KEY gets one, spoken by the process behind $AFKEY_SOCKET. */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <netinet/in.h>
#include <poll.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>

/* A packet socket keeps the message boundaries that PF_KEY has (RFC 2367 1.3). */
int socket(int domain, int type, int protocol)
{
    int (*next)(int, int, int) = (int (*)(int, int, int))dlsym(RTLD_NEXT, "socket");
    const char *path = getenv("AFKEY_SOCKET");
    struct sockaddr_un address = {.sun_family = AF_UNIX};

    if (domain != PF_KEY || path == NULL || strlen(path) >= sizeof address.sun_path)
        return next(domain, type, protocol);
    strcpy(address.sun_path, path);
    int fd = next(AF_UNIX, SOCK_SEQPACKET, 0);
    if (fd >= 0 && connect(fd, (struct sockaddr *)&address, sizeof address) != 0)
        return -1;
    return fd;
}

/* A kernel has answered when send() returns, and daemons read without waiting: wait for them. */
ssize_t send(int fd, const void *octets, size_t length, int flags)
{
    ssize_t (*next)(int, const void *, size_t, int) =
        (ssize_t(*)(int, const void *, size_t, int))dlsym(RTLD_NEXT, "send");
    ssize_t sent = next(fd, octets, length, flags);
    int type = 0;
    socklen_t size = sizeof type;

    if (sent > 0 && getsockopt(fd, SOL_SOCKET, SO_TYPE, &type, &size) == 0 &&
        type == SOCK_SEQPACKET) {
        struct pollfd answer = {.fd = fd, .events = POLLIN};
        poll(&answer, 1, 1000);
    }
    return sent;
}

/* "IKE itself goes in clear" is asked for per socket; where nothing encrypts, it always does. */
int setsockopt(int fd, int level, int option, const void *value, socklen_t length)
{
    int (*next)(int, int, int, const void *, socklen_t) =
        (int (*)(int, int, int, const void *, socklen_t))dlsym(RTLD_NEXT, "setsockopt");

    if ((level == IPPROTO_IP && option == IP_IPSEC_POLICY) ||
        (level == IPPROTO_IPV6 && option == IPV6_IPSEC_POLICY))
        return 0;
    return next(fd, level, option, value, length);
}

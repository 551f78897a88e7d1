/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * LD_PRELOAD library for an IKE daemon on a kernel without ESP: requests that install, change or
 * remove an IPsec SA or policy become NLMSG_NOOP.  The kernel skips the body of such a message and
 * acknowledges it without an error, so the daemon goes on as if the SA were there.  Allocating an
 * SPI works without ESP and passes unchanged, and so does everything on other sockets.
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <linux/netlink.h>
#include <linux/xfrm.h>
#include <stdbool.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/uio.h>
#include <unistd.h>

#define REQUEST_MAX 65536

/* The next definition of a function that this library shadows. */
#define NEXT(name) ((__typeof__(&name))dlsym(RTLD_NEXT, #name))

static bool socket_is_xfrm(int fd)
{
    int domain = 0, protocol = 0;
    socklen_t domain_len = sizeof domain, protocol_len = sizeof protocol;

    return getsockopt(fd, SOL_SOCKET, SO_DOMAIN, &domain, &domain_len) == 0 &&
           domain == AF_NETLINK &&
           getsockopt(fd, SOL_SOCKET, SO_PROTOCOL, &protocol, &protocol_len) == 0 &&
           protocol == NETLINK_XFRM;
}

static bool request_changes_state(unsigned type)
{
    switch (type) {
    case XFRM_MSG_NEWSA:
    case XFRM_MSG_DELSA:
    case XFRM_MSG_UPDSA:
    case XFRM_MSG_NEWPOLICY:
    case XFRM_MSG_DELPOLICY:
    case XFRM_MSG_UPDPOLICY:
        return true;
    default:
        return false;
    }
}

/* The request to send in place of buf: buf itself, or a copy in scratch with its type changed. */
static const void *disarm(int fd, const void *buf, size_t len, unsigned char *scratch)
{
    struct nlmsghdr header;

    if (len < sizeof header || len > REQUEST_MAX || !socket_is_xfrm(fd))
        return buf;
    memcpy(&header, buf, sizeof header);
    if (!request_changes_state(header.nlmsg_type))
        return buf;
    header.nlmsg_type = NLMSG_NOOP;
    memcpy(scratch, buf, len);
    memcpy(scratch, &header, sizeof header);
    return scratch;
}

ssize_t sendto(int fd, const void *buf, size_t len, int flags, const struct sockaddr *to,
               socklen_t to_len)
{
    unsigned char scratch[REQUEST_MAX];

    return NEXT(sendto)(fd, disarm(fd, buf, len, scratch), len, flags, to, to_len);
}

ssize_t send(int fd, const void *buf, size_t len, int flags)
{
    unsigned char scratch[REQUEST_MAX];

    return NEXT(send)(fd, disarm(fd, buf, len, scratch), len, flags);
}

ssize_t write(int fd, const void *buf, size_t len)
{
    unsigned char scratch[REQUEST_MAX];

    return NEXT(write)(fd, disarm(fd, buf, len, scratch), len);
}

ssize_t sendmsg(int fd, const struct msghdr *message, int flags)
{
    unsigned char scratch[REQUEST_MAX];
    struct msghdr copy = *message;
    struct iovec part;

    if (message->msg_iovlen == 1) {
        part = message->msg_iov[0];
        part.iov_base = (void *)disarm(fd, part.iov_base, part.iov_len, scratch);
        copy.msg_iov = &part;
    }
    return NEXT(sendmsg)(fd, &copy, flags);
}

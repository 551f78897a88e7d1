# SPDX-License-Identifier: GPL-2.0-or-later
"""The kernel's half of PF_KEY version 2 (RFC 2367), for a daemon on a kernel that has none.

Nothing is encrypted here: every SA that the daemon installs is taken and noted.
"""
import ipaddress
import itertools
import os
import socket
import struct
import threading

GETSPI, UPDATE, ADD, DELETE, ACQUIRE, REGISTER, FLUSH, DUMP = 1, 2, 3, 4, 6, 7, 9, 10
SPDADD, SPDDUMP, SPDFLUSH = 14, 18, 19
SATYPE_AH, SATYPE_ESP = 2, 3
EXT_SA, EXT_SOURCE, EXT_TARGET, EXT_PROPOSAL, EXT_AUTHS, EXT_CIPHERS = 1, 5, 6, 13, 14, 15
EXT_AUTH_KEY, EXT_CIPHER_KEY, EXT_POLICY = 8, 9, 18
POLICY_IPSEC, IN, OUT, TUNNEL, REQUIRE, PROTO_ESP, ANY = 2, 1, 2, 2, 2, 50, 255

# (number, IV length, shortest key, longest key)
AUTHS = ((2, 0, 128, 128), (3, 0, 160, 160), (5, 0, 256, 256), (6, 0, 384, 384), (7, 0, 512, 512))
CIPHERS = ((2, 8, 64, 64), (3, 8, 192, 192), (11, 0, 0, 2048), (12, 16, 128, 256))


def extension(kind, body):
    """Length in units of eight octets, type, body padded to such a unit."""
    body += b"\0" * (-(len(body) + 4) % 8)
    return struct.pack("=HH", (len(body) + 4) // 8, kind) + body


def message(kind, satype, extensions, seq=0, pid=0):
    body = b"".join(extensions)
    return struct.pack("=BBBBHHII", 2, kind, 0, satype, (len(body) + 16) // 8, 0, seq, pid) + body


def sockaddr(address):
    return struct.pack("=HH4s8x", socket.AF_INET, 0, ipaddress.ip_address(address).packed)


def selector(kind, network):
    network = ipaddress.ip_network(network)
    return extension(kind, struct.pack("=BBH", ANY, network.prefixlen, 0)
                     + sockaddr(str(network.network_address)))


def tunnel_policy(direction, number, source, target, protocols):
    """One request for each IP protocol (50 ESP, 51 AH), innermost first."""
    requests = b"".join(struct.pack("=HHBBHII", 16 + 32, protocol, TUNNEL, REQUIRE, 0, 0, 0)
                        + sockaddr(source) + sockaddr(target) for protocol in protocols)
    return extension(EXT_POLICY, struct.pack("=HBBII", POLICY_IPSEC, direction, 0, number, 0)
                     + requests)


class Policy:
    """A tunnel: our network and gateway, the peer's gateway and network."""

    def __init__(self, net, gateway, peer, peer_net, protocols=(PROTO_ESP,)):
        self.net, self.gateway, self.peer, self.peer_net = net, gateway, peer, peer_net
        self.protocols = protocols

    def rows(self, number):
        """The outbound and the inbound policy, as a dump lists them."""
        yield OUT, number, self.net, self.peer_net, self.gateway, self.peer, self.protocols
        yield IN, number + 1, self.peer_net, self.net, self.peer, self.gateway, self.protocols


class KeyKernel:
    """Listens at a path; every connection is one PF_KEY socket of a daemon."""

    def __init__(self, path, policies=()):
        self.path = path
        self.rows = [row for n, policy in enumerate(policies) for row in policy.rows(8 * (n + 1))]
        self.spis = itertools.count(int.from_bytes(os.urandom(4), "big") | 0x08000000)
        self.installed = []             # (SPI, source, destination, cipher key, integrity key)
        self.clients = []
        self.listener = socket.socket(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        self.listener.bind(path)
        self.listener.listen()
        threading.Thread(target=self.accept, daemon=True).start()

    def accept(self):
        while True:
            try:
                client, _ = self.listener.accept()
            except OSError:
                return
            self.clients.append(client)
            threading.Thread(target=self.serve, args=(client,), daemon=True).start()

    def serve(self, client):
        try:
            request = client.recv(65536)
            while len(request) >= 16:
                for answer in self.answers(request):
                    client.send(answer)
                request = client.recv(65536)
        except OSError:
            return                      # the daemon has gone

    def answers(self, request):
        _, kind, _, satype, _, _, seq, pid = struct.unpack_from("=BBBBHHII", request)
        found = extensions(request)
        if kind == REGISTER:
            yield message(kind, satype, self.algorithms(), seq, pid)
        elif kind == SPDDUMP:
            yield from self.policy_dump(seq, pid)
        elif kind == GETSPI:
            spi = struct.pack(">I", next(self.spis) & 0xffffffff) + bytes(8)
            pair = [found[EXT_SOURCE], found[EXT_TARGET]]
            yield message(kind, satype, [extension(EXT_SA, spi)] + pair, seq, pid)
        elif kind == DUMP:
            yield struct.pack("=BBBBHHII", 2, kind, 2, satype, 2, 0, 0, pid)    # ENOENT: no SA
        else:
            if kind in (ADD, UPDATE) and satype in (SATYPE_AH, SATYPE_ESP):
                self.installed.append(sa_row(found))
            yield request

    @staticmethod
    def algorithms():
        for kind, rows in ((EXT_AUTHS, AUTHS), (EXT_CIPHERS, CIPHERS)):
            body = b"".join(struct.pack("=BBHHH", *row, 0) for row in rows)
            yield extension(kind, b"\0" * 4 + body)

    def policy_dump(self, seq, pid):
        """The last message of a dump has the sequence number 0."""
        if not self.rows:
            yield struct.pack("=BBBBHHII", 2, SPDDUMP, 2, 0, 2, 0, seq, pid)
        for left, row in zip(range(len(self.rows) - 1, -1, -1), self.rows):
            direction, number, net, peer_net, *gateways_and_protocols = row
            yield message(SPDDUMP, 0, [
                selector(EXT_SOURCE, net), selector(EXT_TARGET, peer_net),
                tunnel_policy(direction, number, *gateways_and_protocols)], left, pid)

    def acquire(self, index=0):
        """Traffic wants the policy's tunnel: ask the daemon for SAs, as a packet would."""
        row = [r for r in self.rows if r[0] == OUT][index]
        _, number, _, _, gateway, peer, _ = row
        request = message(ACQUIRE, SATYPE_ESP, [
            extension(EXT_SOURCE, struct.pack("=BBH", ANY, 32, 0) + sockaddr(gateway)),
            extension(EXT_TARGET, struct.pack("=BBH", ANY, 32, 0) + sockaddr(peer)),
            extension(EXT_PROPOSAL, struct.pack("=B3x", 32)),
            extension(EXT_POLICY, struct.pack("=HBBII", POLICY_IPSEC, OUT, 0, number, 0))],
            seq=number)
        for client in self.clients:
            client.send(request)

    def stop(self):
        self.listener.close()
        for client in self.clients:
            client.close()
        if os.path.exists(self.path):
            os.remove(self.path)


def extensions(request):
    """Type -> extension of a request."""
    at, found = 16, {}
    while at + 4 <= len(request):
        length, kind = struct.unpack_from("=HH", request, at)
        if length == 0:
            break
        found[kind] = request[at:at + 8 * length]
        at += 8 * length
    return found


def sa_row(found):
    """The row of an SA for Evidence.esp."""
    def address(kind):
        return str(ipaddress.ip_address(found[kind][12:16]))

    def key(kind):
        if kind not in found:
            return ""
        bits, = struct.unpack_from("=H", found[kind], 4)
        return found[kind][8:8 + bits // 8].hex()

    return (found[EXT_SA][4:8].hex(), address(EXT_SOURCE), address(EXT_TARGET),
            key(EXT_CIPHER_KEY), key(EXT_AUTH_KEY))

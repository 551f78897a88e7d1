/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Who said it: the side of a message, by addresses, by ports, and by turns where neither helps. */
#include "transcript.h"

/* A message of one IKE SA between the cookies ii… and rr…, with nothing but its source and port. */
struct heard {
    uint8_t src, dst; /* last octet of 127.0.0.x */
    uint16_t src_port, dst_port;
    bool answered; /* both cookies are there */
    uint8_t exchange;
    uint32_t message_id;
    uint8_t mark; /* of the body: another one is another message */
    enum ikelog_side side;
};

static void hear(struct ikelog_session *session, const struct heard *heard, uint32_t frame,
                 const char *what)
{
    uint8_t octets[IKELOG_HEADER_LEN + 8] = {0};
    const uint8_t tail[] = {10, 0x10, heard->exchange, 0, 0, 0, 0, (uint8_t)heard->message_id, 0, 0,
                            0,  36};
    const uint8_t nonce[] = {0, 0, 0, 8, heard->mark, 0, 0, 0};
    struct ikelog_datagram d = {.frame = frame, .time_ns = frame * INT64_C(1000000000), .ttl = 64};
    const struct ikelog_record *record;

    memset(octets, 'i', IKELOG_COOKIE_LEN);
    if (heard->answered)
        memset(octets + IKELOG_COOKIE_LEN, 'r', IKELOG_COOKIE_LEN);
    memcpy(octets + 16, tail, sizeof tail);
    memcpy(octets + IKELOG_HEADER_LEN, nonce, sizeof nonce);
    d.ip_id = (int32_t)frame;
    d.src = (struct ikelog_endpoint){
        .family = 4, .address = {127, 0, 0, heard->src}, .port = heard->src_port};
    d.dst = (struct ikelog_endpoint){
        .family = 4, .address = {127, 0, 0, heard->dst}, .port = heard->dst_port};
    d.message = (struct ikelog_octets){octets, sizeof octets};
    d.on_wire = sizeof octets;
    record = ikelog_session_feed(session, &d);
    g_assert_nonnull(record);
    if (record->side != heard->side)
        g_test_fail_printf("%s: message %u is said to be the %s's", what, frame,
                           ikelog_side_name((enum ikelog_side)record->side));
}

#define I IKELOG_INITIATOR
#define R IKELOG_RESPONDER

static const struct {
    const char *what;
    struct heard heard[5];
    unsigned count;
} talks[] = {
    {"addresses tell",
     {{1, 2, 500, 500, false, 2, 0, 1, I},
      {2, 1, 500, 500, true, 2, 0, 2, R},
      {1, 2, 500, 500, true, 2, 0, 3, I},
      {2, 1, 500, 500, true, 2, 0, 4, R}},
     4},
    {"the same address, ports tell",
     {{1, 1, 5000, 500, false, 2, 0, 1, I},
      {1, 1, 500, 5000, true, 2, 0, 2, R},
      {1, 1, 500, 5000, true, 5, 7, 3, R},
      {1, 1, 5000, 500, true, 2, 0, 4, I}},
     4},
    {"the same address and port, turns tell, and a repeat keeps its side",
     {{1, 1, 500, 500, false, 2, 0, 1, I},
      {1, 1, 500, 500, true, 2, 0, 2, R},
      {1, 1, 500, 500, true, 2, 0, 2, R},
      {1, 1, 500, 500, true, 2, 0, 3, I},
      {1, 1, 500, 500, true, 2, 0, 4, R}},
     5},
    {"behind NAT, whoever does not use an IKE port began, though its messages come second",
     {{2, 1, 4500, 61000, true, 32, 9, 1, R}, {1, 2, 61000, 4500, true, 32, 9, 2, I}},
     2},
    {"a port that changes within the conversation",
     {{1, 2, 500, 500, false, 2, 0, 1, I},
      {2, 1, 500, 500, true, 2, 0, 2, R},
      {1, 2, 4500, 4500, true, 2, 0, 3, I},
      {2, 1, 4500, 4500, true, 2, 0, 4, R}},
     4},
};

static void test_side_is_that_of_who_spoke(void)
{
    for (size_t i = 0; i < G_N_ELEMENTS(talks); i++) {
        struct ikelog_session *session = ikelog_session_new(NULL);

        for (unsigned n = 0; n < talks[i].count; n++)
            hear(session, &talks[i].heard[n], n + 1, talks[i].what);
        g_assert_cmpuint(ikelog_session_sa_count(session), ==, 1);
        ikelog_session_free(session);
    }
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/sides/side-is-that-of-who-spoke", test_side_is_that_of_who_spoke);
    return g_test_run();
}

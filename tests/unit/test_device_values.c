/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Placeholders that the logs of devices need: what each is in a frame; and that none lacks a test.
 */
#include "transcript.h"

#include "events/values.h"

#define HEAD                                                      \
    "[dialect]\nname=test\n[packet]\nboth={icmp}\n[identities]\n" \
    "4={id-first} {id-last}\n"
#define SAY(group, text) HEAD "[" group "]\nboth=" text "\n"
#define I                IKELOG_INITIATOR
#define R                IKELOG_RESPONDER

static const struct talk_row rows[] = {
    /* who */
    {"ag-psk", 0, I, SAY("packet/a", "{initiator} {responder} {actor} {other}"),
     "192.0.2.1 192.0.2.2 initiator responder"},
    {"ag-psk", 1, I, SAY("packet/a", "{local-id} {actor-id}"), "road@example.com gate.example.com"},
    {"ag-psk", 1, I, SAY("packet/a", "{my-cookie} {his-cookie} {rcookie}"),
     "148b7e755bce5432 26893c7d1747505c 26893c7d1747505c"},
    {"ag-psk", 1, R, SAY("packet/a", "{my-cookie} {his-cookie}"),
     "26893c7d1747505c 148b7e755bce5432"},
    {"address-changed", 9, I, SAY("address-changed", "{address}:{port}"), "192.0.2.3:500"},
    {"nat-inside", 4, I, SAY("packet/a", "{packet-local} {packet-peer} {nat}"),
     "10.9.0.2 203.0.113.2 local"},
    {"ag-psk", 2, R, SAY("packet/a", "{nat}"), "none"},
    {"mm-psk-bare", 4, R, SAY("packet/a", "{nat}"), ""}, /* nobody looked */
    {"ag-xauth", 8, R, SAY("packet/a", "{xauth-user}"), "alice"},
    {"ag-xauth", 0, R, SAY("packet/a", "{xauth-user}"), "alice"}, /* it comes later */
    {"ag-psk", 1, I,
     HEAD "[word/a]\nid=phase1-peer\ntext={id-type}:{id-octets}\n"
          "[packet/a]\nboth={a}\n",
     "2:676174652e6578616d706c652e636f6d"},
    {"nat-inside", 4, I, SAY("packet/a", "{local-port} {peer-port} {connection}"),
     "4500 4500 Other Connections"},
    /* the course of the negotiation */
    {"no-peer", 0, I, SAY("packet/a", "{own-message}"), "1"},
    {"no-peer", 1, I, SAY("packet/a", "{own-message}"), "1"}, /* the same message */
    {"mm-psk", 2, I, SAY("packet/a", "{own-message}"), "2"},
    {"quick-mode-refused", 8, I, SAY("packet/a", "{answered}"), "8"},
    {"ag-psk", 0, I, SAY("packet/a", "{answered}"), ""}, /* not before this frame */
    {"libreswan-psk", 8, I, SAY("packet/a", "{age}.{age-microseconds:06d}"), "0.019352"},
    {"no-proposal-phase1", 0, R, SAY("packet/a", "{refused} {refusal-type} {refusal-length}"),
     "2 14 56"},
    {"no-proposal-phase1", 0, R, SAY("packet/a", "{refused-before}"), ""},
    {"quick-mode-refused", 8, I, SAY("packet/a", "{refused-before}"), "8"},
    {"ag-psk", 0, R, SAY("packet/a", "{refused}"), ""},
    {"no-proposal-phase1", 1, R, SAY("packet/a", "{we-refused}"), "2"},
    {"no-proposal-phase1", 1, I, SAY("packet/a", "{we-refused}"), ""},
    {"libreswan-answers", 10, I, SAY("packet/a", "{we-deleted}"), "10"},
    {"libreswan-answers", 10, R, SAY("packet/a", "{we-deleted}"), ""},
    {"libreswan-rekey", 9, I, SAY("packet/a", "{quick-state} {replaced-quick}"), "3 2"},
    {"libreswan-rekey", 6, I, SAY("packet/a", "{replaced-quick}"), ""},
    {"ag-xauth", 4, I, SAY("packet/a", "{message-id-half}"), "3559"},
    /* octets */
    {"ag-psk", 2, I, SAY("packet/a", "{header} {first-payload}"),
     "148b7e755bce543226893c7d1747505c08100401000000000000006c 8"},
    {"ag-psk", 2, I, SAY("packet/a", "{octets}"),
     "148b7e755bce543226893c7d1747505c08100401000000000000006c"
     "a7b1d23f07f26fdb21c8b8ae44403d5be1fd827242f991c0c632e3d9b3ef1c41"
     "2e612fd70ff648c3593402680b6f0d3988a91d430bd37ca7bbeb983c119cdc6d"
     "18c86cda0eecf31f82495712ad9d10cd"},
    {"ag-psk", 2, I, SAY("packet/a", "{plaintext}"), /* with its padding */
     "140000182004ebf677149388c09e11165bca36748a414ee0"
     "140000180ed3d813bd243a028ec281f898f52671f3a1ca39"
     "00000018272f70b597655eb6972ab554dbfc7621d55ec2f4"
     "0000000000000000"},
    /* {joined} is in the golden log mm-rsa-fragments.strongswan */
    /* what was agreed on */
    {"ag-psk", 1, I, SAY("packet/a", "{ike-hash} {ike-group} {ike-auth} {ike-life}"),
     "2 2 1 15840"},
    {"ag-psk", 1, I, SAY("packet/a", "{ike-kilobytes}"), ""},
    {"ag-psk", 4, I,
     SAY("packet/a", "{ipsec-transform} {ipsec-bits} {ipsec-auth} {ipsec-mode} {ipsec-life}"),
     "12 128 2 1 3960"},
    {"ag-psk", 4, I, SAY("packet/a", "{inbound-spi:x} {outbound-spi:x}"), "cae3c9ce cc35b9ea"},
    {"ag-psk", 4, I, SAY("packet/a", "{ipsec-kilobytes}"), ""},
    {"ag-psk", 4, I, SAY("packet/a", "{ipsec-group}"), ""},
    {"mm-psk-pfs", 6, I, SAY("packet/a", "{ipsec-group}"), "5"},
    {"ag-psk", 3, R, SAY("packet/a", "{id-cr-protocol} {id-local}"), "0 10.2.0.0 10.2.255.255"},
    {"ag-psk", 3, R,
     SAY("transform", "{proposal-number} {proposal-protocol} {proposal-spi} {transform-number}"),
     "1 3 cae3c9ce 1"},
    {"ag-psk", 0, R, HEAD "[attribute]\ntype=12\nboth={attribute-length} {attribute-octets}\n",
     "2 3de0"},
    /* payloads */
    {"ag-psk", 1, I,
     HEAD "[payload]\ntype=5\nboth={id-type} {id-protocol} {id-port} {payload-id} {payload-next}\n",
     "2 0 0 gate.example.com 13"},
    {"ag-psk", 0, R, HEAD "[payload]\ntype=13\nnth=3\nboth={vendor-major}\n", "194"},
    {"mm-psk", 3, I, HEAD "[payload]\ntype=20\nboth={natd} {natd-of} {natd-address}:{natd-port}\n",
     "unchecked local 192.0.2.1:500 | unchecked peer 192.0.2.2:500"},
    {"no-proposal-phase2", 7, I,
     SAY("payload/a", "{payload-notify} {notify-number} {notify-protocol} {notify-spi}"),
     "NO_PROPOSAL_CHOSEN 14 3 00000000"},
    {"racoon-deleted", 13, I, SAY("payload/a", "{notify-number} {notify-data}"), "36136 00000569"},
    {"libreswan-answers", 9, R, SAY("payload/a", "{delete-protocol} {delete-spi:x} {delete-count}"),
     "3 ca49bf21 1"},
    {"mm-ecdsa", 4, R, SAY("payload/a", "{cert-encoding} {cert-subject} of {cert-issuer}"),
     "4 C=CH, O=Lab, CN=client.example.com of C=CH, O=Lab, CN=ca"},
    {"mm-rsa", 3, I, SAY("payload/a", "{cert-encoding} {cert-authority}"), "4 C=CH, O=Lab, CN=ca"},
    {"mm-rsa", 3, I, SAY("payload/a", "{authority}"), ""}, /* message 5 came in IP fragments */
    {"cert-untrusted-responder", 3, I, SAY("payload/a", "{cert-authority}: {authority}"),
     "C=CH, O=Lab, CN=ca: ours | C=CH, O=Lab, CN=other: other"},
    {"hybrid-untrusted-gateway", 4, R, SAY("payload/a", "{cert-authority}: {authority}"),
     "C=CH, O=Lab, CN=other: other"}, /* its certificate is of another */
    {"mm-rsa-fragments", 4, R, SAY("payload/a", "{fragment}"), "1"},
    {"mm-rsa-fragments", 4, R, SAY("payload/a", "{fragments}"), ""}, /* more may come */
    {"mm-rsa-fragments", 6, R, SAY("payload/a", "{fragment} of {fragments}"), "3 of 3"},
    {"ag-xauth", 8, I, SAY("payload/a", "{config-type} {config-identifier}"), "2 0"},
    {"ag-xauth", 8, I,
     HEAD "[list/a]\nof=config-attributes\nitem={attribute}={attribute-address}\nseparator=+\n"
          "[packet/a]\nboth={a}\n",
     "1=10.3.0.1+3=10.2.0.53+4=10.2.0.54"},
    {"ag-xauth", 4, I,
     HEAD "[list/a]\nof=config-attributes\nitem={attribute}={attribute-text}\nseparator=+\n"
          "[packet/a]\nboth={a}\n",
     "16521=alice+16522=s3cret"},
};

static void test_each_value_is_that_of_its_frame(void)
{
    talk_expect_said(rows, G_N_ELEMENTS(rows));
}

/* Where tests write placeholders: with a dialect of their own, or texts that a golden file holds.
 */
static const char *const places[][2] = {
    {"tests/unit", "test_values.c"},        {"tests/unit", "test_device_values.c"},
    {"tests/unit", "test_dialect_words.c"}, {"tests/unit", "test_dialect_parts.c"},
    {"tests/unit", "test_events.c"},        {"plugin/events", "event_text_rows.h"},
    {"plugin/events", "message_rows.h"},    {"plugin/events", "advice_rows.h"},
    {"plugin/events", "describe.c"},
};

static GString *read_places(void)
{
    GString *all = g_string_new(NULL);

    for (size_t i = 0; i < G_N_ELEMENTS(places); i++) {
        char *path = g_test_build_filename(G_TEST_DIST, places[i][0], places[i][1], NULL), *text;

        g_assert_true(g_file_get_contents(path, &text, NULL, NULL));
        g_string_append(all, text);
        g_free(text);
        g_free(path);
    }
    return all;
}

static void test_no_placeholder_lacks_a_test(void)
{
    GString *all = read_places();

#define X(identifier, name, type, meaning)                                    \
    if (!strstr(all->str, "{" name "}") && !strstr(all->str, "{" name ":") && \
        !strstr(all->str, "{" name "+"))                                      \
        g_test_fail_printf("no test has {%s}", name);
    IKELOG_VALUE_ROWS(X)
#undef X
    g_string_free(all, TRUE);
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/device-values/each-is-that-of-its-frame",
                    test_each_value_is_that_of_its_frame);
    g_test_add_func("/device-values/no-placeholder-lacks-a-test", test_no_placeholder_lacks_a_test);
    return g_test_run();
}

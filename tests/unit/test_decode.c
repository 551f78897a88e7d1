/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The decoder: what it says of each payload, and that no input makes it lie about offsets. */
#include "wire/decode.h"
#include "wire/numbers.h"

#include "recorder.h"
#include "wire_hex.h"

#include <string.h>

static const struct ikelog_decode_context plain = {
    .cut = true, .exchange_type = 2, .gdoi = false, .phase = 1};

/* Decode and look for lines: each of `lines` (separated by '|') must be in the log, in this order.
 */
static void assert_says(uint8_t first, const struct ikelog_decode_context *context, const char *hex,
                        const char *lines)
{
    struct ikelog_octets data = octets_of(hex);
    char **wanted = g_strsplit(lines, "|", -1);
    struct recorder recorder;
    const char *at;

    decode_octets(data, first, context, &recorder);
    at = recorder.log->str;
    for (char **line = wanted; *line; line++) {
        const char *found = strstr(at, *line);

        if (!found)
            g_error("'%s' is missing in this place of:\n%s", *line, recorder.log->str);
        at = found + strlen(*line);
    }
    recorder_clear(&recorder);
    g_strfreev(wanted);
    g_free((gpointer)data.data);
}

/* C=CH, O=Example, CN=gw */
#define DN                                                                  \
    "302c 310b3009060355040613024348 3110300e060355040a0c074578616d706c65 " \
    "310b300906035504030c026777"

struct says {
    uint8_t type;
    const char *hex, *lines;
};

static const struct says payloads[] = {
    /* SA of phase 1 */
    {1,
     "0d000038 00000001 00000001 0000002c 01010001 00000024 01010000 80010005 80020002 80030001 "
     "80040002 800b0001 000c0004 00007080 00000014 4a131c81070358455c5728f20e95452f",
     "{Security Association|payload.next=13|sa.doi=1|sa.situation=1|situation.identity_only=1|"
     "situation.secrecy=0|{Proposal|proposal.number=1|proposal.protocol=1|proposal.spi_size=0|"
     "proposal.transforms=1|{Transform|transform.number=1|transform.isakmp=1|"
     "{Encryption-Algorithm|attribute.format=1|attribute.type.ike=1|attribute.encryption=5|"
     "}: 3DES-CBC|attribute.hash=2|}: SHA|attribute.auth=1|}: Pre-shared key|attribute.group=2|"
     "attribute.life_type=1|}: Seconds|attribute.length=4|attribute.life_duration=28800|"
     "}: 28800 seconds (8:00:00)|} 1: KEY_IKE|} 1: ISAKMP|}: 3DES/SHA-1/DHG2|"
     "{Vendor ID|vid=4a131c81070358455c5728f20e95452f|vid.name=NAT-T (RFC 3947)|"
     "}: NAT-T (RFC 3947)"},
    /* SA of phase 2 with an unknown attribute and a duration of 8 octets */
    {1,
     "0000003c 00000001 00000001 00000030 01030401 c0ffee01 00000024 010c0000 80050002 "
     "80010001 00020008 0000000000000e10 fde80002 00007d01 0001 ff",
     "proposal.spi=c0ffee01|transform.esp=12|attribute.type.ipsec=5|attribute.auth_algorithm=2|"
     "}: HMAC-SHA|attribute.life_duration=3600|{Attribute #32232|attribute.value=0002|"},
    /* labels: level of 3 octets and 9 category bits */
    {1,
     "00000030 00000001 00000006 0000dead 00030000 01020300 00090000 ff800000 00000000 00000000"
     "00000008 01010000",
     "sa.labeled_domain=57005|{Secrecy label|secrecy.length=3|secrecy.level=010203|"
     "label_padding=00|secrecy.category_bits=9|secrecy.category=ff80|label_padding=0000|"
     "{Integrity label|integrity.length=0|integrity.category_bits=0|{Proposal"},
    {4, "0a000008 01020304 00000006 aabb", "ke.data=01020304|nonce=aabb"},
    {8, "09000006 0102 00000006 0304", "{Hash|hash=0102|{Signature|sig=0304"},
    {8, "00000004", "! 2 @0+4 the payload is empty"},
    /* identities */
    {5, "0000000c 011101f4 c0000201",
     "id.type=1|id.protocol=17|id.port=500|id.ipv4=3221225985|id.text=192.0.2.1|"
     "}: 192.0.2.1, UDP port 500"},
    {5, "00000010 04000000 0a010000 ffff0000",
     "id.ipv4=167837696|id.ipv4_mask=4294901760|id.text=10.1.0.0/16|}: 10.1.0.0/16"},
    {5, "00000028 08000000 20010db8000000000000000000000001 20010db800000000000000000000000f",
     "id.ipv6=20010db8000000000000000000000001|id.ipv6_end=20010db800000000000000000000000f|"
     "id.text=2001:db8::1-2001:db8::f"},
    {5, "0000000a 02000000 610a", "id.data=610a|id.text=a\\x0a|}: a\\x0a"},
    {5, "00000036 09000000 " DN, "id.text=C=CH, O=Example, CN=gw|}: C=CH, O=Example, CN=gw"},
    {5, "0000000b 01000000 c00002", "! 2 @8+3 IPV4_ADDR has 4 octets, not 3|id.data=c00002"},
    {5, "00000006 0100", "id.type=1|id.protocol=0|! 1 @6+0"},
    /* certificates: not X.509 although it says so, a CRL, a request for an authority */
    {6, "00000008 04 303132", "cert.encoding=4|cert.data=303132|! 2 @5+3|certificate 4 @5+3"},
    {6, "00000008 07 303132",
     "cert.encoding=7|certificate 7 @5+3|}: Certificate revocation list (CRL)"},
    {6, "00000005 04", "! 2 @4+1 no certificate follows"},
    {7, "00000005 04", "cert_req.encoding=4|}: X.509 certificate - signature\n"},
    {7, "00000033 04 " DN, "cert_req.authority=C=CH, O=Example, CN=gw|}"},
    {7, "00000007 04 3001", "cert_req.data=3001|! 2 @5+2 this is no distinguished name"},
    /* notifications */
    {11, "0000000c 00000001 0300 000e",
     "notify.doi=1|notify.protocol=3|notify.type=14|}: NO-PROPOSAL-CHOSEN"},
    {11, "0000001c 00000001 0110 6002 01020304050607081112131415161718",
     "notify.spi=01020304050607081112131415161718|notify.icookie=0102030405060708|"
     "notify.rcookie=1112131415161718|}: INITIAL-CONTACT"},
    {11, "00000020 00000001 0110 8d28 01020304050607081112131415161718 00000007",
     "notify.rcookie=|notify.sequence=7|}: R-U-THERE"},
    {11, "00000010 00000001 0300 6001 00000001", "notify.replay_status=1"},
    {11, "0000000e 00000001 0300 6001 0001", "! 2 @12+2|notify.data=0001"},
    {11, "00000018 00000001 0300 6000 80010001 00020004 00000e10",
     "attribute.type.ipsec=1|attribute.life_type=1|attribute.life_duration=3600|}: 3600 seconds (1:00:00)"},
    {11, "00000018 00000001 0100 6000 800b0001 000c0004 00000e10",
     "attribute.type.ike=11|attribute.life_type=1|attribute.life_duration=3600|}: 3600 seconds (1:00:00)"},
    {11, "00000010 00000001 0100 9e35 c0000201", "notify.ipv4=3221225985|}: UNITY-LOAD-BALANCE"},
    {11, "00000011 00000001 0100 0018 62616421 00", "notify.data=6261642100|notify.text=bad!"},
    {11, "0000000d 00000001 0100 0001 54", "notify.payload=84|}: INVALID-PAYLOAD-TYPE"},
    {11, "0000000e 00000001 0104 000b 0102", "notify.type=11|! 1 @12+2|"},
    /* deletes */
    {12, "00000014 00000001 03040002 11111111 22222222",
     "delete.count=2|delete.spi=11111111|delete.spi=22222222|}: IPSEC_ESP"},
    {12, "00000010 00000001 0304ffff 11111111", "! 2 @8+4|delete.spi=11111111"},
    {12, "00000010 00000001 03040000 11111111", "! 6 @12+4|payload.data=11111111"},
    {12, "0000001c 00000001 01100001 01020304050607081112131415161718",
     "delete.icookie=0102030405060708|delete.rcookie=1112131415161718"},
    /* vendor IDs with details, unknown, empty */
    {13, "00000018 4048b7d56ebce88525e7de7f00d6c2d380000000",
     "vid.name=IKE fragmentation|vid.details=features 0x80000000|}: IKE fragmentation, features"},
    {13, "00000008 01020304", "vid=01020304|}: unknown"},
    {13, "00000004", "! 2 @0+4"},
    /* NAT traversal */
    {20, "15000006 abcd 0000000c 01000000 c0000201",
     "{NAT-D (RFC 3947)|natd=abcd|{NAT-OA (RFC 3947)|natoa.type=1|natoa.ipv4=3221225985|"
     "}: 192.0.2.1"},
    {130, "83000006 abcd 0000000c 05000000 c0000201",
     "{NAT-D (drafts 00 to 03)|natd=abcd|{NAT-OA (drafts 00 to 03)|! 2 @14+4|natoa.data=c0000201"},
    {15, "00000006 abcd", "{NAT-D (drafts 04 to 08)|natd=abcd"},
    /* vendor fragment */
    {132, "0000000a 0102 0301 aabb",
     "fragment.id=258|fragment.number=3|fragment.flags=1|fragment.last=1|fragment.data=aabb|"
     "}: part 3 of message 258, the last"},
    /* GDOI by name */
    {17, "12000019 00010000 01000011 04 deadbeef 00010004 4b4b4b4b 00000008 00000009",
     "{Key Download (GDOI)|gdoi.keys.count=1|{Key packet|gdoi.key.type=1|gdoi.key.length=17|"
     "gdoi.spi_size=4|gdoi.spi=deadbeef|{TEK_ALGORITHM_KEY|attribute.value=4b4b4b4b|"
     "}: TEK|}: 1 key packet|gdoi.sequence=9|}: 9"},
    {19, "16000006 abcd 00000008 8001003c",
     "pop=abcd|{Group Associated Policy (GDOI)|{ACTIVATION_TIME_DELAY|gdoi.seconds=60"},
    /* a key packet that claims more than there is, or less than its own head */
    {17, "0000000c 00010000 010000ff", "! 2 @10+2 255 octets do not fit"},
    {17, "0000000c 00010000 01000003", "! 2 @10+2 3 octets do not fit"},
    {99, "00000006 abcd", "! 5 @0+6 type 99|payload.data=abcd"},
    /* lengths that lie: where it is and with the values */
    {4, "00000003 0102", "! 2 @2+2 3 octets are claimed"},
    {4, "0000ffff 0102", "! 1 @2+2 65535 octets are claimed, 6 are there|ke.data=0102"},
    {4, "0000", "payload.next=0|payload.reserved=0|! 1 @2+0"},
    {1, "00000016 00000001 00000001 00000010 01010001 0000",
     "! 1 @14+2 16 octets are claimed, 10 are there"},
    {1, "00000014 00000001 00000001 0000000c 01010001",
     "! 1 @14+2|! 2 @19+1 1 transforms are "
     "claimed, 0 are there"},
    {1, "00000014 00000001 00000001 00000000 01010001", "! 2 @14+2 0 octets are claimed"},
    {1, "00000014 00000001 00000001 05000008 01010000", "! 2 @12+1 next payload 5"},
};

static void test_payloads(void)
{
    for (size_t i = 0; i < G_N_ELEMENTS(payloads); i++)
        assert_says(payloads[i].type, &plain, payloads[i].hex, payloads[i].lines);
}

static const struct says configs[] = {
    {14, "00000018 01000102 00010000 00020000 70040000 40880000",
     "config.type=1|config.identifier=258|{INTERNAL_IP4_ADDRESS|config.format=0|config.attribute=1|"
     "config.attribute.length=0|{UNITY_SPLIT_INCLUDE|{XAUTH_TYPE|}: ISAKMP_CFG_REQUEST"},
    {14, "0000000c 02000000 00010000", "! 2 @8+4 the value is empty"},
    {14,
     "0000002c 02000000 00010004 0a000001 00020004 ffffff00 00030008 c0000235 c0000236 00050004 "
     "00000e10",
     "config.ipv4=167772161|}: 10.0.0.1|config.mask=4294967040|}: 255.255.255.0|"
     "config.ipv4=|config.ipv4=|}: 192.0.2.53, 192.0.2.54|config.seconds=3600"},
    {14, "0000001d 02000000 00080011 20010db8000000000000000000000001 40",
     "config.ipv6=20010db8000000000000000000000001|config.prefix=64|}: 2001:db8::1/64"},
    {14, "0000001c 02000000 00080010 20010db8000000000000000000000001",
     "config.ipv6=20010db8000000000000000000000001|}: 2001:db8::1"},
    {14, "00000020 02000000 c0880000 40890005 616c696365 408a0003 707764",
     "config.xauth_type=0|}: Generic|config.text=alice|}: alice|config.password=707764|}: …"},
    {14, "0000000c 03000000 c08f0001", "config.xauth_status=1|}: OK|}: ISAKMP_CFG_SET"},
    {14,
     "0000003e 02000000 70000007 48690a1b5b326d 7002000b 6578616d706c652e6f7267 7004000e "
     "0a000000 ff000000 0000 0000 0000 f0070001 f0051194",
     "config.text=Hi\\x0a\\x1b[2m|config.text=example.org|config.ipv4=167772160|"
     "config.mask=4278190080|config.protocol=0|config.source_port=0|config.destination_port=0|"
     "}: 10.0.0.0/255.0.0.0/any/0/0|config.number=1|config.port=4500"},
    {14, "00000018 02000000 7008000c 80010001 80020002 80030003",
     "config.firewall.vendor=1|config.firewall.product=2|config.firewall.capability=3"},
    {14, "00000010 02000000 70090004 0a000001", "config.ipv4=167772161|}: 10.0.0.1"},
    {14, "00000010 02000000 000e0004 00014089",
     "config.supported=1|config.supported=16521|}: INTERNAL_IP4_ADDRESS, XAUTH_USER_NAME"},
    {14, "0000000f 02000000 00010003 0a0000", "! 2 @12+3|config.value=0a0000"},
    {14, "0000000e 02000000 0001000a 0a00", "! 1 @8+6 the value has 10 octets as claimed, 2"},
    {14, "00000010 02000000 7fff0004 0a000001", "{Attribute #32767|config.value=0a000001"},
};

static void test_config(void)
{
    for (size_t i = 0; i < G_N_ELEMENTS(configs); i++)
        assert_says(configs[i].type, &plain, configs[i].hex, configs[i].lines);
}

static void test_gdoi(void)
{
    static const struct ikelog_decode_context gdoi = {
        .cut = true, .exchange_type = 32, .gdoi = true, .phase = 2};

    assert_says(15, &gdoi,
                "00000030 11 010350 04 c0000201 010000 04 e0000001 "
                "000102030405060708090a0b0c0d0e0f 00000000 80020003",
                "{SA KEK (GDOI)|gdoi.ip_protocol=17|gdoi.source.port=848|gdoi.source.data=c0000201|"
                "gdoi.destination.data=e0000001|gdoi.spi=000102030405060708090a0b0c0d0e0f|"
                "{KEK_ALGORITHM|gdoi.kek.algorithm=3|}: 192.0.2.1 port 848 to 224.0.0.1");
    assert_says(16, &gdoi, "00000006 07aa", "gdoi.tek.protocol=7|gdoi.data=aa");
    assert_says(1, &gdoi,
                "0000003d 00000002 00000000 00100000 0000002d 01 11 "
                "04 0000 0008 0a000000ff000000 04 0000 0008 0a000000ff000000 0c deadbeef "
                "80040001 80050002",
                "sa.doi=2|gdoi.sa.next=16|{SA TEK (GDOI)|gdoi.tek.protocol=1|gdoi.ip_protocol=17|"
                "gdoi.source=|gdoi.tek.esp=12|gdoi.spi=deadbeef|{Encapsulation-Mode|"
                "{Authentication-Algorithm|}: 10.0.0.0/8 to 10.0.0.0/8");
    assert_says(1, &gdoi, "00000010 00000002 00000000 000f0000",
                "sa.doi=2|gdoi.sa.next=15|gdoi.sa.reserved=0");
}

/* The header of the first payload is a filler of zeros: it is neither shown nor judged. */
static void test_unknown_octets_are_not_judged(void)
{
    static const struct ikelog_decode_context context = {
        .exchange_type = 32, .phase = 2, .unknown = 8};
    static const struct ikelog_chain chain = {
        .count = 2,
        .end = 24,
        .payloads = {{.type = 8, .next = 10, .length = 16},
                     {.type = 10, .offset = 16, .length = 8, .claimed = 8}}};
    struct ikelog_octets data = octets_of("0000000000000000 a1a2a3a4a5a6a7a8 00000008 01020304");
    struct recorder recorder;
    struct ikelog_sink sink = sink_of(&recorder, data);

    ikelog_decode_chain(data, &chain, &context, &sink);
    g_assert_cmpuint(recorder.reports, ==, 0);
    g_assert_nonnull(strstr(recorder.log->str, "payload.data=a1a2a3a4a5a6a7a8"));
    g_assert_nonnull(strstr(recorder.log->str, "nonce=01020304"));
    g_assert_null(strstr(recorder.log->str, "payload.length=0"));
    recorder_clear(&recorder);
    g_free((gpointer)data.data);
}

static void decode_header(const char *hex, struct recorder *recorder)
{
    struct ikelog_octets data = octets_of(hex);
    struct ikelog_sink sink = sink_of(recorder, data);

    ikelog_decode_header(data, true, &sink);
    g_assert_cmpint(recorder->depth, ==, 0);
    for (uint32_t i = 0; i < data.length && i < IKELOG_HEADER_LEN; i++)
        g_assert_cmpuint(recorder->covered[i], ==, 1);
    g_free((gpointer)data.data);
}

static void test_header(void)
{
#define COOKIES "0102030405060708 1112131415161718 "
    static const struct {
        const char *hex, *line;
        unsigned reports;
    } cases[] = {
        {COOKIES "01 10 02 00 00000000 0000001c", "version=16 (1.0)", 0},
        {COOKIES "08 10 20 01 deadbeef 0000001c", "flags.encryption=1", 0},
        {COOKIES "08 10 20 fe deadbeef 0000001c", "flags.reserved=248", 0},
        {COOKIES "08 10 20 01 deadbeef 0000001c", "message_id=3735928559", 0},
        {COOKIES "21 20 22 08 00000000 0000001c", "! 3 @17+1 version 2.0", 1},
        {COOKIES "01 10 02 00 00000000 0000001b", "! 2 @24+4", 1},
        {COOKIES "01 10 02 00 00000000 00000064", "! 1 @24+4 100 octets are claimed, 28", 1},
        {COOKIES "01 10 02 00 00000000 0000001c 0000", "! 6 @28+2", 1},
        {COOKIES "01 10 02 00 0000", "! 1 @20+2", 1},
        {"01020304", "! 1 @0+4", 1},
        {"", "! 1 @0+0", 1},
    };

    for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
        struct recorder recorder;

        g_test_message("%s", cases[i].hex);
        decode_header(cases[i].hex, &recorder);
        g_assert_nonnull(strstr(recorder.log->str, cases[i].line));
        g_assert_cmpuint(recorder.reports, ==, cases[i].reports);
        recorder_clear(&recorder);
    }
}

/* Honest payloads raise no report, so that a report means something. */
static void test_honest_is_quiet(void)
{
    static const size_t honest[] = {0, 3, 4, 6, 7, 8, 10};

    for (size_t i = 0; i < G_N_ELEMENTS(honest); i++) {
        struct ikelog_octets data = octets_of(payloads[honest[i]].hex);
        struct recorder recorder;

        decode_octets(data, payloads[honest[i]].type, &plain, &recorder);
        g_assert_cmpstr(recorder.reports ? recorder.log->str : "", ==, "");
        recorder_clear(&recorder);
        g_free((gpointer)data.data);
    }
}

/* Too many payloads: the rest is reported, not dropped in silence. */
static void test_too_many(void)
{
    GByteArray *bytes = g_byte_array_new();
    static const guint8 hash[5] = {8, 0, 0, 5, 0xaa};
    struct recorder recorder;

    for (unsigned i = 0; i < IKELOG_MAX_PAYLOADS + 3; i++)
        g_byte_array_append(bytes, hash, sizeof hash);
    decode_octets((struct ikelog_octets){bytes->data, bytes->len}, 8, &plain, &recorder);
    g_assert_nonnull(strstr(recorder.log->str, "! 4 @320+15"));
    recorder_clear(&recorder);
    g_byte_array_free(bytes, TRUE);
}

static void mutate_and_cut(const struct says *sample)
{
    static const guint8 values[] = {0x00, 0x01, 0x02, 0x03, 0x04, 0x7f, 0x80, 0xff};
    struct ikelog_octets whole = octets_of(sample->hex);
    struct recorder recorder;

    for (uint32_t length = 0; length <= whole.length; length++) {
        guint8 *cut = g_memdup2(whole.data, length);

        decode_octets((struct ikelog_octets){cut, length}, sample->type, &plain, &recorder);
        recorder_clear(&recorder);
        g_free(cut);
    }
    for (uint32_t at = 0; at < whole.length; at++)
        for (size_t v = 0; v < G_N_ELEMENTS(values); v++) {
            guint8 *changed = g_memdup2(whole.data, whole.length);

            changed[at] = values[v];
            decode_octets((struct ikelog_octets){changed, whole.length}, sample->type, &plain,
                          &recorder);
            recorder_clear(&recorder);
            g_free(changed);
        }
    g_free((gpointer)whole.data);
}

/* Cut anywhere, changed anywhere: every octet stays an item's and nothing is read out of bounds. */
static void test_hostile(void)
{
    for (size_t i = 0; i < G_N_ELEMENTS(payloads); i++)
        mutate_and_cut(&payloads[i]);
    for (size_t i = 0; i < G_N_ELEMENTS(configs); i++)
        mutate_and_cut(&configs[i]);
}

/* Every payload type over the same noise. */
static void test_noise(void)
{
    GRand *rand = g_rand_new_with_seed(2408);
    guint8 noise[96];
    struct recorder recorder;

    for (unsigned round = 0; round < 40; round++) {
        for (size_t i = 4; i < sizeof noise; i++)
            noise[i] = (guint8)(g_rand_int(rand) & (round % 2 ? 0xff : 0x0f));
        memcpy(noise, "\0\0\0\x60", 4);
        for (unsigned type = 1; type <= 255; type++) {
            decode_octets((struct ikelog_octets){noise, sizeof noise}, (uint8_t)type, &plain,
                          &recorder);
            recorder_clear(&recorder);
        }
    }
    g_rand_free(rand);
}

/* Octets that are missing in a whole packet were not lost: the sender wrote a wrong length. */
static void test_missing_in_a_whole_packet(void)
{
    static const struct ikelog_decode_context whole = {.exchange_type = 6, .phase = 2};
    char *short_one = g_strdup_printf("! %d @", IKELOG_TOO_SHORT);
    char *cut_one = g_strdup_printf("! %d @", IKELOG_TRUNCATED);

    assert_says(14, &whole, "00000004", short_one); /* config-empty */
    assert_says(14, &plain, "00000004", cut_one);
    assert_says(11, &whole, "0000000a 000000010304", short_one);
    g_free(short_one);
    g_free(cut_one);
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/decode/every-payload-family", test_payloads);
    g_test_add_func("/decode/config-attributes", test_config);
    g_test_add_func("/decode/gdoi-is-told-from-the-drafts", test_gdoi);
    g_test_add_func("/decode/header", test_header);
    g_test_add_func("/decode/honest-payloads-raise-no-report", test_honest_is_quiet);
    g_test_add_func("/decode/too-many-payloads-are-reported", test_too_many);
    g_test_add_func("/decode/unknown-octets-are-not-judged", test_unknown_octets_are_not_judged);
    g_test_add_func("/decode/cut-and-changed-anywhere", test_hostile);
    g_test_add_func("/decode/noise-of-every-type", test_noise);
    g_test_add_func("/decode/missing-in-a-whole-packet", test_missing_in_a_whole_packet);
    return g_test_run();
}

/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Prefixes, perspective, connection names, and rules that make no sense. */
#include "events/policy.h"
#include "events/range.h"

#include <string.h>

static const struct {
    const char *text;
    bool ok;
    uint8_t family, bits;
} prefixes[] = {
    {"192.0.2.1", true, 4, 32},
    {"10.0.0.0/8", true, 4, 8},
    {"0.0.0.0/0", true, 4, 0},
    {"2001:db8::1", true, 6, 128},
    {"2001:db8::/32", true, 6, 32},
    {"::/0", true, 6, 0},
    {" 192.0.2.1 ", true, 4, 32},
    {"10.0.0.0 / 8", true, 4, 8},
    {"", false, 0, 0},
    {"/", false, 0, 0},
    {"/8", false, 0, 0},
    {"10.0.0.0/", false, 0, 0},
    {"10.0.0.0/33", false, 0, 0},
    {"10.0.0.0/-1", false, 0, 0},
    {"10.0.0.0/+8", false, 0, 0},
    {"10.0.0.0/8/8", false, 0, 0},
    {"10.0.0.0/8x", false, 0, 0},
    {"2001:db8::/129", false, 0, 0},
    {"10.0.0.256", false, 0, 0},
    {"10.0.0", false, 0, 0},
    {"gate.example.com", false, 0, 0},
    {"10.0.0.0/99999999999999999999", false, 0, 0},
};

static void test_prefix_is_strict(void)
{
    for (size_t i = 0; i < G_N_ELEMENTS(prefixes); i++) {
        struct ikelog_prefix prefix = {.family = 99};
        bool ok = ikelog_prefix_parse(prefixes[i].text, &prefix);

        if (ok != prefixes[i].ok)
            g_test_fail_printf("'%s': %d", prefixes[i].text, ok);
        if (!ok) {
            g_assert_cmpuint(prefix.family, ==, 99); /* untouched */
            continue;
        }
        g_assert_cmpuint(prefix.family, ==, prefixes[i].family);
        g_assert_cmpuint(prefix.bits, ==, prefixes[i].bits);
    }
}

static struct ikelog_endpoint end(uint8_t a, uint8_t b, uint8_t c, uint8_t d)
{
    return (struct ikelog_endpoint){.family = 4, .address = {a, b, c, d}, .port = 500};
}

static const struct {
    const char *prefix;
    uint8_t address[4];
    bool covered;
} covers[] = {
    {"10.0.0.0/8", {10, 255, 1, 2}, true},    {"10.0.0.0/8", {11, 0, 0, 0}, false},
    {"10.1.2.128/25", {10, 1, 2, 200}, true}, {"10.1.2.128/25", {10, 1, 2, 127}, false},
    {"0.0.0.0/0", {203, 0, 113, 9}, true},    {"192.0.2.1", {192, 0, 2, 1}, true},
    {"192.0.2.1", {192, 0, 2, 0}, false},     {"::/0", {192, 0, 2, 1}, false},
};

static void test_prefix_covers_by_bits(void)
{
    for (size_t i = 0; i < G_N_ELEMENTS(covers); i++) {
        const uint8_t *a = covers[i].address;
        struct ikelog_endpoint endpoint = end(a[0], a[1], a[2], a[3]);
        struct ikelog_prefix prefix;

        g_assert_true(ikelog_prefix_parse(covers[i].prefix, &prefix));
        g_assert_cmpint(ikelog_prefix_covers(&prefix, &endpoint), ==, covers[i].covered);
    }
}

static void test_nothing_covers_the_unknown(void)
{
    struct ikelog_endpoint unknown = {.family = 0};
    struct ikelog_prefix empty = {.family = 0};

    g_assert_false(ikelog_prefix_covers(&empty, &unknown));
}

static void set_sides(struct ikelog_sa *sa)
{
    memset(sa, 0, sizeof *sa);
    sa->sides[IKELOG_INITIATOR].first = sa->sides[IKELOG_INITIATOR].last = end(192, 0, 2, 1);
    sa->sides[IKELOG_RESPONDER].first = sa->sides[IKELOG_RESPONDER].last = end(192, 0, 2, 2);
}

static const struct {
    const char *local[2];
    enum ikelog_side perspective, us;
} views[] = {
    {{NULL, NULL}, IKELOG_INITIATOR, IKELOG_INITIATOR},
    {{NULL, NULL}, IKELOG_RESPONDER, IKELOG_RESPONDER},
    {{"192.0.2.2", NULL}, IKELOG_INITIATOR, IKELOG_RESPONDER},
    {{"192.0.2.1", NULL}, IKELOG_RESPONDER, IKELOG_INITIATOR},
    {{"198.51.100.1", NULL}, IKELOG_RESPONDER, IKELOG_RESPONDER},     /* no match */
    {{"192.0.2.1", "192.0.2.2"}, IKELOG_INITIATOR, IKELOG_INITIATOR}, /* both match */
    {{"192.0.2.0/24", NULL}, IKELOG_RESPONDER, IKELOG_RESPONDER},
    {{"10.0.0.0/8", "192.0.2.2/32"}, IKELOG_INITIATOR, IKELOG_RESPONDER},
};

static void test_local_addresses_decide_who_we_are(void)
{
    struct ikelog_sa sa;

    set_sides(&sa);
    for (size_t i = 0; i < G_N_ELEMENTS(views); i++) {
        struct ikelog_prefix local[2];
        struct ikelog_policy policy = {.local = local, .perspective = views[i].perspective};

        for (; policy.local_count < 2 && views[i].local[policy.local_count]; policy.local_count++)
            g_assert_true(ikelog_prefix_parse(views[i].local[policy.local_count],
                                              &local[policy.local_count]));
        g_assert_cmpint(ikelog_policy_us(&policy, &sa), ==, views[i].us);
    }
}

static void test_longest_connection_wins(void)
{
    char wide[] = "wide", narrow[] = "narrow", other[] = "other";
    struct ikelog_connection rows[3] = {{.name = other}, {.name = narrow}, {.name = wide}};
    struct ikelog_policy policy = {
        .connections = rows, .connection_count = 3, .default_connection = "Other Connections"};
    struct ikelog_sa sa;

    set_sides(&sa);
    g_assert_true(ikelog_prefix_parse("198.51.100.0/24", &rows[0].peer));
    g_assert_true(ikelog_prefix_parse("192.0.2.2", &rows[1].peer));
    g_assert_true(ikelog_prefix_parse("192.0.0.0/16", &rows[2].peer));
    g_assert_cmpstr(ikelog_policy_connection(&policy, &sa), ==, "narrow");
    policy.perspective = IKELOG_RESPONDER; /* now the peer is 192.0.2.1 */
    g_assert_cmpstr(ikelog_policy_connection(&policy, &sa), ==, "wide");
    policy.connection_count = 1;
    g_assert_cmpstr(ikelog_policy_connection(&policy, &sa), ==, "Other Connections");
}

static struct ikelog_range range(const char *first, const char *last)
{
    struct ikelog_range made = {0};
    struct ikelog_prefix prefix;

    if (!ikelog_prefix_parse(first, &prefix))
        return made;
    made.family = prefix.family;
    memcpy(made.first, prefix.address, 16);
    g_assert_true(ikelog_prefix_parse(last, &prefix));
    memcpy(made.last, prefix.address, 16);
    return made;
}

static const struct {
    unsigned number;
    const char *gateway, *local[2], *remote[2];
    const char *complaint; /* a part of it; NULL: the rule is fine */
} rules[] = {
    {1, "203.0.113.1", {"10.1.0.0", "10.1.255.255"}, {"10.2.0.0", "10.2.255.255"}, NULL},
    {2, "203.0.113.2", {"10.1.0.0", "10.1.255.255"}, {"10.3.0.0", "10.3.255.255"}, NULL},
    {0, "203.0.113.3", {"10.1.0.0", "10.1.255.255"}, {"10.4.0.0", "10.4.0.9"}, "needs a number"},
    {2, "203.0.113.3", {"10.1.0.0", "10.1.255.255"}, {"10.4.0.0", "10.4.0.9"}, "there twice"},
    {3, "203.0.113.3", {"10.1.0.9", "10.1.0.1"}, {"10.4.0.0", "10.4.0.9"}, "local range runs"},
    {3, "203.0.113.3", {"10.1.0.1", "10.1.0.9"}, {"10.4.0.9", "10.4.0.0"}, "remote range runs"},
    {3, "203.0.113.3", {"10.1.0.1", "10.1.0.9"}, {"", ""}, "no valid address"},
    {3, "203.0.113.3", {"10.1.0.1", "10.1.0.9"}, {"2001:db8::1", "2001:db8::9"}, "mixes"},
    {3, "203.0.113.3", {"10.1.2.0", "10.1.2.9"}, {"10.2.9.0", "10.2.9.9"}, "overlaps rule 1"},
    {3, "0.0.0.0", {"10.1.2.0", "10.1.2.9"}, {"10.2.9.0", "10.2.9.9"}, NULL}, /* dynamic */
    {3, "203.0.113.3", {"10.9.0.0", "10.9.0.9"}, {"10.2.9.0", "10.2.9.9"}, NULL},
};

static struct ikelog_rule rule_at(size_t i)
{
    struct ikelog_rule rule = {.number = rules[i].number};
    struct ikelog_prefix prefix;

    g_assert_true(ikelog_prefix_parse(rules[i].gateway, &prefix));
    if (strcmp(rules[i].gateway, "0.0.0.0") != 0) {
        rule.gateway.family = prefix.family;
        memcpy(rule.gateway.address, prefix.address, 16);
    }
    rule.local = range(rules[i].local[0], rules[i].local[1]);
    rule.remote = range(rules[i].remote[0], rules[i].remote[1]);
    return rule;
}

static void test_senseless_rules_are_told(void)
{
    struct ikelog_rule before[2] = {rule_at(0), rule_at(1)};

    for (size_t i = 0; i < G_N_ELEMENTS(rules); i++) {
        struct ikelog_rule rule = rule_at(i);
        unsigned count = i < 2 ? (unsigned)i : 2;
        char *complaint = ikelog_rule_check(before, count, &rule);

        if (!rules[i].complaint)
            g_assert_cmpstr(complaint, ==, NULL);
        else if (!complaint || !strstr(complaint, rules[i].complaint))
            g_test_fail_printf("row %zu: %s", i, complaint ? complaint : "no complaint");
        g_free(complaint);
    }
}

static void test_ranges_compare_by_family(void)
{
    struct ikelog_range four = range("10.0.0.0", "10.0.0.255");
    struct ikelog_range six = range("2001:db8::", "2001:db8::ff"), none = {0};

    g_assert_true(ikelog_range_overlaps(&four, &four));
    g_assert_false(ikelog_range_overlaps(&four, &six));
    g_assert_false(ikelog_range_overlaps(&none, &none));
    g_assert_false(ikelog_range_equal(&none, &none));
    g_assert_false(ikelog_range_is_reversed(&none));
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/policy/prefix-is-strict", test_prefix_is_strict);
    g_test_add_func("/policy/prefix-covers-by-bits", test_prefix_covers_by_bits);
    g_test_add_func("/policy/nothing-covers-the-unknown", test_nothing_covers_the_unknown);
    g_test_add_func("/policy/local-addresses-decide-who-we-are",
                    test_local_addresses_decide_who_we_are);
    g_test_add_func("/policy/longest-connection-wins", test_longest_connection_wins);
    g_test_add_func("/policy/senseless-rules-are-told", test_senseless_rules_are_told);
    g_test_add_func("/policy/ranges-compare-by-family", test_ranges_compare_by_family);
    return g_test_run();
}

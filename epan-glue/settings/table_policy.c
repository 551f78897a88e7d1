/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The tables ikelog_connections and ikelog_rules: what only the user can know of the device. */

#include "settings/user_tables.h"

#include "settings/warn_once.h"

struct connection_row {
    char *peer, *name;
};

struct rule_row {
    unsigned number;
    char *gateway, *local_start, *local_end, *remote_start, *remote_end;
};

static struct connection_row *connections;
static unsigned connection_count;
static struct rule_row *rules;
static unsigned rule_count;

UAT_CSTRING_CB_DEF(connection, peer, struct connection_row)
UAT_CSTRING_CB_DEF(connection, name, struct connection_row)
UAT_DEC_CB_DEF(rule, number, struct rule_row)
UAT_CSTRING_CB_DEF(rule, gateway, struct rule_row)
UAT_CSTRING_CB_DEF(rule, local_start, struct rule_row)
UAT_CSTRING_CB_DEF(rule, local_end, struct rule_row)
UAT_CSTRING_CB_DEF(rule, remote_start, struct rule_row)
UAT_CSTRING_CB_DEF(rule, remote_end, struct rule_row)

static IKELOG_BOOL check_connection(void *data, char **error)
{
    const struct connection_row *row = data;
    struct ikelog_prefix prefix;

    if (!row->peer || !ikelog_prefix_parse(row->peer, &prefix))
        *error = g_strdup("The peer must be an address or a network: 192.0.2.1, 10.0.0.0/8 or "
                          "2001:db8::/32.");
    else if (!row->name || !*row->name)
        *error = g_strdup("The connection needs a name.");
    return *error == NULL;
}

static void *copy_connection(void *to, const void *from, size_t length)
{
    const struct connection_row *source = from;
    struct connection_row *row = to;

    (void)length;
    row->peer = g_strdup(source->peer);
    row->name = g_strdup(source->name);
    return row;
}

static void release_connection(void *data)
{
    struct connection_row *row = data;

    g_free(row->peer);
    g_free(row->name);
}

/* One address, without a prefix length. */
static bool read_address(const char *text, uint8_t *family, uint8_t octets[16])
{
    struct ikelog_prefix prefix;

    if (!text || !ikelog_prefix_parse(text, &prefix) ||
        prefix.bits != (prefix.family == 4 ? 32 : 128))
        return false;
    *family = prefix.family;
    memcpy(octets, prefix.address, sizeof prefix.address);
    return true;
}

static char *bad_address(const struct rule_row *row, const char *what, const char *text)
{
    return g_strdup_printf("Rule %u: %s \"%s\" is not an IPv4 or IPv6 address.", row->number, what,
                           text ? text : "");
}

static char *read_range(const struct rule_row *row, bool local, struct ikelog_range *range)
{
    const char *start = local ? row->local_start : row->remote_start;
    const char *end = local ? row->local_end : row->remote_end;
    uint8_t family = 0;

    if (!read_address(start, &range->family, range->first))
        return bad_address(row, local ? "local start" : "remote start", start);
    if (!end || !*end)
        end = start; /* a single address */
    if (!read_address(end, &family, range->last))
        return bad_address(row, local ? "local end" : "remote end", end);
    if (family != range->family)
        return g_strdup_printf("Rule %u: the %s range begins with IPv%u and ends with IPv%u.",
                               row->number, local ? "local" : "remote", range->family, family);
    return NULL;
}

/* Returns NULL and *rule, or a newly allocated sentence on what is wrong. */
static char *read_rule(const struct rule_row *row, struct ikelog_rule *rule)
{
    char *complaint;

    memset(rule, 0, sizeof *rule);
    rule->number = row->number;
    if (row->gateway && *row->gateway && strcmp(row->gateway, "0.0.0.0") != 0 &&
        !read_address(row->gateway, &rule->gateway.family, rule->gateway.address))
        return bad_address(row, "secure gateway", row->gateway);
    complaint = read_range(row, true, &rule->local);
    return complaint ? complaint : read_range(row, false, &rule->remote);
}

/* Against every other rule; a row with the same number is this one before it was changed. */
static IKELOG_BOOL check_rule(void *data, char **error)
{
    struct ikelog_rule rule, other;

    *error = read_rule(data, &rule);
    if (!*error)
        *error = ikelog_rule_check(NULL, 0, &rule);
    for (unsigned i = 0; i < rule_count && !*error; i++) {
        char *unreadable = read_rule(&rules[i], &other);

        if (!unreadable && other.number != rule.number)
            *error = ikelog_rule_check(&other, 1, &rule);
        g_free(unreadable);
    }
    return *error == NULL;
}

static void *copy_rule(void *to, const void *from, size_t length)
{
    const struct rule_row *source = from;
    struct rule_row *row = to;

    (void)length;
    row->number = source->number;
    row->gateway = g_strdup(source->gateway);
    row->local_start = g_strdup(source->local_start);
    row->local_end = g_strdup(source->local_end);
    row->remote_start = g_strdup(source->remote_start);
    row->remote_end = g_strdup(source->remote_end);
    return row;
}

static void release_rule(void *data)
{
    struct rule_row *row = data;

    g_free(row->gateway);
    g_free(row->local_start);
    g_free(row->local_end);
    g_free(row->remote_start);
    g_free(row->remote_end);
}

uat_t *ikelog_table_connections(void)
{
    static uat_field_t fields[] = {
        UAT_FLD_CSTRING(connection, peer, "Peer", "Address or network of the other side"),
        UAT_FLD_CSTRING(connection, name, "Connection name", "As the log is to print it"),
        UAT_END_FIELDS,
    };
    static uat_t *table;

    if (!table)
        table = uat_new("IKE Log connections", sizeof(struct connection_row), "ikelog_connections",
                        TRUE, &connections, &connection_count, UAT_AFFECTS_DISSECTION, NULL,
                        copy_connection, check_connection, release_connection, NULL, NULL, fields);
    return table;
}

uat_t *ikelog_table_rules(void)
{
    static uat_field_t fields[] = {
        UAT_FLD_DEC(rule, number, "Number", "Number of the rule in the device, from 1"),
        UAT_FLD_CSTRING(rule, gateway, "Secure gateway",
                        "Address of the other gateway; 0.0.0.0 or empty for a dynamic rule"),
        UAT_FLD_CSTRING(rule, local_start, "Local start", "First address on our side"),
        UAT_FLD_CSTRING(rule, local_end, "Local end", "Last address on our side"),
        UAT_FLD_CSTRING(rule, remote_start, "Remote start", "First address on the other side"),
        UAT_FLD_CSTRING(rule, remote_end, "Remote end", "Last address on the other side"),
        UAT_END_FIELDS,
    };
    static uat_t *table;

    if (!table)
        table = uat_new("IKE Log rules", sizeof(struct rule_row), "ikelog_rules", TRUE, &rules,
                        &rule_count, UAT_AFFECTS_DISSECTION, NULL, copy_rule, check_rule,
                        release_rule, NULL, NULL, fields);
    return table;
}

/* Names are copied: while its dialog is open, the table changes under those who read the policy. */
static void fill_connections(struct ikelog_policy *policy)
{
    for (unsigned i = 0; i < policy->connection_count; i++)
        g_free(policy->connections[i].name);
    g_free(policy->connections);
    policy->connections = g_new0(struct ikelog_connection, connection_count);
    policy->connection_count = 0;
    for (unsigned i = 0; i < connection_count; i++) {
        struct ikelog_connection *connection = &policy->connections[policy->connection_count];

        if (!ikelog_prefix_parse(connections[i].peer, &connection->peer))
            continue;
        connection->name = g_strdup(connections[i].name);
        policy->connection_count++;
    }
}

static void fill_rules(struct ikelog_policy *policy)
{
    g_free(policy->rules);
    policy->rules = g_new0(struct ikelog_rule, rule_count);
    policy->rule_count = 0;
    for (unsigned i = 0; i < rule_count; i++) {
        struct ikelog_rule *rule = &policy->rules[policy->rule_count];
        char *complaint = read_rule(&rules[i], rule);

        if (!complaint)
            complaint = ikelog_rule_check(policy->rules, policy->rule_count, rule);
        if (complaint)
            ikelog_warn_once("IKE Log, VPN rules: %s The rule is not used.", complaint);
        else
            policy->rule_count++;
        g_free(complaint);
    }
}

void ikelog_tables_fill(struct ikelog_policy *policy)
{
    fill_connections(policy);
    fill_rules(policy);
}

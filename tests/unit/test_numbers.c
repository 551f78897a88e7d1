/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The number registries: order, spot checks against the RFCs, and the names of log lines. */
#include "wire/fields.h"
#include "wire/numbers.h"
#include "wire/payload_table.h"

#include <glib.h>
#include <string.h>

static const struct {
    const char *identifier;
    const struct ikelog_registry *registry;
} registries[] = {
#define X(identifier) {#identifier, &ikelog_registry_##identifier},
    IKELOG_REGISTRIES(X)
#undef X
};

static void test_rows_ascend(void)
{
    for (size_t i = 0; i < G_N_ELEMENTS(registries); i++) {
        const struct ikelog_registry *registry = registries[i].registry;

        g_test_message("%s", registries[i].identifier);
        g_assert_cmpuint(registry->count, >, 0);
        for (size_t n = 0; n < registry->count; n++) {
            g_assert_nonnull(registry->rows[n].name);
            if (n > 0)
                g_assert_cmpuint(registry->rows[n - 1].value, <, registry->rows[n].value);
            g_assert_cmpstr(ikelog_number_name(registry, registry->rows[n].value), ==,
                            registry->rows[n].name);
        }
    }
}

static void test_known_values(void)
{
    static const struct {
        const struct ikelog_registry *registry;
        uint32_t value;
        const char *name;
    } cases[] = {
        {&ikelog_registry_exchange_type, IKELOG_EXCHANGE_QUICK, "Quick Mode"},
        {&ikelog_registry_payload_type, IKELOG_PAYLOAD_NATD, "NAT-D (RFC 3947)"},
        {&ikelog_registry_esp_transform, 12, "AES-CBC"},
        {&ikelog_registry_esp_transform, 20, "AES-GCM_16"},
        {&ikelog_registry_ike_encryption, 7, "AES-CBC"},
        {&ikelog_registry_ike_hash, 4, "SHA2-256"},
        {&ikelog_registry_ike_group, 14, "2048-bit MODP"},
        {&ikelog_registry_ike_group, 31, "Curve25519"},
        {&ikelog_registry_ike_auth_method, 65001, "XAUTHInitPreShared"},
        {&ikelog_registry_ipsec_auth_algorithm, 2, "HMAC-SHA"},
        {&ikelog_registry_notify_type, 14, "NO-PROPOSAL-CHOSEN"},
        {&ikelog_registry_config_attribute, 28672, "UNITY_BANNER"},
        {&ikelog_registry_id_type, IKELOG_ID_KEY_ID, "KEY_ID"},
        {&ikelog_registry_notify_type, 31, NULL},
        {&ikelog_registry_payload_type, 256, NULL},
        {&ikelog_registry_doi, UINT32_MAX, NULL},
    };

    for (size_t i = 0; i < G_N_ELEMENTS(cases); i++)
        g_assert_cmpstr(ikelog_number_name(cases[i].registry, cases[i].value), ==, cases[i].name);
}

/* Names of log lines. */
static const struct {
    uint8_t type;
    const char *name;
} payloads[] = {
    {0, NULL},      {1, "SA"},       {2, NULL},       {4, "KE"},      {5, "ID"},
    {6, "CERT"},    {7, "CERT_REQ"}, {8, "HASH"},     {9, "SIG"},     {10, "NON"},
    {11, "NOTIFY"}, {12, "DEL"},     {13, "VID"},     {14, "ATTR"},   {15, "NAT-D"},
    {16, "NAT-OA"}, {17, NULL},      {20, "NAT-D"},   {21, "NAT-OA"}, {22, NULL},
    {129, NULL},    {130, "NAT-D"},  {131, "NAT-OA"}, {132, "FRAG"},  {255, NULL},
};
static const struct {
    uint8_t type;
    const char *name;
} exchanges[] = {{0, NULL},    {1, "BASE"}, {2, "MM"},  {3, "AO"},   {4, "AG"},  {5, "INFO"},
                 {6, "TRANS"}, {7, NULL},   {32, "QM"}, {33, "NGM"}, {243, NULL}};
static const struct {
    uint16_t type;
    const char *name;
} notifications[] = {
    {0, NULL},
    {1, "INVALID_PAYLOAD_TYPE"},
    {14, "NO_PROPOSAL_CHOSEN"},
    {16, "PAYLOAD_MALFORMED"},
    {30, "UNEQUAL_PAYLOAD_LENGTHS"},
    {31, NULL},
    {16384, "NOTIFY_CONNECTED"},
    {24576, "STATUS_RESP_LIFETIME"},
    {24577, "STATUS_REPLAY_STATUS"},
    {24578, "STATUS_INITIAL_CONTACT"},
    {36136, "DPD_R_U_THERE"},
    {36137, "DPD_R_U_THERE_ACK"},
    {40501, NULL},
};

static void assert_payload_word(uint8_t type, const char *expected)
{
    const struct ikelog_payload_row *row = ikelog_payload_row(type, false);

    g_assert_cmpstr(row ? row->word : NULL, ==, expected);
}

static void test_log_names(void)
{
    for (size_t i = 0; i < G_N_ELEMENTS(payloads); i++)
        assert_payload_word(payloads[i].type, payloads[i].name);
    for (size_t i = 0; i < G_N_ELEMENTS(exchanges); i++)
        g_assert_cmpstr(ikelog_exchange_short_name(exchanges[i].type), ==, exchanges[i].name);
    for (size_t i = 0; i < G_N_ELEMENTS(notifications); i++)
        g_assert_cmpstr(ikelog_notify_short_name(notifications[i].type), ==, notifications[i].name);
}

/* Every RFC 2408 notification has a name for the log that differs from its own only in the dashes.
 */
static void test_error_notifications_complete(void)
{
    for (uint16_t type = 1; type <= 30; type++) {
        char *name = g_strdup(ikelog_number_name(&ikelog_registry_notify_type, type));

        g_assert_nonnull(name);
        g_strdelimit(name, "-", '_');
        g_assert_cmpstr(ikelog_notify_short_name(type), ==, name);
        g_free(name);
    }
}

/* GDOI has its own meaning of numbers that drafts of NAT traversal took, and no other changes. */
static void test_shared_payload_numbers(void)
{
    g_assert_cmpstr(ikelog_payload_row(15, true)->name, ==, "SA KEK (GDOI)");
    g_assert_cmpstr(ikelog_payload_row(15, false)->name, ==, "NAT-D (drafts 04 to 08)");
    g_assert_null(ikelog_payload_row(16, true)->word);
    for (unsigned type = 0; type <= UINT8_MAX; type++) {
        const struct ikelog_payload_row *row = ikelog_payload_row((uint8_t)type, false);

        g_assert_true(!row || row->type == type);
        if (!row || !row->shared)
            g_assert_true(ikelog_payload_row((uint8_t)type, true) == row);
        if (row && row->class != IKELOG_CLASS_INNER)
            g_assert_true(row->parse || row->field != 0);
    }
}

/* Wireshark refuses a second field of the same name but another type; we have no name twice. */
static void test_fields_are_distinct(void)
{
    GHashTable *filters = g_hash_table_new(g_str_hash, g_str_equal);

    for (int i = 0; i < IKELOG_FIELD_COUNT; i++) {
        const struct ikelog_field_row *row = ikelog_field_row((enum ikelog_field)i);

        g_test_message("%s", row->filter);
        g_assert_true(g_str_has_prefix(row->filter, "ikelog."));
        g_assert_cmpuint(strspn(row->filter, "abcdefghijklmnopqrstuvwxyz0123456789_."), ==,
                         strlen(row->filter));
        g_assert_true(g_hash_table_add(filters, (gpointer)row->filter));
        g_assert_cmpuint(strlen(row->name), >, 0);
        g_assert_cmpuint(strlen(row->blurb), >, 0);
        if (row->type == IKELOG_FT_BOOL8)
            g_assert_cmpuint(row->mask, >, 0);
        if (row->type == IKELOG_FT_BYTES || row->type == IKELOG_FT_STRING)
            g_assert_null(row->registry);
    }
    g_hash_table_destroy(filters);
}

/* Both sides of each boundary that IANA draws between numbers that have no names. */
static void test_ranges(void)
{
    static const struct {
        const struct ikelog_registry *registry;
        uint32_t value;
        const char *text;
    } range_cases[] = {
        {&ikelog_registry_notify_type, 8191, "unassigned error"},
        {&ikelog_registry_notify_type, 8192, "error for private use"},
        {&ikelog_registry_notify_type, 16383, "error for private use"},
        {&ikelog_registry_notify_type, 16385, "unassigned status"},
        {&ikelog_registry_notify_type, 40959, "status for private use"},
        {&ikelog_registry_notify_type, 40960, "reserved"},
        {&ikelog_registry_payload_type, 127, "unassigned"},
        {&ikelog_registry_payload_type, 128, "private use"},
        {&ikelog_registry_ike_group, 32767, "unassigned"},
        {&ikelog_registry_ike_group, 32768, "private use"},
        {&ikelog_registry_ike_hash, 65536, NULL},
        {&ikelog_registry_replay_status, 2, NULL},
    };

    for (size_t i = 0; i < G_N_ELEMENTS(range_cases); i++)
        g_assert_cmpstr(ikelog_number_range(range_cases[i].registry, range_cases[i].value), ==,
                        range_cases[i].text);
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/numbers/rows-ascend-and-are-found", test_rows_ascend);
    g_test_add_func("/numbers/values-have-their-published-names", test_known_values);
    g_test_add_func("/numbers/log-names-are-the-documented-ones", test_log_names);
    g_test_add_func("/numbers/every-error-notification-has-a-log-name",
                    test_error_notifications_complete);
    g_test_add_func("/numbers/gdoi-has-its-own-payloads", test_shared_payload_numbers);
    g_test_add_func("/numbers/ranges-without-names", test_ranges);
    g_test_add_func("/fields/no-filter-name-twice", test_fields_are_distinct);
    return g_test_run();
}

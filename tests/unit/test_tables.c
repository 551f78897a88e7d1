/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Numbers, names and sizes are those of tests/golden/tables.txt: a slip of the hand in a row shows.
 */
#include "crypto/dh.h"
#include "crypto/esp_keys.h"
#include "golden.h"
#include "wire/fields.h"
#include "wire/payload_table.h"
#include "wire/status.h"

static void append_registries(GString *text)
{
    static const struct {
        const char *name;
        const struct ikelog_registry *registry;
    } registries[] = {
#define X(identifier) {#identifier, &ikelog_registry_##identifier},
        IKELOG_REGISTRIES(X)
#undef X
    };

    for (size_t i = 0; i < G_N_ELEMENTS(registries); i++)
        for (size_t n = 0; n < registries[i].registry->count; n++)
            g_string_append_printf(text, "%s %u %s\n", registries[i].name,
                                   registries[i].registry->rows[n].value,
                                   registries[i].registry->rows[n].name);
}

/* GDOI gives some numbers another meaning. */
static void append_payload_words(GString *text, uint8_t type)
{
    for (int gdoi = 0; gdoi <= 1; gdoi++) {
        const struct ikelog_payload_row *row = ikelog_payload_row(type, gdoi);

        if (row && row->word)
            g_string_append_printf(text, "payload %u%s %s\n", type, gdoi ? " of GDOI" : "",
                                   row->word);
    }
}

static void append_short_names(GString *text)
{
    for (unsigned type = 0; type <= UINT16_MAX; type++)
        if (ikelog_notify_short_name((uint16_t)type))
            g_string_append_printf(text, "notification %u %s\n", type,
                                   ikelog_notify_short_name((uint16_t)type));
    for (unsigned type = 0; type <= UINT8_MAX; type++) {
        append_payload_words(text, (uint8_t)type);
        if (ikelog_exchange_short_name((uint8_t)type))
            g_string_append_printf(text, "exchange %u %s\n", type,
                                   ikelog_exchange_short_name((uint8_t)type));
    }
}

static void append_fields(GString *text)
{
    for (int i = 0; i < IKELOG_FIELD_COUNT; i++) {
        const struct ikelog_field_row *row = ikelog_field_row((enum ikelog_field)i);

        g_string_append_printf(text, "field %s \"%s\" %d %d %" G_GINT64_MODIFIER "x \"%s\"\n",
                               row->filter, row->name, (int)row->type, (int)row->base, row->mask,
                               row->blurb);
    }
}

static const char *or_none(const char *name)
{
    return name ? name : "-";
}

static void append_phase1_algorithms(GString *text)
{
    size_t count;
    const struct ikelog_cipher *ciphers = ikelog_cipher_rows(&count);

    for (size_t i = 0; i < count; i++)
        g_string_append_printf(text, "cipher %u %s block %u key %u, %u to %u by %u\n",
                               ciphers[i].number, ciphers[i].name, ciphers[i].block,
                               ciphers[i].key_default, ciphers[i].key_min, ciphers[i].key_max,
                               ciphers[i].key_step);
    for (unsigned number = 0; number <= UINT16_MAX; number++) {
        const struct ikelog_group *group = ikelog_group_by_number((uint16_t)number);

        if (group)
            g_string_append_printf(text, "group %u %s public %u shared %u cost %u\n", number,
                                   group->name, group->public_length, group->shared_length,
                                   ikelog_dh_cost(group));
    }
}

static void append_esp_algorithms(GString *text)
{
    for (unsigned number = 0; number <= UINT8_MAX; number++) {
        const struct ikelog_esp_cipher *c = ikelog_esp_cipher_by_transform((uint8_t)number);

        if (c)
            g_string_append_printf(
                text, "ESP %u %s key %u, %u to %u by %u; salt %u block %u IV %u ICV %u; %s %u\n",
                number, c->name, c->key_default, c->key_min, c->key_max, c->key_step, c->salt,
                c->block, c->iv, c->icv, or_none(c->stock.text), c->stock.number);
    }
    for (unsigned number = 0; number <= UINT16_MAX; number++) {
        const struct ikelog_esp_auth *a = ikelog_esp_auth_by_attribute((uint16_t)number);

        if (a)
            g_string_append_printf(text, "integrity %u %s key %u salt %u ICV %u; %s %u\n", number,
                                   a->name, a->key, a->salt, a->icv, or_none(a->stock.text),
                                   a->stock.number);
    }
}

static void test_rows_are_those_of_the_golden_file(void)
{
    GString *text = g_string_new(NULL);

    append_registries(text);
    append_short_names(text);
    append_fields(text);
    append_phase1_algorithms(text);
    append_esp_algorithms(text);
    for (int i = 0; i < IKELOG_STATUS_COUNT; i++)
        g_string_append_printf(text, "status %d %s\n",
                               (int)ikelog_status_severity((enum ikelog_status)i),
                               ikelog_status_text((enum ikelog_status)i));
    expect_golden("tables.txt", text->str);
    g_string_free(text, TRUE);
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/tables/rows-are-those-of-the-golden-file",
                    test_rows_are_those_of_the_golden_file);
    return g_test_run();
}

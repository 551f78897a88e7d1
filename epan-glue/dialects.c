/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Keeps the loaded dialects and the choice among them. */

#include "compat.h"

#include "dialects.h"

#include "complain.h"
#include "fields.h"
#include "prefs.h"

#include <wsutil/filesystem.h>

#define FOLDER "ikelog/dialects"

static struct ikelog_dialects *loaded;
static int *fields;
static GPtrArray *errors; /* of loading; told once somebody can read them */
static const struct ikelog_dialect *chosen;
static char *chosen_by; /* the preference when it was chosen */

static void register_fields(int proto)
{
    unsigned count = ikelog_dialects_count(loaded);

    fields = wmem_alloc0_array(wmem_epan_scope(), int, count);
    for (unsigned n = 0; n < count; n++) {
        const struct ikelog_dialect *dialect = ikelog_dialects_at(loaded, n);
        const char *own = ikelog_dialect_name(dialect);
        char *filter = wmem_strdup_printf(wmem_epan_scope(), "ikelog.log.%s", own);
        char *name = wmem_strdup_printf(wmem_epan_scope(), "Log of %s", own);

        g_strdelimit(filter, "-", '_');
        ikelog_fields_add_string(proto, &fields[n], filter, name, ikelog_dialect_product(dialect));
    }
}

static void free_all(void)
{
    ikelog_dialects_free(loaded);
    g_ptr_array_unref(errors);
    g_free(chosen_by);
}

void ikelog_voices_register(int proto)
{
    char *folder = get_persconffile_path(FOLDER, FALSE);

    errors = g_ptr_array_new_with_free_func(g_free);
    loaded = ikelog_dialects_new();
    if (g_file_test(folder, G_FILE_TEST_IS_DIR))
        ikelog_dialects_read_folder(loaded, folder, errors);
    g_free(folder);
    register_fields(proto);
    register_shutdown_routine(free_all);
}

const struct ikelog_dialects *ikelog_voices(void)
{
    return loaded;
}

int ikelog_voice_hf(unsigned n)
{
    return fields[n];
}

/* Not everybody who changes a preference calls back: sharkd does not. */
const struct ikelog_dialect *ikelog_voice_chosen(void)
{
    if (!chosen || strcmp(chosen_by, ikelog_prefs()->dialect) != 0)
        ikelog_voices_update();
    return chosen;
}

void ikelog_voices_list(GString *text)
{
    for (unsigned n = 0; n < ikelog_dialects_count(loaded); n++) {
        if (n)
            g_string_append(text, ", ");
        g_string_append(text, ikelog_dialect_name(ikelog_dialects_at(loaded, n)));
    }
}

static void complain_unknown(const char *name)
{
    GString *text = g_string_new(NULL);

    ikelog_voices_list(text);
    ikelog_complain("IKE Log: there is no dialect \"%s\". There are: %s.", name, text->str);
    g_string_free(text, TRUE);
}

void ikelog_voices_update(void)
{
    const char *name = ikelog_prefs()->dialect;

    for (unsigned i = 0; i < errors->len; i++)
        ikelog_complain("IKE Log: %s", (const char *)g_ptr_array_index(errors, i));
    g_ptr_array_set_size(errors, 0);
    g_free(chosen_by);
    chosen_by = g_strdup(name);
    chosen = ikelog_dialects_find(loaded, name);
    if (!chosen) {
        complain_unknown(name);
        chosen = ikelog_dialects_at(loaded, 0);
    }
}

/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Keeps the loaded dialects and the choice among them. */

#include "compat.h"

#include "settings/dialect_choice.h"

#include "settings/prefs.h"
#include "settings/warn_once.h"

#include <wsutil/filesystem.h>

#define FOLDER "ikelog/dialects"

static struct ikelog_dialects *loaded;
static GPtrArray *errors; /* of loading; reported once somebody can read them */
static const struct ikelog_dialect *chosen;
static char *chosen_by; /* the preference when it was chosen */

static void free_all(void)
{
    ikelog_dialects_free(loaded);
    g_ptr_array_unref(errors);
    g_free(chosen_by);
}

void ikelog_dialects_register(void)
{
    char *folder = get_persconffile_path(FOLDER, FALSE);

    errors = g_ptr_array_new_with_free_func(g_free);
    loaded = ikelog_dialects_new();
    if (g_file_test(folder, G_FILE_TEST_IS_DIR))
        ikelog_dialects_read_folder(loaded, folder, errors);
    g_free(folder);
    register_shutdown_routine(free_all);
}

const struct ikelog_dialects *ikelog_dialects_loaded(void)
{
    return loaded;
}

/* Not everybody who changes a preference calls back: sharkd does not. */
const struct ikelog_dialect *ikelog_dialects_chosen(void)
{
    if (!chosen || strcmp(chosen_by, ikelog_prefs()->dialect) != 0)
        ikelog_dialects_update();
    return chosen;
}

void ikelog_dialects_list(GString *text)
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

    ikelog_dialects_list(text);
    ikelog_warn_once("IKE Log: there is no dialect \"%s\". There are: %s.", name, text->str);
    g_string_free(text, TRUE);
}

void ikelog_dialects_update(void)
{
    const char *name = ikelog_prefs()->dialect;

    for (unsigned i = 0; i < errors->len; i++)
        ikelog_warn_once("IKE Log: %s", (const char *)g_ptr_array_index(errors, i));
    g_ptr_array_set_size(errors, 0);
    g_free(chosen_by);
    chosen_by = g_strdup(name);
    chosen = ikelog_dialects_find(loaded, name);
    if (!chosen) {
        complain_unknown(name);
        chosen = ikelog_dialects_find(loaded, IKELOG_DEFAULT_DIALECT);
    }
}

/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Keeps the loaded dialects and the choice among them. */

#include "compat.h"

#include "settings/dialect_choice.h"

#include "settings/command_line.h"
#include "settings/prefs.h"
#include "settings/warn_once.h"

#include <wsutil/filesystem.h>

#define FOLDER "ikelog/dialects"

static struct ikelog_dialects *loaded;
static GPtrArray *errors; /* of loading; reported once somebody can read them */
#define OPTION "ikelog.dialect:"

static void free_all(void)
{
    ikelog_dialects_free(loaded);
    g_ptr_array_unref(errors);
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

/* Looked up each time: not everybody who changes a preference calls back; sharkd does not. */
const struct ikelog_dialect *ikelog_dialects_chosen(void)
{
    const struct ikelog_dialect *dialect =
        ikelog_dialects_at(loaded, (unsigned)ikelog_prefs()->dialect);

    return dialect ? dialect : ikelog_dialects_find(loaded, IKELOG_AUTO_DIALECT);
}

void ikelog_dialects_list(GString *text)
{
    for (unsigned n = 0; n < ikelog_dialects_count(loaded); n++) {
        if (n)
            g_string_append(text, ", ");
        g_string_append(text, ikelog_dialects_name(loaded, n));
    }
    g_string_append(text, ", " IKELOG_AUTO_DIALECT);
}

char *ikelog_dialects_refuse(const char *name)
{
    GString *text = g_string_new(NULL);

    g_string_append_printf(text, "there is no dialect \"%s\". There are: ", name);
    ikelog_dialects_list(text);
    g_string_append_c(text, '.');
    return g_string_free(text, FALSE);
}

/* Wireshark takes a name that is not in the list for none; whoever typed it is to know. */
static void complain_unknown(void)
{
    char *name = ikelog_command_line_value(OPTION);
    char *refusal;

    if (name && !ikelog_dialects_find(loaded, name)) {
        refusal = ikelog_dialects_refuse(name);
        ikelog_warn_once("IKE Log: %s", refusal);
        g_free(refusal);
    }
    g_free(name);
}

void ikelog_dialects_complain(void)
{
    for (unsigned i = 0; i < errors->len; i++)
        ikelog_warn_once("IKE Log: %s", (const char *)g_ptr_array_index(errors, i));
    g_ptr_array_set_size(errors, 0);
    complain_unknown();
}

/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Finds files of test-captures/ by name, in whatever room of it they stand. */
#ifndef IKELOG_TESTS_CAPTURE_FILE_H
#define IKELOG_TESTS_CAPTURE_FILE_H

#include <glib.h>
#include <stdbool.h>
#include <string.h>

static inline gint capture_compare_names(gconstpointer a, gconstpointer b)
{
    return g_strcmp0(*(const char *const *)a, *(const char *const *)b);
}

/* What a folder holds, in order. */
static inline GPtrArray *capture_entries(const char *folder)
{
    GPtrArray *paths = g_ptr_array_new_with_free_func(g_free);
    GDir *dir = g_dir_open(folder, 0, NULL);
    const char *name;

    while (dir && (name = g_dir_read_name(dir)) != NULL)
        g_ptr_array_add(paths, g_build_filename(folder, name, NULL));
    if (dir)
        g_dir_close(dir);
    g_ptr_array_sort(paths, capture_compare_names);
    return paths;
}

/* The path of `file`, such as "mm-psk.pcap"; it may name a file that is not there. */
static inline char *capture_path(const char *file)
{
    char *folder = g_test_build_filename(G_TEST_DIST, "test-captures", NULL);
    char *path = g_build_filename(folder, file, NULL);
    GPtrArray *rooms = capture_entries(folder);

    for (guint i = 0; i < rooms->len && !g_file_test(path, G_FILE_TEST_EXISTS); i++) {
        g_free(path);
        path = g_build_filename(g_ptr_array_index(rooms, i), file, NULL);
    }
    g_ptr_array_unref(rooms);
    g_free(folder);
    return path;
}

/* The path of NAME with `ending`, such as ".keys". */
static inline char *capture_path_of(const char *name, const char *ending)
{
    char *file = g_strconcat(name, ending, NULL), *path = capture_path(file);

    g_free(file);
    return path;
}

static inline void capture_add_files(GPtrArray *files, const char *folder, const char *ending)
{
    GPtrArray *paths = capture_entries(folder);

    for (guint i = 0; i < paths->len; i++) {
        char *file = g_path_get_basename(g_ptr_array_index(paths, i));

        if (g_str_has_suffix(file, ending))
            g_ptr_array_add(files, file);
        else
            g_free(file);
    }
    g_ptr_array_unref(paths);
}

/* The names, without `ending`, of all files that have it. */
static inline GPtrArray *capture_names(const char *ending)
{
    char *folder = g_test_build_filename(G_TEST_DIST, "test-captures", NULL);
    GPtrArray *names = g_ptr_array_new_with_free_func(g_free), *rooms = capture_entries(folder);

    capture_add_files(names, folder, ending);
    for (guint i = 0; i < rooms->len; i++)
        capture_add_files(names, g_ptr_array_index(rooms, i), ending);
    for (guint i = 0; i < names->len; i++) {
        char *name = g_ptr_array_index(names, i);

        name[strlen(name) - strlen(ending)] = '\0';
    }
    g_assert_cmpuint(names->len, >, 0);
    g_ptr_array_unref(rooms);
    g_free(folder);
    return names;
}

/* Whether the path of a capture leads to the room of faults: some of it is wrong on purpose. */
static inline bool capture_is_fault(const char *path)
{
    char *folder = g_path_get_dirname(path), *room = g_path_get_basename(folder);
    bool fault = strcmp(room, "faults") == 0;

    g_free(room);
    g_free(folder);
    return fault;
}

#endif

/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "wire/regular_file.h"

#include <glib.h>
#include <glib/gstdio.h>
#include <string.h>
#include <sys/stat.h>

static void expect_refused(const char *path, const char *word)
{
    char *why;

    g_assert_null(ikelog_regular_file_open(path, &why));
    g_assert_nonnull(strstr(why, word));
    g_free(why);
}

static void test_files(void)
{
    char *folder = g_dir_make_tmp("ikelog-XXXXXX", NULL), *why, letter = 0;
    char *path = g_build_filename(folder, "keys", NULL);
    FILE *file;

    g_assert_true(g_file_set_contents(path, "k", 1, NULL));
    file = ikelog_regular_file_open(path, &why);
    g_assert_nonnull(file);
    g_assert_null(why);
    g_assert_cmpuint(fread(&letter, 1, 1, file), ==, 1);
    g_assert_cmpint(letter, ==, 'k');
    fclose(file);
    g_unlink(path);
    expect_refused(path, "No such file");
    g_rmdir(folder);
    g_free(path);
    g_free(folder);
}

/* A pipe without a writer would wait for ever. */
static void test_pipes(void)
{
    char *folder = g_dir_make_tmp("ikelog-XXXXXX", NULL);
    char *path = g_build_filename(folder, "pipe", NULL);

    g_assert_cmpint(mkfifo(path, 0600), ==, 0);
    expect_refused(path, "a pipe");
    g_unlink(path);
    g_rmdir(folder);
    g_free(path);
    g_free(folder);
}

static void test_others(void)
{
    expect_refused("/", "a directory");
    expect_refused("/dev/zero", "a device");
}

int main(int argc, char **argv)
{
    g_setenv("LC_ALL", "C", TRUE);
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/regular_file/files-are-opened", test_files);
    g_test_add_func("/regular_file/a-pipe-is-refused-at-once", test_pipes);
    g_test_add_func("/regular_file/what-is-no-file-is-named", test_others);
    return g_test_run();
}

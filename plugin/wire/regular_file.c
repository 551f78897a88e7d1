/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Asks what a path leads to before it is opened, and once more when it is open. */
#include "wire/regular_file.h"

#include <errno.h>
#include <fcntl.h>
#include <glib.h>
#include <glib/gstdio.h>
#include <stdbool.h>
#include <sys/stat.h>
#ifdef G_OS_UNIX
#include <unistd.h>
#else
#include <io.h>
#endif

#ifndef O_NONBLOCK
#define O_NONBLOCK 0
#endif
#ifndef O_CLOEXEC
#define O_CLOEXEC 0
#endif

static const char *kind_of(unsigned mode)
{
    switch (mode & S_IFMT) {
    case S_IFDIR:
        return "a directory";
#ifdef S_IFIFO
    case S_IFIFO:
        return "a pipe";
#endif
#ifdef S_IFSOCK
    case S_IFSOCK:
        return "a socket";
#endif
    default:
        return "a device";
    }
}

static bool is_regular(const struct stat *status, char **why)
{
    if ((status->st_mode & S_IFMT) == S_IFREG)
        return true;
    *why = g_strdup_printf("it is %s, and only files can be read", kind_of(status->st_mode));
    return false;
}

/* Something else may have taken the place of the file meanwhile: opening it must not wait. */
static FILE *open_now(const char *path, char **why)
{
    struct stat status;
    int descriptor = g_open(path, O_RDONLY | O_NONBLOCK | O_CLOEXEC, 0);
    FILE *file = NULL;

    if (descriptor < 0 || fstat(descriptor, &status) != 0)
        *why = g_strdup(g_strerror(errno));
    else if (is_regular(&status, why))
        file = fdopen(descriptor, "rb");
    if (!file && descriptor >= 0)
        close(descriptor);
    return file;
}

FILE *ikelog_regular_file_open(const char *path, char **why)
{
    struct stat status;

    *why = NULL;
    if (stat(path, &status) != 0) {
        *why = g_strdup(g_strerror(errno));
        return NULL;
    }
    return is_regular(&status, why) ? open_now(path, why) : NULL;
}

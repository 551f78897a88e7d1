/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Preloaded into a program, says at its end how many expert entries ikelog.so raised. With
 * IKELOG_WINDOW set, modules see a window, as in Wireshark. */

#define _GNU_SOURCE
#include <dlfcn.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static unsigned raised;

static void nothing(void)
{
}

/* Stands for Wireshark's struct of functions: each of them does nothing. */
static void (*window[64])(void);

const void *funnel_get_funnel_ops(void)
{
    for (size_t n = 0; n < sizeof window / sizeof *window; n++)
        window[n] = nothing;
    return getenv("IKELOG_WINDOW") ? window : NULL;
}

static void count(void *caller)
{
    Dl_info module;

    if (dladdr(caller, &module) && strstr(module.dli_fname, "/ikelog.so"))
        raised++;
}

void *expert_add_info(void *pinfo, void *item, void *field)
{
    void *(*next)(void *, void *, void *) =
        (void *(*)(void *, void *, void *))dlsym(RTLD_NEXT, "expert_add_info");

    count(__builtin_return_address(0));
    return next(pinfo, item, field);
}

void *expert_add_info_format(void *pinfo, void *item, void *field, const char *format, ...)
{
    void *(*next)(void *, void *, void *, const char *, ...) =
        (void *(*)(void *, void *, void *, const char *, ...))dlsym(RTLD_NEXT,
                                                                    "expert_add_info_format");
    char text[4096];
    va_list values;

    va_start(values, format);
    vsnprintf(text, sizeof text, format, values);
    va_end(values);
    count(__builtin_return_address(0));
    return next(pinfo, item, field, "%s", text);
}

__attribute__((destructor)) static void tell(void)
{
    fprintf(stderr, "experts: %u\n", raised);
}

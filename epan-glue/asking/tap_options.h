/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The options of a tap on tshark's command line: -z ikelog,log,dialect=D,filter=F. */
#ifndef IKELOG_ASKING_TAP_OPTIONS_H
#define IKELOG_ASKING_TAP_OPTIONS_H

#include "compat.h"

/* Either name=value (`value` is set, newly allocated) or a word alone (`flag` is set). */
struct ikelog_tap_option {
    const char *name;
    const char *help; /* "NAME of the product whose log to print" */
    char **value;
    bool *flag;
};

/*
 * Read what follows `command` ("ikelog,log") in `argument`. Text without a name belongs to the
 * value before it (lists of addresses); `filter` takes all that follows it. Returns NULL, or a
 * newly allocated message that lists the right options.
 */
char *ikelog_tap_options_read(const char *command, const char *argument,
                              const struct ikelog_tap_option *options, unsigned count);

/* Say on standard error why a tap cannot start; frees the message. The caller then gives up. */
void ikelog_tap_options_refuse(char *message);

#endif

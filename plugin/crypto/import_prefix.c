/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What racoon and its descendants write in front of the text of a log line. */
#include "crypto/import_prefix.h"

#include <glib.h>
#include <string.h>

static bool is_level(const char *text, size_t length)
{
    static const char *const levels[] = {"DEBUG", "DEBUG2", "INFO", "NOTIFY", "WARNING", "ERROR"};

    for (size_t i = 0; i < G_N_ELEMENTS(levels); i++)
        if (strlen(levels[i]) == length && strncmp(levels[i], text, length) == 0)
            return true;
    return false;
}

/* "oakley.c:2590:oakley_compute_enckey(): " is one word. */
static const char *behind_place(const char *text)
{
    const char *place = strstr(text, "(): ");

    return place && strcspn(text, " ") >= (size_t)(place - text) ? place + 4 : text;
}

const char *ikelog_prefix_racoon(const char *line)
{
    for (const char *word = line; *word; word++) {
        size_t length = strcspn(word, ": ");

        if (word[length] == ':' && is_level(word, length)) {
            word += length + 1;
            return behind_place(word + (*word == ' ' ? 1 : 0));
        }
        word += length;
        if (!*word)
            break;
    }
    return NULL;
}

const char *ikelog_prefix_mikrotik(const char *line)
{
    const char *topic = line;

    while ((topic = strstr(topic, "ipsec")) != NULL) {
        const char *end = topic + strspn(topic, "abcdefghijklmnopqrstuvwxyz,!");

        if (topic == line || topic[-1] == ' ' || topic[-1] == ':') {
            end += *end == ':' ? 1 : 0;
            return *end == ' ' || *end == '\0' ? end + strspn(end, " ") : NULL;
        }
        topic = end;
    }
    return NULL;
}

bool ikelog_prefix_is_racoon(const char *line)
{
    bool dated = g_ascii_isdigit(line[0]) && strlen(line) > 21 && line[4] == '-' &&
                 line[7] == '-' && line[10] == ' ' && line[19] == ':';

    return (dated || strstr(line, "racoon: ") || strstr(line, "racoon[")) &&
           ikelog_prefix_racoon(line);
}

bool ikelog_prefix_is_mikrotik(const char *line)
{
    return strstr(line, "ipsec,") && ikelog_prefix_mikrotik(line);
}

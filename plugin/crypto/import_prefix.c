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
    const char *place = strstr(text, "():");

    if (!place || strcspn(text, " ") < (size_t)(place - text) ||
        (place[3] != ' ' && place[3] != '\0'))
        return text;
    return place + (place[3] ? 4 : 3);
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

/* After the topics "ipsec,debug,packet", which WinBox shows with blanks after the commas. */
static const char *behind_topics(const char *topic)
{
    static const char letters[] = "abcdefghijklmnopqrstuvwxyz!";
    const char *end = topic + strspn(topic, letters);

    while (*end == ',') {
        end += 1 + strspn(end + 1, " ");
        end += strspn(end, letters);
    }
    end += *end == ':' ? 1 : 0;
    return *end == ' ' || *end == '\0' ? end + strspn(end, " ") : NULL;
}

const char *ikelog_prefix_mikrotik(const char *line)
{
    for (const char *topic = strstr(line, "ipsec"); topic; topic = strstr(topic + 5, "ipsec"))
        if (topic == line || topic[-1] == ' ' || topic[-1] == ':')
            return behind_topics(topic);
    return NULL;
}

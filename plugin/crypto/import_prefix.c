/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What daemons write in front of the text of a log line. */
#include "crypto/import_prefix.h"

#include <glib.h>
#include <stdlib.h>
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

static bool is_group(const char *text)
{
    static const char groups[][4] = {"DMN", "MGR", "IKE", "CHD", "JOB", "CFG", "KNL", "NET", "ASN",
                                     "ENC", "TNC", "IMC", "IMV", "PTS", "TLS", "APP", "ESP", "LIB"};

    for (size_t i = 0; i < G_N_ELEMENTS(groups); i++)
        if (strncmp(text, groups[i], 3) == 0)
            return true;
    return false;
}

/* "<name|number> " or "<number> ", when it is there. */
static void parse_sa(struct ikelog_prefix_charon *prefix)
{
    const char *end = prefix->text[0] == '<' ? strchr(prefix->text, '>') : NULL;
    const char *digits = end;

    if (!end || (end[1] != ' ' && end[1] != '\0') || !g_ascii_isdigit(end[-1]))
        return;
    while (g_ascii_isdigit(digits[-1]))
        digits--;
    prefix->sa = (unsigned)strtoul(digits, NULL, 10);
    prefix->has_sa = true;
    prefix->text = end + (end[1] ? 2 : 1);
}

/* Digits, "[GRP] " or, when levels are logged, "[GRP1] "; loggers put other things in front. */
static bool parse_group(const char *line, struct ikelog_prefix_charon *prefix)
{
    for (const char *bracket = strchr(line, '['); bracket; bracket = strchr(bracket + 1, '[')) {
        const char *digits = bracket, *end;

        while (digits > line && g_ascii_isdigit(digits[-1]))
            digits--;
        if (digits == bracket || !is_group(bracket + 1))
            continue;
        end = bracket + 4 + (g_ascii_isdigit(bracket[4]) ? 1 : 0);
        if (end[0] != ']' || (end[1] != ' ' && end[1] != '\0'))
            continue;
        prefix->thread = (unsigned)strtoul(digits, NULL, 10);
        memcpy(prefix->group, bracket + 1, 3);
        prefix->text = end + (end[1] ? 2 : 1);
        return true;
    }
    return false;
}

struct ikelog_prefix_charon ikelog_prefix_charon(const char *line)
{
    struct ikelog_prefix_charon prefix = {.text = line};

    parse_group(line, &prefix);
    parse_sa(&prefix);
    return prefix;
}

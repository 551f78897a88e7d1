/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What other programs put around a daemon's words. */
#include "crypto/log_line.h"

#include <glib.h>
#include <stdlib.h>
#include <string.h>

#define MOST_PIECES 16u /* of dress, in front of one line */
#define MOST_WORDS  4u  /* in front of a program's name: the host, the facility */
#define ESCAPE      '\x1b'

/* The octets of an escape that stand for one character; *c is it, 0 for none. */
static size_t entity_at(const char *text, char *c)
{
    static const struct {
        const char *text;
        char c;
    } entities[] = {{"&lt;", '<'},    {"&gt;", '>'},   {"&amp;", '&'},    {"&quot;", '"'},
                    {"&apos;", '\''}, {"&nbsp;", ' '}, {"\xc2\xa0", ' '}, {"\t", ' '}};
    char *end;
    unsigned long number;

    for (size_t i = 0; i < G_N_ELEMENTS(entities); i++)
        if (g_str_has_prefix(text, entities[i].text)) {
            *c = entities[i].c;
            return strlen(entities[i].text);
        }
    if (text[0] != '&' || text[1] != '#')
        return 0;
    number = text[2] == 'x' ? strtoul(text + 3, &end, 16) : strtoul(text + 2, &end, 10);
    if (*end != ';' || number < ' ' || number > '~')
        return 0;
    *c = (char)number;
    return (size_t)(end - text) + 1;
}

/* "ESC [ 31 m" */
static size_t terminal_escape_at(const char *text)
{
    size_t n = 2;

    if (text[0] != ESCAPE || text[1] != '[')
        return 0;
    n += strspn(text + n, "0123456789;?");
    return text[n] ? n + 1 : n;
}

/* The quote at the end of a line that begins with one. */
static void cut_quote(char *text)
{
    char quote = text[strspn(text, " ")];
    size_t length = strlen(text), end = length;

    if (quote != '"' && quote != '`')
        return;
    while (end > 0 && strchr(" ,;", text[end - 1]))
        end--;
    if (end > 1 && text[end - 1] == quote)
        text[end - 1] = '\0';
}

static void replace_escapes(char *text)
{
    char *to = strpbrk(text, "&\xc2\t\x1b");

    for (const char *from = to; from && *from;) {
        char c;
        size_t n = terminal_escape_at(from);

        if (n == 0 && (n = entity_at(from, &c)) > 0)
            *to++ = c;
        else if (n == 0)
            *to++ = *from, n = 1;
        from += n;
    }
    if (to)
        *to = '\0';
}

void ikelog_log_unescape(char *text)
{
    replace_escapes(text);
    cut_quote(text);
}

char *ikelog_log_split(char *text)
{
    static const char *const ends[] = {"#012", "<br>", "<br/>", "<br />"};

    for (char *at = strpbrk(text, "#<"); at; at = strpbrk(at + 1, "#<"))
        for (size_t i = 0; i < G_N_ELEMENTS(ends); i++)
            if (g_str_has_prefix(at, ends[i])) {
                *at = '\0';
                return at + strlen(ends[i]);
            }
    return NULL;
}

/* The octets of `text` that fit a pattern: d digit, D digit or blank, a letter, else itself. */
static size_t match(const char *text, const char *pattern)
{
    size_t n = 0;

    for (; pattern[n]; n++) {
        bool fits = pattern[n] == 'd'   ? g_ascii_isdigit(text[n])
                    : pattern[n] == 'D' ? g_ascii_isdigit(text[n]) || text[n] == ' '
                    : pattern[n] == 'a' ? g_ascii_isalpha(text[n])
                                        : text[n] == pattern[n];

        if (!fits)
            return 0;
    }
    return n;
}

/* "Z", "+01:00", "+0100", or nothing. */
static size_t zone_at(const char *text)
{
    if (*text == 'Z')
        return 1;
    if (*text != '+' && *text != '-')
        return 0;
    return MAX(match(text + 1, "dd:dd"), match(text + 1, "dddd")) ? match(text + 1, "dd:dd") ? 6 : 5
                                                                  : 0;
}

/* Dates and times, the longest forms first. */
static const char *const times[] = {
    "dddd-dd-ddTdd:dd:dd",
    "dddd-dd-dd dd:dd:dd",
    "dddd/dd/dd dd:dd:dd",
    "dddd:dd:dd-dd:dd:dd",
    "aaa aaa Dd dd:dd:dd dddd",
    "aaa Dd dddd dd:dd:dd",
    "aaa Dd dd:dd:dd dddd",
    "aaa Dd dd:dd:dd",
    "aaa/dd/dddd dd:dd:dd",
    "aaa/dd dd:dd:dd",
    "dd/dd/dddd dd:dd:dd",
    "dd-dd dd:dd:dd",
    "dd:dd:dd",
};

/* After a date and time, or NULL. */
static const char *behind_time(const char *text)
{
    const char *at = text + (*text == '[' ? 1 : 0);
    size_t n = 0;

    for (size_t i = 0; i < G_N_ELEMENTS(times) && n == 0; i++)
        n = match(at, times[i]);
    if (n == 0)
        return NULL;
    at += n;
    if ((*at == '.' || *at == ',') && g_ascii_isdigit(at[1]))
        at += 1 + strspn(at + 1, "0123456789");
    at += zone_at(at);
    if (*text == '[' && *at++ != ']')
        return NULL;
    at += *at == ':' ? 1 : 0;
    return *at == '\0' || strchr(" \",;|", *at) ? at : NULL;
}

/* "charon.log:", "/var/log/messages:" */
static const char *behind_file(const char *text)
{
    size_t name = strcspn(text, ": \"<[");

    if (text[name] != ':' || (!g_strstr_len(text, (gssize)name, ".log") &&
                              !g_strstr_len(text, (gssize)name, ".txt") && text[0] != '/'))
        return text;
    return text + name + 1;
}

/* "charon.log:12:", "12:", "12-" */
static const char *behind_number(const char *text)
{
    const char *at = behind_file(text);
    size_t digits = strspn(at, "0123456789");

    if (digits == 0 || digits > 8 || behind_time(at))
        return NULL;
    return at[digits] == ':' || at[digits] == '-' ? at + digits + 1 : NULL;
}

static const char *behind_grep(const char *text, bool numbered)
{
    const char *at = numbered ? behind_number(text) : behind_file(text);

    return at > text ? at : NULL;
}

/* "<30>", "<30>1 ": something follows at once; a name between such brackets has a blank after. */
static const char *behind_priority(const char *text)
{
    size_t digits = *text == '<' ? strspn(text + 1, "0123456789") : 0;

    if (digits == 0 || digits > 3 || text[1 + digits] != '>' || text[2 + digits] == ' ')
        return NULL;
    text += 2 + digits;
    return match(text, "d d") ? text + 2 : text;
}

static bool is_program(const char *word, size_t length)
{
    static const char *const programs[] = {"racoon",     "pluto",     "charon",
                                           "charon-cmd", "charon-nm", "charon-systemd",
                                           "vpnc",       "starter",   "strongswan"};

    for (size_t i = 0; i < G_N_ELEMENTS(programs); i++)
        if (strlen(programs[i]) == length && strncmp(programs[i], word, length) == 0)
            return true;
    return false;
}

/*
 * After what follows a program's name: "[12]: ", ": ", " (12): ", " 12 - - ", a separator; after
 * a date a blank is enough.
 */
static const char *behind_name(const char *at, bool dated)
{
    const char *pid = at + strspn(at, " ");
    size_t digits = *pid == '(' || *pid == '[' ? strspn(pid + 1, " 0123456789") : 0;
    const char *end = at;

    if (digits > 0 && (pid[1 + digits] == ')' || pid[1 + digits] == ']'))
        end = pid + digits + 2;
    else if (pid > at && (digits = strspn(pid, "0123456789")) > 0 &&
             g_str_has_prefix(pid + digits, " - -"))
        return pid + digits + 4;
    end += strspn(end, " ");
    if (*end && strchr(":,;\"", *end))
        return end + 1;
    return dated && (*at == ' ' || *at == '\0') ? at : NULL;
}

/* The word in front of a program of syslog, when it is no level or number of another program. */
static void note_host(const char *word, size_t length, struct ikelog_log_line *line)
{
    static const char *const levels[] = {
        "emerg",         "alert", "crit",    "err", "error", "warning", "notice", "info",
        "informational", "debug", "verbose", "d",   "i",     "w",       "e"};
    char *name = g_ascii_strdown(word, (gssize)length);
    bool host = line->dated && length > strspn(word, "0123456789");

    for (size_t i = 0; i < G_N_ELEMENTS(levels); i++)
        host = host && strcmp(levels[i], name) != 0;
    if (host)
        g_strlcpy(line->host, word, MIN(sizeof line->host, length + 1));
    g_free(name);
}

/*
 * "gate racoon[12]: ", "gate daemon.debug pluto[12]: ", "Informational charon "; logcat's are
 * "D/racoon (12): " and " 1234  1250 D racoon  : ".
 */
static const char *behind_program(const char *text, struct ikelog_log_line *line)
{
    const char *first = text;

    for (unsigned i = 0; i < MOST_WORDS; i++) {
        size_t length;
        const char *end;

        if (text[0] && text[1] == '/') /* a level of logcat */
            text += 2;
        length = strspn(text, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_.-");
        end = text + length;
        if (is_program(text, length)) {
            end = behind_name(end, line->dated);
            if (end)
                g_strlcpy(line->program, text, MIN(sizeof line->program, length + 1));
            if (end && i > 0)
                note_host(first, strcspn(first, " ,;\""), line);
            return end;
        }
        if (length == 0 || *end == '\0' || !strchr(" ,;\"", *end))
            return NULL;
        text = end + strspn(end, " ,;\"");
    }
    return NULL;
}

/* Signs of quotation in letters and forums, the quotes and separators of CSV. */
static const char *behind_sign(const char *text, bool first)
{
    if ((*text == '>' && (text[1] == ' ' || text[1] == '\0')) || *text == '"' || *text == '`' ||
        (!first && *text == ','))
        return text + 1;
    return !first && *text == ';' ? text + 1 : NULL;
}

/* One piece of dress; NULL: the daemon's words begin. */
static const char *peel(const char *text, bool first, struct ikelog_log_line *line)
{
    const char *at;

    if ((at = behind_time(text)) != NULL) {
        line->time = line->dated ? line->time : text;
        line->time_length = line->dated ? line->time_length : (size_t)(at - text);
        line->dated = line->dressed = true;
        return at;
    }
    if (line->mark)
        return NULL;
    if ((first && (at = behind_grep(text, line->numbered)) != NULL) ||
        (at = behind_priority(text)) != NULL)
        return at;
    if ((at = behind_program(text, line)) != NULL) {
        line->dressed = true;
        return at;
    }
    if ((text[0] == '|' || text[0] == '!') && (text[1] == ' ' || text[1] == '\0')) {
        line->mark = text[0];
        line->dressed = true;
        return text + 1 + (text[1] ? 1 : 0);
    }
    return behind_sign(text, first);
}

static void cut_blanks(char *text)
{
    size_t length = strlen(text);

    while (length > 0 && text[length - 1] == ' ')
        length--;
    text[length] = '\0';
}

void ikelog_log_undress(char *text, struct ikelog_log_line *line)
{
    const char *at = text;

    *line = (struct ikelog_log_line){.raw = line->raw, .numbered = line->numbered};
    cut_blanks(text);
    for (unsigned i = 0; at && i < MOST_PIECES; i++) {
        line->text = at + strspn(at, " ");
        line->indent = (unsigned)(line->text - at);
        at = peel(line->text, line->text == text, line);
    }
}

bool ikelog_log_is_numbered(const char *text)
{
    return behind_number(text) != NULL;
}

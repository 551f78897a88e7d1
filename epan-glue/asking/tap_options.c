/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Takes the options of a tap apart, and tells which ones there are when one is wrong. */

#include "asking/tap_options.h"

#include <stdio.h>

static char *complain(const char *command, const char *word,
                      const struct ikelog_tap_option *options, unsigned count)
{
    GString *text = g_string_new(NULL);

    if (word)
        g_string_append_printf(text, "-z %s has no option \"%s\".", command, word);
    else
        g_string_append_printf(text, "An option of -z %s is wrong.", command);
    g_string_append(text, count ? " It takes:" : " It takes none.");
    for (unsigned i = 0; i < count; i++)
        g_string_append_printf(text, "\n  %s%s%s", options[i].name, options[i].value ? "=" : "  ",
                               options[i].help);
    return g_string_free(text, FALSE);
}

static const struct ikelog_tap_option *find(const char *word, size_t length,
                                            const struct ikelog_tap_option *options, unsigned count)
{
    for (unsigned i = 0; i < count; i++) {
        if (strlen(options[i].name) == length && strncmp(options[i].name, word, length) == 0)
            return &options[i];
    }
    return NULL;
}

static void append(char **value, const char *text)
{
    char *old = *value;

    *value = old ? g_strconcat(old, ",", text, NULL) : g_strdup(text);
    g_free(old);
}

/* One word of the list. *latest is the option whose value may go on. */
static bool take(const char *word, const struct ikelog_tap_option *options, unsigned count,
                 const struct ikelog_tap_option **latest)
{
    size_t length = strcspn(word, "=");
    const struct ikelog_tap_option *option = find(word, length, options, count);

    if (option && option->value && word[length] == '=') {
        append(option->value, word + length + 1);
        *latest = option;
        return true;
    }
    if (option && option->flag && !word[length]) {
        *option->flag = true;
        return true;
    }
    if (word[length] == '=' || !*latest)
        return false;
    append((*latest)->value, word);
    return true;
}

char *ikelog_tap_options_read(const char *command, const char *argument,
                              const struct ikelog_tap_option *options, unsigned count)
{
    const char *rest = argument + strlen(command), *filter = strstr(rest, ",filter=");
    const struct ikelog_tap_option *latest = NULL, *filter_option = find("filter", strlen("filter"),
                                                                         options, count);
    char *head, **words, *message = NULL;

    if (!g_str_has_prefix(argument, command) || (*rest && *rest != ','))
        return complain(command, argument, options, count);
    if (!*rest)
        return NULL;
    head = filter && filter_option ? g_strndup(rest, (size_t)(filter - rest)) : g_strdup(rest);
    if (filter && filter_option)
        append(filter_option->value, filter + strlen(",filter="));
    words = g_strsplit(*head ? head + 1 : head, ",", -1);
    for (char **word = words; *word && !message; word++) {
        if (!take(*word, options, count, &latest))
            message = complain(command, **word ? *word : NULL, options, count);
    }
    g_strfreev(words);
    g_free(head);
    return message;
}

void ikelog_tap_options_refuse(char *message)
{
    fputs("ikelog: ", stderr);
    fputs(message, stderr);
    fputc('\n', stderr);
    g_free(message);
}

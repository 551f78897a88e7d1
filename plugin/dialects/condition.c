/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Conditions of a group: texts that have to be known, or to be one of several. */
#include "dialects/loader.h"

#include <string.h>

#define IS      " is "
#define FROM_ON ".."

void ikelog_condition_free(gpointer data)
{
    struct ikelog_condition *condition = (struct ikelog_condition *)data;

    ikelog_template_free(condition->of);
    g_strfreev(condition->words);
    g_free(condition);
}

/* "86401..": each number from there on. */
static bool is_number_from(const char *word, const char *text)
{
    guint64 from, number;
    char *rest;

    if (!g_str_has_suffix(word, FROM_ON))
        return false;
    from = g_ascii_strtoull(word, &rest, 10);
    if (rest == word || strcmp(rest, FROM_ON) != 0)
        return false;
    number = g_ascii_strtoull(text, &rest, 10);
    return rest != text && *rest == '\0' && number >= from;
}

static bool is_one_of(char *const *words, const char *text)
{
    for (; *words; words++)
        if (strcmp(*words, text) == 0 || is_number_from(*words, text))
            return true;
    return false;
}

bool ikelog_condition_holds(const struct ikelog_condition *condition,
                            const struct ikelog_template_context *context, GString *scratch)
{
    bool holds;

    g_string_truncate(scratch, 0);
    holds = ikelog_template_render(condition->of, context, scratch) &&
            (!condition->words || is_one_of(condition->words, scratch->str));
    return holds != condition->unless;
}

/* "{nat} is local|both", or "{nat}" alone. */
static struct ikelog_condition *parse(struct ikelog_loader *loader, const char *group,
                                      const char *key, bool unless)
{
    char *text = ikelog_loader_get(loader, group, key), *complaint = NULL;
    const char *is = text ? strstr(text, IS) : NULL;
    char *of = text ? g_strndup(text, is ? (size_t)(is - text) : strlen(text)) : NULL;
    struct ikelog_condition *condition = NULL;
    struct ikelog_template *template =
        of ? ikelog_template_parse_with(of, loader->dialect->words, &complaint) : NULL;

    if (template && !strchr(of, '{')) {
        complaint = g_strdup("a condition needs a placeholder: {x}, or {x} is A|B");
        g_clear_pointer(&template, ikelog_template_free);
    }
    if (template) {
        condition = g_new0(struct ikelog_condition, 1);
        condition->of = template;
        condition->words = is ? g_strsplit(is + strlen(IS), "|", -1) : NULL;
        condition->unless = unless;
    }
    if (complaint)
        ikelog_loader_complain(loader, group, key, complaint);
    g_free(complaint);
    g_free(of);
    g_free(text);
    return condition;
}

static void add_all(struct ikelog_loader *loader, const char *group, const char *stem,
                    GPtrArray *conditions)
{
    struct ikelog_condition *condition = parse(loader, group, stem, stem[0] == 'u');

    for (unsigned n = 2; condition && n <= IKELOG_MAX_WORDING_LINES + 1; n++) {
        char *key = g_strdup_printf("%s.%u", stem, n);

        g_ptr_array_add(conditions, condition);
        condition = parse(loader, group, key, stem[0] == 'u');
        g_free(key);
    }
    if (condition)
        ikelog_condition_free(condition);
}

GPtrArray *ikelog_loader_conditions(struct ikelog_loader *loader, const char *group)
{
    GPtrArray *conditions = g_ptr_array_new_with_free_func(ikelog_condition_free);

    add_all(loader, group, "if", conditions);
    add_all(loader, group, "unless", conditions);
    if (conditions->len > 0)
        return conditions;
    g_ptr_array_unref(conditions);
    return NULL;
}

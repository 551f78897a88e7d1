/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A device's own placeholders: looked up, joined, and counted so that none costs too much. */
#include "events/word.h"

#include "events/items.h"
#include "events/values_priv.h"
#include "wire/attribute.h"

void ikelog_word_free(struct ikelog_word *word)
{
    if (!word)
        return;
    ikelog_template_free(word->of);
    ikelog_template_free(word->other);
    if (word->rows)
        g_hash_table_unref(word->rows);
    g_free(word->open);
    g_free(word->close);
    g_free(word->separator);
    g_free(word);
}

/* Of the rows of a table one is asked for. */
static uint64_t cost_of_rows(const struct ikelog_word *word)
{
    uint64_t most = word->other ? ikelog_template_cost(word->other) : 0;
    GHashTableIter iter;
    gpointer row;

    g_hash_table_iter_init(&iter, word->rows);
    while (g_hash_table_iter_next(&iter, NULL, &row))
        most = MAX(most, ikelog_template_cost((const struct ikelog_template *)row));
    return most;
}

uint32_t ikelog_word_cost(const struct ikelog_word *word)
{
    uint64_t cost = 1 + (uint64_t)ikelog_template_cost(word->of);

    if (word->rows)
        cost += cost_of_rows(word);
    if (word->list != IKELOG_LIST_NONE)
        cost *= IKELOG_MAX_ITEMS;
    return (uint32_t)MIN(cost, UINT32_MAX);
}

/* The key stands at the end of the text while its row is looked for. */
static bool append_row(const struct ikelog_word *word,
                       const struct ikelog_template_context *context, GString *text)
{
    const gsize start = text->len;
    const struct ikelog_template *row = NULL;

    if (ikelog_template_render(word->of, context, text)) {
        row = (const struct ikelog_template *)g_hash_table_lookup(word->rows, text->str + start);
        row = row ? row : word->other;
    }
    g_string_truncate(text, start);
    return row && ikelog_template_render(row, context, text);
}

/* A list that is being written. */
struct listing {
    const struct ikelog_word *word;
    GString *text;
    bool any;
};

static void append_item(void *data, const struct ikelog_template_context *context)
{
    struct listing *listing = (struct listing *)data;
    const struct ikelog_word *word = listing->word;
    const gsize start = listing->text->len;

    g_string_append(listing->text, listing->any ? word->separator : "");
    g_string_append(listing->text, word->open);
    if (!ikelog_template_render(word->of, context, listing->text)) {
        g_string_truncate(listing->text, start);
        return;
    }
    g_string_append(listing->text, word->close);
    listing->any = true;
}

static bool append_list(const struct ikelog_word *word,
                        const struct ikelog_template_context *context, GString *text)
{
    struct listing listing = {.word = word, .text = text};

    if (word->list == IKELOG_LIST_PAYLOADS)
        ikelog_items_payloads(context, append_item, &listing);
    else if (word->list == IKELOG_LIST_TRANSFORMS)
        ikelog_items_transforms(context, append_item, NULL, &listing);
    else
        ikelog_items_config_attributes(context, append_item, &listing);
    return listing.any;
}

static bool find_id(const struct ikelog_template_context *context, enum ikelog_id_of of,
                    struct ikelog_id *id)
{
    bool local = of == IKELOG_ID_OF_LOCAL || of == IKELOG_ID_OF_PHASE1_LOCAL;
    enum ikelog_side side = local ? context->us : ikelog_side_other(context->us);

    switch (of) {
    case IKELOG_ID_OF_CI:
    case IKELOG_ID_OF_CR:
        return ikelog_template_context_quick_id(context, of == IKELOG_ID_OF_CR, id);
    case IKELOG_ID_OF_LOCAL:
    case IKELOG_ID_OF_PEER:
        return ikelog_template_context_agreed_id(context, side, id);
    case IKELOG_ID_OF_PHASE1_LOCAL:
    case IKELOG_ID_OF_PHASE1_PEER:
        return context->sa && ikelog_id_read_kept(context->sa->sides[side].said->id, id);
    default:
        return false;
    }
}

static bool append_plain(const struct ikelog_word *word,
                         const struct ikelog_template_context *context, GString *text)
{
    return word->rows ? append_row(word, context, text)
                      : ikelog_template_render(word->of, context, text);
}

bool ikelog_word_append(const struct ikelog_word *word,
                        const struct ikelog_template_context *context, GString *text)
{
    struct ikelog_template_context inner = *context;
    struct ikelog_id id;

    if (word->list != IKELOG_LIST_NONE)
        return append_list(word, context, text);
    if (word->id == IKELOG_ID_OF_NONE)
        return append_plain(word, context, text);
    inner.id = &id;
    return find_id(context, word->id, &id) && append_plain(word, &inner, text);
}

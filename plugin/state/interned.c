/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What the session keeps of payloads and texts, each in as little memory as it can have. */
#include "state/interned.h"

#include "wire/seeded.h"

#include <string.h>

struct ikelog_body *body_new(struct arena *arena, struct ikelog_octets octets)
{
    struct ikelog_body *body = arena_take(arena, sizeof *body + octets.length);

    body->length = (uint16_t)octets.length;
    if (octets.length)
        memcpy(body->octets, octets.data, octets.length);
    return body;
}

struct ikelog_octets body_octets(const struct ikelog_body *body)
{
    return body ? (struct ikelog_octets){body->octets, body->length}
                : (struct ikelog_octets){NULL, 0};
}

static guint hash_text(gconstpointer text)
{
    return ikelog_seeded_hash(text, strlen(text));
}

static guint hash_body(gconstpointer key)
{
    gsize length;
    const void *data = g_bytes_get_data((GBytes *)key, &length);

    return ikelog_seeded_hash(data, length);
}

void interned_init(struct interned *interned)
{
    interned->offer = g_string_new(NULL);
    interned->texts = g_hash_table_new_full(hash_text, g_str_equal, g_free, NULL);
    interned->bodies =
        g_hash_table_new_full(hash_body, g_bytes_equal, (GDestroyNotify)g_bytes_unref, NULL);
}

void interned_clear(struct interned *interned)
{
    g_hash_table_destroy(interned->texts);
    g_hash_table_destroy(interned->bodies);
    g_string_free(interned->offer, TRUE);
}

const char *interned_text(struct interned *interned, const char *text)
{
    char *found = *text ? g_hash_table_lookup(interned->texts, text) : NULL;

    if (!found && *text) {
        found = g_strdup(text);
        g_hash_table_add(interned->texts, found);
    }
    return found;
}

const char *interned_offer(struct interned *interned, const struct ikelog_sa_payload *offer)
{
    g_string_truncate(interned->offer, 0);
    ikelog_sa_payload_describe(offer, interned->offer);
    return interned_text(interned, interned->offer->str);
}

/* Owned by `interned`. */
static GBytes *find_or_add(struct interned *interned, const void *data, size_t length)
{
    GBytes *probe = g_bytes_new_static(data, length);
    GBytes *found = g_hash_table_lookup(interned->bodies, probe);

    g_bytes_unref(probe);
    if (!found) {
        found = g_bytes_new(data, length);
        g_hash_table_add(interned->bodies, found);
    }
    return found;
}

GBytes *interned_body(struct interned *interned, struct ikelog_octets octets)
{
    return g_bytes_ref(find_or_add(interned, octets.data, octets.length));
}

const void *interned_struct(struct interned *interned, const void *value, size_t size)
{
    return g_bytes_get_data(find_or_add(interned, value, size), NULL);
}

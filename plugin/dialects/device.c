/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Which product a device is, by the vendor IDs that it sends. */
#include "dialects/loader.h"
#include "wire/ident.h"
#include "wire/vendor_id.h"

#include <string.h>

/* "4a13…", with * behind it where `prefix` allows. */
static bool is_vendor_id(const char *text, bool prefix)
{
    size_t digits = strspn(text, "0123456789abcdef");

    return digits > 0 && digits % 2 == 0 &&
           (text[digits] == '\0' || (prefix && strcmp(text + digits, "*") == 0));
}

/* A list of vendor IDs, with commas between; NULL when the key is not there or after a complaint.
 */
static char **get_vendor_ids(struct ikelog_loader *loader, const char *key, bool prefix)
{
    char *value = ikelog_loader_get(loader, "device", key);
    char **list = value ? g_strsplit(value, ",", -1) : NULL;
    bool good = true;

    for (char **text = list; text && *text; text++)
        good = is_vendor_id(g_strstrip(*text), prefix) && good;
    g_free(value);
    if (list && (!good || !*list)) {
        ikelog_loader_complain(loader, "device", key,
                               "expected vendor IDs in lower-case hex digits, commas between");
        g_clear_pointer(&list, g_strfreev);
    }
    return list;
}

void ikelog_loader_device(struct ikelog_loader *loader, const char *group)
{
    static const char *const plain[] = {"vendor-ids", NULL}, *const stems[] = {"sequence", NULL};
    char **ids = get_vendor_ids(loader, "vendor-ids", true), *key = g_strdup("sequence");
    char **sequence;

    ikelog_loader_check_keys(loader, group, plain, stems);
    for (char **id = ids; id && *id; id++)
        g_ptr_array_add(loader->dialect->vendor_ids, g_strdup(*id));
    g_strfreev(ids);
    for (unsigned n = 2; (sequence = get_vendor_ids(loader, key, false)); n++) {
        g_ptr_array_add(loader->dialect->sequences, sequence);
        g_free(key);
        key = g_strdup_printf("sequence.%u", n);
    }
    g_free(key);
}

/* The vendor IDs of a side, in hex; g_strfreev. */
static char **sent_by(const struct ikelog_peer *side)
{
    struct ikelog_octets all = ikelog_bytes_octets(side->vendors);
    GPtrArray *list = g_ptr_array_new();

    for (uint32_t at = 0; at < all.length; at += 1u + all.data[at]) {
        GString *hex = g_string_new(NULL);

        ikelog_text_hex((struct ikelog_octets){all.data + at + 1, all.data[at]}, all.data[at], hex);
        g_ptr_array_add(list, g_string_free(hex, FALSE));
    }
    g_ptr_array_add(list, NULL);
    return (char **)g_ptr_array_free(list, FALSE);
}

static bool matches(const char *sent, const char *own)
{
    size_t length = strlen(own);

    return g_str_has_suffix(own, "*") ? strncmp(sent, own, length - 1) == 0
                                      : strcmp(sent, own) == 0;
}

/* The vendor ID by which the product is known, or NULL. */
static const char *known_by(const struct ikelog_dialect *dialect, char **sent)
{
    for (guint i = 0; i < dialect->vendor_ids->len; i++)
        for (char **id = sent; *id; id++)
            if (matches(*id, g_ptr_array_index(dialect->vendor_ids, i)))
                return *id;
    return NULL;
}

static bool has_sequence(const struct ikelog_dialect *dialect, char **sent)
{
    for (guint i = 0; i < dialect->sequences->len; i++)
        if (g_strv_equal((const char *const *)g_ptr_array_index(dialect->sequences, i),
                         (const char *const *)sent))
            return true;
    return false;
}

/* The only dialect that knows the device, by a vendor ID of its own or by their order. */
static const struct ikelog_dialect *only_one(const struct ikelog_dialects *all, char **sent,
                                             bool order)
{
    const struct ikelog_dialect *found = NULL;

    for (unsigned n = 0; n < ikelog_dialects_count(all); n++) {
        const struct ikelog_dialect *dialect = ikelog_dialects_at(all, n);

        if (!(order ? has_sequence(dialect, sent) : known_by(dialect, sent) != NULL))
            continue;
        if (found)
            return NULL; /* it may be the one or the other */
        found = dialect;
    }
    return found;
}

static void explain(const struct ikelog_dialect *dialect, char **sent, bool order, GString *reason)
{
    if (!reason)
        return;
    if (!dialect)
        g_string_append(reason, "its vendor IDs do not tell the product");
    else if (order)
        g_string_append(reason, "it sends these vendor IDs in this order, as this product does");
    else
        g_string_append_printf(reason, "it sends the vendor ID %s", known_by(dialect, sent));
}

const struct ikelog_dialect *ikelog_dialect_speaker(const struct ikelog_dialect *dialect,
                                                    const struct ikelog_sa *sa, enum ikelog_side us,
                                                    GString *reason)
{
    const struct ikelog_dialect *found = NULL;
    bool order = false;
    char **sent;

    if (!dialect->all)
        return dialect;
    sent = sa && sa->sides[us].vendors ? sent_by(&sa->sides[us]) : NULL;
    if (sent)
        found = only_one(dialect->all, sent, false);
    if (sent && !found) {
        order = true;
        found = only_one(dialect->all, sent, true);
    }
    explain(found, sent, order, reason);
    g_strfreev(sent);
    return found ? found : ikelog_dialects_find(dialect->all, IKELOG_DEFAULT_DIALECT);
}

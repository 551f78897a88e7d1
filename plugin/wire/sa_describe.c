/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Proposals in the short form that people write: "3DES/SHA-1/DHG2". */
#include "wire/ident.h"
#include "wire/numbers.h"
#include "wire/sa_payload.h"

#include <string.h>

/* The registry's name without what is the same everywhere: "3DES-CBC" is 3DES, "HMAC-SHA" is SHA-1.
 */
static void append_short(const struct ikelog_registry *registry, uint32_t value, GString *text)
{
    const char *name = ikelog_number_name(registry, value);
    size_t length;

    if (!name) {
        g_string_append_c(text, '#');
        ikelog_text_decimal(value, text);
        return;
    }
    if (g_str_has_prefix(name, "HMAC-"))
        name += strlen("HMAC-");
    length = strlen(name);
    if (g_str_has_suffix(name, "-CBC"))
        length -= strlen("-CBC");
    g_string_append_len(text, name, (gssize)length);
    if (strcmp(name, "SHA") == 0)
        g_string_append(text, "-1");
}

static void append_key_bits(const struct ikelog_transform *transform, GString *text)
{
    if (transform->key_bits == 0)
        return;
    g_string_append_c(text, '-');
    ikelog_text_decimal(transform->key_bits, text);
}

/* Before each part but the first of those that began at `start`. */
static void separate(gsize start, GString *text)
{
    if (text->len > start)
        g_string_append_c(text, '/');
}

static void append_group(const struct ikelog_transform *transform, gsize start, GString *text)
{
    if (transform->group) {
        separate(start, text);
        g_string_append(text, "DHG");
        ikelog_text_decimal(transform->group, text);
    }
    if (transform->cut) {
        separate(start, text);
        g_string_append_c(text, '?');
    }
}

static void describe_ike(const struct ikelog_transform *transform, GString *text)
{
    gsize start = text->len;

    if (transform->cipher) {
        append_short(&ikelog_registry_ike_encryption, transform->cipher, text);
        append_key_bits(transform, text);
    }
    if (transform->hash) {
        separate(start, text);
        append_short(&ikelog_registry_ike_hash, transform->hash, text);
    }
    append_group(transform, start, text);
    if (text->len == start)
        g_string_append(text, "nothing proposed");
}

static void describe_ipsec(const char *protocol, const struct ikelog_registry *registry,
                           const struct ikelog_transform *transform, GString *text)
{
    gsize start = text->len;

    g_string_append(text, protocol);
    g_string_append_c(text, '/');
    append_short(registry, transform->id, text);
    append_key_bits(transform, text);
    if (transform->integrity && registry == &ikelog_registry_esp_transform) {
        g_string_append_c(text, '/');
        append_short(&ikelog_registry_ipsec_auth_algorithm, transform->integrity, text);
    }
    append_group(transform, start, text);
}

void ikelog_transform_describe(const struct ikelog_sa_payload *sa,
                               const struct ikelog_proposal *proposal,
                               const struct ikelog_transform *transform, GString *text)
{
    (void)sa;
    switch (proposal->protocol) {
    case IKELOG_PROTO_ISAKMP:
        describe_ike(transform, text);
        break;
    case IKELOG_PROTO_AH:
        describe_ipsec("AH", &ikelog_registry_ah_transform, transform, text);
        break;
    case IKELOG_PROTO_ESP:
        describe_ipsec("ESP", &ikelog_registry_esp_transform, transform, text);
        break;
    case IKELOG_PROTO_IPCOMP:
        describe_ipsec("IPCOMP", &ikelog_registry_ipcomp_transform, transform, text);
        break;
    default:
        g_string_append_printf(text, "protocol %u/#%u", proposal->protocol, transform->id);
        break;
    }
}

static void describe_proposal(const struct ikelog_sa_payload *sa,
                              const struct ikelog_proposal *proposal, GString *text)
{
    for (uint16_t i = 0; i < proposal->count; i++) {
        if (i > 0)
            g_string_append(text, "; ");
        ikelog_transform_describe(sa, proposal, &sa->transforms[proposal->first + i], text);
    }
}

/* Proposals of the same number, next to each other, are to be taken together. */
static uint32_t same_number(const struct ikelog_sa_payload *sa, uint32_t first)
{
    uint32_t end = first + 1;

    while (end < sa->proposal_count && sa->proposals[end].number == sa->proposals[first].number)
        end++;
    return end;
}

void ikelog_sa_payload_describe(const struct ikelog_sa_payload *sa, GString *text)
{
    for (uint32_t first = 0, end; first < sa->proposal_count; first = end) {
        end = same_number(sa, first);
        if (first > 0)
            g_string_append(text, "; ");
        for (uint32_t i = first; i < end; i++) {
            bool several = end - first > 1 && sa->proposals[i].count > 1;

            g_string_append(text, i > first ? " + " : "");
            g_string_append(text, several ? "(" : "");
            describe_proposal(sa, &sa->proposals[i], text);
            g_string_append(text, several ? ")" : "");
        }
    }
}

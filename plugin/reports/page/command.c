/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Command lines for openssl and python3 that compute what IKE computed. They hold hex digits and
 * base64 only, and no text from the wire. */
#include "reports/page/derivation.h"
#include "wire/ident.h"

/* Python's names of the hashes, by IKE number; those of openssl for ciphers in CBC mode. */
static const struct {
    uint16_t number;
    const char *name;
} hashes[] = {{1, "md5"}, {2, "sha1"}, {4, "sha256"}, {5, "sha384"}, {6, "sha512"}};

static const struct {
    uint16_t number;
    uint32_t key;
    const char *name, *options;
} ciphers[] = {
    {1, 8, "des-cbc", " -provider legacy -provider default"},
    {3, 16, "bf-cbc", " -provider legacy -provider default"},
    {5, 24, "des-ede3-cbc", ""},
    {6, 16, "cast5-cbc", " -provider legacy -provider default"},
    {7, 16, "aes-128-cbc", ""},
    {7, 24, "aes-192-cbc", ""},
    {7, 32, "aes-256-cbc", ""},
    {8, 16, "camellia-128-cbc", ""},
    {8, 24, "camellia-192-cbc", ""},
    {8, 32, "camellia-256-cbc", ""},
};

static const char *hash_name(const struct ikelog_hash *hash)
{
    for (size_t i = 0; hash && i < G_N_ELEMENTS(hashes); i++)
        if (hashes[i].number == hash->number)
            return hashes[i].name;
    return NULL;
}

/* bytes.fromhex('… …') of inputs from .. to, a blank between them. */
static void append_bytes(const struct ikelog_page_derivation *d, unsigned from, unsigned to,
                         GString *out)
{
    g_string_append(out, "bytes.fromhex('");
    for (unsigned i = from; i < to; i++) {
        g_string_append(out, i > from ? " " : "");
        ikelog_text_hex(d->inputs[i].octets, UINT32_MAX, out);
    }
    g_string_append(out, "')");
}

/* The slice of hex digits that is the value. */
static void append_slice(const struct ikelog_page_derivation *d, uint32_t whole, GString *out)
{
    if (d->value.length < whole)
        g_string_append_printf(out, "[:%u]", d->value.length * 2);
}

static void append_prf(const struct ikelog_page_derivation *d, const char *hash, GString *out)
{
    unsigned key = d->key_parts ? d->key_parts : 1;

    g_string_append(out, "python3 -c \"import hmac; print(hmac.new(");
    append_bytes(d, 0, key, out);
    g_string_append(out, ", ");
    append_bytes(d, key, d->count, out);
    g_string_append_printf(out, ", '%s').hexdigest()", hash);
    append_slice(d, d->hash->length, out);
    g_string_append(out, ")\"");
}

static void append_digest(const struct ikelog_page_derivation *d, const char *hash, GString *out)
{
    g_string_append_printf(out, "python3 -c \"import hashlib; print(hashlib.new('%s', ", hash);
    append_bytes(d, 0, d->count, out);
    g_string_append(out, ").hexdigest()");
    append_slice(d, d->hash->length, out);
    g_string_append(out, ")\"");
}

/* k = f(first); s = k; k = f(k); s += k; … until there are octets enough. */
static void append_stretched(const struct ikelog_page_derivation *d, const char *hash,
                             const char *first, GString *out)
{
    uint32_t done = d->hash->length;

    g_string_append(out, "python3 -c \"import hmac; f = lambda k: hmac.new(");
    append_bytes(d, 0, 1, out);
    g_string_append(out, ", k");
    if (d->count > 1) {
        g_string_append(out, " + ");
        append_bytes(d, 1, d->count, out);
    }
    g_string_append_printf(out, ", '%s').digest(); k = f(%s); s = k; ", hash, first);
    for (; done < d->value.length; done += d->hash->length)
        g_string_append(out, "k = f(k); s += k; ");
    g_string_append(out, "print(s.hex()");
    append_slice(d, done, out);
    g_string_append(out, ")\"");
}

static void append_power(const struct ikelog_page_derivation *d, GString *out)
{
    static const char *const before[] = {"pow(0x", ", 0x", ", 0x"};

    if (d->count != G_N_ELEMENTS(before))
        return;
    g_string_append_printf(out, "python3 -c \"print('%%0%ux' %% ", d->value.length * 2);
    for (unsigned i = 0; i < d->count; i++) {
        g_string_append(out, before[i]);
        ikelog_text_hex(d->inputs[i].octets, UINT32_MAX, out);
    }
    g_string_append(out, "))\"");
}

static void append_cbc(const struct ikelog_page_derivation *d, GString *out)
{
    struct ikelog_octets key = d->inputs[0].octets, in = d->inputs[2].octets;

    for (size_t i = 0; d->cipher && i < G_N_ELEMENTS(ciphers); i++) {
        char *text;

        if (ciphers[i].number != d->cipher->number || ciphers[i].key != key.length)
            continue;
        text = g_base64_encode(in.data, in.length);
        g_string_append_printf(out, "echo %s | openssl enc -d -a -A -%s%s -nopad -K ", text,
                               ciphers[i].name, ciphers[i].options);
        ikelog_text_hex(key, UINT32_MAX, out);
        g_string_append(out, " -iv ");
        ikelog_text_hex(d->inputs[1].octets, UINT32_MAX, out);
        g_string_append(out, " | od -An -v -tx1");
        g_free(text);
        return;
    }
}

static void append_base64(struct ikelog_octets octets, GString *out)
{
    char *text = g_base64_encode(octets.data, octets.length);

    g_string_append_printf(out, "echo %s | openssl base64 -d -A", text);
    g_free(text);
}

/* Some products put the name of the hash before it: the end is what counts. */
static void append_rsa(const struct ikelog_page_derivation *d, GString *out)
{
    append_base64(d->inputs[1].octets, out);
    g_string_append(out, " | openssl pkeyutl -verifyrecover -pubin -inkey <(");
    append_base64(d->inputs[0].octets, out);
    g_string_append_printf(out,
                           " | openssl x509 -inform DER -pubkey -noout) | tail -c %u"
                           " | od -An -v -tx1",
                           d->value.length);
}

static void append_cut(const struct ikelog_page_derivation *d, GString *out)
{
    g_string_append(out, "python3 -c \"print('");
    ikelog_text_hex(d->inputs[0].octets, UINT32_MAX, out);
    g_string_append(out, "'");
    append_slice(d, d->inputs[0].octets.length, out);
    g_string_append(out, ")\"");
}

void ikelog_page_command(const struct ikelog_page_derivation *d, GString *out)
{
    const char *hash = hash_name(d->hash);

    if (d->method == IKELOG_METHOD_POWER)
        append_power(d, out);
    else if (d->method == IKELOG_METHOD_MULTIPLE)
        ikelog_page_curve_public(d, out);
    else if (d->method == IKELOG_METHOD_SHARED_POINT)
        ikelog_page_curve_shared(d, out);
    else if (d->method == IKELOG_METHOD_CBC)
        append_cbc(d, out);
    else if (d->method == IKELOG_METHOD_RSA)
        append_rsa(d, out);
    else if (d->method == IKELOG_METHOD_CUT)
        append_cut(d, out);
    if (!hash)
        return;
    if (d->method == IKELOG_METHOD_PRF)
        append_prf(d, hash, out);
    else if (d->method == IKELOG_METHOD_DIGEST)
        append_digest(d, hash, out);
    else if (d->method == IKELOG_METHOD_KA)
        append_stretched(d, hash, "bytes(1)", out);
    else if (d->method == IKELOG_METHOD_KEYMAT)
        append_stretched(d, hash, "b''", out);
}

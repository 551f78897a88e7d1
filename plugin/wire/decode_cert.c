/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Decoding of certificates and of requests for them. */
#include "wire/decode_priv.h"

#include "wire/ident.h"

/* Encodings that are X.509 certificates, and those whose request names an authority. */
static bool is_x509(uint8_t encoding)
{
    return encoding == 4 || encoding == 5;
}

static bool names_authority(uint8_t encoding)
{
    return is_x509(encoding) || encoding == 1 || encoding == 7 || encoding == 8 || encoding == 10;
}

static void append_encoding(uint8_t encoding, GString *suffix)
{
    g_string_append(suffix, ": ");
    ikelog_number_append(&ikelog_registry_cert_encoding, encoding, suffix);
}

static void decode_names(const struct decoding *d, struct ikelog_octets der, uint32_t at)
{
    GString *subject = g_string_new(NULL), *issuer = g_string_new(NULL);

    if (ikelog_certificate_names(der, subject, issuer)) {
        ikelog_item_emit_text(d, IKELOG_F_CERT_SUBJECT, at, der.length, subject->str);
        ikelog_item_emit_text(d, IKELOG_F_CERT_ISSUER, at, der.length, issuer->str);
        g_string_append_printf(d->suffix, ", %s", subject->str);
    } else if (ikelog_dn_is_readable()) {
        ikelog_fault_report(d, IKELOG_BAD_LENGTH, at, der.length, "this is no X.509 certificate");
    }
    g_string_free(subject, TRUE);
    g_string_free(issuer, TRUE);
}

void ikelog_decode_cert(const struct decoding *d, struct ikelog_reader *r)
{
    uint8_t encoding = ikelog_decode_u8(d, r, IKELOG_F_CERT_ENCODING);
    struct ikelog_octets data;
    uint32_t at = r->pos;

    if (!ikelog_reader_ok(r))
        return;
    append_encoding(encoding, d->suffix);
    data = ikelog_decode_rest(d, r, IKELOG_F_CERT_DATA);
    if (data.length == 0) {
        ikelog_fault_report(d, IKELOG_BAD_LENGTH, at - 1, 1, "no certificate follows");
        return;
    }
    if (is_x509(encoding))
        decode_names(d, data, at);
    d->sink->certificate(d->sink->context, encoding, at, data.length);
}

void ikelog_decode_cert_req(const struct decoding *d, struct ikelog_reader *r)
{
    uint8_t encoding = ikelog_decode_u8(d, r, IKELOG_F_CERT_REQ_ENCODING);
    struct ikelog_octets data;
    uint32_t at = r->pos;
    GString *authority;

    if (!ikelog_reader_ok(r))
        return;
    append_encoding(encoding, d->suffix);
    data = ikelog_decode_rest(d, r, IKELOG_F_CERT_REQ_DATA);
    if (data.length == 0) /* any authority will do */
        return;
    authority = g_string_new(NULL);
    if (names_authority(encoding) && ikelog_dn_describe(data, authority)) {
        ikelog_item_emit_text(d, IKELOG_F_CERT_REQ_AUTHORITY, at, data.length, authority->str);
        g_string_append_printf(d->suffix, ", %s", authority->str);
    } else if (names_authority(encoding) && ikelog_dn_is_readable()) {
        ikelog_fault_report(d, IKELOG_BAD_LENGTH, at, data.length, "this is no distinguished name");
    }
    g_string_free(authority, TRUE);
}

bool ikelog_value_of_cert(struct ikelog_octets body, GString *text)
{
    GString *subject = g_string_new(NULL), *issuer = g_string_new(NULL);
    struct ikelog_octets der = {body.data + 1, body.length ? body.length - 1 : 0};
    bool ok = der.length > 0 && ikelog_certificate_names(der, subject, issuer);

    if (ok)
        g_string_append_printf(text, "%s, issued by %s", subject->str, issuer->str);
    g_string_free(subject, TRUE);
    g_string_free(issuer, TRUE);
    return ok;
}

bool ikelog_value_of_cert_req(struct ikelog_octets body, GString *text)
{
    struct ikelog_octets der = {body.data + 1, body.length ? body.length - 1 : 0};

    return der.length > 0 && ikelog_dn_describe(der, text);
}

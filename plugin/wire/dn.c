/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Names of the X.500 world as text, by way of GnuTLS. */
#include "wire/ident.h"
#include "wire/reader.h"

#include <gnutls/x509-ext.h>
#include <gnutls/x509.h>
#include <string.h>

/* Longest part of a name that is shown. */
#define VALUE_MOST           256u

#define TAG_BMP_STRING       30u
#define TAG_UNIVERSAL_STRING 28u
#define TAG_DIRECTORY_NAME   0xa4u /* [4] of a general name, RFC 5280 4.2.1.6 */

/* Values are UTF-8 or a subset of it, but for the two wide string types of ASN.1. */
static const char *charset_of(unsigned long tag)
{
    return tag == TAG_BMP_STRING ? "UTF-16BE" : tag == TAG_UNIVERSAL_STRING ? "UTF-32BE" : NULL;
}

/* A separator inside a value must not look like one between values. */
static void append_quoted(struct ikelog_octets octets, GString *text)
{
    GString *plain = g_string_new(NULL);

    for (uint32_t i = 0; i < octets.length && i < VALUE_MOST; i++) {
        if (strchr(",+\\", octets.data[i]) && octets.data[i] != '\0')
            g_string_append_c(plain, '\\');
        g_string_append_c(plain, (char)octets.data[i]);
    }
    ikelog_text_escape((struct ikelog_octets){(const uint8_t *)plain->str, (uint32_t)plain->len},
                       UINT32_MAX, text);
    if (octets.length > VALUE_MOST)
        g_string_append(text, "…");
    g_string_free(plain, TRUE);
}

/* A wide string that is none is shown octet by octet: how far it was converted tells nothing. */
static void append_value(const gnutls_x509_ava_st *ava, GString *text)
{
    const char *charset = charset_of(ava->value_tag);
    struct ikelog_octets octets = {ava->value.data, ava->value.size};
    char *converted = NULL;
    gsize length;

    if (charset)
        converted = g_convert((const char *)ava->value.data, (gssize)ava->value.size, "UTF-8",
                              charset, NULL, &length, NULL);
    if (converted)
        octets = (struct ikelog_octets){(const uint8_t *)converted, (uint32_t)length};
    append_quoted(octets, text);
    g_free(converted);
}

/* "CN=gw" with the short name of the attribute, or its object identifier where it has none. */
static void append_ava(const gnutls_x509_ava_st *ava, GString *text)
{
    char *oid = g_strndup((const char *)ava->oid.data, ava->oid.size);
    const char *name = gnutls_x509_dn_oid_name(oid, GNUTLS_X509_DN_OID_RETURN_OID);

    ikelog_text_escape((struct ikelog_octets){(const uint8_t *)name, (uint32_t)strlen(name)},
                       VALUE_MOST, text);
    g_string_append_c(text, '=');
    append_value(ava, text);
    g_free(oid);
}

static void append_dn(gnutls_x509_dn_t dn, GString *text)
{
    gnutls_x509_ava_st ava;

    for (int rdn = 0; gnutls_x509_dn_get_rdn_ava(dn, rdn, 0, &ava) == 0; rdn++) {
        if (rdn > 0)
            g_string_append(text, ", ");
        append_ava(&ava, text);
        for (int i = 1; gnutls_x509_dn_get_rdn_ava(dn, rdn, i, &ava) == 0; i++) {
            g_string_append(text, " + ");
            append_ava(&ava, text);
        }
    }
}

bool ikelog_dn_is_readable(void)
{
    return true;
}

bool ikelog_dn_describe(struct ikelog_octets der, GString *text)
{
    gnutls_datum_t datum = {(unsigned char *)der.data, der.length};
    gnutls_x509_dn_t dn;
    bool read;

    if (der.length == 0 || gnutls_x509_dn_init(&dn) < 0)
        return false;
    read = gnutls_x509_dn_import(dn, &datum) == 0;
    if (read)
        append_dn(dn, text);
    gnutls_x509_dn_deinit(dn);
    return read;
}

static bool append_general_name(unsigned type, const gnutls_datum_t *name, GString *text)
{
    static const struct {
        unsigned type;
        const char *prefix;
    } kinds[] = {
        {GNUTLS_SAN_DNSNAME, "dns:"},
        {GNUTLS_SAN_RFC822NAME, "email:"},
        {GNUTLS_SAN_URI, "uri:"},
    };

    if (type == GNUTLS_SAN_IPADDRESS && (name->size == 4 || name->size == 16)) {
        g_string_append(text, "ip:");
        ikelog_text_address(name->size == 4 ? 4 : 6, name->data, text);
        return true;
    }

    for (size_t i = 0; i < G_N_ELEMENTS(kinds); i++) {
        if (kinds[i].type != type)
            continue;
        g_string_append(text, kinds[i].prefix);
        ikelog_text_escape((struct ikelog_octets){name->data, name->size}, VALUE_MOST, text);
        return true;
    }
    return false;
}

/* The library reads a sequence of such names: ours becomes one of a single name. */
static GByteArray *wrap_in_sequence(struct ikelog_octets der)
{
    GByteArray *out = g_byte_array_new();
    uint8_t head[4] = {0x30, 0x82, (uint8_t)(der.length >> 8), (uint8_t)der.length};

    if (der.length < 0x80) {
        head[1] = (uint8_t)der.length;
        g_byte_array_append(out, head, 2);
    } else if (der.length < 0x100) {
        head[1] = 0x81;
        head[2] = (uint8_t)der.length;
        g_byte_array_append(out, head, 3);
    } else {
        g_byte_array_append(out, head, 4);
    }
    return g_byte_array_append(out, der.data, der.length);
}

/* The content of an element of DER with this tag, which is all there is; else no octets. */
static struct ikelog_octets content_of(struct ikelog_octets der, uint8_t tag)
{
    struct ikelog_reader r = ikelog_reader_over(der.data, der.length);
    bool tagged = ikelog_read_u8(&r) == tag;
    uint32_t length = ikelog_read_u8(&r);

    if (length == 0x81)
        length = ikelog_read_u8(&r);
    else if (length == 0x82)
        length = ikelog_read_u16(&r);
    if (!ikelog_reader_ok(&r) || !tagged || length != ikelog_reader_left(&r))
        return (struct ikelog_octets){NULL, 0};
    return (struct ikelog_octets){ikelog_read_bytes(&r, length), length};
}

/* A directory name is written as elsewhere; the library would turn it round. */
static bool append_directory_name(struct ikelog_octets der, GString *text)
{
    gsize start = text->len;
    bool read;

    g_string_append(text, "dn:");
    read = ikelog_dn_describe(content_of(der, TAG_DIRECTORY_NAME), text);
    if (!read)
        g_string_truncate(text, start);
    return read;
}

bool ikelog_general_name_describe(struct ikelog_octets der, GString *text)
{
    gnutls_subject_alt_names_t names;
    gnutls_datum_t datum, name;
    GByteArray *sequence;
    unsigned type;
    bool read = false;

    if (append_directory_name(der, text))
        return true;
    if (der.length == 0 || der.length > UINT16_MAX || gnutls_subject_alt_names_init(&names) < 0)
        return false;
    sequence = wrap_in_sequence(der);
    datum = (gnutls_datum_t){sequence->data, sequence->len};
    if (gnutls_x509_ext_import_subject_alt_names(&datum, names, 0) == 0 &&
        gnutls_subject_alt_names_get(names, 0, &type, &name, NULL) == 0)
        read = append_general_name(type, &name, text);
    g_byte_array_free(sequence, TRUE);
    gnutls_subject_alt_names_deinit(names);
    return read;
}

bool ikelog_certificate_names(struct ikelog_octets der, GString *subject, GString *issuer)
{
    gnutls_datum_t datum = {(unsigned char *)der.data, der.length};
    gnutls_x509_crt_t certificate;
    gnutls_x509_dn_t dn;
    bool read;

    if (der.length == 0 || gnutls_x509_crt_init(&certificate) < 0)
        return false;
    read = gnutls_x509_crt_import(certificate, &datum, GNUTLS_X509_FMT_DER) == 0;
    if (read && gnutls_x509_crt_get_subject(certificate, &dn) == 0)
        append_dn(dn, subject);
    if (read && gnutls_x509_crt_get_issuer(certificate, &dn) == 0)
        append_dn(dn, issuer);
    gnutls_x509_crt_deinit(certificate);
    return read;
}

/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Finds the dissector of a certificate by the media type that its encoding has elsewhere. */

#include "showing/certificates.h"

#include "showing/call_protected.h"
#include "showing/tree.h"

/* Encodings of RFC 2408 3.9 with the media types of RFC 5280 and RFC 8551. */
static const struct {
    uint8_t encoding;
    const char *media_type;
} kinds[] = {
    {1, "application/pkcs7-mime"}, /* PKCS #7 wrapped X.509 certificate */
    {4, "application/pkix-cert"},  /* X.509 certificate for signatures */
    {5, "application/pkix-cert"},  /* X.509 certificate for key exchange */
    {7, "application/pkix-crl"},   /* certificate revocation list */
    {8, "application/pkix-crl"},   /* authority revocation list */
};

/* The protocols whose fields a certificate or a revocation list may have; RSA keys are in pkcs-1,
 * since Wireshark 4.6 in pkixalgs. */
static const char *const protocols[] = {"x509af",        "x509ce", "x509if",
                                        "x509sat",       "cms",    "pkix1explicit",
                                        "pkix1implicit", "pkcs-1", "pkixalgs"};

static dissector_handle_t handles[array_length(kinds)];
static int protos[array_length(protocols)];

void ikelog_certificates_handoff(void)
{
    dissector_table_t table = find_dissector_table("media_type");

    for (unsigned i = 0; i < array_length(protocols); i++)
        protos[i] = proto_get_id_by_filter_name(protocols[i]);

    for (unsigned i = 0; table && i < array_length(kinds); i++)
        handles[i] = dissector_get_string_handle(table, kinds[i].media_type);
}

bool ikelog_certificates_wanted(proto_tree *tree)
{
    for (unsigned i = 0; i < array_length(protos); i++) {
        if (ikelog_fields_protocol_wanted(tree, protos[i]))
            return true;
    }
    return false;
}

static void show(dissector_handle_t handle, tvbuff_t *tvb, packet_info *pinfo, proto_tree *tree)
{
    const char *why = ikelog_call_protected(handle, tvb, pinfo, tree);
    char *note;

    if (!why)
        return;
    note = g_strdup_printf("the certificate is malformed: %s", why);
    ikelog_tree_string(tree, IKELOG_A_NOTE, note);
    g_free(note);
}

void ikelog_certificate_dissect(uint8_t encoding, tvbuff_t *tvb, packet_info *pinfo,
                                proto_tree *tree)
{
    for (unsigned i = 0; i < array_length(kinds); i++) {
        if (kinds[i].encoding == encoding && handles[i]) {
            show(handles[i], tvb, pinfo, tree);
            return;
        }
    }
}

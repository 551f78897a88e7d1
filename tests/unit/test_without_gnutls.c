/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A build without GnuTLS says that it cannot check and read, and blames nobody for it. */
#include "crypto/certificate.h"
#include "crypto/signature.h"
#include "wire/ident.h"

#include <string.h>

static const uint8_t octets[] = {0x30, 0x00};
static const struct ikelog_octets der = {octets, sizeof octets};

static void signatures_are_not_checked(void)
{
    const struct ikelog_signature_facts facts = {3, NULL, der, der, der};

    g_assert_cmpstr(ikelog_status_text(ikelog_signature_verify(&facts)), ==,
                    "not checked: this build of ikelog has no GnuTLS");
    g_assert_cmpint(ikelog_status_severity(ikelog_signature_verify(&facts)), ==, IKELOG_CHAT);
}

static void certificates_tell_nothing(void)
{
    struct ikelog_certificate certificate;

    memset(&certificate, 1, sizeof certificate);
    g_assert_false(ikelog_certificate_read(der, NULL, der, &certificate));
    g_assert_cmpint(certificate.names, ==, IKELOG_FINDING_UNKNOWN);
    g_assert_cmpint(certificate.issued_by, ==, IKELOG_FINDING_UNKNOWN);
}

static void names_are_octets_and_no_fault(void)
{
    const struct ikelog_id id = {.type = 9, .data = der};
    GString *text = g_string_new(NULL);

    g_assert_false(ikelog_dn_is_readable());
    g_assert_false(ikelog_dn_describe(der, text));
    g_assert_false(ikelog_general_name_describe(der, text));
    g_assert_false(ikelog_certificate_names(der, text, text));
    g_assert_cmpstr(text->str, ==, "");
    ikelog_id_describe(&id, text);
    g_assert_cmpstr(text->str, ==, "3000");
    g_string_free(text, TRUE);
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/without-gnutls/signatures-are-not-checked", signatures_are_not_checked);
    g_test_add_func("/without-gnutls/certificates-tell-nothing", certificates_tell_nothing);
    g_test_add_func("/without-gnutls/names-are-octets-and-no-fault", names_are_octets_and_no_fault);
    return g_test_run();
}

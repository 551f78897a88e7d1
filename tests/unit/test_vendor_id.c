/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The vendor ID table: its order, that values are the hashes of their texts, matches, details. */
#include "wire/vendor_id.h"

#include "wire_hex.h"

#include <string.h>

static const char *name_of(const char *hex)
{
    struct ikelog_octets body = octets_of(hex);
    const struct ikelog_vendor_id *vendor = ikelog_vendor_id_find(body);

    g_free((gpointer)body.data);
    return vendor ? vendor->name : NULL;
}

static void test_table_order(void)
{
    g_assert_cmpuint(ikelog_vendor_id_count(), >=, 114);
    for (size_t i = 0; i < ikelog_vendor_id_count(); i++) {
        const struct ikelog_vendor_id *row = ikelog_vendor_id_at(i);

        g_test_message("%s", row->hex);
        g_assert_cmpuint(strlen(row->hex), ==, 2u * row->length);
        g_assert_cmpuint(strspn(row->hex, "0123456789abcdef"), ==, strlen(row->hex));
        g_assert_cmpuint(strlen(row->name), >, 0);
        if (i > 0) {
            const struct ikelog_vendor_id *before = ikelog_vendor_id_at(i - 1);

            g_assert_true(before->length < row->length ||
                          (before->length == row->length && strcmp(before->hex, row->hex) < 0));
        }
    }
}

static void test_every_row_is_found(void)
{
    for (size_t i = 0; i < ikelog_vendor_id_count(); i++) {
        const struct ikelog_vendor_id *row = ikelog_vendor_id_at(i);
        struct ikelog_octets body = octets_of(row->hex);

        g_assert_true(ikelog_vendor_id_find(body) == row);
        g_free((gpointer)body.data);
    }
}

/* Values that their makers publish as the MD5 of a text, the texts beside them. */
static void test_hashes_of_texts(void)
{
    static const struct {
        const char *text, *name;
        enum ikelog_vendor_trait trait;
    } cases[] = {
        {"RFC 3947", "NAT-T (RFC 3947)", IKELOG_VENDOR_NATT_RFC},
        {"draft-ietf-ipsec-nat-t-ike-00", "NAT-T draft 00", IKELOG_VENDOR_NATT_DRAFT},
        {"draft-ietf-ipsec-nat-t-ike-02", "NAT-T draft 02", IKELOG_VENDOR_NATT_DRAFT},
        {"draft-ietf-ipsec-nat-t-ike-02\n", "NAT-T draft 02 (text with a line feed)",
         IKELOG_VENDOR_NATT_DRAFT},
        {"draft-ietf-ipsec-nat-t-ike-03", "NAT-T draft 03", IKELOG_VENDOR_NATT_DRAFT},
        {"draft-ietf-ipsec-nat-t-ike-08", "NAT-T draft 08", IKELOG_VENDOR_NATT_DRAFT_OLD},
        {"draft-ietf-ipsec-nat-t-ike", "NAT-T without draft number (Mac OS X)",
         IKELOG_VENDOR_NATT_DRAFT_OLD},
        {"draft-stenberg-ipsec-nat-traversal-01", "NAT-T draft Stenberg 01", IKELOG_VENDOR_PLAIN},
        {"FRAGMENTATION", "IKE fragmentation", IKELOG_VENDOR_FRAGMENTATION},
        {"MS NT5 ISAKMPOAKLEY", "Microsoft Windows", IKELOG_VENDOR_PLAIN},
        {"Vid-Initial-Contact", "Microsoft initial contact", IKELOG_VENDOR_PLAIN},
        {"MS-MamieExists", "Microsoft MamieExists", IKELOG_VENDOR_PLAIN},
        {"IKE CGA version 1", "Microsoft CGA version 1", IKELOG_VENDOR_PLAIN},
        {"GSSAPI", "GSS-API", IKELOG_VENDOR_PLAIN},
        {"KAME/racoon", "KAME racoon", IKELOG_VENDOR_PLAIN},
        {"ALTIGA NETWORKS", "Cisco VPN 3000 client", IKELOG_VENDOR_PLAIN},
        {"strongSwan", "strongSwan", IKELOG_VENDOR_PLAIN},
        {"SSH Sentinel 1.4.1", "SSH Sentinel 1.4.1", IKELOG_VENDOR_PLAIN},
        {"SSH Communications Security IPSEC Express version 4.1.0", "SSH IPSEC Express 4.1.0",
         IKELOG_VENDOR_PLAIN},
        {"Ssh Communications Security IPSEC Express version 1.1.0", "SSH IPSEC Express 1.1.0",
         IKELOG_VENDOR_PLAIN},
    };

    for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
        char *hex = g_compute_checksum_for_string(G_CHECKSUM_MD5, cases[i].text, -1);
        struct ikelog_octets body = octets_of(hex);
        const struct ikelog_vendor_id *vendor = ikelog_vendor_id_find(body);

        g_test_message("%s", cases[i].text);
        g_assert_nonnull(vendor);
        g_assert_cmpstr(vendor->name, ==, cases[i].name);
        g_assert_cmpint(vendor->trait, ==, cases[i].trait);
        g_free((gpointer)body.data);
        g_free(hex);
    }
}

/* strongSwan's numbered values are the MD5 of the name in the table. */
static void test_strongswan_versions(void)
{
    size_t seen = 0;

    for (size_t i = 0; i < ikelog_vendor_id_count(); i++) {
        const struct ikelog_vendor_id *row = ikelog_vendor_id_at(i);
        char *hex;

        if (!g_str_has_prefix(row->name, "strongSwan"))
            continue;
        hex = g_compute_checksum_for_string(G_CHECKSUM_MD5, row->name, -1);
        g_assert_cmpstr(row->hex, ==, hex);
        g_free(hex);
        seen++;
    }
    g_assert_cmpuint(seen, >, 100);
}

static void test_matching(void)
{
    static const struct {
        const char *hex, *name;
    } cases[] = {
        {"09002689dfd6b712", "XAUTH"},
        {"09002689dfd6b7", NULL},
        {"", NULL},
        {"4f", NULL},
        {"afcad71368a1f1c96b8696fc77570100", "Dead Peer Detection (RFC 3706)"},
        {"12f5f28c457168a9702d9fe274cc0100", "Cisco Unity"},
        {"12f5f28c457168a9702d9fe274cc", "Cisco Unity"},
        {"12f5f28c457168a9702d9fe274", NULL},
        /* exact rows do not match what goes on behind them, prefixes do */
        {"882fe56d6fd20dbc2251613b2ebe5beb", "strongSwan"},
        {"882fe56d6fd20dbc2251613b2ebe5beb00", NULL},
        {"4048b7d56ebce88525e7de7f00d6c2d380000000", "IKE fragmentation"},
        /* the longest one wins */
        {"da8e937880010000", "SonicWall, WatchGuard or SafeNet"},
        {"da8e937880010001", "SafeNet or WatchGuard"},
        {"4f5357795f4472657a654753", "Openswan 2.6.49"},
        {"4f5357000000000000000000", "Openswan"},
        {"ffffffffffffffffffffffffffffffff", NULL},
        {"00000000000000000000000000000000", NULL},
    };

    for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
        g_test_message("%s", cases[i].hex);
        g_assert_cmpstr(name_of(cases[i].hex), ==, cases[i].name);
    }
}

static void test_details(void)
{
    static const struct {
        const char *hex, *text;
    } cases[] = {
        {"12f5f28c457168a9702d9fe274cc0100", "version 1.0"},
        {"12f5f28c457168a9702d9fe274cc01", ""},
        {"afcad71368a1f1c96b8696fc77570100", "version 1.0"},
        {"1f07f70eaa6514d3b0fa96542a500305", "version 3.0.5"},
        {"1e2b516905991c7d7c96fcbfb587e46100000005", "Windows Vista"},
        {"1e2b516905991c7d7c96fcbfb587e461000000ff", "version 255"},
        {"1e2b516905991c7d7c96fcbfb587e461000000", ""},
        {"f4ed19e0c114eb516faaac0ee37daf2807b4381f 00000001 0000138d 00000000 00000000 18000000",
         "FireWall-1 NG AI R55 or later, features 0x18000000"},
        {"f4ed19e0c114eb516faaac0ee37daf2807b4381f 00000002 00000009", ""},
        {"f4ed19e0c114eb516faaac0ee37daf2807b4381f 00000002 00000009 3f000000",
         "SecuRemote or SecureClient version 9, timestamp 1056964608"},
        {"8299031757a36082c6a621de 0005 0117", "release 5, build 279"},
        {"4048b7d56ebce88525e7de7f00d6c2d3c0000000",
         "features 0xc0000000, main and aggressive mode, base messages"},
        {"47bbe7c993f1fc13b4e6d0db565c68e5010201010201010310382e302e3020284275696c6420313029000000",
         "8.0.0 (Build 10)"},
        {"47bbe7c993f1fc13b4e6d0db565c68e50102010102010103ff382e", ""},
        {"54494d4553544550203120534757", " 1 SGW"},
        {"54494d45535445501b5b324a", ""}, /* an escape sequence is no version */
        {"699369228741c6d4ca094c93e242c9de19e7b7c6 0000000c 00000500", "version 0xc, 0x500"},
        {"882fe56d6fd20dbc2251613b2ebe5beb", ""},
    };

    for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
        struct ikelog_octets body = octets_of(cases[i].hex);
        GString *text = g_string_new(NULL);

        g_test_message("%s", cases[i].hex);
        ikelog_vendor_id_details(ikelog_vendor_id_find(body), body, text);
        g_assert_cmpstr(text->str, ==, cases[i].text);
        g_string_free(text, TRUE);
        g_free((gpointer)body.data);
    }
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/vendor-id/rows-in-order", test_table_order);
    g_test_add_func("/vendor-id/every-row-is-found", test_every_row_is_found);
    g_test_add_func("/vendor-id/values-are-hashes-of-their-texts", test_hashes_of_texts);
    g_test_add_func("/vendor-id/strongswan-versions-are-hashes-of-their-names",
                    test_strongswan_versions);
    g_test_add_func("/vendor-id/exact-prefix-and-longest-match", test_matching);
    g_test_add_func("/vendor-id/details-behind-the-known-octets", test_details);
    return g_test_run();
}

/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Numbers of the IPsec domain of interpretation (RFC 2407 and the ISAKMP registry of IANA). */
#include "wire/number_rows.h"

/* clang-format off */
static const struct ikelog_number doi_rows[] = {
    {0, "ISAKMP"},
    {1, "IPSEC"},
    {2, "GDOI"},
};
IKELOG_REGISTRY(doi);

static const struct ikelog_number protocol_id_rows[] = {
    {0, "Reserved"},
    {1, "ISAKMP"},
    {2, "IPSEC_AH"},
    {3, "IPSEC_ESP"},
    {4, "IPCOMP"},
    {5, "GIGABEAM_RADIO"},
};
IKELOG_REGISTRY(protocol_id);

static const struct ikelog_number esp_transform_rows[] = {
    {0, "Reserved"},
    {1, "DES-IV64"},
    {2, "DES"},
    {3, "3DES"},
    {4, "RC5"},
    {5, "IDEA"},
    {6, "CAST"},
    {7, "BLOWFISH"},
    {8, "3IDEA"},
    {9, "DES-IV32"},
    {10, "RC4"},
    {11, "NULL"},
    {12, "AES-CBC"},
    {13, "AES-CTR"},
    {14, "AES-CCM_8"},
    {15, "AES-CCM_12"},
    {16, "AES-CCM_16"},
    {18, "AES-GCM_8"},
    {19, "AES-GCM_12"},
    {20, "AES-GCM_16"},
    {21, "SEED-CBC"},
    {22, "CAMELLIA"},
    {23, "NULL-AUTH-AES-GMAC"},
    {249, "MARS (private)"},
    {250, "RC6 (private)"},
    {251, "RIJNDAEL (private)"},
    {252, "SERPENT (private)"},
    {253, "TWOFISH (private)"},
};
IKELOG_REGISTRY(esp_transform);

static const struct ikelog_number ah_transform_rows[] = {
    {0, "Reserved"},
    {1, "Reserved"},
    {2, "MD5"},
    {3, "SHA"},
    {4, "DES"},
    {5, "SHA2-256"},
    {6, "SHA2-384"},
    {7, "SHA2-512"},
    {8, "RIPEMD"},
    {9, "AES-XCBC-MAC"},
    {10, "RSA"},
    {11, "AES-128-GMAC"},
    {12, "AES-192-GMAC"},
    {13, "AES-256-GMAC"},
};
IKELOG_REGISTRY(ah_transform);

static const struct ikelog_number ipcomp_transform_rows[] = {
    {0, "Reserved"},
    {1, "OUI"},
    {2, "DEFLATE"},
    {3, "LZS"},
    {4, "LZJH"},
};
IKELOG_REGISTRY(ipcomp_transform);

static const struct ikelog_number ipsec_attribute_rows[] = {
    {1, "SA-Life-Type"},
    {2, "SA-Life-Duration"},
    {3, "Group-Description"},
    {4, "Encapsulation-Mode"},
    {5, "Authentication-Algorithm"},
    {6, "Key-Length"},
    {7, "Key-Rounds"},
    {8, "Compress-Dictionary-Size"},
    {9, "Compress-Private-Algorithm"},
    {10, "ECN-Tunnel"},
    {11, "Extended-Sequence-Number"},
    {12, "Authentication-Key-Length"},
    {13, "Signature-Encoding-Algorithm"},
    {14, "Address-Preservation"},
    {15, "SA-Direction"},
};
IKELOG_REGISTRY(ipsec_attribute);

static const struct ikelog_number ipsec_encapsulation_rows[] = {
    {0, "Reserved"},
    {1, "Tunnel"},
    {2, "Transport"},
    {3, "UDP-Encapsulated-Tunnel"},
    {4, "UDP-Encapsulated-Transport"},
    {61440, "Check Point UDP encapsulation"},
    {61443, "UDP-Encapsulated-Tunnel (draft)"},
    {61444, "UDP-Encapsulated-Transport (draft)"},
};
IKELOG_REGISTRY(ipsec_encapsulation);

static const struct ikelog_number ipsec_auth_algorithm_rows[] = {
    {0, "Reserved"},
    {1, "HMAC-MD5"},
    {2, "HMAC-SHA"},
    {3, "DES-MAC"},
    {4, "KPDK"},
    {5, "HMAC-SHA2-256"},
    {6, "HMAC-SHA2-384"},
    {7, "HMAC-SHA2-512"},
    {8, "HMAC-RIPEMD"},
    {9, "AES-XCBC-MAC"},
    {10, "SIG-RSA"},
    {11, "AES-128-GMAC"},
    {12, "AES-192-GMAC"},
    {13, "AES-256-GMAC"},
};
IKELOG_REGISTRY(ipsec_auth_algorithm);

static const struct ikelog_number ipsec_ecn_rows[] = {
    {0, "Reserved"},
    {1, "Allowed"},
    {2, "Forbidden"},
};
IKELOG_REGISTRY(ipsec_ecn);

static const struct ikelog_number ipsec_esn_rows[] = {
    {0, "Reserved"},
    {1, "64-bit sequence numbers"},
};
IKELOG_REGISTRY(ipsec_esn);

static const struct ikelog_number ipsec_signature_encoding_rows[] = {
    {0, "Reserved"},
    {1, "RSASSA-PKCS1-v1_5"},
    {2, "RSASSA-PSS"},
};
IKELOG_REGISTRY(ipsec_signature_encoding);

static const struct ikelog_number ipsec_address_preservation_rows[] = {
    {0, "Reserved"},
    {1, "None"},
    {2, "Source-Only"},
    {3, "Destination-Only"},
    {4, "Source-and-Destination"},
};
IKELOG_REGISTRY(ipsec_address_preservation);

static const struct ikelog_number ipsec_direction_rows[] = {
    {0, "Reserved"},
    {1, "Sender-Only"},
    {2, "Receiver-Only"},
    {3, "Symmetric"},
};
IKELOG_REGISTRY(ipsec_direction);

static const struct ikelog_number replay_status_rows[] = {
    {0, "Disabled"},
    {1, "Enabled"},
};
IKELOG_REGISTRY(replay_status);
/* clang-format on */

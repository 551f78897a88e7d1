/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Numbers of the group domain of interpretation (RFC 6407 5). */
#include "wire/number_rows.h"

/* clang-format off */
static const struct ikelog_number gdoi_tek_protocol_rows[] = {
    {0, "Reserved"},
    {1, "GDOI_PROTO_IPSEC_ESP"},
    {2, "GDOI_PROTO_IPSEC_AH"},
};
IKELOG_REGISTRY(gdoi_tek_protocol);

static const struct ikelog_number gdoi_key_type_rows[] = {
    {0, "Reserved"},
    {1, "TEK"},
    {2, "KEK"},
    {3, "LKH"},
    {4, "SID"},
};
IKELOG_REGISTRY(gdoi_key_type);

static const struct ikelog_number gdoi_kek_attribute_rows[] = {
    {0, "Reserved"},
    {1, "KEK_MANAGEMENT_ALGORITHM"},
    {2, "KEK_ALGORITHM"},
    {3, "KEK_KEY_LENGTH"},
    {4, "KEK_KEY_LIFETIME"},
    {5, "SIG_HASH_ALGORITHM"},
    {6, "SIG_ALGORITHM"},
    {7, "SIG_KEY_LENGTH"},
    {8, "KE_OAKLEY_GROUP"},
};
IKELOG_REGISTRY(gdoi_kek_attribute);

static const struct ikelog_number gdoi_kek_algorithm_rows[] = {
    {0, "Reserved"},
    {1, "KEK_ALG_DES"},
    {2, "KEK_ALG_3DES"},
    {3, "KEK_ALG_AES"},
};
IKELOG_REGISTRY(gdoi_kek_algorithm);

static const struct ikelog_number gdoi_signature_hash_rows[] = {
    {0, "Reserved"},
    {1, "SIG_HASH_MD5"},
    {2, "SIG_HASH_SHA1"},
    {3, "SIG_HASH_SHA256"},
    {4, "SIG_HASH_SHA384"},
    {5, "SIG_HASH_SHA512"},
};
IKELOG_REGISTRY(gdoi_signature_hash);

static const struct ikelog_number gdoi_signature_rows[] = {
    {0, "Reserved"},
    {1, "SIG_ALG_RSA"},
    {2, "SIG_ALG_DSS"},
    {3, "SIG_ALG_ECDSS"},
    {4, "SIG_ALG_ECDSA-256"},
    {5, "SIG_ALG_ECDSA-384"},
    {6, "SIG_ALG_ECDSA-521"},
};
IKELOG_REGISTRY(gdoi_signature);

static const struct ikelog_number gdoi_policy_attribute_rows[] = {
    {0, "Reserved"},
    {1, "ACTIVATION_TIME_DELAY"},
    {2, "DEACTIVATION_TIME_DELAY"},
    {3, "SENDER_ID_REQUEST"},
};
IKELOG_REGISTRY(gdoi_policy_attribute);

static const struct ikelog_number gdoi_key_tek_attribute_rows[] = {
    {0, "Reserved"},
    {1, "TEK_ALGORITHM_KEY"},
    {2, "TEK_INTEGRITY_KEY"},
    {3, "TEK_SOURCE_AUTH_KEY"},
};
IKELOG_REGISTRY(gdoi_key_tek_attribute);

static const struct ikelog_number gdoi_key_kek_attribute_rows[] = {
    {0, "Reserved"},
    {1, "KEK_ALGORITHM_KEY"},
    {2, "SIG_ALGORITHM_KEY"},
};
IKELOG_REGISTRY(gdoi_key_kek_attribute);

static const struct ikelog_number gdoi_key_lkh_attribute_rows[] = {
    {0, "Reserved"},
    {1, "LKH_DOWNLOAD_ARRAY"},
    {2, "LKH_UPDATE_ARRAY"},
    {3, "SIG_ALGORITHM_KEY"},
};
IKELOG_REGISTRY(gdoi_key_lkh_attribute);

static const struct ikelog_number gdoi_key_sid_attribute_rows[] = {
    {0, "Reserved"},
    {1, "NUMBER_OF_SID_BITS"},
    {2, "SID_VALUE"},
};
IKELOG_REGISTRY(gdoi_key_sid_attribute);
/* clang-format on */

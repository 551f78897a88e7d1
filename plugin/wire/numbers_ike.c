/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Numbers of IKE SAs: attributes of phase 1 and their values (RFC 2409 and its IANA registry). */
#include "wire/auth_method_rows.h"
#include "wire/number_rows.h"

/* clang-format off */
static const struct ikelog_number isakmp_transform_rows[] = {
    {0, "Reserved"},
    {1, "KEY_IKE"},
};
IKELOG_REGISTRY(isakmp_transform);

static const struct ikelog_number ike_attribute_rows[] = {
    {1, "Encryption-Algorithm"},
    {2, "Hash-Algorithm"},
    {3, "Authentication-Method"},
    {4, "Group-Description"},
    {5, "Group-Type"},
    {6, "Group-Prime"},
    {7, "Group-Generator-One"},
    {8, "Group-Generator-Two"},
    {9, "Group-Curve-A"},
    {10, "Group-Curve-B"},
    {11, "Life-Type"},
    {12, "Life-Duration"},
    {13, "PRF"},
    {14, "Key-Length"},
    {15, "Field-Size"},
    {16, "Group-Order"},
    {17, "Block-Size"},
    {20, "Asymmetric-Cryptographic-Algorithm-Type"},
    {16384, "GSS-Identity-Name"},
    {32767, "Nortel (unnamed)"},
};
IKELOG_REGISTRY(ike_attribute);

static const struct ikelog_number ike_encryption_rows[] = {
    {0, "Reserved"},
    {1, "DES-CBC"},
    {2, "IDEA-CBC"},
    {3, "BLOWFISH-CBC"},
    {4, "RC5-R16-B64-CBC"},
    {5, "3DES-CBC"},
    {6, "CAST-CBC"},
    {7, "AES-CBC"},
    {8, "CAMELLIA-CBC"},
    {127, "SM4-CBC (old number)"},
    {128, "SM1-CBC"},
    {129, "SM4-CBC"},
    {65004, "SERPENT-CBC (private)"},
    {65005, "TWOFISH-CBC (private)"},
    {65289, "TWOFISH-CBC (SSH, private)"},
};
IKELOG_REGISTRY(ike_encryption);

static const struct ikelog_number ike_hash_rows[] = {
    {0, "Reserved"},
    {1, "MD5"},
    {2, "SHA"},
    {3, "TIGER"},
    {4, "SHA2-256"},
    {5, "SHA2-384"},
    {6, "SHA2-512"},
    {20, "SM3"},
};
IKELOG_REGISTRY(ike_hash);

static const struct ikelog_number ike_auth_method_rows[] = {
#define X(number, name, ...) {number, name},
    IKELOG_AUTH_METHOD_ROWS(X)
#undef X
};
IKELOG_REGISTRY(ike_auth_method);

static const struct ikelog_number ike_group_rows[] = {
    {0, "None"},
    {1, "768-bit MODP"},
    {2, "1024-bit MODP"},
    {3, "EC2N over GF(2^155)"},
    {4, "EC2N over GF(2^185)"},
    {5, "1536-bit MODP"},
    {6, "EC2N over GF(2^163), random curve"},
    {7, "EC2N over GF(2^163), Koblitz curve"},
    {8, "EC2N over GF(2^283), random curve"},
    {9, "EC2N over GF(2^283), Koblitz curve"},
    {10, "EC2N over GF(2^409), random curve"},
    {11, "EC2N over GF(2^409), Koblitz curve"},
    {12, "EC2N over GF(2^571), random curve"},
    {13, "EC2N over GF(2^571), Koblitz curve"},
    {14, "2048-bit MODP"},
    {15, "3072-bit MODP"},
    {16, "4096-bit MODP"},
    {17, "6144-bit MODP"},
    {18, "8192-bit MODP"},
    {19, "256-bit random ECP"},
    {20, "384-bit random ECP"},
    {21, "521-bit random ECP"},
    {22, "1024-bit MODP with 160-bit prime order subgroup"},
    {23, "2048-bit MODP with 224-bit prime order subgroup"},
    {24, "2048-bit MODP with 256-bit prime order subgroup"},
    {25, "192-bit random ECP"},
    {26, "224-bit random ECP"},
    {27, "224-bit Brainpool ECP"},
    {28, "256-bit Brainpool ECP"},
    {29, "384-bit Brainpool ECP"},
    {30, "512-bit Brainpool ECP"},
    {31, "Curve25519"},
    {32, "Curve448"},
    {33, "GOST3410_2012_256"},
    {34, "GOST3410_2012_512"},
};
IKELOG_REGISTRY(ike_group);

static const struct ikelog_number ike_group_type_rows[] = {
    {0, "Reserved"},
    {1, "MODP"},
    {2, "ECP"},
    {3, "EC2N"},
};
IKELOG_REGISTRY(ike_group_type);

static const struct ikelog_number ike_asymmetric_rows[] = {
    {1, "RSA"},
    {2, "SM2"},
};
IKELOG_REGISTRY(ike_asymmetric);

static const struct ikelog_number life_type_rows[] = {
    {0, "Reserved"},
    {1, "Seconds"},
    {2, "Kilobytes"},
};
IKELOG_REGISTRY(life_type);
/* clang-format on */

/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The logs that secrets are read from: all that is particular to a format, but its reader. */
#ifndef IKELOG_CRYPTO_IMPORT_ROWS_H
#define IKELOG_CRYPTO_IMPORT_ROWS_H

/*
 * X(name, "product", "where its log shows keys of phase 1")
 *
 * The reader is ikelog_import_<name>, a struct ikelog_importer of an import_*.c. The product is
 * what messages to the user call it. The last column is a part of one sentence, row after row: see
 * ikelog_sa_describe_needed_keys. Rows are asked in their order whether they recognise a line, but
 * no line is typical of two formats.
 */
/* clang-format off */
#define IKELOG_IMPORT_ROWS(X) \
    X(charon, "strongSwan", \
      "strongSwan logs \"encryption key Ka\" and \"shared Diffie Hellman secret\" at level 4, ") \
    X(racoon, "racoon", \
      "racoon and MikroTik \"final encryption key computed\" and \"compute DH's private\" at " \
      "debug2, ") \
    X(mikrotik, "MikroTik", "") \
    X(vpnc, "vpnc", "vpnc \"enc-key\" at --debug 99, ") \
    X(fortigate, "FortiGate", \
      "FortiGate \"ISAKMP SA … key\" in diagnose debug application ike -1; ") \
    X(pluto, "pluto", "libreswan logs no phase 1 key")
/* clang-format on */

/* The products, each with a comma after it: "strongSwan, …, pluto, ". */
#define IKELOG_IMPORT_PRODUCT(name, product, where) product ", "
#define IKELOG_IMPORT_PRODUCTS                      IKELOG_IMPORT_ROWS(IKELOG_IMPORT_PRODUCT)

#endif

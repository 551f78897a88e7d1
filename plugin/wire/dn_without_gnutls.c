/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What stands in for dn.c in a build without GnuTLS: names of the X.500 world stay octets. */
#include "wire/ident.h"

bool ikelog_dn_is_readable(void)
{
    return false;
}

bool ikelog_dn_describe(struct ikelog_octets der, GString *text)
{
    (void)der;
    (void)text;
    return false;
}

bool ikelog_general_name_describe(struct ikelog_octets der, GString *text)
{
    (void)der;
    (void)text;
    return false;
}

bool ikelog_certificate_names(struct ikelog_octets der, GString *subject, GString *issuer)
{
    (void)der;
    (void)subject;
    (void)issuer;
    return false;
}

/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Which items filters find, but nobody has to read: the lines around them say the same. */

#include "showing/quiet.h"

enum quiet { LOUD, AT_ZERO, ALWAYS };

static const uint8_t rows[IKELOG_FIELD_COUNT] = {
    /* Flags count when they are set. */
    [IKELOG_F_FLAG_ENCRYPTION] = AT_ZERO,
    [IKELOG_F_FLAG_COMMIT] = AT_ZERO,
    [IKELOG_F_FLAG_AUTH_ONLY] = AT_ZERO,
    [IKELOG_F_SA_IDENTITY_ONLY] = AT_ZERO,
    [IKELOG_F_SA_SECRECY] = AT_ZERO,
    [IKELOG_F_SA_INTEGRITY] = AT_ZERO,
    [IKELOG_F_FRAGMENT_LAST] = AT_ZERO,
    /* Reserved octets have to be zero. */
    [IKELOG_F_FLAG_RESERVED] = AT_ZERO,
    [IKELOG_F_PAYLOAD_RESERVED] = AT_ZERO,
    [IKELOG_F_SA_LABEL_RESERVED] = AT_ZERO,
    [IKELOG_F_SA_LABEL_PADDING] = AT_ZERO,
    [IKELOG_F_TRANSFORM_RESERVED] = AT_ZERO,
    [IKELOG_F_VID_CP_RESERVED] = AT_ZERO,
    [IKELOG_F_NATOA_RESERVED] = AT_ZERO,
    [IKELOG_F_CONFIG_RESERVED] = AT_ZERO,
    [IKELOG_F_GDOI_SA_RESERVED] = AT_ZERO,
    [IKELOG_F_GDOI_RESERVED] = AT_ZERO,
    [IKELOG_F_GDOI_KEYS_RESERVED] = AT_ZERO,
    [IKELOG_F_GDOI_KEY_RESERVED] = AT_ZERO,
    /* Nothing follows, any protocol, any port, no SPI: what nobody has to be told. */
    [IKELOG_F_PAYLOAD_NEXT] = AT_ZERO,
    [IKELOG_F_ID_PROTOCOL] = AT_ZERO,
    [IKELOG_F_ID_PORT] = AT_ZERO,
    [IKELOG_F_PROPOSAL_SPI_SIZE] = AT_ZERO,
    /* The form of an attribute shows in whether it has a length. */
    [IKELOG_F_ATTRIBUTE_FORMAT] = ALWAYS,
    [IKELOG_F_CONFIG_FORMAT] = ALWAYS,
    /* The label of the group says these. */
    [IKELOG_F_PAYLOAD_TYPE] = ALWAYS,
    [IKELOG_F_PROPOSAL_NUMBER] = ALWAYS,
    [IKELOG_F_TRANSFORM_NUMBER] = ALWAYS,
    [IKELOG_F_VID_NAME] = ALWAYS,
    [IKELOG_F_VID_DETAILS] = ALWAYS,
    [IKELOG_F_ID_TEXT] = ALWAYS,
    /* The SPI beside them says these. */
    [IKELOG_F_NOTIFY_ICOOKIE] = ALWAYS,
    [IKELOG_F_NOTIFY_RCOOKIE] = ALWAYS,
    [IKELOG_F_DELETE_ICOOKIE] = ALWAYS,
    [IKELOG_F_DELETE_RCOOKIE] = ALWAYS,
};

bool ikelog_field_is_quiet(enum ikelog_field field, bool zero)
{
    return rows[field] == ALWAYS || (rows[field] == AT_ZERO && zero);
}

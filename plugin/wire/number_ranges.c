/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Ranges of the registries that hold no names: what they are kept for. */
#include "wire/numbers.h"

static const char unassigned[] = "unassigned";
static const char private_use[] = "private use";
static const char reserved[] = "reserved";
static const char doi_specific[] = "specific to a domain of interpretation";

/* As RFC 2407, RFC 2408 and IANA's registries "ISAKMP" and "IPSEC ISAKMP" have them. */
static const struct {
    const struct ikelog_registry *registry;
    uint32_t first, last;
    const char *text;
} ranges[] = {
    {&ikelog_registry_exchange_type, 7, 31, "for future use of ISAKMP"},
    {&ikelog_registry_exchange_type, 34, 239, doi_specific},
    {&ikelog_registry_exchange_type, 240, 255, private_use},
    {&ikelog_registry_payload_type, 23, 127, unassigned},
    {&ikelog_registry_payload_type, 128, 255, private_use},
    {&ikelog_registry_doi, 3, UINT32_MAX, unassigned},
    {&ikelog_registry_protocol_id, 6, 248, unassigned},
    {&ikelog_registry_protocol_id, 249, 255, private_use},
    {&ikelog_registry_isakmp_transform, 2, 248, unassigned},
    {&ikelog_registry_isakmp_transform, 249, 255, private_use},
    {&ikelog_registry_esp_transform, 24, 248, unassigned},
    {&ikelog_registry_esp_transform, 249, 255, private_use},
    {&ikelog_registry_ah_transform, 14, 248, unassigned},
    {&ikelog_registry_ah_transform, 249, 255, private_use},
    {&ikelog_registry_ipcomp_transform, 5, 47, unassigned},
    {&ikelog_registry_ipcomp_transform, 48, 63, private_use},
    {&ikelog_registry_ipcomp_transform, 64, 255, unassigned},
    {&ikelog_registry_ike_attribute, 17, 16383, unassigned},
    {&ikelog_registry_ike_attribute, 16384, 32767, private_use},
    {&ikelog_registry_ike_encryption, 9, 65000, unassigned},
    {&ikelog_registry_ike_encryption, 65001, 65535, private_use},
    {&ikelog_registry_ike_hash, 7, 65000, unassigned},
    {&ikelog_registry_ike_hash, 65001, 65535, private_use},
    {&ikelog_registry_ike_auth_method, 12, 65000, unassigned},
    {&ikelog_registry_ike_auth_method, 65001, 65535, private_use},
    {&ikelog_registry_ike_group, 35, 32767, unassigned},
    {&ikelog_registry_ike_group, 32768, 65535, private_use},
    {&ikelog_registry_ike_group_type, 4, 65000, unassigned},
    {&ikelog_registry_ike_group_type, 65001, 65535, private_use},
    {&ikelog_registry_life_type, 3, 65000, unassigned},
    {&ikelog_registry_life_type, 65001, 65535, private_use},
    {&ikelog_registry_ipsec_attribute, 16, 32000, unassigned},
    {&ikelog_registry_ipsec_attribute, 32001, 32767, private_use},
    {&ikelog_registry_ipsec_encapsulation, 5, 61439, unassigned},
    {&ikelog_registry_ipsec_encapsulation, 61440, 65535, private_use},
    {&ikelog_registry_ipsec_auth_algorithm, 14, 61439, unassigned},
    {&ikelog_registry_ipsec_auth_algorithm, 61440, 65535, private_use},
    {&ikelog_registry_id_type, 13, 248, unassigned},
    {&ikelog_registry_id_type, 249, 255, private_use},
    {&ikelog_registry_cert_encoding, 11, 255, reserved},
    {&ikelog_registry_notify_type, 31, 8191, "unassigned error"},
    {&ikelog_registry_notify_type, 8192, 16383, "error for private use"},
    {&ikelog_registry_notify_type, 16385, 24575, "unassigned status"},
    {&ikelog_registry_notify_type, 24576, 32767, doi_specific},
    {&ikelog_registry_notify_type, 32768, 40959, "status for private use"},
    {&ikelog_registry_notify_type, 40960, 65535, reserved},
    {&ikelog_registry_config_type, 5, 127, reserved},
    {&ikelog_registry_config_type, 128, 255, private_use},
    {&ikelog_registry_config_attribute, 22, 16383, reserved},
    {&ikelog_registry_config_attribute, 16384, 32767, private_use},
};

const char *ikelog_number_range(const struct ikelog_registry *registry, uint32_t value)
{
    for (size_t i = 0; i < sizeof ranges / sizeof ranges[0]; i++)
        if (ranges[i].registry == registry && value >= ranges[i].first && value <= ranges[i].last)
            return ranges[i].text;
    return NULL;
}

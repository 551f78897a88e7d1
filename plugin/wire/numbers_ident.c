/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Numbers of identities, certificates and of what is configured for clients. */
#include "wire/number_rows.h"

/* clang-format off */
static const struct ikelog_number id_type_rows[] = {
    {0, "Reserved"},
    {1, "IPV4_ADDR"},
    {2, "FQDN"},
    {3, "USER_FQDN"},
    {4, "IPV4_ADDR_SUBNET"},
    {5, "IPV6_ADDR"},
    {6, "IPV6_ADDR_SUBNET"},
    {7, "IPV4_ADDR_RANGE"},
    {8, "IPV6_ADDR_RANGE"},
    {9, "DER_ASN1_DN"},
    {10, "DER_ASN1_GN"},
    {11, "KEY_ID"},
    {12, "LIST"},
};
IKELOG_REGISTRY(id_type);

static const struct ikelog_number ip_protocol_rows[] = {
    {0, "any"},
    {1, "ICMP"},
    {2, "IGMP"},
    {4, "IPIP"},
    {6, "TCP"},
    {8, "EGP"},
    {9, "IGP"},
    {17, "UDP"},
    {33, "DCCP"},
    {41, "IPv6"},
    {46, "RSVP"},
    {47, "GRE"},
    {50, "ESP"},
    {51, "AH"},
    {58, "ICMPv6"},
    {88, "EIGRP"},
    {89, "OSPF"},
    {94, "IPIP (encapsulation)"},
    {97, "ETHERIP"},
    {103, "PIM"},
    {108, "IPCOMP"},
    {112, "VRRP"},
    {115, "L2TP"},
    {132, "SCTP"},
    {135, "Mobility Header"},
    {136, "UDP-Lite"},
    {137, "MPLS-in-IP"},
};
IKELOG_REGISTRY(ip_protocol);

static const struct ikelog_number cert_encoding_rows[] = {
    {0, "None"},
    {1, "PKCS #7 wrapped X.509 certificate"},
    {2, "PGP certificate"},
    {3, "DNS signed key"},
    {4, "X.509 certificate - signature"},
    {5, "X.509 certificate - key exchange"},
    {6, "Kerberos tokens"},
    {7, "Certificate revocation list (CRL)"},
    {8, "Authority revocation list (ARL)"},
    {9, "SPKI certificate"},
    {10, "X.509 certificate - attribute"},
};
IKELOG_REGISTRY(cert_encoding);

static const struct ikelog_number config_type_rows[] = {
    {0, "Reserved"},
    {1, "ISAKMP_CFG_REQUEST"},
    {2, "ISAKMP_CFG_REPLY"},
    {3, "ISAKMP_CFG_SET"},
    {4, "ISAKMP_CFG_ACK"},
};
IKELOG_REGISTRY(config_type);

/* draft-dukes-ike-mode-cfg, draft-beaulieu-ike-xauth, Microsoft, Check Point and Cisco's Unity. */
static const struct ikelog_number config_attribute_rows[] = {
    {0, "Reserved"},
    {1, "INTERNAL_IP4_ADDRESS"},
    {2, "INTERNAL_IP4_NETMASK"},
    {3, "INTERNAL_IP4_DNS"},
    {4, "INTERNAL_IP4_NBNS"},
    {5, "INTERNAL_ADDRESS_EXPIRY"},
    {6, "INTERNAL_IP4_DHCP"},
    {7, "APPLICATION_VERSION"},
    {8, "INTERNAL_IP6_ADDRESS"},
    {9, "INTERNAL_IP6_NETMASK"},
    {10, "INTERNAL_IP6_DNS"},
    {11, "INTERNAL_IP6_NBNS"},
    {12, "INTERNAL_IP6_DHCP"},
    {13, "INTERNAL_IP4_SUBNET"},
    {14, "SUPPORTED_ATTRIBUTES"},
    {15, "INTERNAL_IP6_SUBNET"},
    {17, "INTERNAL_IP6_LINK"},
    {18, "INTERNAL_IP6_PREFIX"},
    {20, "P_CSCF_IP4_ADDRESS"},
    {21, "P_CSCF_IP6_ADDRESS"},
    {16387, "CHKPT_DEF_DOMAIN"},
    {16388, "CHKPT_MAC_ADDRESS"},
    {16389, "CHKPT_MARCIPAN_REASON_CODE"},
    {16400, "CHKPT (unnamed 16400)"},
    {16401, "CHKPT (unnamed 16401)"},
    {16402, "CHKPT (unnamed 16402)"},
    {16520, "XAUTH_TYPE"},
    {16521, "XAUTH_USER_NAME"},
    {16522, "XAUTH_USER_PASSWORD"},
    {16523, "XAUTH_PASSCODE"},
    {16524, "XAUTH_MESSAGE"},
    {16525, "XAUTH_CHALLENGE"},
    {16526, "XAUTH_DOMAIN"},
    {16527, "XAUTH_STATUS"},
    {16528, "XAUTH_NEXT_PIN"},
    {16529, "XAUTH_ANSWER"},
    {23456, "INTERNAL_IP4_SERVER"},
    {23457, "INTERNAL_IP6_SERVER"},
    {28672, "UNITY_BANNER"},
    {28673, "UNITY_SAVE_PASSWD"},
    {28674, "UNITY_DEF_DOMAIN"},
    {28675, "UNITY_SPLIT_DOMAIN"},
    {28676, "UNITY_SPLIT_INCLUDE"},
    {28677, "UNITY_NATT_PORT"},
    {28678, "UNITY_SPLIT_EXCLUDE"},
    {28679, "UNITY_PFS"},
    {28680, "UNITY_FW_TYPE"},
    {28681, "UNITY_BACKUP_SERVERS"},
    {28682, "UNITY_DDNS_HOSTNAME"},
    {28683, "UNITY (unnamed 28683)"},
    {28684, "UNITY (unnamed 28684)"},
    {32136, "CISCO_EXT_VENDOR"},
};
IKELOG_REGISTRY(config_attribute);

static const struct ikelog_number xauth_type_rows[] = {
    {0, "Generic"},
    {1, "RADIUS-CHAP"},
    {2, "OTP"},
    {3, "S/KEY"},
};
IKELOG_REGISTRY(xauth_type);

static const struct ikelog_number xauth_status_rows[] = {
    {0, "Fail"},
    {1, "OK"},
};
IKELOG_REGISTRY(xauth_status);
/* clang-format on */

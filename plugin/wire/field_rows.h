/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The rows of all fields of the wire, family by family in the order of the payload types. */
#ifndef IKELOG_WIRE_FIELD_ROWS_H
#define IKELOG_WIRE_FIELD_ROWS_H

/*
 * X(ID, "filter", "Name", TYPE, BASE, registry, mask, "blurb"): see fields.h. Integers may be
 * carried in fewer octets than their type has (attributes are encoded in as many as they need).
 */
/* clang-format off */

/* ISAKMP header (RFC 2408 3.1). */
#define IKELOG_FIELDS_HEADER(X) \
    X(ICOOKIE, "ikelog.icookie", "Initiator cookie", \
      BYTES, NONE, none, 0, "chosen by whoever began the IKE SA") \
    X(RCOOKIE, "ikelog.rcookie", "Responder cookie", \
      BYTES, NONE, none, 0, "chosen by the responder; zero in the first message") \
    X(NEXT_PAYLOAD, "ikelog.next_payload", "Next payload", \
      U8, DEC, payload_type, 0, "type of the first payload") \
    X(VERSION, "ikelog.version", "Version", \
      U8, HEX, none, 0, "major version in the high four bits, minor in the low") \
    X(EXCHANGE_TYPE, "ikelog.exchange_type", "Exchange type", \
      U8, DEC, exchange_type, 0, "which conversation this is part of") \
    X(FLAGS, "ikelog.flags", "Flags", \
      U8, HEX, none, 0, "flags of the header") \
    X(FLAG_ENCRYPTION, "ikelog.flags.encryption", "Encryption", \
      BOOL8, NONE, none, 0x01, "all behind the header is encrypted") \
    X(FLAG_COMMIT, "ikelog.flags.commit", "Commit", \
      BOOL8, NONE, none, 0x02, "wait for CONNECTED before using the SA") \
    X(FLAG_AUTH_ONLY, "ikelog.flags.auth_only", "Authentication only", \
      BOOL8, NONE, none, 0x04, "signed but not encrypted") \
    X(FLAG_RESERVED, "ikelog.flags.reserved", "Reserved", \
      U8, HEX, none, 0xf8, "bits without a meaning, to be zero") \
    X(MESSAGE_ID, "ikelog.message_id", "Message ID", \
      U32, HEX, none, 0, "zero in phase 1, random for each later exchange") \
    X(LENGTH, "ikelog.length", "Length", \
      U32, DEC, none, 0, "octets of the whole message, header included, as claimed")

/* Generic payload header (RFC 2408 3.2). */
#define IKELOG_FIELDS_PAYLOAD(X) \
    X(PAYLOAD_TYPE, "ikelog.payload.type", "Payload type", \
      U8, DEC, payload_type, 0, "as the payload before (or the header) announced it") \
    X(PAYLOAD_NEXT, "ikelog.payload.next", "Next payload", \
      U8, DEC, payload_type, 0, "type of the payload that follows") \
    X(PAYLOAD_RESERVED, "ikelog.payload.reserved", "Reserved", \
      U8, HEX, none, 0, "to be zero") \
    X(PAYLOAD_LENGTH, "ikelog.payload.length", "Length", \
      U16, DEC, none, 0, "octets of the payload, this header included") \
    X(PAYLOAD_DATA, "ikelog.payload.data", "Data", \
      BYTES, NONE, none, 0, "octets that are not interpreted further")

/* Security association (RFC 2408 3.4, situation: RFC 2407 4.2 and 4.6.1). */
#define IKELOG_FIELDS_SA(X) \
    X(SA_DOI, "ikelog.sa.doi", "Domain of interpretation", \
      U32, DEC, doi, 0, "whose numbers the payload uses") \
    X(SA_SITUATION, "ikelog.sa.situation", "Situation", \
      U32, HEX, none, 0, "which kind of labels the negotiation needs") \
    X(SA_IDENTITY_ONLY, "ikelog.sa.situation.identity_only", "Identity only", \
      BOOL8, NONE, none, 0x01, "identities alone decide") \
    X(SA_SECRECY, "ikelog.sa.situation.secrecy", "Secrecy", \
      BOOL8, NONE, none, 0x02, "a secrecy label is required") \
    X(SA_INTEGRITY, "ikelog.sa.situation.integrity", "Integrity", \
      BOOL8, NONE, none, 0x04, "an integrity label is required") \
    X(SA_LABELED_DOMAIN, "ikelog.sa.labeled_domain", "Labeled domain", \
      U32, HEX, none, 0, "who defines the labels") \
    X(SA_LABEL_RESERVED, "ikelog.sa.label_reserved", "Reserved", \
      U16, HEX, none, 0, "to be zero") \
    X(SA_SECRECY_LENGTH, "ikelog.sa.secrecy.length", "Secrecy level length", \
      U16, DEC, none, 0, "octets of the level") \
    X(SA_SECRECY_LEVEL, "ikelog.sa.secrecy.level", "Secrecy level", \
      BYTES, NONE, none, 0, "mandatory secrecy level") \
    X(SA_SECRECY_BITS, "ikelog.sa.secrecy.category_bits", "Secrecy category length", \
      U16, DEC, none, 0, "bits of the bitmap") \
    X(SA_SECRECY_CATEGORY, "ikelog.sa.secrecy.category", "Secrecy categories", \
      BYTES, NONE, none, 0, "bitmap of compartments") \
    X(SA_INTEGRITY_LENGTH, "ikelog.sa.integrity.length", "Integrity level length", \
      U16, DEC, none, 0, "octets of the level") \
    X(SA_INTEGRITY_LEVEL, "ikelog.sa.integrity.level", "Integrity level", \
      BYTES, NONE, none, 0, "mandatory integrity level") \
    X(SA_INTEGRITY_BITS, "ikelog.sa.integrity.category_bits", "Integrity category length", \
      U16, DEC, none, 0, "bits of the bitmap") \
    X(SA_INTEGRITY_CATEGORY, "ikelog.sa.integrity.category", "Integrity categories", \
      BYTES, NONE, none, 0, "bitmap of compartments") \
    X(SA_LABEL_PADDING, "ikelog.sa.label_padding", "Padding", \
      BYTES, NONE, none, 0, "fills a label to four octets") \
    X(SA_DATA, "ikelog.sa.data", "Situation and proposals", \
      BYTES, NONE, none, 0, "of a domain of interpretation that is not IPsec")

/* Proposal (RFC 2408 3.5). */
#define IKELOG_FIELDS_PROPOSAL(X) \
    X(PROPOSAL_NUMBER, "ikelog.proposal.number", "Proposal number", \
      U8, DEC, none, 0, "equal numbers belong together") \
    X(PROPOSAL_PROTOCOL, "ikelog.proposal.protocol", "Protocol", \
      U8, DEC, protocol_id, 0, "what the transforms are for") \
    X(PROPOSAL_SPI_SIZE, "ikelog.proposal.spi_size", "SPI size", \
      U8, DEC, none, 0, "octets of the SPI") \
    X(PROPOSAL_TRANSFORMS, "ikelog.proposal.transforms", "Number of transforms", \
      U8, DEC, none, 0, "as claimed") \
    X(PROPOSAL_SPI, "ikelog.proposal.spi", "SPI", \
      BYTES, NONE, none, 0, "the sender's index for traffic that it will receive")

/* Transform (RFC 2408 3.6); one identifier field for each protocol. */
#define IKELOG_FIELDS_TRANSFORM(X) \
    X(TRANSFORM_NUMBER, "ikelog.transform.number", "Transform number", \
      U8, DEC, none, 0, "rank among the alternatives") \
    X(TRANSFORM_ID, "ikelog.transform.id", "Transform ID", \
      U8, DEC, none, 0, "of a protocol that is not known") \
    X(TRANSFORM_ISAKMP, "ikelog.transform.isakmp", "Transform ID", \
      U8, DEC, isakmp_transform, 0, "how keys are exchanged") \
    X(TRANSFORM_ESP, "ikelog.transform.esp", "Transform ID", \
      U8, DEC, esp_transform, 0, "cipher of ESP") \
    X(TRANSFORM_AH, "ikelog.transform.ah", "Transform ID", \
      U8, DEC, ah_transform, 0, "integrity algorithm of AH") \
    X(TRANSFORM_IPCOMP, "ikelog.transform.ipcomp", "Transform ID", \
      U8, DEC, ipcomp_transform, 0, "compression") \
    X(TRANSFORM_RESERVED, "ikelog.transform.reserved", "Reserved", \
      U16, HEX, none, 0, "to be zero")

/* Attributes of transforms and of RESPONDER-LIFETIME (RFC 2408 3.3). */
#define IKELOG_FIELDS_ATTRIBUTE(X) \
    X(ATTRIBUTE_FORMAT, "ikelog.attribute.format", "Value in two octets", \
      BOOL8, NONE, none, 0x80, "set: type and value; clear: type, length and value") \
    X(ATTRIBUTE_TYPE, "ikelog.attribute.type", "Type", \
      U16, DEC, none, 0x7fff, "of a protocol that is not known") \
    X(ATTRIBUTE_TYPE_IKE, "ikelog.attribute.type.ike", "Type", \
      U16, DEC, ike_attribute, 0x7fff, "attribute of an IKE SA") \
    X(ATTRIBUTE_TYPE_IPSEC, "ikelog.attribute.type.ipsec", "Type", \
      U16, DEC, ipsec_attribute, 0x7fff, "attribute of an IPsec SA") \
    X(ATTRIBUTE_LENGTH, "ikelog.attribute.length", "Length", \
      U16, DEC, none, 0, "octets of the value") \
    X(ATTRIBUTE_VALUE, "ikelog.attribute.value", "Value", \
      BYTES, NONE, none, 0, "octets of an attribute that has no field of its own") \
    X(ATTRIBUTE_ENCRYPTION, "ikelog.attribute.encryption", "Encryption algorithm", \
      U32, DEC, ike_encryption, 0, "cipher of the IKE SA") \
    X(ATTRIBUTE_HASH, "ikelog.attribute.hash", "Hash algorithm", \
      U32, DEC, ike_hash, 0, "hash of the IKE SA") \
    X(ATTRIBUTE_AUTH, "ikelog.attribute.auth", "Authentication method", \
      U32, DEC, ike_auth_method, 0, "how the peers prove who they are") \
    X(ATTRIBUTE_GROUP, "ikelog.attribute.group", "Group", \
      U32, DEC, ike_group, 0, "Diffie-Hellman group") \
    X(ATTRIBUTE_GROUP_TYPE, "ikelog.attribute.group_type", "Group type", \
      U32, DEC, ike_group_type, 0, "kind of a group that is spelled out") \
    X(ATTRIBUTE_PRIME, "ikelog.attribute.prime", "Prime or polynomial", \
      BYTES, NONE, none, 0, "field of a group that is spelled out") \
    X(ATTRIBUTE_GENERATOR, "ikelog.attribute.generator", "Generator", \
      BYTES, NONE, none, 0, "of a group that is spelled out") \
    X(ATTRIBUTE_CURVE, "ikelog.attribute.curve", "Curve coefficient", \
      BYTES, NONE, none, 0, "of a group that is spelled out") \
    X(ATTRIBUTE_ORDER, "ikelog.attribute.order", "Group order", \
      BYTES, NONE, none, 0, "of a group that is spelled out") \
    X(ATTRIBUTE_FIELD_SIZE, "ikelog.attribute.field_size", "Field size", \
      U32, DEC, none, 0, "bits of the field of a group that is spelled out") \
    X(ATTRIBUTE_LIFE_TYPE, "ikelog.attribute.life_type", "Life type", \
      U32, DEC, life_type, 0, "unit of the life duration that follows") \
    X(ATTRIBUTE_LIFE_DURATION, "ikelog.attribute.life_duration", "Life duration", \
      U64, DEC, none, 0, "in the unit that the life type before it names") \
    X(ATTRIBUTE_PRF, "ikelog.attribute.prf", "Pseudo-random function", \
      U32, DEC, none, 0, "0 or missing: HMAC of the hash") \
    X(ATTRIBUTE_KEY_LENGTH, "ikelog.attribute.key_length", "Key length", \
      U32, DEC, none, 0, "bits of the cipher key") \
    X(ATTRIBUTE_KEY_ROUNDS, "ikelog.attribute.key_rounds", "Key rounds", \
      U32, DEC, none, 0, "rounds of the cipher") \
    X(ATTRIBUTE_BLOCK_SIZE, "ikelog.attribute.block_size", "Block size", \
      U32, DEC, none, 0, "block of a cipher with several sizes") \
    X(ATTRIBUTE_ASYMMETRIC, "ikelog.attribute.asymmetric", "Asymmetric algorithm", \
      U32, DEC, ike_asymmetric, 0, "public key algorithm (GM/T 0022)") \
    X(ATTRIBUTE_ENCAPSULATION, "ikelog.attribute.encapsulation", "Encapsulation", \
      U32, DEC, ipsec_encapsulation, 0, "tunnel or transport") \
    X(ATTRIBUTE_AUTH_ALGORITHM, "ikelog.attribute.auth_algorithm", "Authentication algorithm", \
      U32, DEC, ipsec_auth_algorithm, 0, "integrity algorithm") \
    X(ATTRIBUTE_DICTIONARY, "ikelog.attribute.dictionary_size", "Compression dictionary size", \
      U32, DEC, none, 0, "power of two") \
    X(ATTRIBUTE_COMPRESSION, "ikelog.attribute.compression", "Private compression algorithm", \
      BYTES, NONE, none, 0, "vendor's OUI and algorithm") \
    X(ATTRIBUTE_ECN, "ikelog.attribute.ecn", "ECN tunnel", \
      U32, DEC, ipsec_ecn, 0, "congestion notification through the tunnel") \
    X(ATTRIBUTE_ESN, "ikelog.attribute.esn", "Extended sequence numbers", \
      U32, DEC, ipsec_esn, 0, "width of sequence numbers") \
    X(ATTRIBUTE_AUTH_KEY_LENGTH, "ikelog.attribute.auth_key_length", "Authentication key length", \
      U32, DEC, none, 0, "bits") \
    X(ATTRIBUTE_SIG_ENCODING, "ikelog.attribute.signature_encoding", "Signature encoding", \
      U32, DEC, ipsec_signature_encoding, 0, "RFC 4359") \
    X(ATTRIBUTE_ADDRESS, "ikelog.attribute.address_preservation", "Address preservation", \
      U32, DEC, ipsec_address_preservation, 0, "RFC 6407") \
    X(ATTRIBUTE_DIRECTION, "ikelog.attribute.direction", "SA direction", \
      U32, DEC, ipsec_direction, 0, "RFC 6407")

/* Key exchange, nonce, hash, signature, proof of possession. */
#define IKELOG_FIELDS_KE(X) \
    X(KE_DATA, "ikelog.ke.data", "Public value", \
      BYTES, NONE, none, 0, "Diffie-Hellman public value") \
    X(NONCE, "ikelog.nonce", "Nonce", \
      BYTES, NONE, none, 0, "random octets that make the keys fresh") \
    X(HASH, "ikelog.hash", "Hash", \
      BYTES, NONE, none, 0, "proof of knowing the authentication key") \
    X(SIG, "ikelog.sig", "Signature", \
      BYTES, NONE, none, 0, "proof of holding the private key") \
    X(POP, "ikelog.pop", "Proof of possession", \
      BYTES, NONE, none, 0, "signature of a group member (RFC 6407)")

/* Identification (RFC 2407 4.6.2). */
#define IKELOG_FIELDS_ID(X) \
    X(ID_TYPE, "ikelog.id.type", "ID type", \
      U8, DEC, id_type, 0, "form of the identity") \
    X(ID_PROTOCOL, "ikelog.id.protocol", "Protocol", \
      U8, DEC, ip_protocol, 0, "IP protocol; 0: any") \
    X(ID_PORT, "ikelog.id.port", "Port", \
      U16, DEC, none, 0, "0: any") \
    X(ID_IPV4, "ikelog.id.ipv4", "IPv4 address", \
      IPV4, NONE, none, 0, "the address, or the first of a subnet or range") \
    X(ID_IPV4_MASK, "ikelog.id.ipv4_mask", "IPv4 mask", \
      IPV4, NONE, none, 0, "mask of the subnet") \
    X(ID_IPV4_END, "ikelog.id.ipv4_end", "Last IPv4 address", \
      IPV4, NONE, none, 0, "last of the range") \
    X(ID_IPV6, "ikelog.id.ipv6", "IPv6 address", \
      IPV6, NONE, none, 0, "the address, or the first of a subnet or range") \
    X(ID_IPV6_MASK, "ikelog.id.ipv6_mask", "IPv6 mask", \
      IPV6, NONE, none, 0, "mask of the subnet") \
    X(ID_IPV6_END, "ikelog.id.ipv6_end", "Last IPv6 address", \
      IPV6, NONE, none, 0, "last of the range") \
    X(ID_TEXT, "ikelog.id.text", "Identity", \
      STRING, NONE, none, 0, "the identity as people write it") \
    X(ID_DATA, "ikelog.id.data", "Identification data", \
      BYTES, NONE, none, 0, "octets of the identity")

/* Certificate and certificate request (RFC 2408 3.9, 3.10). */
#define IKELOG_FIELDS_CERT(X) \
    X(CERT_ENCODING, "ikelog.cert.encoding", "Encoding", \
      U8, DEC, cert_encoding, 0, "what kind of certificate it is") \
    X(CERT_DATA, "ikelog.cert.data", "Certificate", \
      BYTES, NONE, none, 0, "encoded as the encoding says") \
    X(CERT_SUBJECT, "ikelog.cert.subject", "Subject", \
      STRING, NONE, none, 0, "whose certificate it is") \
    X(CERT_ISSUER, "ikelog.cert.issuer", "Issuer", \
      STRING, NONE, none, 0, "who signed it") \
    X(CERT_REQ_ENCODING, "ikelog.cert_req.encoding", "Encoding", \
      U8, DEC, cert_encoding, 0, "what kind of certificate is wanted") \
    X(CERT_REQ_DATA, "ikelog.cert_req.data", "Certificate authority", \
      BYTES, NONE, none, 0, "encoded name of an accepted authority") \
    X(CERT_REQ_AUTHORITY, "ikelog.cert_req.authority", "Authority", \
      STRING, NONE, none, 0, "its distinguished name")

/* Notification (RFC 2408 3.14, data: RFC 2407 4.6.3, RFC 3706). */
#define IKELOG_FIELDS_NOTIFY(X) \
    X(NOTIFY_DOI, "ikelog.notify.doi", "Domain of interpretation", \
      U32, DEC, doi, 0, "whose numbers the payload uses") \
    X(NOTIFY_PROTOCOL, "ikelog.notify.protocol", "Protocol", \
      U8, DEC, protocol_id, 0, "which kind of SA it speaks of") \
    X(NOTIFY_SPI_SIZE, "ikelog.notify.spi_size", "SPI size", \
      U8, DEC, none, 0, "octets of the SPI") \
    X(NOTIFY_TYPE, "ikelog.notify.type", "Type", \
      U16, DEC, notify_type, 0, "what is notified") \
    X(NOTIFY_SPI, "ikelog.notify.spi", "SPI", \
      BYTES, NONE, none, 0, "which SA it speaks of") \
    X(NOTIFY_ICOOKIE, "ikelog.notify.icookie", "Initiator cookie", \
      BYTES, NONE, none, 0, "first half of an IKE SA's SPI") \
    X(NOTIFY_RCOOKIE, "ikelog.notify.rcookie", "Responder cookie", \
      BYTES, NONE, none, 0, "second half of an IKE SA's SPI") \
    X(NOTIFY_DATA, "ikelog.notify.data", "Data", \
      BYTES, NONE, none, 0, "octets that are not interpreted further") \
    X(NOTIFY_TEXT, "ikelog.notify.text", "Text", \
      STRING, NONE, none, 0, "a message for people") \
    X(NOTIFY_REPLAY, "ikelog.notify.replay_status", "Replay detection", \
      U32, DEC, replay_status, 0, "of the new SA") \
    X(NOTIFY_SEQUENCE, "ikelog.notify.sequence", "Sequence number", \
      U32, DEC, none, 0, "of a dead peer detection probe") \
    X(NOTIFY_IPV4, "ikelog.notify.ipv4", "IPv4 address", \
      IPV4, NONE, none, 0, "where to go instead (load balancing)") \
    X(NOTIFY_IPV6, "ikelog.notify.ipv6", "IPv6 address", \
      IPV6, NONE, none, 0, "where to go instead (load balancing)") \
    X(NOTIFY_PAYLOAD, "ikelog.notify.payload", "Offending payload type", \
      U8, DEC, payload_type, 0, "type that the sender does not accept") \
    X(NOTIFY_NUMBER, "ikelog.notify.number", "Number", \
      U32, DEC, none, 0, "number that this type carries")

/* Delete (RFC 2408 3.15). */
#define IKELOG_FIELDS_DELETE(X) \
    X(DELETE_DOI, "ikelog.delete.doi", "Domain of interpretation", \
      U32, DEC, doi, 0, "whose numbers the payload uses") \
    X(DELETE_PROTOCOL, "ikelog.delete.protocol", "Protocol", \
      U8, DEC, protocol_id, 0, "which kind of SA is deleted") \
    X(DELETE_SPI_SIZE, "ikelog.delete.spi_size", "SPI size", \
      U8, DEC, none, 0, "octets of each SPI") \
    X(DELETE_COUNT, "ikelog.delete.count", "Number of SPIs", \
      U16, DEC, none, 0, "as claimed") \
    X(DELETE_SPI, "ikelog.delete.spi", "SPI", \
      BYTES, NONE, none, 0, "an SA that its receiver no longer has") \
    X(DELETE_ICOOKIE, "ikelog.delete.icookie", "Initiator cookie", \
      BYTES, NONE, none, 0, "first half of an IKE SA's SPI") \
    X(DELETE_RCOOKIE, "ikelog.delete.rcookie", "Responder cookie", \
      BYTES, NONE, none, 0, "second half of an IKE SA's SPI")

/* Vendor ID (RFC 2408 3.16). */
#define IKELOG_FIELDS_VID(X) \
    X(VID, "ikelog.vid", "Vendor ID", \
      BYTES, NONE, none, 0, "octets of the vendor ID") \
    X(VID_NAME, "ikelog.vid.name", "Vendor", \
      STRING, NONE, none, 0, "product or feature that uses this value") \
    X(VID_DETAILS, "ikelog.vid.details", "Details", \
      STRING, NONE, none, 0, "versions and features behind the known octets") \
    X(VID_CP_PRODUCT, "ikelog.vid.check_point.product", "Product", \
      U32, DEC, vid_check_point_product, 0, "product of Check Point") \
    X(VID_CP_VERSION, "ikelog.vid.check_point.version", "Version", \
      U32, DEC, vid_check_point_version, 0, "its version") \
    X(VID_CP_TIMESTAMP, "ikelog.vid.check_point.timestamp", "Timestamp", \
      U32, DEC, none, 0, "of NGX only") \
    X(VID_CP_RESERVED, "ikelog.vid.check_point.reserved", "Reserved", \
      U32, HEX, none, 0, "to be zero") \
    X(VID_CP_FEATURES, "ikelog.vid.check_point.features", "Features", \
      U32, HEX, none, 0, "a bit for each feature") \
    X(VID_MAJOR, "ikelog.vid.major", "Major version", \
      U8, DEC, none, 0, "of Unity or dead peer detection") \
    X(VID_MINOR, "ikelog.vid.minor", "Minor version", \
      U8, DEC, none, 0, "of Unity or dead peer detection") \
    X(VID_MS_VERSION, "ikelog.vid.ms_version", "Version", \
      U32, DEC, vid_windows, 0, "of Windows") \
    X(VID_RELEASE, "ikelog.vid.fortigate.release", "Release", \
      U16, DEC, none, 0, "of FortiGate") \
    X(VID_BUILD, "ikelog.vid.fortigate.build", "Build", \
      U16, DEC, none, 0, "of FortiGate") \
    X(VID_PROFILE, "ikelog.vid.aruba.profile", "Profile", \
      STRING, NONE, none, 0, "authentication profile of Aruba's VIA")

/* NAT detection and original addresses (RFC 3947). */
#define IKELOG_FIELDS_NAT(X) \
    X(NATD, "ikelog.natd", "NAT detection hash", \
      BYTES, NONE, none, 0, "hash of cookies, address and port") \
    X(NATOA_TYPE, "ikelog.natoa.type", "ID type", \
      U8, DEC, id_type, 0, "form of the address") \
    X(NATOA_RESERVED, "ikelog.natoa.reserved", "Reserved", \
      BYTES, NONE, none, 0, "to be zero") \
    X(NATOA_IPV4, "ikelog.natoa.ipv4", "Original IPv4 address", \
      IPV4, NONE, none, 0, "address before translation") \
    X(NATOA_IPV6, "ikelog.natoa.ipv6", "Original IPv6 address", \
      IPV6, NONE, none, 0, "address before translation") \
    X(NATOA_DATA, "ikelog.natoa.data", "Original address", \
      BYTES, NONE, none, 0, "address of an unexpected form")

/* Mode config, XAUTH and their vendor attributes (payload 14). */
#define IKELOG_FIELDS_CONFIG(X) \
    X(CONFIG_TYPE, "ikelog.config.type", "Message", \
      U8, DEC, config_type, 0, "request, reply, set or acknowledgement") \
    X(CONFIG_RESERVED, "ikelog.config.reserved", "Reserved", \
      U8, HEX, none, 0, "to be zero") \
    X(CONFIG_IDENTIFIER, "ikelog.config.identifier", "Identifier", \
      U16, HEX, none, 0, "of the transaction") \
    X(CONFIG_FORMAT, "ikelog.config.format", "Value in two octets", \
      BOOL8, NONE, none, 0x80, "set: type and value; clear: type, length and value") \
    X(CONFIG_ATTRIBUTE, "ikelog.config.attribute", "Attribute", \
      U16, DEC, config_attribute, 0x7fff, "what is asked for or given") \
    X(CONFIG_LENGTH, "ikelog.config.attribute.length", "Length", \
      U16, DEC, none, 0, "octets of the value") \
    X(CONFIG_VALUE, "ikelog.config.value", "Value", \
      BYTES, NONE, none, 0, "octets of an attribute that has no field of its own") \
    X(CONFIG_IPV4, "ikelog.config.ipv4", "IPv4 address", \
      IPV4, NONE, none, 0, "an address of the inner network") \
    X(CONFIG_IPV6, "ikelog.config.ipv6", "IPv6 address", \
      IPV6, NONE, none, 0, "an address of the inner network") \
    X(CONFIG_MASK, "ikelog.config.mask", "Mask", \
      IPV4, NONE, none, 0, "mask of the address before it") \
    X(CONFIG_PREFIX, "ikelog.config.prefix", "Prefix length", \
      U8, DEC, none, 0, "bits of the network part") \
    X(CONFIG_SECONDS, "ikelog.config.seconds", "Seconds", \
      U32, DEC, none, 0, "how long the address may be used") \
    X(CONFIG_TEXT, "ikelog.config.text", "Text", \
      STRING, NONE, none, 0, "text of the value") \
    X(CONFIG_PASSWORD, "ikelog.config.password", "Password", \
      BYTES, NONE, none, 0, "password or passcode, as sent") \
    X(CONFIG_NUMBER, "ikelog.config.number", "Number", \
      U32, DEC, none, 0, "number of the value") \
    X(CONFIG_SUPPORTED, "ikelog.config.supported", "Supported attribute", \
      U16, DEC, config_attribute, 0x7fff, "an attribute that the sender knows") \
    X(CONFIG_XAUTH_TYPE, "ikelog.config.xauth_type", "XAUTH type", \
      U16, DEC, xauth_type, 0, "which kind of proof is asked for") \
    X(CONFIG_XAUTH_STATUS, "ikelog.config.xauth_status", "XAUTH status", \
      U16, DEC, xauth_status, 0, "whether the user was accepted") \
    X(CONFIG_PROTOCOL, "ikelog.config.protocol", "Protocol", \
      U16, DEC, ip_protocol, 0, "IP protocol of a split network; 0: any") \
    X(CONFIG_SOURCE_PORT, "ikelog.config.source_port", "Source port", \
      U16, DEC, none, 0, "0: any") \
    X(CONFIG_DESTINATION_PORT, "ikelog.config.destination_port", "Destination port", \
      U16, DEC, none, 0, "0: any") \
    X(CONFIG_PORT, "ikelog.config.port", "Port", \
      U16, DEC, none, 0, "UDP port for encapsulated traffic") \
    X(CONFIG_FW_VENDOR, "ikelog.config.firewall.vendor", "Firewall vendor", \
      U16, DEC, none, 0, "which firewall the client must run") \
    X(CONFIG_FW_PRODUCT, "ikelog.config.firewall.product", "Firewall product", \
      U16, DEC, none, 0, "a bit for each product") \
    X(CONFIG_FW_CAPABILITY, "ikelog.config.firewall.capability", "Firewall capability", \
      U16, DEC, none, 0, "what it must do")

/* Vendor fragment (payload 132). */
#define IKELOG_FIELDS_FRAGMENT(X) \
    X(FRAGMENT_ID, "ikelog.fragment.id", "Fragment ID", \
      U16, DEC, none, 0, "equal for all parts of a message") \
    X(FRAGMENT_NUMBER, "ikelog.fragment.number", "Fragment number", \
      U8, DEC, none, 0, "from 1") \
    X(FRAGMENT_FLAGS, "ikelog.fragment.flags", "Flags", \
      U8, HEX, none, 0, "flags of the fragment") \
    X(FRAGMENT_LAST, "ikelog.fragment.last", "Last", \
      BOOL8, NONE, none, 0x01, "no part follows") \
    X(FRAGMENT_DATA, "ikelog.fragment.data", "Fragment", \
      BYTES, NONE, none, 0, "part of a message, its header included in the first")

/* Group domain of interpretation (RFC 6407). */
#define IKELOG_FIELDS_GDOI(X) \
    X(GDOI_DATA, "ikelog.gdoi.data", "Data", \
      BYTES, NONE, none, 0, "octets that are not interpreted further") \
    X(GDOI_SEQUENCE, "ikelog.gdoi.sequence", "Sequence number", \
      U32, DEC, none, 0, "of a rekey message") \
    X(GDOI_SA_NEXT, "ikelog.gdoi.sa.next", "First policy", \
      U16, DEC, payload_type, 0, "type of the first payload inside the SA") \
    X(GDOI_SA_RESERVED, "ikelog.gdoi.sa.reserved", "Reserved", \
      U16, HEX, none, 0, "to be zero") \
    X(GDOI_IP_PROTOCOL, "ikelog.gdoi.ip_protocol", "IP protocol", \
      U8, DEC, ip_protocol, 0, "0: any") \
    X(GDOI_SRC_TYPE, "ikelog.gdoi.source.type", "Source ID type", \
      U8, DEC, id_type, 0, "form of the source") \
    X(GDOI_SRC_PORT, "ikelog.gdoi.source.port", "Source port", \
      U16, DEC, none, 0, "0: any") \
    X(GDOI_SRC_LENGTH, "ikelog.gdoi.source.length", "Source length", \
      U32, DEC, none, 0, "octets of the source") \
    X(GDOI_SRC_DATA, "ikelog.gdoi.source.data", "Source", \
      BYTES, NONE, none, 0, "who sends to the group") \
    X(GDOI_SRC_TEXT, "ikelog.gdoi.source", "Source", \
      STRING, NONE, none, 0, "who sends to the group, as people write it") \
    X(GDOI_DST_TYPE, "ikelog.gdoi.destination.type", "Destination ID type", \
      U8, DEC, id_type, 0, "form of the destination") \
    X(GDOI_DST_PORT, "ikelog.gdoi.destination.port", "Destination port", \
      U16, DEC, none, 0, "0: any") \
    X(GDOI_DST_LENGTH, "ikelog.gdoi.destination.length", "Destination length", \
      U32, DEC, none, 0, "octets of the destination") \
    X(GDOI_DST_DATA, "ikelog.gdoi.destination.data", "Destination", \
      BYTES, NONE, none, 0, "the group") \
    X(GDOI_DST_TEXT, "ikelog.gdoi.destination", "Destination", \
      STRING, NONE, none, 0, "the group, as people write it") \
    X(GDOI_SPI, "ikelog.gdoi.spi", "SPI", \
      BYTES, NONE, none, 0, "of the group's key") \
    X(GDOI_SPI_SIZE, "ikelog.gdoi.spi_size", "SPI size", \
      U8, DEC, none, 0, "octets of the SPI") \
    X(GDOI_RESERVED, "ikelog.gdoi.reserved", "Reserved", \
      U32, HEX, none, 0, "to be zero") \
    X(GDOI_TEK_PROTOCOL, "ikelog.gdoi.tek.protocol", "Protocol", \
      U8, DEC, gdoi_tek_protocol, 0, "what protects the traffic") \
    X(GDOI_ESP, "ikelog.gdoi.tek.esp", "Transform ID", \
      U8, DEC, esp_transform, 0, "cipher of ESP") \
    X(GDOI_AH, "ikelog.gdoi.tek.ah", "Transform ID", \
      U8, DEC, ah_transform, 0, "integrity algorithm of AH") \
    X(GDOI_KEK_ALGORITHM, "ikelog.gdoi.kek.algorithm", "KEK algorithm", \
      U32, DEC, gdoi_kek_algorithm, 0, "cipher of rekey messages") \
    X(GDOI_SIG_HASH, "ikelog.gdoi.kek.signature_hash", "Signature hash", \
      U32, DEC, gdoi_signature_hash, 0, "hash that is signed") \
    X(GDOI_SIG_ALGORITHM, "ikelog.gdoi.kek.signature", "Signature algorithm", \
      U32, DEC, gdoi_signature, 0, "how rekey messages are signed") \
    X(GDOI_SECONDS, "ikelog.gdoi.seconds", "Seconds", \
      U32, DEC, none, 0, "lifetime or delay") \
    X(GDOI_KEY_COUNT, "ikelog.gdoi.keys.count", "Number of key packets", \
      U16, DEC, none, 0, "as claimed") \
    X(GDOI_KEYS_RESERVED, "ikelog.gdoi.keys.reserved", "Reserved", \
      U16, HEX, none, 0, "to be zero") \
    X(GDOI_KEY_TYPE, "ikelog.gdoi.key.type", "Type", \
      U8, DEC, gdoi_key_type, 0, "which key it is") \
    X(GDOI_KEY_RESERVED, "ikelog.gdoi.key.reserved", "Reserved", \
      U8, HEX, none, 0, "to be zero") \
    X(GDOI_KEY_LENGTH, "ikelog.gdoi.key.length", "Length", \
      U16, DEC, none, 0, "octets of the key packet") \
    X(ATTRIBUTE_TYPE_KEK, "ikelog.attribute.type.gdoi_kek", "Type", \
      U16, DEC, gdoi_kek_attribute, 0x7fff, "attribute of an SA KEK") \
    X(ATTRIBUTE_TYPE_GROUP_POLICY, "ikelog.attribute.type.gdoi_policy", "Type", \
      U16, DEC, gdoi_policy_attribute, 0x7fff, "attribute of a group associated policy") \
    X(ATTRIBUTE_TYPE_KEY_TEK, "ikelog.attribute.type.gdoi_key_tek", "Type", \
      U16, DEC, gdoi_key_tek_attribute, 0x7fff, "attribute of a TEK") \
    X(ATTRIBUTE_TYPE_KEY_KEK, "ikelog.attribute.type.gdoi_key_kek", "Type", \
      U16, DEC, gdoi_key_kek_attribute, 0x7fff, "attribute of a KEK") \
    X(ATTRIBUTE_TYPE_KEY_LKH, "ikelog.attribute.type.gdoi_key_lkh", "Type", \
      U16, DEC, gdoi_key_lkh_attribute, 0x7fff, "attribute of a key tree") \
    X(ATTRIBUTE_TYPE_KEY_SID, "ikelog.attribute.type.gdoi_key_sid", "Type", \
      U16, DEC, gdoi_key_sid_attribute, 0x7fff, "attribute of sender IDs")

#define IKELOG_FIELD_ROWS(X) \
    IKELOG_FIELDS_HEADER(X) \
    IKELOG_FIELDS_PAYLOAD(X) \
    IKELOG_FIELDS_SA(X) \
    IKELOG_FIELDS_PROPOSAL(X) \
    IKELOG_FIELDS_TRANSFORM(X) \
    IKELOG_FIELDS_ATTRIBUTE(X) \
    IKELOG_FIELDS_KE(X) \
    IKELOG_FIELDS_ID(X) \
    IKELOG_FIELDS_CERT(X) \
    IKELOG_FIELDS_NOTIFY(X) \
    IKELOG_FIELDS_DELETE(X) \
    IKELOG_FIELDS_VID(X) \
    IKELOG_FIELDS_NAT(X) \
    IKELOG_FIELDS_CONFIG(X) \
    IKELOG_FIELDS_FRAGMENT(X) \
    IKELOG_FIELDS_GDOI(X)

/* clang-format on */

#endif

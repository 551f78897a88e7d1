/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The text form of secrets: one record a line. ikelog_keyrecord_add is declared in keyfile.h. */
#ifndef IKELOG_CRYPTO_KEYRECORD_H
#define IKELOG_CRYPTO_KEYRECORD_H

#include "crypto/keyring.h"

/*
 * The forms of a line; fields are separated by blanks, hex has either case, with or without `0x`,
 * and `#` begins a comment, at the start of the line or after the last field:
 *
 *     KA|SKEYID_E|SKEYID_D|SKEYID_A|SKEYID   <initiator cookie>                <hex>
 *     SHARED_SECRET|DH_PRIVATE               <initiator cookie>[:<message ID>] <hex>
 *     PSK                                    <address | ID text | *>           <hex | "text">
 *     ESP_ENC|ESP_AUTH                       <SPI>                             <hex>
 *     <initiator cookie>,<Ka in hex>         a row of ikev1_decryption_table, fields may be quoted
 *
 * A cookie has 16 hex digits, a message ID and an SPI 8. Addresses are brought to canonical text.
 * An ID text with blanks or quotes is quoted too. Within quotes `\"` is a quote and `\\` a
 * backslash; no other character may follow a backslash.
 */

/* True when a line can only be meant as a record: its first word, or the form of a stock row. */
bool ikelog_keyrecord_recognise(const char *line);

/* True when the line has the form of a row of Wireshark's ikev1_decryption_table. */
bool ikelog_keyrecord_is_stock_row(const char *line);

/* True when there is nothing on the line but blanks and a comment. */
bool ikelog_keyrecord_is_blank(const char *line);

#define IKELOG_MAX_PEER 512u /* octets of the peer of a PSK, terminator included */

/*
 * Write `text` as the peer of a PSK as it stands in the keyring: addresses in canonical text.
 * `peer` may be `text`. False when it cannot be one: too long, no UTF-8, a control character.
 */
bool ikelog_keyrecord_peer(const char *text, char peer[IKELOG_MAX_PEER]);

/*
 * The record of a secret, without line end, as ikelog_keyrecord_add reads it. The text is the
 * caller's (g_free) and as secret as its value: wipe it first.
 */
char *ikelog_keyrecord_text(const struct ikelog_secret *secret);

#endif

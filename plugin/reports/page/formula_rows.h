/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The values that IKEv1 computes with, and the formulas of RFC 2409 and RFC 3947 that join them. */
#ifndef IKELOG_REPORTS_PAGE_FORMULA_ROWS_H
#define IKELOG_REPORTS_PAGE_FORMULA_ROWS_H

/* X(ID, "name", "its class in page.css", secret) */
/* clang-format off */
#define IKELOG_PAGE_QUANTITIES(X) \
    X(G_XI, "g^xi", "gxi", false) \
    X(G_XR, "g^xr", "gxr", false) \
    X(XI, "xi", "x", true) \
    X(XR, "xr", "x", true) \
    X(GENERATOR, "g", "no", false) \
    X(PRIME, "p", "no", false) \
    X(G_XY, "g^xy", "gxy", true) \
    X(CKY_I, "CKY-I", "cki", false) \
    X(CKY_R, "CKY-R", "ckr", false) \
    X(NI, "Ni_b", "ni", false) \
    X(NR, "Nr_b", "nr", false) \
    X(SA_I, "SAi_b", "sai", false) \
    X(ID_I, "IDii_b", "idi", false) \
    X(ID_R, "IDir_b", "idr", false) \
    X(ID_CI, "IDci", "idi", false) \
    X(ID_CR, "IDcr", "idr", false) \
    X(PSK, "pre-shared key", "psk", true) \
    X(SKEYID, "SKEYID", "skeyid", true) \
    X(SKEYID_D, "SKEYID_d", "d", true) \
    X(SKEYID_A, "SKEYID_a", "a", true) \
    X(SKEYID_E, "SKEYID_e", "e", true) \
    X(KA, "Ka", "ka", true) \
    X(IV, "IV", "iv", false) \
    X(M_ID, "M-ID", "mid", false) \
    X(LAST, "last cipher block", "last", false) \
    X(REST, "rest of the message", "rest", false) \
    X(HASH_I, "HASH_I", "hash", false) \
    X(HASH_R, "HASH_R", "hash", false) \
    X(HASH_1, "HASH(1)", "hash", false) \
    X(HASH_2, "HASH(2)", "hash", false) \
    X(HASH_3, "HASH(3)", "hash", false) \
    X(G_QM_XI, "g(qm)^xi", "gxi", false) \
    X(G_QM_XR, "g(qm)^xr", "gxr", false) \
    X(G_QM_XY, "g(qm)^xy", "gxy", true) \
    X(PROTOCOL, "protocol", "no", false) \
    X(SPI, "SPI", "spi", false) \
    X(KEYMAT, "KEYMAT", "ka", true) \
    X(ADDRESS, "IP", "addr", false) \
    X(PORT, "port", "addr", false) \
    X(NAT_D, "NAT-D", "hash", false) \
    X(CIPHERTEXT, "ciphertext", "rest", false) \
    X(PLAINTEXT, "plaintext", "rest", true) \
    X(CERTIFICATE, "certificate", "no", false) \
    X(SIGNATURE, "SIG", "rest", false) \
    X(NUMBER, "number", "no", false)

#define IKELOG_PAGE_ON_PUBLIC "The public value: the generator of the group, raised to the power of a random number that stays secret. On a curve that is its base point, so many times."

/*
 * X(ID, quantity, "formula", "what it is for"). Names of quantities stand between backquotes. What
 * has no formula was found by trial.
 */
#define IKELOG_PAGE_FORMULAS(X) \
    X(G_XI, G_XI, "`g` ^ `xi`", IKELOG_PAGE_ON_PUBLIC) \
    X(G_XR, G_XR, "`g` ^ `xr`", IKELOG_PAGE_ON_PUBLIC) \
    X(G_QM_XI, G_QM_XI, "`g` ^ `xi`", IKELOG_PAGE_ON_PUBLIC) \
    X(G_QM_XR, G_QM_XR, "`g` ^ `xr`", IKELOG_PAGE_ON_PUBLIC) \
    X(G_XY, G_XY, "`g^xr` ^ `xi` mod `p` = `g^xi` ^ `xr` mod `p`", \
      "The secret that both sides share and no listener has: each raises what the other sent to the power of its own random number.") \
    X(G_XY_CURVE, G_XY, "the first coordinate of `g^xr` ^ `xi` = `g^xi` ^ `xr`", \
      "The secret that both sides share and no listener has. On a curve a power is a multiple: each adds the point that the other sent as often as its own random number says.") \
    X(SKEYID_PSK, SKEYID, "prf(`pre-shared key`, `Ni_b` | `Nr_b`)", \
      "The root of all keys. Only somebody who has the pre-shared key can compute it.") \
    X(SKEYID_SIGNATURE, SKEYID, "prf(`Ni_b` | `Nr_b`, `g^xy`)", \
      "The root of all keys. With signatures no key of the two devices goes in; the signatures show who they are.") \
    X(SKEYID_OTHER, SKEYID, "", \
      "The root of all keys. It was given with the keys.") \
    X(SKEYID_D, SKEYID_D, "prf(`SKEYID`, `g^xy` | `CKY-I` | `CKY-R` | 0)", \
      "From this come the keys of the IPsec SAs.") \
    X(SKEYID_A, SKEYID_A, "prf(`SKEYID`, `SKEYID_d` | `g^xy` | `CKY-I` | `CKY-R` | 1)", \
      "This makes the hashes that authenticate messages after phase 1.") \
    X(SKEYID_E, SKEYID_E, "prf(`SKEYID`, `SKEYID_a` | `g^xy` | `CKY-I` | `CKY-R` | 2)", \
      "This encrypts: the key of the cipher is made of it.") \
    X(KA_CUT, KA, "the first octets of `SKEYID_e`", \
      "The key of the cipher. SKEYID_e is long enough: its beginning is taken.") \
    X(KA_STRETCHED, KA, "K1 | K2 | …, K1 = prf(`SKEYID_e`, 0), Kn = prf(`SKEYID_e`, Kn-1)", \
      "The key of the cipher. SKEYID_e is too short: it is lengthened.") \
    X(IV_FIRST, IV, "the first octets of hash(`g^xi` | `g^xr`)", \
      "The IV of the first encrypted message. It is no secret: everybody can compute it.") \
    X(IV_NEXT, IV, "the `last cipher block` of the message before in this exchange", \
      "So each message of an exchange continues the one before it.") \
    X(IV_PHASE2, IV, "the first octets of hash(`last cipher block` of phase 1 | `M-ID`)", \
      "The IV of the first message of a later exchange: another message ID, another IV.") \
    X(IV_EARLY, IV, "the first octets of hash(the first `IV` of phase 1 | `M-ID`)", \
      "The IV of a message of another exchange, before anything was encrypted in phase 1.") \
    X(IV_FOUND, IV, "", \
      "The message that it depends on was not captured. It was found by trial: with it the plaintext is a chain of payloads.") \
    X(PLAINTEXT, PLAINTEXT, "decrypt(`Ka`, `IV`, `ciphertext`)", \
      "Each cipher block is deciphered and combined with the cipher block before it, the first one with the IV (CBC).") \
    X(HASH_I, HASH_I, "prf(`SKEYID`, `g^xi` | `g^xr` | `CKY-I` | `CKY-R` | `SAi_b` | `IDii_b`)", \
      "The initiator's proof. It ties its identity to what was said in clear: cookies, public values and its list of proposals.") \
    X(HASH_I_BASE, HASH_I, "prf(`SKEYID`, `g^xi` | `CKY-I` | `CKY-R` | `SAi_b` | `IDii_b`)", \
      "The initiator's proof in the base exchange: the responder's public value is still to come.") \
    X(HASH_R, HASH_R, "prf(`SKEYID`, `g^xr` | `g^xi` | `CKY-R` | `CKY-I` | `SAi_b` | `IDir_b`)", \
      "The responder's proof: the same, the other way round.") \
    X(SIGNED_I, HASH_I, "`SIG`, opened with the public key of the `certificate`", \
      "What the owner of the private key has signed. It is the hash above: the proof holds.") \
    X(SIGNED_R, HASH_R, "`SIG`, opened with the public key of the `certificate`", \
      "What the owner of the private key has signed. It is the hash above: the proof holds.") \
    X(HASH_1, HASH_1, "prf(`SKEYID_a`, `M-ID` | `rest of the message`)", \
      "Whoever made it has the keys of phase 1, and nobody changed the message.") \
    X(HASH_2, HASH_2, "prf(`SKEYID_a`, `M-ID` | `Ni_b` | `rest of the message`)", \
      "The initiator's nonce goes in: the answer is fresh.") \
    X(HASH_3, HASH_3, "prf(`SKEYID_a`, 0 | `M-ID` | `Ni_b` | `Nr_b`)", \
      "Both nonces go in: whoever sends this has read the answer.") \
    X(KEYMAT, KEYMAT, "K1 | K2 | …, Kn = prf(`SKEYID_d`, Kn-1 | `protocol` | `SPI` | `Ni_b` | `Nr_b`)", \
      "The keys of one IPsec SA, one direction: first the cipher's, then that of the integrity check.") \
    X(KEYMAT_PFS, KEYMAT, "K1 | K2 | …, Kn = prf(`SKEYID_d`, Kn-1 | `g(qm)^xy` | `protocol` | `SPI` | `Ni_b` | `Nr_b`)", \
      "The keys of one IPsec SA, one direction. The Quick Mode's own secret goes in: that is perfect forward secrecy.") \
    X(G_QM_XY, G_QM_XY, "`g(qm)^xr` ^ `xi` mod `p` = `g(qm)^xi` ^ `xr` mod `p`", \
      "The secret of this Quick Mode alone.") \
    X(G_QM_XY_CURVE, G_QM_XY, "the first coordinate of `g(qm)^xr` ^ `xi` = `g(qm)^xi` ^ `xr`", \
      "The secret of this Quick Mode alone. On a curve a power is a multiple of a point.") \
    X(NAT_D_SOURCE, NAT_D, "hash(`CKY-I` | `CKY-R` | `IP` | `port`) of where the packet came from", \
      "What a sender puts in for the address that it sends from. It agrees when nobody translated that address on the way.") \
    X(NAT_D_DESTINATION, NAT_D, "hash(`CKY-I` | `CKY-R` | `IP` | `port`) of where the packet went", \
      "What a sender puts in for the address that it sends to. It agrees when nobody translated that address on the way.")
/* clang-format on */

#endif

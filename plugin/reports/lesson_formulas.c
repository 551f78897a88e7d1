/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The formulas of a lesson, by the names of RFC 2409, chosen by what was negotiated. */
#include "crypto/auth_method.h"
#include "reports/lesson_priv.h"
#include "reports/words.h"
#include "wire/numbers.h"

static const char skeyids[] = "SKEYID_d = prf(SKEYID, g^xy | CKY-I | CKY-R | 0)\n"
                              "SKEYID_a = prf(SKEYID, SKEYID_d | g^xy | CKY-I | CKY-R | 1)\n"
                              "SKEYID_e = prf(SKEYID, SKEYID_a | g^xy | CKY-I | CKY-R | 2)\n";

static const char hash_i[] = "HASH_I = prf(SKEYID, g^xi | g^xr | CKY-I | CKY-R | SAi_b | IDii_b)\n";
static const char hash_r[] = "HASH_R = prf(SKEYID, g^xr | g^xi | CKY-R | CKY-I | SAi_b | IDir_b)\n";

static void append_code(const struct ikelog_lesson *lesson, const char *one, const char *two)
{
    g_string_append_printf(lesson->text, "```\n%s%s```\n\n", one, two);
}

/* "The prf is HMAC with SHA-1; the cipher AES takes a key of 16 octets." */
static void tell_algorithms(const struct ikelog_lesson *lesson)
{
    const struct ikelog_suite *suite = lesson->sa->suite;

    if (!suite->known || !suite->hash || !suite->cipher)
        return;
    g_string_append_printf(lesson->text,
                           "Here the prf is HMAC with %s, and the first %u octets of `SKEYID_e` "
                           "(lengthened when it is too short) become the key of the cipher %s.",
                           suite->hash->name, suite->key_len, suite->cipher->name);
    if (suite->group)
        g_string_append_printf(lesson->text, " `g^xy` comes from group %u (%s), %u octets.",
                               suite->group->number, suite->group->name,
                               suite->group->shared_length);
    g_string_append(lesson->text, "\n\n");
}

static void tell_keys(struct ikelog_lesson *lesson, const struct ikelog_view *view)
{
    const struct ikelog_auth_class_row *class =
        ikelog_auth_class_row(ikelog_auth_class(lesson->sa->suite->auth_method));

    if (lesson->keys_told)
        return;
    lesson->keys_told = true;
    g_string_append(lesson->text, "#### The keys of phase 1\n\n");
    ikelog_lesson_prose(lesson,
                        "Both sides now compute, each for itself, without sending any of it:", view,
                        IKELOG_INITIATOR);
    append_code(lesson, class->skeyid, skeyids);
    ikelog_lesson_prose(lesson, class->meaning, view, IKELOG_INITIATOR);
    ikelog_lesson_prose(lesson,
                        "`SKEYID_e` encrypts what follows, `SKEYID_a` makes the hashes of later "
                        "messages, and from `SKEYID_d` come the keys of the IPsec SAs. The IV of "
                        "the first encrypted message is the start of `hash(g^xi | g^xr)`; each "
                        "later message of the exchange continues with the last cipher block "
                        "before it.",
                        view, IKELOG_INITIATOR);
    tell_algorithms(lesson);
}

/* SIG or HASH: what is there, and of a message that cannot be read what its method asks for. */
static bool is_signed(const struct ikelog_lesson *lesson, const struct ikelog_view *view)
{
    const struct ikelog_auth_method *method = ikelog_auth_method(lesson->sa->suite->auth_method);

    if (view->readable)
        return ikelog_chain_find(&view->chain, IKELOG_PAYLOAD_SIG, 0) != NULL;
    return method && method->signs[view->record->side];
}

static void tell_proof(const struct ikelog_lesson *lesson, const struct ikelog_view *view)
{
    bool initiator = view->record->side == IKELOG_INITIATOR;

    append_code(lesson, initiator ? hash_i : hash_r, "");
    ikelog_lesson_prose(lesson,
                        is_signed(lesson, view)
                            ? "The SIG payload is a signature over this hash: it needs the "
                              "sender's private key, and everybody who trusts the certificate "
                              "can check it."
                            : "The HASH payload is this value: it binds identity, cookies, "
                              "public values and the initiator's whole list of proposals "
                              "together, so that nobody in between can have weakened the list. "
                              "Which of them the responder chose, it does not cover.",
                        view, (enum ikelog_side)view->record->side);
}

static bool has_pfs(const struct ikelog_exchange *exchange)
{
    return ikelog_exchange_quick(exchange) &&
           (ikelog_exchange_quick(exchange)->group || ikelog_exchange_quick(exchange)->ke[0]);
}

static void tell_quick_hash(const struct ikelog_lesson *lesson, const struct ikelog_view *view)
{
    static const char *const formulas[] = {
        "HASH(1) = prf(SKEYID_a, M-ID | SA | Ni [ | KE ] [ | IDci | IDcr ])\n",
        "HASH(2) = prf(SKEYID_a, M-ID | Ni_b | SA | Nr [ | KE ] [ | IDci | IDcr ])\n",
        "HASH(3) = prf(SKEYID_a, 0 | M-ID | Ni_b | Nr_b)\n",
    };
    unsigned step = view->record->step;

    if (step < 1 || step > 3)
        return;
    append_code(lesson, formulas[step - 1], "");
    if (step == 1)
        ikelog_lesson_prose(lesson,
                            "`M-ID` is the message ID {message-id:08x}, which names this Quick "
                            "Mode. Its first IV is the start of `hash(last cipher block of phase "
                            "1 | M-ID)`.",
                            view, IKELOG_INITIATOR);
}

static void tell_keymat(const struct ikelog_lesson *lesson, const struct ikelog_view *view)
{
    const struct ikelog_exchange *exchange = view->record->exchange;

    g_string_append(lesson->text, "#### The keys of the IPsec SAs\n\n");
    if (has_pfs(exchange)) {
        append_code(lesson, "KEYMAT = prf(SKEYID_d, g(qm)^xy | protocol | SPI | Ni_b | Nr_b)\n",
                    "");
        ikelog_lesson_prose(lesson,
                            "With perfect forward secrecy the secret `g(qm)^xy` of this Quick "
                            "Mode's own Diffie-Hellman exchange goes in.",
                            view, IKELOG_INITIATOR);
    } else {
        append_code(lesson, "KEYMAT = prf(SKEYID_d, protocol | SPI | Ni_b | Nr_b)\n", "");
        if (ikelog_exchange_quick(exchange))
            ikelog_lesson_prose(lesson,
                                "Without perfect forward secrecy nothing new goes in but the two "
                                "nonces: whoever learns `SKEYID_d` can compute these keys.",
                                view, IKELOG_INITIATOR);
    }
    ikelog_lesson_prose(lesson,
                        "The SPI is that of the receiver, so each direction has keys of its own. "
                        "`KEYMAT` is lengthened as needed and cut: first the cipher's key, then "
                        "the key of the integrity check.",
                        view, IKELOG_INITIATOR);
}

void ikelog_lesson_formulas(struct ikelog_lesson *lesson, const struct ikelog_view *view)
{
    const struct ikelog_record *record = view->record;
    unsigned step = record->step;

    switch (record->exchange->type) {
    case IKELOG_EXCHANGE_MAIN:
        if (step == 4)
            tell_keys(lesson, view);
        if (step == 5 || step == 6)
            tell_proof(lesson, view);
        break;
    case IKELOG_EXCHANGE_AGGRESSIVE:
        if (step == 2)
            tell_keys(lesson, view);
        if (step == 2 || step == 3)
            tell_proof(lesson, view);
        break;
    case IKELOG_EXCHANGE_QUICK:
        tell_quick_hash(lesson, view);
        if (step == 2)
            tell_keymat(lesson, view);
        break;
    default:
        break;
    }
}

/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Values: what to check, by the place of a message and the way of authentication. */
#include "events/advice_rows.h"
#include "events/template.h"
#include "events/values_priv.h"

#include "crypto/auth_method.h"
#include "wire/numbers.h"

#define IKELOG_AUTH_ANY IKELOG_AUTH_CLASSES

/* clang-format off */
static const struct {
    uint8_t exchange, step;
    enum ikelog_auth_class class;
    const char *advice;
} silences[] = {
#define X(exchange, step, class, advice) \
    {IKELOG_EXCHANGE_##exchange, step, IKELOG_AUTH_##class, advice},
    IKELOG_SILENCE_ROWS(X)
#undef X
};

static const char *const auth_advice[IKELOG_AUTH_CLASSES] = {
#define X(class, advice) [IKELOG_AUTH_##class] = advice,
    IKELOG_AUTH_ADVICE_ROWS(X)
#undef X
};
/* clang-format on */

static enum ikelog_auth_class class_of(const struct ikelog_template_context *context)
{
    const struct ikelog_sa *sa = ikelog_template_context_sa(context);

    return sa ? ikelog_auth_class(sa->suite->auth_method) : IKELOG_AUTH_UNKNOWN;
}

/* What came instead of an answer says more than any list of causes. */
static bool came_instead(const struct ikelog_exchange *exchange, GString *text)
{
    const struct ikelog_record *said =
        exchange->trouble->refused ? exchange->trouble->refused : exchange->trouble->closed;

    if (!said)
        return false;
    g_string_append_printf(
        text, "read what the %s sent instead of an answer (frame %u)%s",
        ikelog_side_name((enum ikelog_side)said->side), said->frame,
        exchange->trouble->refused ? "" : ": keys open it, and the device's log has it");
    return true;
}

/* The peers go on with UDP 4500 behind a NAT: until something came through it, look there first. */
static bool path_is_open(const struct ikelog_template_context *context)
{
    const struct ikelog_sa *sa = ikelog_template_context_sa(context);
    const struct ikelog_record *record = ikelog_template_context_record(context);

    if (record->exchange->type != IKELOG_EXCHANGE_MAIN || record->step < 5)
        return true;
    return !sa->nat_detected ||
           sa->sides[ikelog_side_other(context->event->side)].trace->on_natt > 0;
}

bool ikelog_value_to_check(const struct ikelog_template_context *context,
                           struct ikelog_value *value)
{
    const struct ikelog_record *record = ikelog_template_context_record(context);

    if (!record || !ikelog_template_context_sa(context))
        return false;
    if (came_instead(record->exchange, value->text))
        return true;
    for (size_t i = 0; i < G_N_ELEMENTS(silences); i++) {
        if (silences[i].exchange != record->exchange->type || silences[i].step != record->step ||
            (silences[i].class != IKELOG_AUTH_ANY && silences[i].class != class_of(context)))
            continue;
        if (!path_is_open(context))
            g_string_append(value->text,
                            "check first that UDP 4500 passes in both directions. Then ");
        return ikelog_template_expand(silences[i].advice, context, value->text);
    }
    return false;
}

bool ikelog_value_to_compare(const struct ikelog_template_context *context,
                             struct ikelog_value *value)
{
    return ikelog_value_known_text(
        ikelog_template_context_quick(context)
            ? "protocol, cipher, integrity, key length, PFS and its group, and tunnel or transport "
              "mode"
            : "cipher, hash, key length, Diffie-Hellman group, authentication method and lifetime",
        value);
}

/* The exchange that an identity was shown in: a Quick Mode, phase 1, or not known. */
static uint8_t exchange_of_identity(const struct ikelog_template_context *context)
{
    const struct ikelog_exchange *exchange = ikelog_template_context_exchange(context);

    if (!exchange || exchange->type == IKELOG_EXCHANGE_INFORMATIONAL)
        return 0;
    return exchange->type;
}

bool ikelog_value_refused_id(const struct ikelog_template_context *context,
                             struct ikelog_value *value)
{
    switch (exchange_of_identity(context)) {
    case 0:
        return ikelog_value_known_text("the identity or address range is", value);
    case IKELOG_EXCHANGE_QUICK:
        return ikelog_value_known_text("the address ranges are", value);
    default:
        return ikelog_value_known_text("the identity is", value);
    }
}

bool ikelog_value_id_advice(const struct ikelog_template_context *context,
                            struct ikelog_value *value)
{
    static const char phase1[] =
        "The {actor} does not accept the identity[[ {peer-id}]] of the {other}. Compare it with the "
        "identity that the {actor} expects of its peer: kind (address, name, distinguished name) "
        "and spelling";
    static const char quick[] =
        "The {actor} does not accept the address ranges[[ {id-ci} to {id-cr}]]. Compare them on "
        "both devices: what one calls local must be what the other calls remote, with the same "
        "masks";
    static const char either[] =
        "In phase 1 it is the identity that the {other} showed, in phase 2 the pair of address "
        "ranges. Compare both with what the {actor} expects";
    uint8_t type = exchange_of_identity(context);

    return ikelog_template_expand(type == 0                       ? either
                                  : type == IKELOG_EXCHANGE_QUICK ? quick
                                                                  : phase1,
                                  context, value->text);
}

/* A HASH of the refused side holds with a key that also opens what the refusing side sent. */
static bool keys_agree(const struct ikelog_template_context *context)
{
    const struct ikelog_sa *sa = ikelog_template_context_sa(context);
    enum ikelog_side actor = context->event->side, other = ikelog_side_other(actor);

    for (unsigned i = 0; sa && i < sa->keyset_count; i++)
        if (sa->keysets[i].proven[actor] && sa->keysets[i].proven[other] &&
            sa->keysets[i].hash_verified[other])
            return true;
    return false;
}

/* Whether the capture holds the whole of phase 1, and no proof of the refused side in it. */
static bool lacks_proof(const struct ikelog_template_context *context)
{
    const struct ikelog_sa *sa = ikelog_template_context_sa(context);
    bool responder = context->event->side == IKELOG_INITIATOR;
    unsigned step = responder ? 6 : 5;

    if (!sa || !sa->phase1 || sa->phase1->late_start)
        return false;
    if (sa->mode == IKELOG_EXCHANGE_AGGRESSIVE)
        step = responder ? 2 : 3;
    else if (sa->mode != IKELOG_EXCHANGE_MAIN)
        return false;
    return !ikelog_exchange_step(sa->phase1, step);
}

bool ikelog_value_auth_advice(const struct ikelog_template_context *context,
                              struct ikelog_value *value)
{
    enum ikelog_auth_class class = class_of(context);
    const char *advice = auth_advice[class];

    if (lacks_proof(context))
        advice = IKELOG_NO_PROOF_ADVICE;
    else if (class == IKELOG_AUTH_PSK && keys_agree(context))
        advice = IKELOG_KEYS_AGREE_ADVICE;
    return ikelog_template_expand(advice, context, value->text);
}

/* A wrong key makes garbage; what was understood in phase 1 excludes it. */
bool ikelog_value_garbage_advice(const struct ikelog_template_context *context,
                                 struct ikelog_value *value)
{
    const struct ikelog_record *record = ikelog_template_context_record(context);
    const struct ikelog_sa *sa = ikelog_template_context_sa(context);
    enum ikelog_auth_class class = class_of(context);
    bool agreed = sa && record && sa->established && sa->established->frame < record->frame;

    if (agreed || class == IKELOG_AUTH_SIGNATURE || class == IKELOG_AUTH_ENCRYPTION)
        return ikelog_value_known_text(
            "Look for software that does not fit together, and for packets that are changed on "
            "the way",
            value);
    return ikelog_value_known_text(
        "If that message was encrypted, compare the pre-shared keys: with the wrong one it "
        "decrypts to garbage. Otherwise look for software that does not fit together",
        value);
}

/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What a check of HASH or SIG compared, in a sentence. */
#include "state/check_text.h"

#include "crypto/auth_method.h"
#include "wire/numbers.h"

/* The formulas of RFC 2409 5, with what their result is called. */
struct formula_text {
    const char *name, *value;
};

static const struct formula_text phase1_formulas[2] = {
    [IKELOG_INITIATOR] = {"HASH_I", "prf(SKEYID, g^xi | g^xr | CKY-I | CKY-R | SAi_b | IDii_b)"},
    [IKELOG_RESPONDER] = {"HASH_R", "prf(SKEYID, g^xr | g^xi | CKY-R | CKY-I | SAi_b | IDir_b)"},
};

/* The initiator of a base exchange has not got the responder's public value yet. */
static const struct formula_text early_formula = {
    "HASH_I", "prf(SKEYID, g^xi | CKY-I | CKY-R | SAi_b | IDii_b)"};

static const struct formula_text quick_formulas[] = {
    {"HASH(1)", "prf(SKEYID_a, M-ID | all that follows)"},
    {"HASH(2)", "prf(SKEYID_a, M-ID | Ni_b | all that follows)"},
    {"HASH(3)", "prf(SKEYID_a, 0 | M-ID | Ni_b | Nr_b)"},
};

static const struct formula_text *formula_of(const struct ikelog_record *record)
{
    const struct ikelog_exchange *exchange = record->exchange;
    bool numbered = record->step >= 1 && record->step <= G_N_ELEMENTS(quick_formulas);

    if (exchange->type == IKELOG_EXCHANGE_BASE && record->side == IKELOG_INITIATOR)
        return &early_formula;
    if (exchange == exchange->sa->phase1)
        return &phase1_formulas[record->side == IKELOG_RESPONDER];
    return &quick_formulas[exchange->type == IKELOG_EXCHANGE_QUICK && numbered ? record->step - 1
                                                                               : 0];
}

static bool could_compute(const struct ikelog_keyset *keyset, bool phase1)
{
    return phase1 ? keyset->skeyids->skeyid.length > 0 : keyset->skeyids->a.length > 0;
}

/* A message that was opened is checked with the keys that opened it; one in clear with all. */
static void append_sources(const struct ikelog_record *record, GString *text)
{
    const struct ikelog_sa *sa = record->exchange->sa;
    const struct ikelog_keyset *opened = ikelog_record_keyset(record);
    const char *glue = ", computed with ";

    if (opened) {
        g_string_append_printf(text, "%s%s", glue, opened->source);
        return;
    }
    for (unsigned i = 0; i < sa->keyset_count; i++) {
        if (!could_compute(&sa->keysets[i], record->exchange == sa->phase1))
            continue;
        g_string_append_printf(text, "%s%s", glue, sa->keysets[i].source);
        glue = ", with ";
    }
}

static void append_failure(const struct ikelog_record *record, bool signature, GString *text)
{
    const struct formula_text *formula = formula_of(record);

    if (signature)
        g_string_append_printf(text, ": by the %s's certificate, SIG is no signature of %s = %s",
                               ikelog_side_name((enum ikelog_side)record->side), formula->name,
                               formula->value);
    else
        g_string_append_printf(text, ": %s does not equal %s", formula->name, formula->value);
    append_sources(record, text);
}

/* The payload that the message was judged by, or NULL. */
static const struct ikelog_payload *checked_payload(const struct ikelog_view *view)
{
    bool phase1 = view->record->exchange == view->record->exchange->sa->phase1;
    const struct ikelog_payload *sig = NULL;

    if (!view->readable)
        return NULL;
    if (phase1)
        sig = ikelog_chain_find(&view->chain, IKELOG_PAYLOAD_SIG, 0);
    return sig ? sig : ikelog_chain_find(&view->chain, IKELOG_PAYLOAD_HASH, 0);
}

/* The message whose nonce the HASH of a Quick Mode covers, when it was not captured; 0: none. */
static unsigned missing_message(const struct ikelog_view *view)
{
    const struct ikelog_exchange *exchange = view->record->exchange;
    const struct ikelog_quick *quick = ikelog_exchange_quick(exchange);

    if (exchange->type != IKELOG_EXCHANGE_QUICK || !quick || view->unknown)
        return 0;
    return !quick->nonce[0] ? 1 : !quick->nonce[1] ? 2 : 0;
}

static void append_missing(const struct ikelog_view *view, GString *text)
{
    unsigned missing = missing_message(view);

    if (missing)
        g_string_append_printf(text, "not checked: message %u of this Quick Mode is missing",
                               missing);
    else
        g_string_append(text, ikelog_status_text(IKELOG_NOT_CHECKED_MISSING));
}

/* With a signature the proof of a base exchange has a formula that no RFC holds. */
static bool signs_base(const struct ikelog_record *record)
{
    const struct ikelog_exchange *exchange = record->exchange;

    return exchange->type == IKELOG_EXCHANGE_BASE && exchange == exchange->sa->phase1 &&
           ikelog_auth_class(exchange->sa->suite->auth_method) == IKELOG_AUTH_SIGNATURE;
}

void ikelog_view_describe_check(const struct ikelog_view *view, GString *text)
{
    enum ikelog_status status = view->record ? ikelog_record_check(view->record) : IKELOG_OK;
    const struct ikelog_payload *checked;

    if (status == IKELOG_OK)
        return;
    if (status == IKELOG_NOT_CHECKED_MISSING) {
        append_missing(view, text);
        return;
    }
    if (status == IKELOG_NOT_CHECKED_UNSUPPORTED && signs_base(view->record))
        g_string_append(text, "not checked: a base exchange signs another hash than RFC 2409's");
    else
        g_string_append(text, ikelog_status_text(status));
    checked = checked_payload(view);
    if (status == IKELOG_FAILED && checked)
        append_failure(ikelog_record_original(view->record), checked->type == IKELOG_PAYLOAD_SIG,
                       text);
}

void ikelog_view_describe_payload_check(const struct ikelog_view *view, uint32_t offset,
                                        GString *text)
{
    const struct ikelog_payload *checked;

    if (!view->record || ikelog_record_check(view->record) == IKELOG_OK)
        return;
    checked = checked_payload(view);
    if (checked && offset == checked->offset + IKELOG_GENERIC_LEN)
        ikelog_view_describe_check(view, text);
    else
        g_string_append(text, "not checked: a message is judged by one HASH or SIG payload only");
}

/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Values: what a message means for the protection of what follows. */
#include "events/values_priv.h"

#include "crypto/auth_method.h"
#include "wire/numbers.h"
#include "wire/payload_table.h"
#include "wire/vendor_id.h"

static const struct ikelog_auth_class_row *class_of(const struct ikelog_template_context *context)
{
    const struct ikelog_sa *sa = ikelog_template_context_sa(context);

    return ikelog_auth_class_row(sa ? ikelog_auth_class(sa->suite->auth_method)
                                    : IKELOG_AUTH_UNKNOWN);
}

bool ikelog_value_key_base(const struct ikelog_template_context *context,
                           struct ikelog_value *value)
{
    return ikelog_value_known_text(class_of(context)->keys, value);
}

bool ikelog_value_clear_proof(const struct ikelog_template_context *context,
                              struct ikelog_value *value)
{
    return ikelog_value_known_text(class_of(context)->clear, value);
}

/* The first public value of this exchange that is weak; else false. */
static bool tell_weak_public(const struct ikelog_template_context *context, GString *text)
{
    const struct ikelog_exchange *exchange = ikelog_template_context_exchange(context);
    enum ikelog_side side = IKELOG_INITIATOR;
    const char *weakness = exchange ? ikelog_exchange_weak_publics(exchange, &side) : NULL;

    if (!weakness)
        return false;
    g_string_append_printf(text, "the public value of the %s is %s", ikelog_side_name(side),
                           weakness);
    return true;
}

bool ikelog_value_weak_public(const struct ikelog_template_context *context,
                              struct ikelog_value *value)
{
    return tell_weak_public(context, value->text);
}

bool ikelog_value_hidden(const struct ikelog_template_context *context, struct ikelog_value *value)
{
    GString *weak = g_string_new(NULL);
    bool hidden = !tell_weak_public(context, weak);

    g_string_free(weak, TRUE);
    return hidden && ikelog_value_known_text("cannot compute the shared secret", value);
}

/* In hybrid authentication only one side proves who it is. */
bool ikelog_value_proves(const struct ikelog_template_context *context, struct ikelog_value *value)
{
    const struct ikelog_sa *sa = ikelog_template_context_sa(context);
    const struct ikelog_auth_method *method =
        sa ? ikelog_auth_method(sa->suite->auth_method) : NULL;
    bool leaves = method && method->hybrid && !method->signs[context->event->side];

    return ikelog_value_known_text(leaves ? "leaves the proof to XAUTH" : "proves it", value);
}

/* What vendor IDs announce, by their trait; those that are only names have none. */
static const char *const abilities[] = {
    [IKELOG_VENDOR_DPD] = "dead peer detection",
    [IKELOG_VENDOR_XAUTH] = "XAUTH",
    [IKELOG_VENDOR_UNITY] = "Cisco Unity",
    [IKELOG_VENDOR_NATT_RFC] = "NAT traversal",
    [IKELOG_VENDOR_NATT_DRAFT_OLD] = "NAT traversal by a draft",
    [IKELOG_VENDOR_NATT_DRAFT] = "NAT traversal by a draft",
    [IKELOG_VENDOR_FRAGMENTATION] = "IKE fragmentation",
    [IKELOG_VENDOR_GDOI] = "GDOI",
};

static const char *vendor_word(const struct ikelog_view *view, uint32_t n)
{
    const struct ikelog_vendor_id *vendor;
    struct ikelog_octets body;

    if (!ikelog_view_payload(view, n, IKELOG_PAYLOAD_VID, &body))
        return NULL;
    vendor = ikelog_vendor_id_find(body);
    if (!vendor)
        return NULL;
    return vendor->trait == IKELOG_VENDOR_PLAIN ? vendor->name : abilities[vendor->trait];
}

bool ikelog_value_vendors(const struct ikelog_template_context *context, struct ikelog_value *value)
{
    GPtrArray *words = g_ptr_array_new();
    bool any;

    for (uint32_t n = 0; context->view && n < context->view->chain.count; n++) {
        const char *word = vendor_word(context->view, n);

        if (word && !g_ptr_array_find_with_equal_func(words, word, g_str_equal, NULL))
            g_ptr_array_add(words, (gpointer)word);
    }
    for (guint i = 0; i < words->len; i++) {
        if (i > 0)
            g_string_append(value->text, i + 1 == words->len ? " and " : ", ");
        g_string_append(value->text, (const char *)g_ptr_array_index(words, i));
    }
    any = words->len > 0;
    g_ptr_array_unref(words);
    return any;
}

/* The NAT-D payload about the sender fits the address that the packet comes from. */
bool ikelog_value_no_nat(const struct ikelog_template_context *context, struct ikelog_value *value)
{
    const struct ikelog_sa *sa = ikelog_template_context_sa(context);
    const struct ikelog_peer *peer = sa ? &sa->sides[context->event->side] : NULL;
    bool carries = false;

    for (uint32_t n = 0; context->view && n < context->view->chain.count; n++)
        carries |= ikelog_view_payload_class(context->view, n) == IKELOG_CLASS_NATD;
    if (!carries || !peer || !peer->nat_checked || peer->behind_nat)
        return false;
    g_string_append_printf(value->text, "the %s is not behind a NAT",
                           ikelog_side_name(context->event->side));
    return true;
}

static bool holds(const struct ikelog_template_context *context, uint8_t type)
{
    return context->view && context->view->readable &&
           ikelog_chain_find(&context->view->chain, type, 0) != NULL;
}

/* RFC 2409 5.5: with a KE payload the keys get a Diffie-Hellman secret of their own. */
bool ikelog_value_forward_secrecy(const struct ikelog_template_context *context,
                                  struct ikelog_value *value)
{
    const struct ikelog_quick *quick = ikelog_template_context_quick(context);

    if (!holds(context, IKELOG_PAYLOAD_SA))
        return false;
    if (!holds(context, IKELOG_PAYLOAD_KE))
        return ikelog_value_known_text(
            "There is no perfect forward secrecy: without a Diffie-Hellman value of its own (KE) "
            "the keys come from those of phase 1 and the nonces, so whoever learns the keys of "
            "phase 1 can read this traffic",
            value);
    g_string_append(value->text, "Perfect forward secrecy");
    if (quick && quick->group)
        g_string_append_printf(value->text, ", group %u", quick->group);
    g_string_append(value->text, ": ");
    if (!tell_weak_public(context, value->text))
        g_string_append(value->text, "a fresh Diffie-Hellman exchange, so the keys of phase 1 are "
                                     "not enough to read this traffic");
    return true;
}

/* IPsec attribute 4, RFC 2407 4.5 and RFC 3947 5.1, with the draft's numbers. */
static const struct {
    uint16_t number;
    bool tunnel, udp;
} encapsulations[] = {{1, true, false}, {2, false, false},   {3, true, true},
                      {4, false, true}, {61443, true, true}, {61444, false, true}};

/* Index into the table; -1: none of them, or the transforms do not agree. */
static int encapsulation_of(struct ikelog_octets body)
{
    struct ikelog_sa_payload *sa = g_new(struct ikelog_sa_payload, 1);
    uint16_t number;
    int found = -1;

    ikelog_sa_payload_read(body, sa);
    number = sa->transform_count ? sa->transforms[0].encapsulation : 0;
    for (uint32_t i = 1; i < sa->transform_count; i++)
        if (sa->transforms[i].encapsulation != number)
            number = 0;
    for (size_t i = 0; i < G_N_ELEMENTS(encapsulations); i++)
        if (encapsulations[i].number == number)
            found = (int)i;
    g_free(sa);
    return found;
}

bool ikelog_value_encapsulation(const struct ikelog_template_context *context,
                                struct ikelog_value *value)
{
    struct ikelog_octets body;
    int found = -1;

    for (uint32_t n = 0; context->view && n < context->view->chain.count; n++)
        if (ikelog_view_payload(context->view, n, IKELOG_PAYLOAD_SA, &body))
            found = encapsulation_of(body);
    if (found < 0)
        return false;
    g_string_append_printf(
        value->text, "%s%s",
        encapsulations[found].tunnel
            ? "Tunnel mode: whole packets of the networks behind the devices are wrapped, their "
              "addresses included"
            : "Transport mode: only what the two devices themselves exchange is protected, not "
              "networks behind them",
        encapsulations[found].udp ? "; because of a NAT it is to be wrapped in UDP" : "");
    return true;
}

bool ikelog_value_carrier(const struct ikelog_template_context *context, struct ikelog_value *value)
{
    const struct ikelog_quick *quick = ikelog_template_context_quick(context);
    const struct ikelog_ipsec_sa *pair = quick && quick->ipsec_count ? &quick->ipsec[0] : NULL;
    const struct ikelog_sa *sa = ikelog_template_context_sa(context);

    if (!pair || (pair->protocol != IKELOG_PROTO_ESP && pair->protocol != IKELOG_PROTO_AH))
        return false;
    if (pair->protocol == IKELOG_PROTO_AH)
        return ikelog_value_known_text(
            sa && sa->nat_detected
                ? "first whether ESP can be used instead: AH cannot pass the NAT that was found"
                : "that IP protocol 51 (AH) passes all filters",
            value);
    return ikelog_value_known_text(pair->transform->encapsulation > 2
                                       ? "that UDP 4500 (ESP in UDP) passes all filters"
                                       : "that IP protocol 50 (ESP) passes all filters",
                                   value);
}

bool ikelog_value_commit(const struct ikelog_template_context *context, struct ikelog_value *value)
{
    const struct ikelog_exchange *exchange = ikelog_template_context_exchange(context);

    if (!exchange || !exchange->commit)
        return false;
    g_string_append_printf(value->text,
                           "The commit bit was set: the %s waits for one more message before it "
                           "sends traffic",
                           ikelog_side_name(context->event->side));
    return true;
}

/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Values: what NAT-D payloads, certificates and requests for them say to a device. */
#include "events/items.h"
#include "events/values_priv.h"

#include "crypto/certificate.h"
#include "wire/numbers.h"

#include <string.h>

/* RFC 3947 3.2: the first NAT-D is about the receiver, the others about the sender. */
static bool is_about_receiver(const struct ikelog_message_part *item)
{
    return item->number == 0;
}

/* The NAT-D payload at hand. */
static bool find_natd(const struct ikelog_template_context *context, struct ikelog_octets *body)
{
    return context->item && context->view->record &&
           ikelog_view_payload_class(context->view, context->item->payload) == IKELOG_CLASS_NATD &&
           ikelog_item_payload(context, 0, body);
}

/* The side that it is about. */
static bool natd_side(const struct ikelog_template_context *context, enum ikelog_side *side)
{
    struct ikelog_octets body;

    if (!find_natd(context, &body))
        return false;
    *side = (enum ikelog_side)context->view->record->side;
    if (is_about_receiver(context->item))
        *side = ikelog_side_other(*side);
    return true;
}

bool ikelog_value_natd(const struct ikelog_template_context *context, struct ikelog_value *value)
{
    const struct ikelog_endpoint *ends = context->ends;
    enum ikelog_natd verdict;
    struct ikelog_octets body;
    unsigned sender;

    if (!find_natd(context, &body))
        return false;
    sender = context->view->record->side;
    if (!ends || !ends[0].family || !ends[1].family || !context->sa)
        return ikelog_value_known_text("unchecked", value);
    verdict = ikelog_sa_check_natd(context->sa, context->view->message.data, &ends[sender],
                                   &ends[sender ^ 1u], body);
    return ikelog_value_known_text(verdict > IKELOG_NATD_NO_MATCH    ? "unchecked"
                                   : verdict == IKELOG_NATD_NO_MATCH ? "differ"
                                                                     : "match",
                                   value);
}

bool ikelog_value_natd_of(const struct ikelog_template_context *context, struct ikelog_value *value)
{
    enum ikelog_side side;

    return natd_side(context, &side) &&
           ikelog_value_known_text(side == context->us ? "local" : "peer", value);
}

bool ikelog_value_natd_address(const struct ikelog_template_context *context,
                               struct ikelog_value *value)
{
    enum ikelog_side side;
    const struct ikelog_endpoint *end;

    if (!natd_side(context, &side) || !(end = ikelog_template_context_end(context, side)))
        return false;
    ikelog_endpoint_describe(end, value->text);
    return true;
}

bool ikelog_value_natd_port(const struct ikelog_template_context *context,
                            struct ikelog_value *value)
{
    enum ikelog_side side;
    const struct ikelog_endpoint *end;

    if (!natd_side(context, &side) || !(end = ikelog_template_context_end(context, side)))
        return false;
    value->number = end->port;
    return true;
}

/* encoding(1) data: of a certificate or of a request for one. */
static bool find_cert(const struct ikelog_template_context *context, uint8_t type,
                      struct ikelog_octets *data)
{
    if (!ikelog_item_payload(context, type, data) || data->length < 2)
        return false;
    *data = (struct ikelog_octets){data->data + 1, data->length - 1};
    return true;
}

bool ikelog_value_cert_encoding(const struct ikelog_template_context *context,
                                struct ikelog_value *value)
{
    struct ikelog_octets data;

    if (!find_cert(context, IKELOG_PAYLOAD_CERT, &data) &&
        !find_cert(context, IKELOG_PAYLOAD_CERT_REQ, &data))
        return false;
    value->number = data.data[-1];
    return true;
}

/* Subject (0) or issuer (1) of the certificate at hand. */
static bool append_name(const struct ikelog_template_context *context, unsigned which,
                        struct ikelog_value *value)
{
    GString *names[2] = {g_string_new(NULL), g_string_new(NULL)};
    struct ikelog_octets der;
    bool known = find_cert(context, IKELOG_PAYLOAD_CERT, &der) &&
                 ikelog_certificate_names(der, names[0], names[1]);

    if (known)
        g_string_append_len(value->text, names[which]->str, (gssize)names[which]->len);
    g_string_free(names[0], TRUE);
    g_string_free(names[1], TRUE);
    return known;
}

bool ikelog_value_cert_subject(const struct ikelog_template_context *context,
                               struct ikelog_value *value)
{
    return append_name(context, 0, value);
}

bool ikelog_value_cert_issuer(const struct ikelog_template_context *context,
                              struct ikelog_value *value)
{
    return append_name(context, 1, value);
}

bool ikelog_value_cert_authority(const struct ikelog_template_context *context,
                                 struct ikelog_value *value)
{
    struct ikelog_octets der;

    return find_cert(context, IKELOG_PAYLOAD_CERT_REQ, &der) &&
           ikelog_dn_describe(der, value->text);
}

/* Is the authority the one that this side asks for, or the issuer of its certificate? */
static enum ikelog_finding finds_its_own(const struct ikelog_peer *side, struct ikelog_octets der)
{
    const struct ikelog_octets asked = ikelog_bytes_octets(side->said->cert_request);
    struct ikelog_certificate shown = {.issued_by = IKELOG_FINDING_UNKNOWN};

    if (asked.length > 0 && asked.length == der.length &&
        memcmp(asked.data, der.data, der.length) == 0)
        return IKELOG_FINDING_YES;
    if (side->said->cert)
        ikelog_certificate_read(ikelog_bytes_octets(side->said->cert), NULL, der, &shown);
    if (shown.issued_by == IKELOG_FINDING_YES || side->said->cert_requests > 1)
        return shown.issued_by == IKELOG_FINDING_YES ? IKELOG_FINDING_YES : IKELOG_FINDING_UNKNOWN;
    return side->said->cert_request ? IKELOG_FINDING_NO : shown.issued_by;
}

bool ikelog_value_authority(const struct ikelog_template_context *context,
                            struct ikelog_value *value)
{
    static const char *const words[] = {[IKELOG_FINDING_UNKNOWN] = NULL,
                                        [IKELOG_FINDING_YES] = "ours",
                                        [IKELOG_FINDING_NO] = "other"};
    const struct ikelog_sa *sa = ikelog_template_context_sa(context);
    struct ikelog_octets der;

    return sa && find_cert(context, IKELOG_PAYLOAD_CERT_REQ, &der) &&
           ikelog_value_known_text(words[finds_its_own(&sa->sides[context->us], der)], value);
}

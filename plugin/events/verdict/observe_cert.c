/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Certificates that were refused, and what is wrong with them as far as the capture tells. */
#include "events/verdict/case.h"

#include "crypto/certificate.h"
#include "crypto/signature.h"
#include "wire/ident.h"
#include "wire/numbers.h"

/* A message of phase 1 that is shorter can hold a signature, but hardly a certificate. */
#define WITH_CERTIFICATE 500u

#define ENCODING_X509    4u /* certificate encoding of RFC 2408 3.9 */
#define NS_PER_SECOND    INT64_C(1000000000)

/* Refused was a proof by signature. */
static bool is_about_signature(const struct ikelog_case *c, struct ikelog_rejection *rejection)
{
    return ikelog_signature_method(c->sa->suite->auth_method) &&
           ikelog_case_rejection(c, rejection);
}

static void append_who(const struct ikelog_case *c, struct ikelog_observation *observation,
                       const struct ikelog_rejection *rejection)
{
    const char *how = rejection->notify ? ikelog_notify_short_name(rejection->notify) : NULL;

    ikelog_observation_append_address(observation, c, rejection->refuser);
    if (how)
        ikelog_observation_append(observation, " refused with %s in frame %u: ", how,
                                  rejection->record->frame);
    else
        ikelog_observation_append(
            observation,
            " ended it in frame %u instead of going on, so it refuses what was shown: ",
            rejection->record->frame);
}

static void append_date(struct ikelog_observation *observation, const char *what, int64_t seconds)
{
    GDateTime *date = g_date_time_new_from_unix_utc(seconds);
    char *text = date ? g_date_time_format(date, "%Y-%m-%d") : g_strdup("an unknown day");

    ikelog_observation_append(observation, "the certificate shown %s on %s", what, text);
    g_free(text);
    if (date)
        g_date_time_unref(date);
}

/* What is wrong with it, the surest first; NONE: nothing that shows. */
static enum ikelog_cause find_fault(const struct ikelog_certificate *certificate, int64_t now)
{
    if (certificate->not_after < now || certificate->not_before > now)
        return IKELOG_CAUSE_CERT_DATE;
    if (certificate->names == IKELOG_FINDING_NO)
        return IKELOG_CAUSE_CERT_NAME;
    if (certificate->issued_by == IKELOG_FINDING_NO)
        return IKELOG_CAUSE_CERT_ISSUER;
    return IKELOG_CAUSE_NONE;
}

static void append_authority(struct ikelog_observation *observation, GBytes *authority)
{
    GString *name = g_string_new(NULL);

    if (authority && ikelog_dn_describe(ikelog_bytes_octets(authority), name))
        ikelog_observation_append(observation, " (%s)", name->str);
    g_string_free(name, TRUE);
}

static void append_names(const struct ikelog_case *c, struct ikelog_observation *observation,
                         const struct ikelog_rejection *rejection)
{
    const struct ikelog_peer *shown = &c->sa->sides[rejection->shown];
    GString *subject = g_string_new(NULL), *issuer = g_string_new(NULL);

    ikelog_certificate_names(ikelog_bytes_octets(shown->said->cert), subject, issuer);
    if (observation->cause == IKELOG_CAUSE_CERT_NAME) {
        ikelog_observation_append(observation, "the identity shown, ");
        ikelog_observation_append_id(observation, shown->said->id);
        ikelog_observation_append(
            observation,
            ", is not in the certificate shown: neither its subject (%s) nor a "
            "subjectAltName",
            subject->str);
    } else {
        ikelog_observation_append(
            observation,
            "the issuer of the certificate shown (%s) is not the authority that was "
            "asked for",
            issuer->str);
        append_authority(observation, c->sa->sides[rejection->refuser].said->cert_request);
    }
    g_string_free(subject, TRUE);
    g_string_free(issuer, TRUE);
}

/* Read the certificate that was shown to the one who refuses; *now is when it was shown. */
static bool read_shown(const struct ikelog_case *c, const struct ikelog_rejection *rejection,
                       struct ikelog_certificate *certificate, int64_t *now)
{
    const struct ikelog_peer *shown = &c->sa->sides[rejection->shown];
    const struct ikelog_peer *refuser = &c->sa->sides[rejection->refuser];
    GBytes *authority = refuser->said->cert_requests == 1 ? refuser->said->cert_request : NULL;
    struct ikelog_id id;

    if (!shown->said->cert || shown->said->cert_encoding != ENCODING_X509)
        return false;
    *now = shown->said->cert_from->time_ns / NS_PER_SECOND;
    return ikelog_certificate_read(ikelog_bytes_octets(shown->said->cert),
                                   ikelog_id_read_kept(shown->said->id, &id) ? &id : NULL,
                                   ikelog_bytes_octets(authority), certificate);
}

/* A certificate was shown, and it cannot be what it is shown for. */
bool ikelog_observe_certificate_faulty(const struct ikelog_case *c,
                                       struct ikelog_observation *observation)
{
    struct ikelog_rejection rejection;
    struct ikelog_certificate certificate;
    int64_t now;

    if (!is_about_signature(c, &rejection) || !read_shown(c, &rejection, &certificate, &now))
        return false;
    observation->cause = find_fault(&certificate, now);
    if (observation->cause == IKELOG_CAUSE_NONE)
        return false;
    append_who(c, observation, &rejection);
    if (observation->cause != IKELOG_CAUSE_CERT_DATE)
        append_names(c, observation, &rejection);
    else if (certificate.not_after < now)
        append_date(observation, "expired", certificate.not_after);
    else
        append_date(observation, "is not valid yet: it begins", certificate.not_before);
    return ikelog_observation_at(observation, rejection.record->frame, rejection.refuser);
}

/* Nothing is wrong with the certificate itself, so it is about whom it names. */
bool ikelog_observe_certificate_fits(const struct ikelog_case *c,
                                     struct ikelog_observation *observation)
{
    struct ikelog_rejection rejection;
    struct ikelog_certificate certificate;
    int64_t now;

    if (!is_about_signature(c, &rejection) || !read_shown(c, &rejection, &certificate, &now) ||
        find_fault(&certificate, now) != IKELOG_CAUSE_NONE ||
        certificate.names != IKELOG_FINDING_YES)
        return false;
    ikelog_observation_append(
        observation, "its certificate is in its dates and holds this identity, so another name is "
                     "expected, or the authority is not trusted, or the certificate is revoked");
    return true;
}

/* One was asked for, and the message that had to bring it was read and has none. */
bool ikelog_observe_certificate_missing(const struct ikelog_case *c,
                                        struct ikelog_observation *observation)
{
    struct ikelog_rejection rejection;
    const struct ikelog_peer *refuser, *shown;
    const struct ikelog_record *message;

    if (!is_about_signature(c, &rejection))
        return false;
    refuser = &c->sa->sides[rejection.refuser];
    shown = &c->sa->sides[rejection.shown];
    message = ikelog_exchange_proof(c->sa->phase1, rejection.shown);
    if (!message || !refuser->said->cert_asked || !shown->said->id || shown->said->cert_sent ||
        !ikelog_record_is_read_whole(message))
        return false; /* with the certificate comes the identity */
    append_who(c, observation, &rejection);
    ikelog_observation_append(observation,
                              "no certificate was sent in frame %u, though one was asked for",
                              message->frame);
    append_authority(observation, refuser->said->cert_request);
    return ikelog_observation_at(observation, rejection.record->frame, rejection.refuser);
}

/* What stays closed can still be too short for a certificate. */
bool ikelog_observe_certificate_hardly_fits(const struct ikelog_case *c,
                                            struct ikelog_observation *observation)
{
    struct ikelog_rejection rejection;
    const struct ikelog_record *message;

    if (!is_about_signature(c, &rejection) || !c->sa->sides[rejection.refuser].said->cert_asked)
        return false;
    message = ikelog_exchange_proof(c->sa->phase1, rejection.shown);
    if (!message || message->length >= WITH_CERTIFICATE ||
        c->sa->sides[rejection.shown].said->cert_sent)
        return false;
    ikelog_observation_append(
        observation, "message %u has %u octets: it hardly holds the certificate that was asked for",
        message->step, message->length);
    return true;
}

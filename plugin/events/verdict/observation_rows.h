/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What a capture can show of a negotiation, and what that speaks for and against. */
#ifndef IKELOG_EVENTS_VERDICT_OBSERVATION_ROWS_H
#define IKELOG_EVENTS_VERDICT_OBSERVATION_ROWS_H

/*
 * X(name, scope, cause that it supports, another one that leaves the same trace,
 *   causes that it excludes, causes whose reason it completes)
 *
 * Scope: SA (phase 1 and what follows it), QUICK, BOTH; LATER: it concludes from what did not come,
 * so that it holds when the whole capture was read, and not before. The best evidence comes first:
 * the verdict is the first cause that is supported and that nothing excludes. Where that is the
 * second cause of a row, the first one was excluded. Rows without a cause only exclude, or complete
 * a reason.
 */
#define IKELOG_OBSERVATION_ROWS(X)                                                         \
    /* against a cause, or beside one */                                                   \
    X(keys_agree, SA, NONE, NONE, ON(PSK), ON(REFUSED_MM5) | ON(IDENTITY) | ON(NATT_PATH)) \
    X(phase1_accepted, SA, NONE, NONE,                                                     \
      ON(PSK) | ON(HALF_OPEN) | ON(NATT_PATH) | ON(REFUSED_MM5) | ON(REFUSED_MM6), 0)      \
    /* after phase 1: XAUTH and mode config */                                             \
    X(xauth_refused, SA, XAUTH_REFUSED, NONE, 0, 0)                                        \
    X(config_empty, BOTH, CONFIG_EMPTY, NONE, 0, 0)                                        \
    X(transaction_unheeded, SA_LATER, ANSWERS_LOST, NONE, 0, 0)                            \
    X(transaction_unanswered, SA_LATER, CONFIG_SILENT, NONE, 0, 0)                         \
    X(config_stalled, SA_LATER, CONFIG_STALLED, NONE, 0, 0)                                \
    X(config_led_nowhere, SA_LATER, CONFIG_NOWHERE, NONE, 0, 0)                            \
    /* only half of the talk was captured */                                               \
    X(one_direction, BOTH_LATER, ONE_DIRECTION, NONE, 0, 0)                                \
    /* the path */                                                                         \
    X(certificate_faulty, SA, CERT_DATE, NONE, 0, 0)                                       \
    X(certificate_missing, SA, CERT_MISSING, NONE, 0, 0)                                   \
    X(icmp_about_last, BOTH, UNREACHABLE, NONE, 0, 0)                                      \
    X(float_unanswered, BOTH_LATER, NATT_PATH, NONE, 0, 0)                                 \
    X(first_fragments_only, SA_LATER, FRAGMENTS_LOST, NONE, 0, 0)                          \
    X(test_not_taken, SA_LATER, PSK, ANSWERS_LOST, 0, 0)                                   \
    X(last_message_doubted, BOTH_LATER, HALF_OPEN, NONE, 0, 0)                             \
    X(answer_doubted, BOTH_LATER, ANSWERS_LOST, NONE, 0, 0)                                \
    /* the keys */                                                                         \
    X(proof_fails, SA, PSK, NONE, 0, 0)                                                    \
    X(keys_differ, SA, PSK, NONE, 0, 0)                                                    \
    X(test_complained_of, SA, PSK, REFUSED_MM5, 0, 0)                                      \
    X(answer_complained_of, SA, PSK, IDENTITY, 0, 0)                                       \
    X(test_silent, SA_LATER, PSK, SILENCE, 0, 0)                                           \
    X(given_key_refuted, SA_LATER, PSK, NONE, 0, 0)                                        \
    /* who shows what */                                                                   \
    X(certificate_hardly_fits, SA, NONE, NONE, 0, ON(REFUSED_MM5) | ON(REFUSED_MM6))       \
    X(certificate_fits, SA, NONE, NONE, 0, ON(IDENTITY) | ON(AUTHENTICATION) | ON(PROVEN)) \
    X(test_refused_once, SA_LATER, REFUSED_MM5, NONE, ON(PSK), 0)                          \
    X(private_identity, SA, PRIVATE_IDENTITY, NONE, 0, 0)                                  \
    X(own_address_refused, SA, NO_CONNECTION, NONE, 0, 0)                                  \
    X(identity_alive_elsewhere, SA, NONE, NONE, 0, ON(IDENTITY) | ON(NO_CONNECTION))       \
    X(first_message_refused, SA, GROUP, MODE, 0, 0)                                        \
    X(rejected_at_once, SA, IDENTITY, NONE, 0, 0)                                          \
    X(closed_after_phase1, SA_LATER, REFUSED_MM6, NONE, 0, 0)                              \
    X(refused_by_name, BOTH, REFUSED, NONE, 0, 0)                                          \
    X(closed_refusal, QUICK_LATER, REFUSED_QUICK, NONE, 0, 0)                              \
    /* it came about */                                                                    \
    X(identity_comes_twice, SA, SAME_IDENTITY, NONE, 0, 0)                                 \
    X(set_up_again_and_again, SA_LATER, FLAPPING, NONE, 0, 0)                              \
    X(ah_behind_nat, QUICK, AH_NAT, NONE, 0, 0)                                            \
    X(esp_without_echo, QUICK_LATER, ESP_ONE_WAY, NONE, 0, 0)                              \
    X(ranges_narrowed, QUICK, NARROWED, NONE, 0, 0)                                        \
    X(quick_modes_in_a_row, SA_LATER, NONE, NONE, 0, ON(ESTABLISHED))                      \
    X(esp_one_way, SA_LATER, NONE, NONE, 0, ON(ESTABLISHED))                               \
    X(collision, SA, NONE, NONE, 0, ON(ESTABLISHED))                                       \
    X(established, BOTH, ESTABLISHED, NONE, 0, 0)                                          \
    X(check_failed, SA, AUTHENTICATION, NONE, 0, 0)                                        \
    /* nothing came, or not yet */                                                         \
    X(began_before, BOTH, UNKNOWN, NONE, 0, 0)                                             \
    X(first_message_silent, SA_LATER, SILENCE_FIRST, NONE, 0, 0)                           \
    X(fragments_silent, BOTH_LATER, FRAGMENTED_SILENCE, NONE, 0, 0)                        \
    X(quick_silent, QUICK_LATER, SILENCE_QUICK, NONE, 0, 0)                                \
    X(silent, BOTH_LATER, SILENCE, NONE, 0, 0)                                             \
    X(deleted_unfinished, BOTH, ABORTED, NONE, 0, 0)                                       \
    X(left_for_another, BOTH_LATER, ABORTED, NONE, 0, 0)                                   \
    X(float_due, SA, WAITING_NATT, NONE, 0, 0)                                             \
    X(under_way, BOTH, WAITING, NONE, 0, 0)

#endif

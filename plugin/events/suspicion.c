/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Different pre-shared keys: the commonest fault, and one that no message names. */
#include "crypto/auth_method.h"
#include "events/ending.h"
#include "events/notify_row.h"

#include "wire/numbers.h"

#include <string.h>

/* The last message of phase 1 by which the other side can test the key: MM5, or AG2. */
static const struct ikelog_record *key_test(const struct ikelog_sa *sa)
{
    if (!sa->phase1)
        return NULL;
    return ikelog_exchange_step(sa->phase1, sa->mode == IKELOG_EXCHANGE_AGGRESSIVE ? 2 : 5);
}

/* Each side's messages open with a key of its own: two keys under one pair of cookies. */
static bool keys_differ(const struct ikelog_sa *sa)
{
    bool only[2] = {false, false};

    for (unsigned i = 0; i < sa->keyset_count; i++) {
        const struct ikelog_keyset *keyset = &sa->keysets[i];

        if (keyset->proven[0] && keyset->proven[1])
            return false;
        for (int side = 0; side < 2; side++)
            only[side] = only[side] || keyset->proven[side];
    }
    return only[0] && only[1];
}

/* Could the complaint be made, or be read, by sides with one and the same key? */
static bool proves_one_key(const struct ikelog_sa *sa, const struct ikelog_notify_seen *seen)
{
    const struct ikelog_keyset *keyset = ikelog_record_keyset(seen->record);

    return seen->was_protected && keyset && keyset->proven[IKELOG_INITIATOR] &&
           keyset->proven[IKELOG_RESPONDER] &&
           sa->verified[ikelog_side_other((enum ikelog_side)seen->side)];
}

/* The other side's first complaint after the key could be tested. */
static const struct ikelog_notify_seen *complaint(const struct ikelog_sa *sa,
                                                  const struct ikelog_record *test)
{
    for (unsigned i = 0; i < sa->notify_seen_count; i++) {
        const struct ikelog_notify_seen *seen = &sa->notifies_seen[i];

        if (ikelog_notify_row(seen->notify)->wrong_key && seen->side != test->side &&
            seen->record->frame > test->frame && !seen->about)
            return proves_one_key(sa, seen) ? NULL : seen;
    }
    return NULL;
}

static void say(GString *reason, const char *text, uint32_t frame)
{
    if (reason)
        g_string_append_printf(reason, text, frame);
}

static bool is_closed_complaint(const struct ikelog_record *record,
                                const struct ikelog_record *test)
{
    return record && record->side != test->side && record->frame > test->frame &&
           record->exchange->type == IKELOG_EXCHANGE_INFORMATIONAL &&
           (record->flags & IKELOG_RECORD_ENCRYPTED) &&
           !ikelog_status_is_decrypted(ikelog_record_decryption(record));
}

/* A protected informational message that could not be read, from the side that had to answer. */
static const struct ikelog_record *closed_complaint(const struct ikelog_sa *sa,
                                                    const struct ikelog_record *test)
{
    if (is_closed_complaint(sa->undecryptable, test))
        return sa->undecryptable;
    return is_closed_complaint(sa->last, test) ? sa->last : NULL;
}

static bool blame(const struct ikelog_record *record, const struct ikelog_record **decisive)
{
    *decisive = record;
    return true;
}

static bool suspect_unanswered(const struct ikelog_sa *sa, const struct ikelog_record *test,
                               GString *reason, const struct ikelog_record **decisive)
{
    const struct ikelog_exchange *phase1 = sa->phase1;
    const struct ikelog_notify_seen *seen = complaint(sa, test);
    const struct ikelog_record *closed = closed_complaint(sa, test);

    if (seen) {
        if (reason)
            g_string_append_printf(
                reason,
                "frame %u brought %s instead of an answer to the message that tests the "
                "shared key (frame %u)",
                seen->record->frame, ikelog_notify_short_name(seen->notify), test->frame);
        return blame(seen->record, decisive);
    }
    if (closed) {
        say(reason,
            "a protected message that could not be read (frame %u) came instead of the "
            "answer to the message that tests the shared key",
            closed->frame);
        return blame(closed, decisive);
    }
    if (phase1->last != test || phase1->unanswered < 2)
        return false;
    say(reason,
        "the message that tests the shared key (frame %u) was repeated and never answered, "
        "though everything before it was",
        test->frame);
    return blame(phase1->last_repeat, decisive);
}

/* Whoever takes part in a Quick Mode has accepted phase 1, whether or not its last message was
 * seen. */
static bool went_on(const struct ikelog_sa *sa, const struct ikelog_record *test)
{
    for (guint i = 0; sa->quick_modes && i < sa->quick_modes->len && i < IKELOG_MAX_MESSAGES; i++) {
        const struct ikelog_exchange *mode = g_ptr_array_index(sa->quick_modes, i);

        for (const struct ikelog_record *record = mode->first; record; record = record->next)
            if (record->side != test->side)
                return true;
    }
    return false;
}

bool ikelog_sa_suspects_psk(const struct ikelog_sa *sa, GString *reason,
                            const struct ikelog_record **decisive)
{
    const struct ikelog_record *test = key_test(sa);

    if (ikelog_auth_class(sa->suite.auth_method) != IKELOG_AUTH_PSK || !test ||
        (sa->phase1->complete && sa->quick_modes && sa->quick_modes->len > 0))
        return false; /* phase 2 would not begin with different keys */
    if (sa->check_failed && sa->check_failed->exchange == sa->phase1) {
        say(reason, "the proof of identity in frame %u does not come out with the keys at hand",
            sa->check_failed->frame);
        return blame(sa->check_failed, decisive);
    }
    if (keys_differ(sa)) {
        say(reason,
            "the two sides' messages open with different keys; frame %u is the first that "
            "the other side could not accept",
            test->frame);
        return blame(test, decisive);
    }
    return !sa->phase1->complete && !went_on(sa, test) &&
           suspect_unanswered(sa, test, reason, decisive);
}

/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What each error notification makes of a phase 1 and of a Quick Mode. */
#include "transcript.h"

static const struct {
    uint16_t type;
    const char *phase1, *phase2;
} refusals[] = {
    {1, "malformed", "malformed"},      {2, "refused", "refused"},
    {3, "refused", "refused"},          {4, "refused", "refused"},
    {5, "refused", "refused"},          {6, "refused", "refused"},
    {7, "no-proposal", "no-proposal"},  {8, "refused", "refused"},
    {9, "refused", "refused"},          {10, "refused", "refused"},
    {11, "refused", "refused"},         {12, "no-proposal", "no-proposal"},
    {13, "no-proposal", "no-proposal"}, {14, "no-proposal", "no-proposal"},
    {15, "malformed", "malformed"},     {16, "malformed", "malformed"},
    {17, "auth-failed", "no-proposal"}, {18, "id-mismatch", "selector-mismatch"},
    {19, "cert-failed", "auth-failed"}, {20, "cert-failed", "auth-failed"},
    {21, "cert-failed", "auth-failed"}, {22, "cert-failed", "auth-failed"},
    {23, "auth-failed", "auth-failed"}, {24, "auth-failed", "auth-failed"},
    {25, "auth-failed", "auth-failed"}, {26, "refused", "refused"},
    {27, "refused", "refused"},         {28, "cert-failed", "auth-failed"},
    {29, "no-proposal", "no-proposal"}, {30, "malformed", "malformed"},
    {31, "refused", "refused"},         {300, "refused", "refused"},
};

#define HASH "18 0102030405060708090a0b0c0d0e0f1011121314 "

static const char *phase1_refused_with(uint16_t type)
{
    char *body = g_strdup_printf("0000000c 00000001 01 00 %04x", type);
    enum ikelog_verdict_kind kind;
    struct talk talk;

    talk_open(&talk);
    talk_say(&talk, &(struct spoken){'I', 0, "i", 2, 0, 0, 1, SA_BODY});
    talk_say(&talk, &(struct spoken){'R', 10, "i r", 5, 0, 7, 11, body});
    kind = ikelog_verdict_of_sa(talk.session, ikelog_session_sa(talk.session, 0), NULL).kind;
    talk_close(&talk);
    g_free(body);
    return ikelog_verdict_name(kind);
}

/* A Quick Mode in clear whose second message holds the notification. */
static const char *quick_mode_refused_with(uint16_t type)
{
    char *body = g_strdup_printf("0b0000" HASH "0000000c 00000001 03 00 %04x", type);
    enum ikelog_verdict_kind kind;
    struct talk talk;

    talk_open(&talk);
    talk_say(&talk, &(struct spoken){'I', 0, "i", 2, 0, 0, 1, SA_BODY});
    talk_say(&talk, &(struct spoken){'I', 9, "i r", 32, 0, 8, 8,
                                     "0a0000" HASH "0000000c "
                                     "1122334455667788"});
    talk_say(&talk, &(struct spoken){'R', 9, "i r", 32, 0, 8, 8, body});
    kind = ikelog_verdict_of_quick(
               talk.session, g_ptr_array_index(ikelog_session_sa(talk.session, 0)->quick_modes, 0),
               NULL)
               .kind;
    talk_close(&talk);
    g_free(body);
    return ikelog_verdict_name(kind);
}

static void test_each_error_has_its_verdict(void)
{
    for (size_t i = 0; i < G_N_ELEMENTS(refusals); i++) {
        const char *phase1 = phase1_refused_with(refusals[i].type);
        const char *phase2 = quick_mode_refused_with(refusals[i].type);

        if (strcmp(phase1, refusals[i].phase1) != 0 || strcmp(phase2, refusals[i].phase2) != 0)
            g_test_fail_printf("notification %u: %s, %s", refusals[i].type, phase1, phase2);
    }
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/refusals/each-error-has-its-verdict", test_each_error_has_its_verdict);
    return g_test_run();
}

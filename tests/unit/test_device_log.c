/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A log line is what one device saw and did: each row is a line that was wrong once. */
#include "transcript.h"

#define I IKELOG_INITIATOR
#define R IKELOG_RESPONDER

/* A line of a log, and how often it has to be there. */
static const struct {
    const char *claim, *capture, *dialect;
    enum ikelog_side us;
    const char *line;
    unsigned times;
} rows[] = {
    {"nobody-waits-for-informational", "informational-repeated", "cisco-vpn-client", I,
     "message not received! Retransmitting!", 0},
    {"nobody-waits-for-informational", "informational-repeated", "cisco-vpn-client", I,
     "SENDING>>>> ISAKMP OAK INFO *(Retransmission)", 1},
    {"nobody-waits-for-informational", "dpd-answer-repeated", "zyxel-prestige", R,
     "!! IKE Packet Retransmit", 0},
};

static unsigned count_lines(const char *log, const char *line)
{
    char **lines = g_strsplit(log, "\n", -1);
    unsigned count = 0;

    for (char **at = lines; *at; at++)
        count += strcmp(*at, line) == 0;
    g_strfreev(lines);
    return count;
}

static void test_line_is_what_the_device_saw(gconstpointer data)
{
    size_t i = GPOINTER_TO_SIZE(data);
    struct talk talk;
    char *log;

    talk_open(&talk);
    talk.policy.perspective = rows[i].us;
    talk_read(&talk, rows[i].capture, true);
    log = talk_log(&talk, rows[i].dialect);
    if (count_lines(log, rows[i].line) != rows[i].times)
        g_test_fail_printf("\"%s\" is there %u times, not %u:\n%s", rows[i].line,
                           count_lines(log, rows[i].line), rows[i].times, log);
    g_free(log);
    talk_close(&talk);
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    for (size_t i = 0; i < G_N_ELEMENTS(rows); i++) {
        char *path = g_strdup_printf("/device-log/%s/%zu", rows[i].claim, i);

        g_test_add_data_func(path, GSIZE_TO_POINTER(i), test_line_is_what_the_device_saw);
        g_free(path);
    }
    return g_test_run();
}

/* SPDX-License-Identifier: GPL-2.0-or-later */
/* How each negotiation came out. */
#include "reports/negotiations.h"

#include "reports/fold.h"
#include "reports/table.h"
#include "reports/unannotated.h"
#include "reports/words.h"
#include "wire/numbers.h"

static char *finished(GString *text)
{
    return g_string_free(text, FALSE);
}

static char *endpoint_text(const struct ikelog_endpoint *endpoint)
{
    GString *text = g_string_new(NULL);

    ikelog_words_endpoint(endpoint, text);
    return finished(text);
}

static char *id_text(GBytes *body)
{
    GString *text = g_string_new(NULL);

    ikelog_id_describe_kept(body, text);
    return finished(text);
}

static char *cookies_text(const struct ikelog_sa *sa)
{
    GString *text = g_string_new(NULL);

    ikelog_text_hex((struct ikelog_octets){sa->cky_i, IKELOG_COOKIE_LEN}, IKELOG_COOKIE_LEN, text);
    g_string_append_c(text, ':');
    ikelog_text_hex((struct ikelog_octets){sa->cky_r, IKELOG_COOKIE_LEN}, IKELOG_COOKIE_LEN, text);
    return finished(text);
}

static char *known(const char *text)
{
    return g_strdup(text ? text : "");
}

static char *spis_text(const struct ikelog_quick *quick)
{
    GString *text = g_string_new(NULL);

    for (unsigned i = 0; quick && i < quick->ipsec_count; i++) {
        for (unsigned side = 0; side < 2; side++)
            if (quick->ipsec[i].spi[side])
                g_string_append_printf(text, "%s%08x", text->len ? ", " : "",
                                       quick->ipsec[i].spi[side]);
    }
    return finished(text);
}

/* The answer may narrow a range: what it says counts. */
static GBytes *agreed(GBytes *asked, GBytes *answered)
{
    return answered ? answered : asked;
}

static char *advice_text(const struct ikelog_sa *sa, const struct ikelog_verdict *verdict)
{
    GString *text = g_string_new(NULL);

    ikelog_verdict_advise(sa, verdict, text);
    return finished(text);
}

static void read_quick(const struct ikelog_session *session, const struct ikelog_exchange *exchange,
                       struct ikelog_negotiation_quick *quick)
{
    const struct ikelog_quick *told = ikelog_exchange_quick(exchange);
    GString *reason = g_string_new(NULL);

    *quick = (struct ikelog_negotiation_quick){
        .message_id = exchange->message_id,
        .first_frame = exchange->first->frame,
        .starter = (enum ikelog_side)exchange->starter,
        .local = id_text(told ? agreed(told->id_ci, told->reply_ci) : NULL),
        .remote = id_text(told ? agreed(told->id_cr, told->reply_cr) : NULL),
        .offered = known(told ? told->offered : NULL),
        .chosen = known(told ? told->chosen : NULL),
        .pfs_group = told ? told->group : 0,
        .spis = spis_text(told),
    };
    quick->verdict = ikelog_verdict_of_quick(session, exchange, reason);
    quick->reason = finished(reason);
    quick->advice = advice_text(exchange->sa, &quick->verdict);
}

static void clear_quick(void *data)
{
    struct ikelog_negotiation_quick *quick = data;

    g_free(quick->local);
    g_free(quick->remote);
    g_free(quick->offered);
    g_free(quick->chosen);
    g_free(quick->spis);
    g_free(quick->reason);
    g_free(quick->advice);
}

static void read_quick_modes(const struct ikelog_session *session,
                             struct ikelog_negotiation *negotiation)
{
    const GPtrArray *exchanges = negotiation->sa->quick_modes;

    negotiation->quick_modes = g_array_new(FALSE, TRUE, sizeof(struct ikelog_negotiation_quick));
    g_array_set_clear_func(negotiation->quick_modes, clear_quick);
    for (guint i = 0; exchanges && i < exchanges->len; i++) {
        struct ikelog_negotiation_quick quick;

        read_quick(session, g_ptr_array_index(exchanges, i), &quick);
        g_array_append_val(negotiation->quick_modes, quick);
    }
}

static void read_times(const struct ikelog_sa *sa, struct ikelog_negotiation *negotiation)
{
    negotiation->established_ns = -1;
    negotiation->first_frame = sa->first->frame;
    negotiation->last_frame = sa->last->frame;
    negotiation->start_ns = sa->first->time_ns;
    negotiation->duration_ns = sa->last->time_ns - sa->first->time_ns;
    if (sa->established)
        negotiation->established_ns = sa->established->time_ns - sa->first->time_ns;
}

static char *needed_keys(const struct ikelog_session *session, const struct ikelog_sa *sa)
{
    GString *text = g_string_new(NULL);

    if (sa->course->undecryptable)
        ikelog_session_describe_needed_keys(session, sa, text);
    return finished(text);
}

void ikelog_negotiation_read(const struct ikelog_session *session, const struct ikelog_sa *sa,
                             struct ikelog_negotiation *negotiation)
{
    const struct ikelog_peer *i = &sa->sides[IKELOG_INITIATOR];
    const struct ikelog_peer *r = &sa->sides[IKELOG_RESPONDER];
    const char *auth = ikelog_words_auth(sa);
    GString *reason = g_string_new(NULL);

    *negotiation = (struct ikelog_negotiation){
        .sa = sa,
        .initiator = endpoint_text(&i->first),
        .responder = endpoint_text(&r->first),
        .initiator_id = id_text(i->said->id),
        .responder_id = id_text(r->said->id),
        .cookies = cookies_text(sa),
        .mode = ikelog_words_mode(sa->mode),
        .auth = auth ? auth : "",
        .offered = known(sa->offered),
        .chosen = known(sa->chosen),
        .messages = ikelog_sa_messages(sa),
        .retransmissions = ikelog_sa_retransmissions(sa),
        .needed_keys = needed_keys(session, sa),
    };
    negotiation->verdict = ikelog_verdict_of_sa(session, sa, reason);
    negotiation->reason = finished(reason);
    negotiation->advice = advice_text(sa, &negotiation->verdict);
    read_times(sa, negotiation);
    read_quick_modes(session, negotiation);
}

void ikelog_negotiation_clear(struct ikelog_negotiation *negotiation)
{
    g_free(negotiation->initiator);
    g_free(negotiation->responder);
    g_free(negotiation->initiator_id);
    g_free(negotiation->responder_id);
    g_free(negotiation->cookies);
    g_free(negotiation->offered);
    g_free(negotiation->chosen);
    g_free(negotiation->reason);
    g_free(negotiation->advice);
    g_free(negotiation->needed_keys);
    g_array_unref(negotiation->quick_modes);
}

static char *seconds(int64_t duration_ns)
{
    GString *text = g_string_new(NULL);

    if (duration_ns < 0)
        g_string_append(text, "-");
    else
        ikelog_words_seconds(duration_ns, text);
    return finished(text);
}

static char *or_dash(const char *text)
{
    return g_strdup(*text ? text : "-");
}

/* "2 established, 1 no-proposal" */
static char *quick_verdicts(const GArray *quick_modes)
{
    GString *text = g_string_new(NULL);

    for (int kind = 0; kind <= IKELOG_VERDICT_UNKNOWN; kind++) {
        unsigned count = 0;

        for (guint i = 0; i < quick_modes->len; i++)
            count += g_array_index(quick_modes, struct ikelog_negotiation_quick, i).verdict.kind ==
                     (enum ikelog_verdict_kind)kind;
        if (count)
            g_string_append_printf(text, "%s%u %s", text->len ? ", " : "", count,
                                   ikelog_verdict_name((enum ikelog_verdict_kind)kind));
    }
    g_string_append(text, text->len ? "" : "-");
    return finished(text);
}

/* The cells of its row; g_strfreev. */
static char **sa_cells(const struct ikelog_negotiation *negotiation)
{
    char *cells[] = {
        g_strdup_printf("%u", negotiation->sa->number),
        g_strdup(negotiation->initiator),
        g_strdup(negotiation->responder),
        g_strdup(negotiation->mode),
        or_dash(negotiation->auth),
        or_dash(negotiation->chosen),
        g_strdup_printf("%u", negotiation->messages),
        g_strdup_printf("%u", negotiation->retransmissions),
        seconds(negotiation->duration_ns),
        quick_verdicts(negotiation->quick_modes),
        g_strdup(ikelog_verdict_name(negotiation->verdict.kind)),
        or_dash(ikelog_end_name(negotiation->verdict.end)),
        NULL,
    };

    return g_memdup2(cells, sizeof cells);
}

static char *between(const struct ikelog_negotiation_quick *quick)
{
    if (!*quick->local && !*quick->remote)
        return g_strdup("-");
    return g_strdup_printf("%s - %s", *quick->local ? quick->local : "?",
                           *quick->remote ? quick->remote : "?");
}

static char **quick_cells(const struct ikelog_negotiation *negotiation,
                          const struct ikelog_negotiation_quick *quick)
{
    char *cells[] = {
        g_strdup_printf("%u", negotiation->sa->number),
        g_strdup_printf("%08x", quick->message_id),
        g_strdup(ikelog_side_name(quick->starter)),
        between(quick),
        or_dash(quick->chosen),
        or_dash(quick->spis),
        g_strdup(ikelog_verdict_name(quick->verdict.kind)),
        or_dash(ikelog_end_name(quick->verdict.end)),
        NULL,
    };

    return g_memdup2(cells, sizeof cells);
}

/* Each row is read when it is measured and again when it is written: there may be a million. */
static void measure(const struct ikelog_report *report, struct ikelog_table *sas,
                    struct ikelog_table *quick_modes)
{
    for (guint i = 0; i < report->parts->len; i++) {
        const struct ikelog_report_part *part = g_ptr_array_index(report->parts, i);
        struct ikelog_negotiation row;
        char **cells;

        ikelog_negotiation_read(report->session, part->sa, &row);
        cells = sa_cells(&row);
        ikelog_table_measure(sas, cells);
        g_strfreev(cells);
        for (guint n = 0; n < row.quick_modes->len; n++) {
            cells = quick_cells(
                &row, &g_array_index(row.quick_modes, struct ikelog_negotiation_quick, n));
            ikelog_table_measure(quick_modes, cells);
            g_strfreev(cells);
        }
        ikelog_negotiation_clear(&row);
    }
}

/* What stands below a row: sentences, which are too long for a column. */
static void write_row(const struct ikelog_table *table, char **cells, const char *reason,
                      const char *advice, const struct ikelog_report *report, GString *text)
{
    ikelog_table_write(table, cells, text);
    g_strfreev(cells);
    if (*reason)
        ikelog_fold("    Reason: ", reason, report->width, text);
    if (*advice)
        ikelog_fold("    Advice: ", advice, report->width, text);
    ikelog_report_flush(report, text);
}

static void write_sas(const struct ikelog_report *report, const struct ikelog_table *table,
                      GString *text)
{
    ikelog_table_write_head(table, text);
    for (guint i = 0; i < report->parts->len; i++) {
        const struct ikelog_report_part *part = g_ptr_array_index(report->parts, i);
        struct ikelog_negotiation row;

        ikelog_negotiation_read(report->session, part->sa, &row);
        write_row(table, sa_cells(&row), row.reason, row.advice, report, text);
        ikelog_negotiation_clear(&row);
    }
}

static void write_quick_modes_of(const struct ikelog_report *report,
                                 const struct ikelog_table *table, const struct ikelog_sa *sa,
                                 GString *text)
{
    struct ikelog_negotiation row;

    ikelog_negotiation_read(report->session, sa, &row);
    for (guint n = 0; n < row.quick_modes->len; n++) {
        const struct ikelog_negotiation_quick *quick =
            &g_array_index(row.quick_modes, struct ikelog_negotiation_quick, n);

        write_row(table, quick_cells(&row, quick), quick->reason, quick->advice, report, text);
    }
    ikelog_negotiation_clear(&row);
}

static void write_quick_modes(const struct ikelog_report *report, const struct ikelog_table *table,
                              GString *text)
{
    bool any = false;

    for (guint i = 0; i < report->parts->len; i++) {
        const struct ikelog_report_part *part = g_ptr_array_index(report->parts, i);

        if (!part->sa->quick_modes || part->sa->quick_modes->len == 0)
            continue;
        if (!any) {
            g_string_append_c(text, '\n');
            ikelog_table_write_head(table, text);
        }
        any = true;
        write_quick_modes_of(report, table, part->sa, text);
    }
}

static void append_tables(const struct ikelog_report *report, GString *text)
{
    struct ikelog_table sas, quick_modes;

    ikelog_table_start(&sas, "SA|Initiator|Responder|Mode|Authentication|Proposal|Messages|"
                             "Repeats|Duration|Quick Modes|Verdict|End");
    ikelog_table_start(&quick_modes, "SA|Quick Mode|Begun by|Between|Proposal|SPIs|Verdict|End");
    measure(report, &sas, &quick_modes);
    write_sas(report, &sas, text);
    write_quick_modes(report, &quick_modes, text);
    ikelog_table_end(&sas);
    ikelog_table_end(&quick_modes);
}

static void append_needed(const struct ikelog_report *report, GString *text)
{
    for (guint i = 0; i < report->parts->len; i++) {
        const struct ikelog_report_part *part = g_ptr_array_index(report->parts, i);
        char *needed = needed_keys(report->session, part->sa);
        char *words = g_strdup_printf("SA %u stayed closed. %s", part->sa->number, needed);

        if (*needed) {
            g_string_append_c(text, '\n');
            ikelog_fold("", words, report->width, text);
            ikelog_report_flush(report, text);
        }
        g_free(needed);
        g_free(words);
    }
}

/* Of the sources of keys those that gave nothing for this capture. */
static void append_given(const struct ikelog_report *report, GString *text)
{
    GString *given = g_string_new(NULL);

    ikelog_session_describe_given(report->session, false, given);
    if (given->len)
        g_string_append_printf(text, "\n%s", given->str);
    g_string_free(given, TRUE);
}

static void append_unannotated(const struct ikelog_report *report, GString *text)
{
    bool empty = report->parts->len == 0;
    GString *words = g_string_new(NULL);

    ikelog_unannotated_append(report->session, empty, "", "", report->width, words);
    if (words->len)
        g_string_append_printf(text, "%s%s", empty ? "" : "\n", words->str);
    g_string_free(words, TRUE);
}

void ikelog_negotiations_append_rest(const struct ikelog_report *report, GString *text)
{
    append_given(report, text);
    append_unannotated(report, text);
}

void ikelog_report_negotiations(const struct ikelog_report *report, GString *text)
{
    if (report->parts->len > 0)
        append_tables(report, text);
    append_needed(report, text);
    ikelog_negotiations_append_rest(report, text);
}

/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Key files and daemons' logs, line by line into a keyring. */
#include "crypto/keyfile.h"

#include "crypto/derive.h"
#include "crypto/import.h"
#include "crypto/key_summary.h"
#include "crypto/keyrecord.h"
#include "crypto/log_reader.h"
#include "crypto/text_encoding.h"

#include <glib.h>
#include <string.h>

static const char expected_file[] =
    "expected key records, rows of ikev1_decryption_table, or the debug log "
    "of " IKELOG_IMPORT_PRODUCTS "at a level that shows keys; nothing of these was recognised";
static const char expected_short_line[] = "expected a line of at most 16384 octets";
static const char expected_text[] = "expected text; the line has an octet of value 0 in it";

#define MAX_PASSED 32u /* lines before the first one that was recognised, which are kept */

enum mode { UNDECIDED, RECORDS, STOCK_ROWS, LOG };

/* A line that was passed over before anything was recognised. */
struct passed_line {
    unsigned number;
    char *text; /* NULL: none */
};

struct ikelog_keysource {
    char *name;
    enum mode mode;
    struct ikelog_decoder decoder;
    struct ikelog_log_reader *log; /* in mode LOG */
    char line[IKELOG_MAX_LINE + 1];
    size_t length;                         /* octets in `line`, not yet ended by a line end */
    bool cut;                              /* the line is longer than that */
    bool has_nul;                          /* there was a NUL in it, replaced */
    unsigned number;                       /* of the line in `line`, from 1 */
    unsigned reading;                      /* number of the line that the importer looks at */
    struct passed_line passed[MAX_PASSED]; /* the last ones, a ring */
    unsigned passed_count;
    unsigned unknown[IKELOG_MAX_COMPLAINTS]; /* lines that were not understood while UNDECIDED */
    unsigned unknown_count;
    unsigned complaints;
    unsigned reported_line; /* last line that was complained about: each is looked at again as it
                               grows */
    enum ikelog_status outcome;
};

struct ikelog_keysource *ikelog_keysource_new(const char *name)
{
    struct ikelog_keysource *source = g_new0(struct ikelog_keysource, 1);

    source->name = g_strdup(name);
    source->number = 1;
    return source;
}

static void forget_passed(struct ikelog_keysource *source)
{
    for (unsigned i = 0; i < MAX_PASSED; i++) {
        if (source->passed[i].text)
            ikelog_wipe(source->passed[i].text, strlen(source->passed[i].text));
        g_clear_pointer(&source->passed[i].text, g_free);
    }
    source->passed_count = 0;
}

void ikelog_keysource_free(struct ikelog_keysource *source)
{
    if (!source)
        return;
    ikelog_log_reader_free(source->log);
    g_free(source->name);
    forget_passed(source);
    ikelog_wipe(source, sizeof *source);
    g_free(source);
}

const char *ikelog_keysource_format(const struct ikelog_keysource *source)
{
    switch (source->mode) {
    case RECORDS:
        return "key records";
    case STOCK_ROWS:
        return "ikev1_decryption_table";
    case LOG:
        return ikelog_log_reader_importer(source->log)->format;
    default:
        return "nothing known";
    }
}

unsigned ikelog_import_line_number(const struct ikelog_import *import)
{
    return import->source->reading;
}

void ikelog_import_reads(const struct ikelog_import *import, unsigned line)
{
    import->source->reading = line;
}

void ikelog_import_report(const struct ikelog_import *import, unsigned line, const char *message)
{
    struct ikelog_keysource *source = import->source;

    if (line <= source->reported_line || source->complaints >= IKELOG_MAX_COMPLAINTS)
        return;
    source->reported_line = line;
    source->complaints++;
    if (import->complaints && import->complaints->report)
        import->complaints->report(import->complaints->context, source->name, line, message);
}

void ikelog_import_add(const struct ikelog_import *import, struct ikelog_secret *secret,
                       unsigned line)
{
    char *origin = g_strdup_printf("%s:%u", import->source->name, line);
    char peer[IKELOG_MAX_PEER];
    unsigned generation = ikelog_keyring_generation(import->keyring);
    enum ikelog_status status;

    if (secret->kind == IKELOG_SECRET_PSK)
        secret->peer = ikelog_keyrecord_peer(secret->peer, peer) ? peer : "*";
    secret->origin = origin;
    status = secret->value.length > ikelog_secret_most(secret->kind)
                 ? IKELOG_TOO_LONG
                 : ikelog_keyring_add(import->keyring, secret);
    if (import->summary && ikelog_keyring_generation(import->keyring) != generation)
        ikelog_key_summary_count(import->summary, secret);
    secret->origin = NULL;
    g_free(origin);
    if (status == IKELOG_OK)
        return;
    if (status == IKELOG_TOO_MANY)
        import->source->outcome = status;
    ikelog_import_report(import, line,
                         status == IKELOG_TOO_MANY   ? ikelog_keyring_full
                         : status == IKELOG_TOO_LONG ? ikelog_secret_too_long
                                                     : ikelog_status_text(status));
}

static void use_record(const struct ikelog_import *import)
{
    struct ikelog_keysource *source = import->source;
    const char *expected = NULL;
    enum ikelog_status status;
    size_t count = ikelog_keyring_count(import->keyring);
    char *origin;

    if (ikelog_keyrecord_is_blank(source->line))
        return;
    if (source->cut || source->has_nul) {
        ikelog_import_report(import, source->number,
                             source->cut ? expected_short_line : expected_text);
        return;
    }
    origin = g_strdup_printf("%s:%u", source->name, source->number);
    status = ikelog_keyrecord_add(source->line, origin, import->keyring, &expected);
    g_free(origin);
    if (import->summary && ikelog_keyring_count(import->keyring) > count)
        ikelog_key_summary_count(import->summary, ikelog_keyring_nth(import->keyring, count));
    if (status == IKELOG_OK)
        return;
    ikelog_import_report(import, source->number, expected);
    if (status == IKELOG_TOO_MANY)
        source->outcome = status;
}

/* Every line that was passed over before the first record was meant as a record too. */
static void report_unknown(const struct ikelog_import *import)
{
    static const char *const line = "?";
    struct ikelog_keysource *source = import->source;
    const char *expected = NULL;

    ikelog_keyrecord_add(line, "", import->keyring, &expected);
    for (unsigned i = 0; i < source->unknown_count; i++)
        ikelog_import_report(import, source->unknown[i], expected);
    source->unknown_count = 0;
}

/* What stands in front of the first line that was recognised belongs to the log as well. */
static void use_passed(const struct ikelog_import *import)
{
    struct ikelog_keysource *source = import->source;
    unsigned first = source->passed_count > MAX_PASSED ? source->passed_count - MAX_PASSED : 0;

    for (unsigned i = first; i < source->passed_count; i++) {
        const struct passed_line *passed = &source->passed[i % MAX_PASSED];

        ikelog_log_reader_line(source->log, import, passed->text, passed->number);
    }
    forget_passed(source);
}

static void recognise(const struct ikelog_import *import)
{
    struct ikelog_keysource *source = import->source;

    if (ikelog_keyrecord_recognise(source->line)) {
        forget_passed(source);
        source->mode = ikelog_keyrecord_is_stock_row(source->line) ? STOCK_ROWS : RECORDS;
        report_unknown(import);
        return;
    }
    source->log = ikelog_log_reader_new(source->line);
    if (!source->log)
        return;
    source->mode = LOG;
    source->unknown_count = 0;
    use_passed(import);
}

static void note_unknown(struct ikelog_keysource *source)
{
    struct passed_line *passed = &source->passed[source->passed_count++ % MAX_PASSED];

    if (passed->text)
        ikelog_wipe(passed->text, strlen(passed->text));
    g_free(passed->text);
    *passed = (struct passed_line){source->number, g_strdup(source->line)};
    if (!ikelog_keyrecord_is_blank(source->line) &&
        source->unknown_count < G_N_ELEMENTS(source->unknown))
        source->unknown[source->unknown_count++] = source->number;
}

static void use_line(const struct ikelog_import *import)
{
    struct ikelog_keysource *source = import->source;

    if (source->mode == LOG)
        ikelog_log_reader_line(source->log, import, source->line, source->number);
    else if (source->mode != UNDECIDED)
        use_record(import);
}

/* Editors put a byte order mark in front, Windows a carriage return at the end. */
static void trim_line(struct ikelog_keysource *source)
{
    static const char bom[] = "\xef\xbb\xbf";

    while (source->length > 0 && source->line[source->length - 1] == '\r')
        source->length--;
    source->line[source->length] = '\0';
    if (source->number == 1 && g_str_has_prefix(source->line, bom)) {
        source->length -= strlen(bom);
        memmove(source->line, source->line + strlen(bom), source->length + 1);
    }
}

static void end_line(const struct ikelog_import *import)
{
    struct ikelog_keysource *source = import->source;

    trim_line(source);
    if (source->mode == UNDECIDED)
        recognise(import);
    if (source->mode == UNDECIDED)
        note_unknown(source);
    use_line(import);
    source->length = 0;
    source->cut = false;
    source->has_nul = false;
    source->number++;
}

static void take(struct ikelog_keysource *source, const char *text, size_t length)
{
    size_t room = IKELOG_MAX_LINE - source->length, n = MIN(length, room);
    char *to = source->line + source->length;

    memcpy(to, text, n);
    for (char *nul = memchr(to, '\0', n); nul; nul = memchr(nul, '\0', (size_t)(to + n - nul))) {
        *nul = '?';
        source->has_nul = true;
    }
    source->length += n;
    source->cut = source->cut || n < length;
}

static void take_lines(const struct ikelog_import *import, const char *text, size_t length)
{
    while (length > 0) {
        const char *end = memchr(text, '\n', length);
        size_t n = end ? (size_t)(end - text) : length;

        take(import->source, text, n);
        if (!end)
            break;
        end_line(import);
        text += n + 1;
        length -= n + 1;
    }
}

enum ikelog_status ikelog_keysource_feed(struct ikelog_keysource *source, const char *text,
                                         size_t length, struct ikelog_keyring *keyring,
                                         const struct ikelog_complaints *complaints)
{
    const struct ikelog_import import = {source, keyring, complaints,
                                         ikelog_keyring_summarise(keyring, source->name)};
    GString *decoded;

    source->outcome = IKELOG_OK;
    if (source->decoder.encoding == IKELOG_ENCODING_OCTETS) {
        take_lines(&import, text, length);
        return source->outcome;
    }
    decoded = g_string_sized_new(2u * length + 2u); /* grows for none: no copy is left behind */
    ikelog_decoder_feed(&source->decoder, text, length, decoded);
    take_lines(&import, decoded->str, decoded->len);
    ikelog_wipe(decoded->str, decoded->len);
    g_string_free(decoded, TRUE);
    return source->outcome;
}

/* Once, at the first line that was not understood. */
static void report_nothing_known(const struct ikelog_import *import)
{
    const struct ikelog_keysource *source = import->source;

    if (source->unknown_count > 0)
        ikelog_import_report(import, source->unknown[0], expected_file);
    else if (!ikelog_keyrecord_is_blank(source->line))
        ikelog_import_report(import, source->number, expected_file);
}

enum ikelog_status ikelog_keysource_end(struct ikelog_keysource *source,
                                        struct ikelog_keyring *keyring,
                                        const struct ikelog_complaints *complaints)
{
    const struct ikelog_import import = {source, keyring, complaints,
                                         ikelog_keyring_summarise(keyring, source->name)};

    source->outcome = IKELOG_OK;
    trim_line(source);
    if (source->mode == UNDECIDED && source->length > 0)
        recognise(&import);
    if (source->mode == LOG)
        ikelog_log_reader_end(source->log, &import, source->length > 0 ? source->line : NULL,
                              source->number);
    else if (source->mode == UNDECIDED)
        report_nothing_known(&import);
    else if (source->length > 0)
        use_record(&import);
    if (import.summary && source->mode != UNDECIDED)
        ikelog_key_summary_recognised(import.summary, ikelog_keysource_format(source),
                                      source->log ? ikelog_log_reader_importer(source->log)->level
                                                  : NULL);
    return source->outcome;
}

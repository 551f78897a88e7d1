/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Key files and daemons' logs, line by line into a keyring. */
#include "crypto/keyfile.h"

#include "crypto/derive.h"
#include "crypto/hex.h"
#include "crypto/import.h"
#include "crypto/key_summary.h"
#include "crypto/keyrecord.h"
#include "crypto/text_encoding.h"

#include <glib.h>
#include <string.h>

static const struct ikelog_importer *const importers[] = {
    &ikelog_import_charon,   &ikelog_import_pluto,     &ikelog_import_racoon,
    &ikelog_import_mikrotik, &ikelog_import_fortigate, &ikelog_import_vpnc,
};

static const char expected_file[] =
    "expected key records, rows of ikev1_decryption_table, or the debug log of strongSwan, pluto, "
    "racoon, MikroTik, FortiGate or vpnc; nothing of these was recognised";
static const char expected_short_line[] = "expected a line of at most 16384 octets";
static const char expected_text[] = "expected text; the line has an octet of value 0 in it";

#define INDENT     3   /* blanks behind a dress that a copy cut off its words */
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
    const struct ikelog_importer *importer; /* in mode LOG */
    void *state;                            /* of the importer */
    char line[IKELOG_MAX_LINE + 1];
    size_t length;                         /* octets in `line`, not yet ended by a line end */
    bool cut;                              /* the line is longer than that */
    bool has_nul;                          /* there was a NUL in it, replaced */
    unsigned number;                       /* of the line in `line`, from 1 */
    char held[IKELOG_MAX_LINE + 1];        /* a line of a log that may be joined with the next */
    unsigned held_number;                  /* of it; 0: none */
    unsigned escape_cut;                   /* octets of "#012" at the end of the last line */
    bool numbered;                         /* grep wrote a number in front of every line */
    const char *raw;                       /* the line of the file that is being taken apart */
    unsigned reading;                      /* number of the line that the importer looks at */
    struct passed_line passed[MAX_PASSED]; /* the last ones, a ring */
    unsigned passed_count;
    unsigned unknown[IKELOG_MAX_COMPLAINTS]; /* lines that were not understood while UNDECIDED */
    unsigned unknown_count;
    unsigned complaints;
    unsigned
        told_line; /* last line that was complained about: each is looked at again as it grows */
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
    if (source->state)
        ikelog_wipe(source->state, source->importer->state_size);
    g_free(source->state);
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
        return source->importer->format;
    default:
        return "nothing known";
    }
}

unsigned ikelog_import_line_number(const struct ikelog_import *import)
{
    return import->source->reading;
}

void ikelog_import_tell(const struct ikelog_import *import, unsigned line, const char *message)
{
    struct ikelog_keysource *source = import->source;

    if (line <= source->told_line || source->complaints >= IKELOG_MAX_COMPLAINTS)
        return;
    source->told_line = line;
    source->complaints++;
    if (import->complaints && import->complaints->tell)
        import->complaints->tell(import->complaints->context, source->name, line, message);
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
    ikelog_import_tell(import, line,
                       status == IKELOG_TOO_MANY   ? ikelog_keyring_full
                       : status == IKELOG_TOO_LONG ? ikelog_secret_too_long
                                                   : ikelog_status_text(status));
}

void ikelog_import_add_lone(const struct ikelog_import *import, struct ikelog_secret *secret,
                            unsigned line)
{
    secret->lone = true;
    memset(secret->cky_i, 0, sizeof secret->cky_i);
    ikelog_import_add(import, secret, line);
}

void ikelog_import_add_waiting(const struct ikelog_import *import,
                               struct ikelog_waiting_key keys[2], uint32_t spi)
{
    for (unsigned i = 0; i < 2; i++) {
        struct ikelog_secret secret = {
            .kind = i == 0 ? IKELOG_SECRET_ESP_ENC : IKELOG_SECRET_ESP_AUTH,
            .spi = spi,
            .value = {keys[i].value, keys[i].length},
        };

        if (keys[i].length > 0)
            ikelog_import_add(import, &secret, keys[i].line);
        ikelog_wipe(&keys[i], sizeof keys[i]);
    }
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
        ikelog_import_tell(import, source->number,
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
    ikelog_import_tell(import, source->number, expected);
    if (status == IKELOG_TOO_MANY)
        source->outcome = status;
}

static const struct ikelog_importer *importer_for(const char *line)
{
    char *text = g_strdup(line);
    struct ikelog_log_line words = {.raw = line, .numbered = ikelog_log_is_numbered(line)};
    const struct ikelog_importer *found = NULL;

    ikelog_log_unescape(text);
    ikelog_log_undress(text, &words);
    for (size_t i = 0; i < G_N_ELEMENTS(importers) && !found; i++)
        if (importers[i]->recognise(&words))
            found = importers[i];
    ikelog_wipe(text, strlen(text));
    g_free(text);
    return found;
}

/* Give the importer the line that is held, without its dress. */
static void flush_held(const struct ikelog_import *import, void *state)
{
    struct ikelog_keysource *source = import->source;
    char *text = source->held_number ? g_strdup(source->held) : NULL;
    size_t length = text ? strlen(text) : 0;
    struct ikelog_log_line words = {.numbered = source->numbered};

    if (!text)
        return;
    words.raw = source->importer->joins ? source->held : source->raw;
    ikelog_log_undress(text, &words);
    source->reading = source->held_number;
    source->held_number = 0;
    source->importer->line(state, &words, import);
    ikelog_wipe(text, length);
    g_free(text);
}

/* A break behind an octet may have cost the blank that stood there. */
static bool breaks_octets(const char *before, const char *after)
{
    size_t length = strlen(before), digits = ikelog_hex_span(after, strlen(after));

    return length > 2 && before[length - 3] == ' ' &&
           ikelog_hex_span(before + length - 2, 2) == 2 && (digits == 0 || digits == 2);
}

/* Append `text` to the line that is held when that goes on with it. */
static bool join_held(struct ikelog_keysource *source, const char *text)
{
    struct ikelog_log_line before = {.numbered = source->numbered}, after = before;
    char *first, *second;
    bool joins;

    if (!source->held_number || !source->importer->joins)
        return false;
    first = g_strdup(source->held);
    second = g_strdup(text);
    ikelog_log_undress(first, &before);
    ikelog_log_undress(second, &after);
    joins = after.text[0] && source->importer->joins(&before, &after);
    if (joins) {
        size_t have = strlen(source->held), room = sizeof source->held - have;
        int blanks = before.text[0] == '\0' ? INDENT : breaks_octets(source->held, after.text);

        g_snprintf(source->held + have, room, "%*s%s", MAX(blanks, (int)after.indent), "",
                   after.text);
    }
    g_free(first);
    g_free(second);
    return joins;
}

/* One line of a log; `number` says where it stands. */
static void hold_line(const struct ikelog_import *import, void *state, const char *text,
                      unsigned number)
{
    struct ikelog_keysource *source = import->source;

    if (join_held(source, text))
        return;
    flush_held(import, state);
    g_strlcpy(source->held, text, sizeof source->held);
    source->held_number = number;
    if (!source->importer->joins)
        flush_held(import, state);
}

/* A copy may break even the "#012" that syslog wrote: what is behind the rest of it in `text`. */
static char *behind_broken_escape(struct ikelog_keysource *source, char *text)
{
    static const char escape[] = "#012";
    unsigned cut = source->escape_cut;
    size_t length;

    source->escape_cut = 0;
    if (cut && g_str_has_prefix(text, escape + cut))
        text += strlen(escape + cut);
    length = strlen(text);
    for (unsigned n = 3; n > 0; n--)
        if (length >= n && strncmp(text + length - n, escape, n) == 0) {
            source->escape_cut = n;
            text[length - n] = '\0';
            break;
        }
    return text;
}

/* A line of the file, which syslog may have made of several lines of the log. */
static void use_log_line(const struct ikelog_import *import, void *state, const char *line,
                         unsigned number)
{
    char *text = g_strdup(line);
    size_t length = strlen(text);
    char *rest;

    import->source->raw = line;
    ikelog_log_unescape(text);
    for (char *part = behind_broken_escape(import->source, text); part; part = rest) {
        rest = ikelog_log_split(part);
        hold_line(import, state, part, number);
    }
    ikelog_wipe(text, length);
    g_free(text);
}

/* Every line that was passed over before the first record was meant as a record too. */
static void tell_unknown(const struct ikelog_import *import)
{
    static const char *const line = "?";
    struct ikelog_keysource *source = import->source;
    const char *expected = NULL;

    ikelog_keyrecord_add(line, "", import->keyring, &expected);
    for (unsigned i = 0; i < source->unknown_count; i++)
        ikelog_import_tell(import, source->unknown[i], expected);
    source->unknown_count = 0;
}

/* What stands in front of the first line that was recognised belongs to the log as well. */
static void use_passed(const struct ikelog_import *import)
{
    struct ikelog_keysource *source = import->source;
    unsigned first = source->passed_count > MAX_PASSED ? source->passed_count - MAX_PASSED : 0;

    for (unsigned i = first; i < source->passed_count; i++) {
        const struct passed_line *passed = &source->passed[i % MAX_PASSED];

        use_log_line(import, source->state, passed->text, passed->number);
    }
    forget_passed(source);
}

static void recognise(const struct ikelog_import *import)
{
    struct ikelog_keysource *source = import->source;

    if (ikelog_keyrecord_recognise(source->line)) {
        forget_passed(source);
        source->mode = ikelog_keyrecord_is_stock_row(source->line) ? STOCK_ROWS : RECORDS;
        tell_unknown(import);
        return;
    }
    source->importer = importer_for(source->line);
    if (!source->importer)
        return;
    source->mode = LOG;
    source->numbered = ikelog_log_is_numbered(source->line);
    source->state = g_malloc0(MAX(source->importer->state_size, 1));
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

/* `state` is the importer's own, or a copy of it. */
static void use_line(const struct ikelog_import *import, void *state)
{
    struct ikelog_keysource *source = import->source;

    if (source->mode == LOG && source->importer)
        use_log_line(import, state, source->line, source->number);
    else if (source->mode != UNDECIDED)
        use_record(import);
}

/* Editors put a byte order mark in front, Windows a carriage return behind. */
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
    use_line(import, source->state);
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

/* What a log's unfinished line gives is tried out on a copy: the line may still grow. */
static void end_log(const struct ikelog_import *import)
{
    struct ikelog_keysource *source = import->source;
    size_t size = source->importer->state_size;
    unsigned held_number = source->held_number, escape_cut = source->escape_cut;
    char *held = g_strdup(source->held);
    void *copy = g_malloc(MAX(size, 1));

    memcpy(copy, source->state, size);
    if (source->length > 0)
        use_line(import, copy);
    flush_held(import, copy);
    if (source->importer->finish)
        source->importer->finish(copy, import);
    source->held_number = held_number;
    source->escape_cut = escape_cut;
    g_strlcpy(source->held, held, sizeof source->held);
    ikelog_wipe(held, strlen(held));
    g_free(held);
    ikelog_wipe(copy, size);
    g_free(copy);
}

/* Once, at the first line that was not understood. */
static void tell_nothing_known(const struct ikelog_import *import)
{
    const struct ikelog_keysource *source = import->source;

    if (source->unknown_count > 0)
        ikelog_import_tell(import, source->unknown[0], expected_file);
    else if (!ikelog_keyrecord_is_blank(source->line))
        ikelog_import_tell(import, source->number, expected_file);
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
        end_log(&import);
    else if (source->mode == UNDECIDED)
        tell_nothing_known(&import);
    else if (source->length > 0)
        use_record(&import);
    if (import.summary && source->mode != UNDECIDED)
        ikelog_key_summary_recognised(import.summary, ikelog_keysource_format(source),
                                      source->importer ? source->importer->level : NULL);
    return source->outcome;
}

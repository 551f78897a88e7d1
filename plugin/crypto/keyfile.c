/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Key files and daemons' logs, line by line into a keyring. */
#include "crypto/keyfile.h"

#include "crypto/derive.h"
#include "crypto/import.h"
#include "crypto/keyrecord.h"

#include <glib.h>
#include <string.h>

static const struct ikelog_importer *const importers[] = {
#define X(name, product, where) &ikelog_import_##name,
    IKELOG_IMPORT_ROWS(X)
#undef X
};

static const char expected_file[] =
    "expected key records, rows of ikev1_decryption_table, or the debug log "
    "of " IKELOG_IMPORT_PRODUCTS "at a level that shows keys; nothing of these was recognised";
static const char expected_short_line[] = "expected a line of at most 16384 octets";
static const char expected_text[] = "expected text; the line has an octet of value 0 in it";

enum mode { UNDECIDED, RECORDS, STOCK_ROWS, LOG };

struct ikelog_keysource {
    char *name;
    enum mode mode;
    const struct ikelog_importer *importer; /* in mode LOG */
    void *state;                            /* of the importer */
    char line[IKELOG_MAX_LINE + 1];
    size_t length;                           /* octets in `line`, not yet ended by a line end */
    bool cut;                                /* the line is longer than that */
    bool has_nul;                            /* there was a NUL in it, replaced */
    unsigned number;                         /* of the line in `line`, from 1 */
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

void ikelog_keysource_free(struct ikelog_keysource *source)
{
    if (!source)
        return;
    if (source->state)
        ikelog_wipe(source->state, source->importer->state_size);
    g_free(source->state);
    g_free(source->name);
    ikelog_wipe(source->line, sizeof source->line);
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
    return import->source->number;
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
    enum ikelog_status status;

    secret->origin = origin;
    status = ikelog_keyring_add(import->keyring, secret);
    secret->origin = NULL;
    g_free(origin);
    if (status == IKELOG_OK)
        return;
    if (status == IKELOG_TOO_MANY)
        import->source->outcome = status;
    ikelog_import_tell(
        import, line, status == IKELOG_TOO_MANY ? ikelog_keyring_full : ikelog_status_text(status));
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
    if (status == IKELOG_OK)
        return;
    ikelog_import_tell(import, source->number, expected);
    if (status == IKELOG_TOO_MANY)
        source->outcome = status;
}

static const struct ikelog_importer *importer_for(const char *line)
{
    for (size_t i = 0; i < G_N_ELEMENTS(importers); i++)
        if (importers[i]->recognise(line))
            return importers[i];
    return NULL;
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

static void recognise(const struct ikelog_import *import)
{
    struct ikelog_keysource *source = import->source;

    if (ikelog_keyrecord_recognise(source->line)) {
        source->mode = ikelog_keyrecord_is_stock_row(source->line) ? STOCK_ROWS : RECORDS;
        tell_unknown(import);
        return;
    }
    source->importer = importer_for(source->line);
    if (source->importer) {
        source->mode = LOG;
        source->state = g_malloc0(MAX(source->importer->state_size, 1));
        source->unknown_count = 0;
    }
}

static void note_unknown(struct ikelog_keysource *source)
{
    if (!ikelog_keyrecord_is_blank(source->line) &&
        source->unknown_count < G_N_ELEMENTS(source->unknown))
        source->unknown[source->unknown_count++] = source->number;
}

/* `state` is the importer's own, or a copy of it. */
static void use_line(const struct ikelog_import *import, void *state)
{
    struct ikelog_keysource *source = import->source;

    if (source->mode == LOG && source->importer)
        source->importer->line(state, source->line, import);
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

enum ikelog_status ikelog_keysource_feed(struct ikelog_keysource *source, const char *text,
                                         size_t length, struct ikelog_keyring *keyring,
                                         const struct ikelog_complaints *complaints)
{
    const struct ikelog_import import = {source, keyring, complaints};

    source->outcome = IKELOG_OK;
    while (length > 0) {
        const char *end = memchr(text, '\n', length);
        size_t n = end ? (size_t)(end - text) : length;

        take(source, text, n);
        if (!end)
            break;
        end_line(&import);
        text += n + 1;
        length -= n + 1;
    }
    return source->outcome;
}

/* What a log's unfinished line gives is tried out on a copy: the line may still grow. */
static void end_log(const struct ikelog_import *import)
{
    struct ikelog_keysource *source = import->source;
    size_t size = source->importer ? source->importer->state_size : 0;
    void *copy;

    if (!source->importer)
        return;
    copy = g_malloc(MAX(size, 1));
    memcpy(copy, source->state, size);
    if (source->length > 0)
        use_line(import, copy);
    if (source->importer->finish)
        source->importer->finish(copy, import);
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
    const struct ikelog_import import = {source, keyring, complaints};

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
    return source->outcome;
}

/* SPDX-License-Identifier: GPL-2.0-or-later */
/* For tests of key sources: read a text, keep what it gave and what was complained about. */
#ifndef TESTS_UNIT_READING_H
#define TESTS_UNIT_READING_H

#include "capture_file.h"

#include "crypto/keyfile.h"
#include "crypto/keyrecord.h"

#include <glib.h>
#include <string.h>

/* One key source that was read to its end. */
struct reading {
    struct ikelog_keyring *keyring;
    struct ikelog_keysource *source;
    GPtrArray *complaints; /* "line: message" */
    enum ikelog_status status;
};

static inline void reading_note(void *context, const char *file, unsigned line, const char *message)
{
    struct reading *reading = context;

    g_assert_cmpstr(file, ==, "file");
    g_ptr_array_add(reading->complaints, g_strdup_printf("%u: %s", line, message));
}

static inline struct reading *reading_new(void)
{
    struct reading *reading = g_new0(struct reading, 1);

    reading->keyring = ikelog_keyring_new();
    reading->source = ikelog_keysource_new("file");
    reading->complaints = g_ptr_array_new_with_free_func(g_free);
    return reading;
}

static inline void reading_feed(struct reading *reading, const char *text, size_t length)
{
    const struct ikelog_complaints complaints = {reading_note, reading};
    enum ikelog_status status =
        ikelog_keysource_feed(reading->source, text, length, reading->keyring, &complaints);

    if (reading->status == IKELOG_OK)
        reading->status = status;
}

static inline void reading_end(struct reading *reading)
{
    const struct ikelog_complaints complaints = {reading_note, reading};
    enum ikelog_status status =
        ikelog_keysource_end(reading->source, reading->keyring, &complaints);

    if (reading->status == IKELOG_OK)
        reading->status = status;
}

/* Feed `text` in pieces of `step` octets and end it. */
static inline struct reading *reading_of(const char *text, size_t length, size_t step)
{
    struct reading *reading = reading_new();

    for (size_t at = 0; at < length; at += step)
        reading_feed(reading, text + at, MIN(step, length - at));
    reading_end(reading);
    return reading;
}

static inline struct reading *reading_of_text(const char *text)
{
    return reading_of(text, strlen(text), 4096);
}

static inline void reading_free(struct reading *reading)
{
    ikelog_keysource_free(reading->source);
    ikelog_keyring_free(reading->keyring);
    g_ptr_array_free(reading->complaints, TRUE);
    g_free(reading);
}

/* The n-th complaint; fails when there is none. */
static inline const char *reading_complaint(const struct reading *reading, guint n)
{
    g_assert_cmpuint(n, <, reading->complaints->len);
    return g_ptr_array_index(reading->complaints, n);
}

/* Fails unless the n-th complaint is about `line` and says `words`. */
static inline void assert_complaint(const struct reading *reading, guint n, unsigned line,
                                    const char *words)
{
    const char *complaint = reading_complaint(reading, n);

    g_assert_cmpuint(g_ascii_strtoull(complaint, NULL, 10), ==, line);
    if (!strstr(complaint, words))
        g_error("\"%s\" does not say \"%s\"", complaint, words);
}

/* The records of a keyring as a set of texts. */
static inline GHashTable *records_of(const struct ikelog_keyring *keyring)
{
    GHashTable *records = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
    const struct ikelog_secret *secret;

    for (size_t i = 0; (secret = ikelog_keyring_nth(keyring, i)) != NULL; i++)
        g_hash_table_add(records, ikelog_keyrecord_text(secret));
    return records;
}

static inline bool has_record(const struct ikelog_keyring *keyring, const char *record)
{
    GHashTable *records = records_of(keyring);
    bool found = g_hash_table_contains(records, record);

    g_hash_table_destroy(records);
    return found;
}

/* Fails unless all records of `part` whose kind is in the set `kinds` are in `whole`. */
static inline void assert_records_within(const struct ikelog_keyring *part,
                                         const struct ikelog_keyring *whole, unsigned kinds)
{
    GHashTable *records = records_of(whole);
    const struct ikelog_secret *secret;

    for (size_t i = 0; (secret = ikelog_keyring_nth(part, i)) != NULL; i++) {
        char *text = ikelog_keyrecord_text(secret);

        if ((kinds & 1u << secret->kind) && !g_hash_table_contains(records, text))
            g_error("%s (from %s) is missing", text, secret->origin);
        g_free(text);
    }
    g_hash_table_destroy(records);
}

/* A file of test-captures/, which must be there. */
static inline char *read_capture_file(const char *name, gsize *length)
{
    char *path = capture_path(name), *text;
    GError *error = NULL;

    g_file_get_contents(path, &text, length, &error);
    g_assert_no_error(error);
    g_free(path);
    return text;
}

static inline struct reading *reading_of_file(const char *name)
{
    gsize length;
    char *text = read_capture_file(name, &length);
    struct reading *reading = reading_of(text, length, 65536);

    g_free(text);
    return reading;
}

/* The rows of a capture's .esp file (SPI source destination cipher-key integrity-key) as records.
 */
static inline struct reading *reading_of_esp_file(const char *name)
{
    char *text = read_capture_file(name, NULL), **lines = g_strsplit(text, "\n", -1);
    GString *records = g_string_new(NULL);
    struct reading *reading;

    for (char **line = lines; *line; line++) {
        char **fields = g_strsplit(*line, " ", -1);

        if (**line != '#' && g_strv_length(fields) == 5) {
            g_string_append_printf(records, "ESP_ENC %s %s\n", fields[0], fields[3]);
            if (strcmp(fields[4], "-") != 0)
                g_string_append_printf(records, "ESP_AUTH %s %s\n", fields[0], fields[4]);
        }
        g_strfreev(fields);
    }
    g_strfreev(lines);
    g_free(text);
    reading = reading_of_text(records->str);
    g_string_free(records, TRUE);
    return reading;
}

#define KIND(name)      (1u << IKELOG_SECRET_##name)
#define KINDS_OF_PHASE1 (KIND(KA) | KIND(SKEYID) | KIND(SKEYID_D) | KIND(SKEYID_A) | KIND(SKEYID_E))
#define KINDS_OF_ESP    (KIND(ESP_ENC) | KIND(ESP_AUTH))

/*
 * A daemon's log gives what the lab wrote down of the same run: NAME.keys and NAME.esp. `kinds` are
 * those that this daemon logs.
 */
static inline void assert_log_gives_keys(const char *log, const char *name, const char *format,
                                         unsigned kinds)
{
    char *keys_name = g_strconcat(name, ".keys", NULL), *esp_name = g_strconcat(name, ".esp", NULL);
    struct reading *given = reading_of_file(log), *keys = reading_of_file(keys_name);
    struct reading *esp = reading_of_esp_file(esp_name);

    g_assert_cmpstr(ikelog_keysource_format(given->source), ==, format);
    g_assert_cmpstr(ikelog_keysource_format(keys->source), ==, "key records");
    g_assert_cmpuint(ikelog_keyring_count(esp->keyring), >=, 4);
    assert_records_within(keys->keyring, given->keyring, kinds);
    assert_records_within(given->keyring, keys->keyring, ~(KIND(PSK) | KINDS_OF_ESP));
    assert_records_within(esp->keyring, given->keyring, KINDS_OF_ESP);
    assert_records_within(given->keyring, esp->keyring, KINDS_OF_ESP);
    reading_free(given);
    reading_free(keys);
    reading_free(esp);
    g_free(keys_name);
    g_free(esp_name);
}

#endif

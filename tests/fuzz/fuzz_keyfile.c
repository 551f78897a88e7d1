/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Fuzzes key files and daemons' logs, read in pieces as they grow. */
#include "watcher.h"

#include "crypto/keyfile.h"
#include "crypto/keyrecord.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void tell(void *context, const char *file, unsigned line, const char *message)
{
    unsigned *count = context;

    (void)line;
    g_assert_cmpuint(++*count, <=, IKELOG_MAX_COMPLAINTS);
    g_assert_cmpstr(file, ==, "fuzz");
    watch_text(message);
}

/* What was read is written as records and must be the same when read again. */
static void check_records(const struct ikelog_keyring *keyring)
{
    struct ikelog_keyring *again = ikelog_keyring_new();
    const struct ikelog_secret *secret;
    const char *expected;

    for (size_t i = 0; (secret = ikelog_keyring_nth(keyring, i)) != NULL; i++) {
        char *record = ikelog_keyrecord_text(secret);

        watch_text(record);
        g_assert_cmpint(ikelog_keyrecord_add(record, "again", again, &expected), ==, IKELOG_OK);
        g_free(record);
    }
    g_assert_cmpuint(ikelog_keyring_count(again), ==, ikelog_keyring_count(keyring));
    ikelog_keyring_free(again);
}

/* Reading to an end tries out a copy of what an importer knows, 300 kB of it: not too often. */
#define MOST_PIECES 4u

/* step(1): octets of a piece, 0 for all at once; then the file. */
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct ikelog_keyring *keyring = ikelog_keyring_new();
    struct ikelog_keysource *source = ikelog_keysource_new("fuzz");
    unsigned told = 0;
    const struct ikelog_complaints complaints = {tell, &told};
    size_t step = size > 1 && data[0] ? MAX(data[0] * 16u, size / MOST_PIECES) : size;

    for (size_t at = 1; at < size; at += step) {
        ikelog_keysource_feed(source, (const char *)data + at, MIN(step, size - at), keyring,
                              &complaints);
        if (step < size)
            ikelog_keysource_end(source, keyring, &complaints);
    }
    ikelog_keysource_end(source, keyring, &complaints);
    g_assert_nonnull(ikelog_keysource_format(source));
    check_records(keyring);
    ikelog_keysource_free(source);
    ikelog_keyring_free(keyring);
    return 0;
}

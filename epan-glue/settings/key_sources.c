/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Reads keys from the key file, the tables, packet comments and secrets blocks. */

#include "settings/key_sources.h"

#include "settings/prefs.h"
#include "settings/user_tables.h"
#include "settings/warn_once.h"

#include "wire/regular_file.h"

#include <epan/epan.h>
#include <epan/frame_data.h>
#include <epan/uat-int.h>
#include <wiretap/wtap.h>
#include <wiretap/wtap_opttypes.h>
#include <wsutil/filesystem.h>

#if IKELOG_HAVE_SECRETS
#include <epan/secrets.h>
#endif

#define SECRETS_TYPE  0x494b4531u /* "IKE1" */
#define COMMENT_MARK  "ikelog-keys:"

#define LOOK_AGAIN_US G_USEC_PER_SEC

/* A capture is not trusted: it opens no more dialogs and leaves no more behind than this. */
#define MAX_WARNED       8u        /* texts whose faults are reported */
#define MAX_BLOCKS       256u      /* secrets blocks that are read */
#define MAX_BLOCK_OCTETS 16777216u /* of them together */

/* A row of the stock table ikev1_decryption_table, the same in Wireshark 4.0 to 4.6. */
struct stock_row {
    uint8_t *cookie;
    unsigned cookie_length;
    uint8_t *key;
    unsigned key_length;
};

static struct ikelog_keyring *keyring;
static struct ikelog_keysource *file_source;
static FILE *file;
static int64_t looked_us;   /* when the file was looked at last */
static GPtrArray *blocks;   /* GBytes: secrets blocks of the open file */
static unsigned warned;     /* texts of this capture whose faults were reported */
static uint32_t read_frame; /* the latest whose comments were read: several ask for it */

/* One dialog for all that is wrong in a source. */
struct gathered {
    GString *text;
};

static void gather(void *context, const char *name, unsigned line, const char *message)
{
    struct gathered *gathered = context;

    if (line)
        g_string_append_printf(gathered->text, "\n%s, line %u: %s", name, line, message);
    else
        g_string_append_printf(gathered->text, "\n%s: %s", name, message);
}

static void warn_gathered(const struct gathered *gathered)
{
    if (gathered->text->len)
        ikelog_warn_once("IKE Log could not use all keys.%s", gathered->text->str);
}

const struct ikelog_keyring *ikelog_keys(void)
{
    if (!keyring)
        keyring = ikelog_keyring_new();
    return keyring;
}

static void close_file(void)
{
    if (file)
        fclose(file);
    file = NULL;
    ikelog_keysource_free(file_source);
    file_source = NULL;
}

static bool open_file(const char *path)
{
    char *name, *why;

    file = ikelog_regular_file_open(path, &why);
    if (!file) {
        ikelog_warn_once("IKE Log cannot read the key file \"%s\": %s.", path, why);
        g_free(why);
        return false;
    }
    name = g_path_get_basename(path);
    file_source = ikelog_keysource_new(name);
    g_free(name);
    return true;
}

/* The file may be written to meanwhile: the end reached now is not the end for good. */
static void read_file(bool whole)
{
    struct gathered gathered = {g_string_new(NULL)};
    const struct ikelog_complaints complaints = {gather, &gathered};
    char text[16384];
    size_t length, total = 0;

    while ((length = fread(text, 1, sizeof text, file)) > 0) {
        ikelog_keysource_feed(file_source, text, length, keyring, &complaints);
        total += length;
    }
    clearerr(file);
    if (whole || total)
        ikelog_keysource_end(file_source, keyring, &complaints);
    if (total) /* mostly nothing is new */
        ikelog_wipe(text, sizeof text);
    warn_gathered(&gathered);
    g_string_free(gathered.text, TRUE);
}

static void follow_file(const char *path)
{
    bool whole = false;

    if (file && file_needs_reopen(fileno(file), path))
        close_file();
    if (!file) {
        if (!open_file(path))
            return;
        whole = true;
    }
    read_file(whole);
}

bool ikelog_keys_refresh(void)
{
    const char *path = ikelog_prefs()->keylog_file;
    unsigned generation = ikelog_keyring_generation(ikelog_keys());

    if (!path || !*path)
        return false;
    looked_us = g_get_monotonic_time();
    follow_file(path);
    return ikelog_keyring_generation(keyring) != generation;
}

void ikelog_keys_refresh_by_clock(void)
{
    if (g_get_monotonic_time() - looked_us >= LOOK_AGAIN_US)
        ikelog_keys_refresh();
}

static const uat_t *stock_table(void)
{
    const uat_t *table = uat_get_table_by_name("IKEv1 Decryption Table");

    return table && table->record_size == sizeof(struct stock_row) ? table : NULL;
}

static void load_stock_table(void)
{
    const uat_t *table = stock_table();
    const struct stock_row *rows = table ? *(struct stock_row **)table->user_ptr : NULL;

    for (unsigned i = 0; table && i < *table->nrows_p; i++) {
        struct ikelog_secret secret = {.kind = IKELOG_SECRET_KA,
                                       .origin = "ikev1_decryption_table"};

        if (rows[i].cookie_length != IKELOG_COOKIE_LEN || !rows[i].key_length)
            continue;
        memcpy(secret.cky_i, rows[i].cookie, IKELOG_COOKIE_LEN);
        secret.value.data = rows[i].key;
        secret.value.length = rows[i].key_length;
        ikelog_keyring_add(keyring, &secret);
    }
}

static void load_tables(void)
{
    struct gathered gathered = {g_string_new(NULL)};
    const struct ikelog_complaints complaints = {gather, &gathered};

    ikelog_tables_add_keys(keyring, &complaints);
    warn_gathered(&gathered);
    g_string_free(gathered.text, TRUE);
    load_stock_table();
}

/* A whole text that came with the capture. */
static void load_text(const char *name, const char *text, size_t length)
{
    struct gathered gathered = {g_string_new(NULL)};
    const struct ikelog_complaints complaints = {gather, &gathered};
    struct ikelog_keysource *source = ikelog_keysource_new(name);

    ikelog_keysource_feed(source, text, length, keyring, &complaints);
    ikelog_keysource_end(source, keyring, &complaints);
    ikelog_keysource_free(source);
    if (gathered.text->len && warned++ < MAX_WARNED)
        warn_gathered(&gathered);
    g_string_free(gathered.text, TRUE);
}

static void load_blocks(void)
{
    for (unsigned i = 0; blocks && i < blocks->len; i++) {
        gsize length;
        const char *text = g_bytes_get_data(g_ptr_array_index(blocks, i), &length);

        load_text("secrets block", text, length);
    }
}

void ikelog_keys_forget(void)
{
    close_file();
    if (keyring)
        ikelog_keyring_clear(keyring);
    warned = 0;
    read_frame = 0;
}

void ikelog_keys_load(void)
{
    ikelog_keys();
    ikelog_keys_forget();
    load_tables();
    load_blocks();
    ikelog_keys_refresh();
}

static wtap_block_t block_of(packet_info *pinfo)
{
    if (pinfo->fd->has_modified_block)
        return epan_get_modified_block(pinfo->epan, pinfo->fd);
    return pinfo->rec ? pinfo->rec->block : NULL;
}

/* Whether somebody put a daemon's log with keys in it there. Other comments are nobody's business:
 * nothing is said about them. */
static bool is_log(const char *comment)
{
    struct ikelog_keyring *found = ikelog_keyring_new();
    struct ikelog_keysource *source = ikelog_keysource_new("comment");
    bool log;

    ikelog_keysource_feed(source, comment, strlen(comment), found, NULL);
    ikelog_keysource_end(source, found, NULL);
    log = g_str_has_suffix(ikelog_keysource_format(source), " log") &&
          (ikelog_keyring_count(found) > 0 || ikelog_keyring_nth_lone(found, 0));
    ikelog_keysource_free(source);
    ikelog_keyring_free(found);
    return log;
}

void ikelog_keys_read_comments(packet_info *pinfo)
{
    wtap_block_t block = block_of(pinfo);
    char *comment;

    if (pinfo->num == read_frame)
        return;
    read_frame = pinfo->num;
    for (unsigned i = 0; block && wtap_block_get_nth_string_option_value(
                                      block, OPT_COMMENT, i, &comment) == WTAP_OPTTYPE_SUCCESS;
         i++) {
        const char *text = comment;
        char *name;

        if (g_str_has_prefix(comment, COMMENT_MARK)) {
            text += strlen(COMMENT_MARK);
            text += strspn(text, " \t\r");
            text += *text == '\n';
        } else if (!is_log(comment)) {
            continue;
        }
        name = g_strdup_printf("comment of frame %u", pinfo->num);
        load_text(name, text, strlen(text));
        g_free(name);
    }
}

#if IKELOG_HAVE_SECRETS
static size_t octets_of_blocks(void)
{
    size_t octets = 0;

    for (unsigned i = 0; i < blocks->len; i++)
        octets += g_bytes_get_size(g_ptr_array_index(blocks, i));
    return octets;
}

static bool has_room(unsigned length)
{
    if (blocks->len < MAX_BLOCKS && length <= MAX_BLOCK_OCTETS - octets_of_blocks())
        return true;
    ikelog_warn_once("IKE Log has read many secrets blocks; it leaves out further ones.");
    return false;
}

/* May be called before or after the capture's state is set up, and again for the same block. */
static void take_block(const void *secrets, unsigned length)
{
    GBytes *block = g_bytes_new(secrets, length);

    if (!blocks)
        blocks = g_ptr_array_new_with_free_func((GDestroyNotify)g_bytes_unref);
    if (g_ptr_array_find_with_equal_func(blocks, block, g_bytes_equal, NULL) || !has_room(length)) {
        g_bytes_unref(block);
        return;
    }
    g_ptr_array_add(blocks, block);
    ikelog_keys();
    load_text("secrets block", secrets, length);
}

/* Those of a capture open none of the next; when one is read again they are given again. */
static void forget_blocks(void)
{
    if (blocks)
        g_ptr_array_set_size(blocks, 0);
}
#endif

static void free_all(void)
{
    ikelog_keyring_free(keyring);
    keyring = NULL;
    if (blocks)
        g_ptr_array_unref(blocks);
    blocks = NULL;
}

void ikelog_keys_register(void)
{
    register_shutdown_routine(free_all);
#if IKELOG_HAVE_SECRETS
    secrets_register_type(SECRETS_TYPE, take_block);
    register_cleanup_routine(forget_blocks);
#endif
}

/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Registers the preferences and turns those about whose log it is into a policy. */

#include "settings/prefs.h"

#include "settings/dialect_choice.h"
#include "settings/user_tables.h"
#include "settings/warn_once.h"

#include "crypto/import_rows.h"

#include <epan/prefs.h>

#define DEFAULT_CONNECTION "Other Connections"

static struct ikelog_prefs prefs_now = {.takeover = true, .keylog_file = "", .local = ""};
static const char *default_connection = DEFAULT_CONNECTION;
static char *connection_copy;
static struct ikelog_policy policy = {.default_connection = DEFAULT_CONNECTION};

static const enum_val_t stock_tree_values[] = {
    {"auto", "When somebody looks at it", IKELOG_STOCK_AUTO},
    {"always", "Always", IKELOG_STOCK_ALWAYS},
    {"never", "Never", IKELOG_STOCK_NEVER},
    {NULL, NULL, 0},
};

static const enum_val_t perspective_values[] = {
    {"initiator", "Initiator", IKELOG_INITIATOR},
    {"responder", "Responder", IKELOG_RESPONDER},
    {NULL, NULL, 0},
};

static const enum_val_t info_values[] = {
    {"log", "The line of the log", IKELOG_INFO_LOG},
    {"summary", "Exchange and payloads", IKELOG_INFO_SUMMARY},
    {"description", "What the message is", IKELOG_INFO_DESCRIPTION},
    {NULL, NULL, 0},
};

static void register_keys(module_t *module)
{
    prefs_register_filename_preference(
        module, "keylog_file", "Key file",
        "A file with secrets that open encrypted messages: records such as "
        "\"KA <initiator cookie> <key>\" or \"PSK <address> <hex or \"text\">\", one a line, or "
        "the debug log of " IKELOG_IMPORT_PRODUCTS "at a level that shows keys. It is read "
        "again while you capture.",
        &prefs_now.keylog_file, FALSE);
    prefs_register_uat_preference(module, "keys", "Keys",
                                  "The same records, typed in here instead of in a file.",
                                  ikelog_table_keys());
    prefs_register_bool_preference(
        module, "show_keys", "Show keys in the packet details",
        "Shows the keys that were given or derived. Mind who looks over your shoulder, and who "
        "gets what you print or export.",
        &prefs_now.show_keys);
    prefs_register_bool_preference(
        module, "decrypt_esp", "Decrypt ESP",
        "Hands the keys of IPsec SAs, derived or given, to the ESP dissector and switches its "
        "decryption on.",
        &prefs_now.decrypt_esp);
}

/* The list that the user chooses from: each dialect by its name, as a saved preference has it. */
static const enum_val_t *dialect_values(void)
{
    const struct ikelog_dialects *dialects = ikelog_dialects_loaded();
    unsigned count = ikelog_dialects_count(dialects);
    enum_val_t *values = wmem_alloc0_array(wmem_epan_scope(), enum_val_t, count + 2);

    for (unsigned n = 0; n <= count; n++) {
        values[n].name = n < count ? ikelog_dialects_name(dialects, n) : IKELOG_AUTO_DIALECT;
        values[n].description = values[n].name;
        values[n].value = (int)n;
        if (strcmp(values[n].name, IKELOG_DEFAULT_DIALECT) == 0)
            prefs_now.dialect = (int)n;
    }
    return values;
}

static void register_log(module_t *module)
{
    prefs_register_enum_preference(
        module, "dialect", "Dialect",
        "Whose log to write. A dialect file in the folder ikelog/dialects of your configuration "
        "folder adds one.",
        &prefs_now.dialect, dialect_values(), FALSE);
    prefs_register_string_preference(
        module, "local", "Our addresses",
        "Addresses and networks that are ours, separated by commas (192.0.2.1,10.0.0.0/8): the log "
        "is written from there. Empty: see the next setting.",
        &prefs_now.local);
    prefs_register_enum_preference(
        module, "perspective", "We are the",
        "Whose log to write when none of our addresses takes part: that of the side which began "
        "the IKE SA, or that of the other one.",
        &prefs_now.perspective, perspective_values, FALSE);
    prefs_register_string_preference(
        module, "connection", "Connection name",
        "Name of the connection in the Cisco log for peers that the table of connections does not "
        "list.",
        &default_connection);
    prefs_register_uat_preference(module, "connections", "Connections",
                                  "Names of connections by the peer's address, for the Cisco log.",
                                  ikelog_table_connections());
    prefs_register_uat_preference(
        module, "rules", "VPN rules",
        "The rules of a ZyXEL or Nortel device. Messages about rules are only written when "
        "they are known.",
        ikelog_table_rules());
    prefs_register_uint_preference(
        module, "max_phase2", "Most IPsec SAs of the device",
        "How many IPsec SAs the device allows at a time; 0 when you do not know.", 10,
        &prefs_now.max_phase2);
}

static void free_all(void)
{
    g_free(policy.local);
    g_free(connection_copy);
}

void ikelog_prefs_register(int proto, void (*apply)(void))
{
    module_t *module = prefs_register_protocol(proto, apply);

    register_shutdown_routine(free_all);
    prefs_register_bool_preference(
        module, "takeover", "Dissect UDP ports 500 and 4500",
        "Without it the stock ISAKMP dissector keeps these ports; ours can still be chosen with "
        "Decode As.",
        &prefs_now.takeover);
    register_keys(module);
    register_log(module);
    prefs_register_enum_preference(
        module, "info", "The Info column says",
        "The line that the product writes to its log, exchange and payloads in short, or what the "
        "message is in a sentence. What is wrong follows in brackets.",
        &prefs_now.info, info_values, FALSE);
    prefs_register_bool_preference(
        module, "other_dialects", "Show what other products say",
        "The packet details end with the lines of every dialect. Without it they have those of the "
        "chosen one; who filters for ikelog.log.<dialect> finds all the same.",
        &prefs_now.other_dialects);
    prefs_register_enum_preference(
        module, "stock_tree", "Show the stock ISAKMP tree too",
        "Whether the tree of Wireshark's own dissector follows ours. By default it does when you "
        "look at it or filter for isakmp fields. With keys of its own it has to see every message: "
        "choose always.",
        &prefs_now.stock_tree, stock_tree_values, FALSE);
}

const struct ikelog_prefs *ikelog_prefs(void)
{
    return &prefs_now;
}

const struct ikelog_policy *ikelog_prefs_policy(void)
{
    return &policy;
}

struct ikelog_prefix *ikelog_prefs_parse_local(const char *text, unsigned *count, char **bad)
{
    GArray *found = g_array_new(FALSE, TRUE, sizeof(struct ikelog_prefix));
    char **words = g_strsplit_set(text ? text : "", ", \t;", -1);

    for (char **word = words; *word; word++) {
        struct ikelog_prefix prefix;

        if (!**word)
            continue;
        if (ikelog_prefix_parse(*word, &prefix))
            g_array_append_val(found, prefix);
        else if (bad && !*bad)
            *bad = g_strdup(*word);
    }
    g_strfreev(words);
    *count = found->len;
    return (struct ikelog_prefix *)(void *)g_array_free(found, found->len == 0);
}

void ikelog_prefs_policy_update(void)
{
    char *bad = NULL;

    g_free(policy.local);
    policy.local = ikelog_prefs_parse_local(prefs_now.local, &policy.local_count, &bad);
    if (bad)
        ikelog_warn_once("IKE Log, our addresses: \"%s\" is neither an address nor a network "
                         "such as 192.0.2.1, 10.0.0.0/8 or 2001:db8::/32.",
                         bad);
    g_free(bad);
    policy.perspective = (enum ikelog_side)prefs_now.perspective;
    /* A copy: Wireshark frees its own when the preference changes, before anybody is told. */
    g_free(connection_copy);
    connection_copy = g_strdup(*default_connection ? default_connection : DEFAULT_CONNECTION);
    policy.default_connection = connection_copy;
    policy.max_phase2 = prefs_now.max_phase2;
    ikelog_tables_fill(&policy);
}

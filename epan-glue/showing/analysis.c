/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What the session knows of a message: its SA, exchange, repeats, answers, keys, IPsec SAs. */

#include "showing/analysis.h"

#include "settings/prefs.h"
#include "showing/tree.h"

static void add_summary(struct ikelog_dissection *dissection, proto_tree *tree)
{
    GString *text;

    if (!ikelog_fields_wanted(tree, IKELOG_A_SUMMARY))
        return;
    text = ikelog_scratch();
    ikelog_view_summarise(dissection->packet.view, text);
    ikelog_tree_string(tree, IKELOG_A_SUMMARY, text->str);
}

static void add_place(const struct ikelog_record *record, proto_tree *tree)
{
    ikelog_tree_uint(tree, IKELOG_A_SA_NUMBER, record->exchange->sa->number);
    if (record->phase)
        ikelog_tree_uint(tree, IKELOG_A_PHASE, record->phase);
    if (record->step)
        ikelog_tree_uint(tree, IKELOG_A_STEP, record->step);
    ikelog_tree_string(tree, IKELOG_A_FROM, ikelog_side_name((enum ikelog_side)record->side));
}

static void add_repeat(const struct ikelog_record *record, proto_tree *tree)
{
    bool repeat = (record->flags & IKELOG_RECORD_RETRANSMISSION) != 0;

    if (!ikelog_record_repeats(record))
        return;
    if (repeat) /* present only then, so that its name alone is a filter */
        ikelog_tree_boolean(tree, IKELOG_A_RETRANSMISSION, true);
    ikelog_tree_uint(tree, repeat ? IKELOG_A_RETRANSMISSION_OF : IKELOG_A_DUPLICATE_OF,
                     ikelog_record_repeats(record)->frame);
}

static void add_pair(const struct ikelog_record *record, proto_tree *tree)
{
    nstime_t elapsed = NSTIME_INIT_ZERO;
    int64_t ns;
    proto_item *item;

    if (record->answer)
        ikelog_tree_uint(tree, IKELOG_A_RESPONSE_IN, record->answer->frame);
    if (!record->request)
        return;
    ikelog_tree_uint(tree, IKELOG_A_RESPONSE_TO, record->request->frame);
    ns = record->time_ns - record->request->time_ns;
    elapsed.secs = (time_t)(ns / 1000000000);
    elapsed.nsecs = (int)(ns % 1000000000);
    item = proto_tree_add_time(tree, ikelog_hf_analysis(IKELOG_A_TIME), NULL, 0, 0, &elapsed);
    proto_item_set_generated(item);
}

static struct ikelog_octets octets_of(const void *data, uint32_t length)
{
    struct ikelog_octets octets = {data, length};

    return octets;
}

static void add_secret(proto_tree *tree, enum ikelog_analysis field,
                       const struct ikelog_digest *secret)
{
    if (secret->length)
        ikelog_tree_bytes(tree, field, octets_of(secret->octets, secret->length));
}

/* Only asked for by somebody who wants to see keys. */
static void add_keys(const struct ikelog_record *record, const struct ikelog_keyset *keyset,
                     proto_tree *parent)
{
    proto_tree *tree = ikelog_tree_group(parent, IKELOG_ETT_KEYS, "Keys");
    const uint8_t *iv = ikelog_record_iv(record);

    if (keyset->cipher && iv)
        ikelog_tree_bytes(tree, IKELOG_A_KEY_IV, octets_of(iv, keyset->cipher->block));
    ikelog_tree_bytes(tree, IKELOG_A_KEY_KA, octets_of(keyset->ka, keyset->ka_length));
    add_secret(tree, IKELOG_A_KEY_SKEYID, &keyset->skeyids->skeyid);
    add_secret(tree, IKELOG_A_KEY_SKEYID_D, &keyset->skeyids->d);
    add_secret(tree, IKELOG_A_KEY_SKEYID_A, &keyset->skeyids->a);
    add_secret(tree, IKELOG_A_KEY_SKEYID_E, &keyset->skeyids->e);
}

/* Once an IKE SA, on its first message that stayed closed. */
static void add_needed_keys(const struct ikelog_packet *packet, proto_tree *tree)
{
    const struct ikelog_record *record = packet->record;
    const struct ikelog_sa *sa = record->exchange->sa;
    GString *text;

    if (sa->course->undecryptable != record || !ikelog_fields_wanted(tree, IKELOG_A_KEY_NEEDED))
        return;
    text = ikelog_scratch();
    ikelog_session_describe_needed_keys(packet->session, sa, text);
    ikelog_tree_paragraph(tree, IKELOG_A_KEY_NEEDED, text->str);
}

static void add_decryption(const struct ikelog_packet *packet, proto_tree *tree)
{
    const struct ikelog_record *record = packet->record;
    const struct ikelog_keyset *keyset = ikelog_record_keyset(record);
    enum ikelog_status status = ikelog_record_decryption(record);
    proto_item *item;

    if (!(record->flags & IKELOG_RECORD_ENCRYPTED) || (record->flags & IKELOG_RECORD_FRAGMENT))
        return;
    /* The next line says more; this one is for filters. */
    proto_item_set_hidden(
        ikelog_tree_boolean(tree, IKELOG_A_DECRYPTED, ikelog_status_is_decrypted(status)));
    item = ikelog_tree_string(tree, IKELOG_A_DECRYPTION, ikelog_status_text(status));
    if (status == IKELOG_DECRYPTED && keyset && keyset->source)
        proto_item_set_hidden(item); /* so does the key's source */
    if (keyset && keyset->source)
        ikelog_tree_string(tree, IKELOG_A_KEY_SOURCE, keyset->source);
    if (keyset && ikelog_prefs()->show_keys)
        add_keys(record, keyset, tree);
    add_needed_keys(packet, tree);
}

static void add_esp_keys(const struct ikelog_ipsec_sa *ipsec, unsigned receiver, proto_tree *tree)
{
    const struct ikelog_esp_keys *keys = &ipsec->keys[receiver];

    if (!ipsec->keys_known || !ikelog_prefs()->show_keys)
        return;
    if (keys->encryption_length)
        ikelog_tree_bytes(tree, IKELOG_A_ESP_CIPHER_KEY,
                          octets_of(keys->encryption, keys->encryption_length));
    if (keys->integrity_length)
        ikelog_tree_bytes(tree, IKELOG_A_ESP_AUTH_KEY,
                          octets_of(keys->integrity, keys->integrity_length));
}

static void add_esp_algorithms(const struct ikelog_ipsec_sa *ipsec, proto_tree *tree)
{
    const struct ikelog_esp_choice choice = {
        .protocol = ipsec->protocol,
        .transform = ipsec->transform->id,
        .key_bits = ipsec->transform->key_bits,
        .auth = ipsec->transform->integrity,
    };
    struct ikelog_esp_suite suite;
    char *name;

    if (ikelog_esp_suite_resolve(&choice, &suite) != IKELOG_OK)
        return;
    if (suite.cipher) {
        name = suite.cipher->key_min != suite.cipher->key_max
                   ? g_strdup_printf("%s-%u", suite.cipher->name, suite.key * 8u)
                   : g_strdup(suite.cipher->name);
        ikelog_tree_string(tree, IKELOG_A_ESP_CIPHER, name);
        g_free(name);
    }
    if (suite.auth)
        ikelog_tree_string(tree, IKELOG_A_ESP_AUTH, suite.auth->name);
}

/* Where it is that of the IKE SA, the analysis has it already. */
static void add_esp_key_source(const struct ikelog_record *record, proto_tree *tree)
{
    const char *source = ikelog_exchange_quick(record->exchange)->key_source;
    const struct ikelog_keyset *keyset = ikelog_record_keyset(record);
    proto_item *item;

    if (!source)
        return;
    item = ikelog_tree_string(tree, IKELOG_A_ESP_KEY_SOURCE, source);
    if (keyset && g_strcmp0(keyset->source, source) == 0)
        proto_item_set_hidden(item);
}

/* One direction: towards the side that chose the SPI. Index 0 is who began the Quick Mode. */
static void add_esp_direction(const struct ikelog_record *record,
                              const struct ikelog_ipsec_sa *ipsec, unsigned receiver,
                              proto_tree *parent)
{
    enum ikelog_side starter = (enum ikelog_side)record->exchange->starter;
    enum ikelog_side from = receiver == 0 ? ikelog_side_other(starter) : starter;
    proto_item *item;
    proto_tree *tree;

    if (!ipsec->spi[receiver])
        return;
    item = ikelog_tree_uint(parent, IKELOG_A_ESP_SPI, ipsec->spi[receiver]);
    proto_item_set_text(item, "IPsec SA from the %s, SPI 0x%08x", ikelog_side_name(from),
                        ipsec->spi[receiver]);
    tree = proto_item_add_subtree(item, ikelog_ett(IKELOG_ETT_ESP));
    proto_item_set_hidden(ikelog_tree_string(tree, IKELOG_A_ESP_SOURCE, ikelog_side_name(from)));
    add_esp_algorithms(ipsec, tree);
    add_esp_keys(ipsec, receiver, tree);
    add_esp_key_source(record, tree);
}

/* From the answer on: the first message only offers. */
static void add_ipsec(const struct ikelog_record *record, proto_tree *tree)
{
    const struct ikelog_quick *quick = ikelog_exchange_quick(record->exchange);

    if (!quick || record->step < 2 || !ikelog_fields_esp_wanted(tree))
        return;
    for (unsigned i = 0; i < quick->ipsec_count; i++) {
        add_esp_direction(record, &quick->ipsec[i], 0, tree);
        add_esp_direction(record, &quick->ipsec[i], 1, tree);
    }
}

void ikelog_analysis_add(struct ikelog_dissection *dissection, proto_tree *parent)
{
    const struct ikelog_record *record = dissection->packet.record;
    proto_tree *tree;

    if (!ikelog_fields_analysis_wanted(parent))
        return;
    tree = ikelog_tree_group(parent, IKELOG_ETT_ANALYSIS, "Analysis");
    add_summary(dissection, tree);
    if (!record)
        return;
    add_place(record, tree);
    add_repeat(record, tree);
    add_pair(record, tree);
    add_decryption(&dissection->packet, tree);
    add_ipsec(record, tree);
}

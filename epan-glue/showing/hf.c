/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Turns the core's tables of fields and numbers into Wireshark's registration tables. */

#include "showing/hf.h"

#include "proto.h"
#include "settings/command_line.h"
#include "settings/dialect_choice.h"

#include <epan/tfs.h>

/* The rows of the header come first. */
#define FIRST_OF_PAYLOADS IKELOG_F_PAYLOAD_TYPE

static int wire_ids[IKELOG_FIELD_COUNT];
static hf_register_info wire_rows[IKELOG_FIELD_COUNT];
static int analysis_ids[IKELOG_ANALYSIS_COUNT];

/* ikelog.log.<name>, in the order of the dialects. */
static struct dialect_field {
    int id;
    bool argument; /* the command line names it */
    const header_field_info *info;
} * dialect_fields;
static hf_register_info analysis_rows[IKELOG_ANALYSIS_COUNT];

static const enum ftenum wire_types[] = {
    [IKELOG_FT_U8] = FT_UINT8,      [IKELOG_FT_U16] = FT_UINT16,  [IKELOG_FT_U32] = FT_UINT32,
    [IKELOG_FT_U64] = FT_UINT64,    [IKELOG_FT_BYTES] = FT_BYTES, [IKELOG_FT_STRING] = FT_STRING,
    [IKELOG_FT_NONE] = FT_NONE,     [IKELOG_FT_IPV4] = FT_IPv4,   [IKELOG_FT_IPV6] = FT_IPv6,
    [IKELOG_FT_BOOL8] = FT_BOOLEAN,
};

static const int wire_bases[] = {
    [IKELOG_BASE_NONE] = BASE_NONE,
    [IKELOG_BASE_DEC] = BASE_DEC,
    [IKELOG_BASE_HEX] = BASE_HEX,
    [IKELOG_BASE_DEC_HEX] = BASE_DEC_HEX,
};

/* What a type of the analysis table is for Wireshark. */
#define TYPE_STRING  FT_STRING, BASE_NONE, NULL
#define TYPE_NONE    FT_NONE, BASE_NONE, NULL
#define TYPE_BYTES   FT_BYTES, BASE_NONE, NULL
#define TYPE_UINT8   FT_UINT8, BASE_DEC, NULL
#define TYPE_UINT32  FT_UINT32, BASE_DEC, NULL
#define TYPE_HEX32   FT_UINT32, BASE_HEX, NULL
#define TYPE_BOOLEAN FT_BOOLEAN, BASE_NONE, NULL
#define TYPE_TIME    FT_RELATIVE_TIME, BASE_NONE, NULL
#define TYPE_FRAME   FT_FRAMENUM, BASE_NONE, NULL
#define TYPE_REQUEST FT_FRAMENUM, BASE_NONE, FRAMENUM_TYPE(FT_FRAMENUM_REQUEST)
#define TYPE_ANSWER  FT_FRAMENUM, BASE_NONE, FRAMENUM_TYPE(FT_FRAMENUM_RESPONSE)

static const header_field_info analysis_infos[IKELOG_ANALYSIS_COUNT] = {
#define X(id, filter, name, type, blurb) \
    [IKELOG_A_##id] = {name, filter, TYPE_##type, 0, blurb, HFILL},
    IKELOG_ANALYSIS_ROWS(X)
#undef X
};

/* The names of a registry as Wireshark wants them. Lives as long as the program. */
static value_string_ext *names_of(const struct ikelog_registry *registry, const char *name)
{
    value_string *names = wmem_alloc0_array(wmem_epan_scope(), value_string, registry->count + 1);

    for (size_t i = 0; i < registry->count; i++) {
        names[i].value = registry->rows[i].value;
        names[i].strptr = registry->rows[i].name;
    }
    return ikelog_names_new(names, (unsigned)registry->count + 1, name);
}

static header_field_info info_of(const struct ikelog_field_row *row)
{
    const enum ftenum type = wire_types[row->type];
    const int base = wire_bases[row->base];
    header_field_info info = {row->name, row->filter, type,       base,
                              NULL,      row->mask,   row->blurb, HFILL};

    if (row->type == IKELOG_FT_BOOL8)
        info.display = 8; /* the width that the bit is shown in */
    if (row->registry && row->registry->count) {
        info.display |= BASE_EXT_STRING;
        info.strings = names_of(row->registry, row->filter);
    }
    return info;
}

static void add_string(int proto, int *id, const char *filter, const char *name, const char *blurb)
{
    hf_register_info *row = wmem_new(wmem_epan_scope(), hf_register_info); /* Wireshark keeps it */
    const header_field_info info = {name, filter, FT_STRING, BASE_NONE, NULL, 0, blurb, HFILL};

    row->p_id = id;
    row->hfinfo = info;
    *id = -1;
    proto_register_field_array(proto, row, 1);
}

/* ikelog.log.<name> of each dialect. */
static void register_dialects(int proto)
{
    const struct ikelog_dialects *dialects = ikelog_dialects_loaded();
    unsigned count = ikelog_dialects_count(dialects);

    dialect_fields = wmem_alloc0_array(wmem_epan_scope(), struct dialect_field, count);
    for (unsigned n = 0; n < count; n++) {
        struct dialect_field *field = &dialect_fields[n];
        const char *own = ikelog_dialects_name(dialects, n);
        char *filter = wmem_strdup_printf(wmem_epan_scope(), "ikelog.log.%s", own);
        char *name = wmem_strdup_printf(wmem_epan_scope(), "Log of %s", own);

        g_strdelimit(filter, "-", '_');
        add_string(proto, &field->id, filter, name, ikelog_dialects_product(dialects, n));
        field->argument = ikelog_command_line_names(filter);
        field->info = proto_registrar_get_nth((unsigned)field->id);
    }
}

void ikelog_fields_register(int proto)
{
    for (unsigned i = 0; i < IKELOG_FIELD_COUNT; i++) {
        wire_ids[i] = -1;
        wire_rows[i].p_id = &wire_ids[i];
        wire_rows[i].hfinfo = info_of(ikelog_field_row((enum ikelog_field)i));
    }
    for (unsigned i = 0; i < IKELOG_ANALYSIS_COUNT; i++) {
        analysis_ids[i] = -1;
        analysis_rows[i].p_id = &analysis_ids[i];
        analysis_rows[i].hfinfo = analysis_infos[i];
    }
    proto_register_field_array(proto, wire_rows, IKELOG_FIELD_COUNT);
    proto_register_field_array(proto, analysis_rows, IKELOG_ANALYSIS_COUNT);
    register_dialects(proto);
}

int ikelog_hf(enum ikelog_field field)
{
    return wire_ids[field];
}

int ikelog_hf_analysis(enum ikelog_analysis field)
{
    return analysis_ids[field];
}

bool ikelog_fields_dialect_named(unsigned n)
{
    return dialect_fields[n].argument || ikelog_fields_named(dialect_fields[n].info);
}

int ikelog_hf_dialect(unsigned n)
{
    return dialect_fields[n].id;
}

/* Wireshark marks the protocol of a field that somebody names, too. */
bool ikelog_fields_any_named(void)
{
    static const header_field_info *protocol;

    if (!protocol)
        protocol = proto_registrar_get_nth((unsigned)ikelog_proto());
    return ikelog_fields_named(protocol);
}

G_STATIC_ASSERT(HF_REF_TYPE_NONE == 0); /* what nobody names adds no bit */

/* Of rows[from .. to). That none is named is the usual answer: no row is looked at by itself. */
static bool any_wanted(proto_tree *tree, const hf_register_info *rows, unsigned from, unsigned to)
{
    unsigned named = 0;

    if (!tree || PTREE_DATA(tree)->visible)
        return tree != NULL;
    if (!ikelog_fields_any_named())
        return false;
#pragma GCC unroll 8
    for (unsigned i = from; i < to; i++)
        named |= (unsigned)rows[i].hfinfo.ref_type;
    return named != 0;
}

bool ikelog_field_named(enum ikelog_field field)
{
    return ikelog_fields_named(&wire_rows[field].hfinfo);
}

bool ikelog_fields_header_wanted(proto_tree *tree)
{
    return any_wanted(tree, wire_rows, 0, FIRST_OF_PAYLOADS);
}

bool ikelog_fields_payloads_wanted(proto_tree *tree)
{
    return any_wanted(tree, wire_rows, FIRST_OF_PAYLOADS, IKELOG_FIELD_COUNT);
}

bool ikelog_fields_wanted(proto_tree *tree, enum ikelog_analysis field)
{
    return tree && (PTREE_DATA(tree)->visible || ikelog_fields_named(&analysis_rows[field].hfinfo));
}

bool ikelog_fields_beside_wanted(proto_tree *tree)
{
    return ikelog_fields_wanted(tree, IKELOG_A_HASH_VERDICT) ||
           ikelog_fields_wanted(tree, IKELOG_A_NATD_VERDICT) ||
           ikelog_fields_wanted(tree, IKELOG_A_CONTRADICTION) ||
           ikelog_fields_wanted(tree, IKELOG_A_PADDING) ||
           ikelog_fields_wanted(tree, IKELOG_A_TRAILING);
}

bool ikelog_fields_analysis_wanted(proto_tree *tree)
{
    return any_wanted(tree, analysis_rows, 0, IKELOG_ANALYSIS_COUNT);
}

bool ikelog_fields_esp_wanted(proto_tree *tree)
{
    return any_wanted(tree, analysis_rows, IKELOG_A_ESP_SPI, IKELOG_A_ESP_KEY_SOURCE + 1);
}

bool ikelog_fields_protocol_wanted(proto_tree *tree, int proto)
{
    if (!tree || proto < 0)
        return false;
    return PTREE_DATA(tree)->visible ||
           proto_registrar_get_nth((unsigned)proto)->ref_type != HF_REF_TYPE_NONE;
}

/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Versions and features that stand after the known octets of a vendor ID. */
#include "wire/ident.h"
#include "wire/number_rows.h"
#include "wire/reader.h"
#include "wire/vendor_id.h"

#include <string.h>

/* Longest text of a vendor that is shown. */
#define TEXT_MOST 128u

static const struct ikelog_number vid_windows_rows[] = {
    {2, "Windows 2000"},           {3, "Windows XP"},          {4, "Windows Server 2003"},
    {5, "Windows Vista"},          {6, "Windows Server 2008"}, {7, "Windows 7"},
    {8, "Windows Server 2008 R2"}, {9, "Windows 8 or later"},  {16, "Windows Server 2012"},
};
IKELOG_REGISTRY(vid_windows);

static const struct ikelog_number vid_check_point_product_rows[] = {
    {1, "FireWall-1"},
    {2, "SecuRemote or SecureClient"},
};
IKELOG_REGISTRY(vid_check_point_product);

static const struct ikelog_number vid_check_point_version_rows[] = {
    {2, "4.1"},          {3, "4.1 SP1"},      {4002, "4.1 SP2 or later"},
    {5000, "NG"},        {5001, "NG FP1"},    {5002, "NG FP2"},
    {5003, "NG FP3"},    {5004, "NG AI R54"}, {5005, "NG AI R55 or later"},
    {5006, "NG AI R56"},
};
IKELOG_REGISTRY(vid_check_point_version);

static void append_number(const struct ikelog_registry *registry, const char *what, uint32_t value,
                          GString *text)
{
    const char *name = ikelog_number_name(registry, value);

    if (name)
        g_string_append(text, name);
    else
        g_string_append_printf(text, "%s %" G_GUINT32_FORMAT, what, value);
}

static void windows_details(struct ikelog_reader *r, GString *text)
{
    uint32_t version = ikelog_read_u32(r);

    if (ikelog_reader_ok(r))
        append_number(&ikelog_registry_vid_windows, "version", version, text);
}

/* product(4) version(4) timestamp(4) reserved(4) features(4) */
static void check_point_details(struct ikelog_reader *r, GString *text)
{
    uint32_t product = ikelog_read_u32(r);
    uint32_t version = ikelog_read_u32(r);
    uint32_t timestamp = ikelog_read_u32(r);
    uint32_t features;

    if (!ikelog_reader_ok(r))
        return;
    append_number(&ikelog_registry_vid_check_point_product, "product", product, text);
    g_string_append_c(text, ' ');
    append_number(&ikelog_registry_vid_check_point_version, "version", version, text);
    if (timestamp)
        g_string_append_printf(text, ", timestamp %" G_GUINT32_FORMAT, timestamp);
    ikelog_read_u32(r);
    features = ikelog_read_u32(r);
    if (ikelog_reader_ok(r))
        g_string_append_printf(text, ", features 0x%08" G_GINT32_MODIFIER "x", features);
}

/* major(1) minor(1): Unity, DPD */
static void version_details(struct ikelog_reader *r, GString *text)
{
    uint8_t major = ikelog_read_u8(r);
    uint8_t minor = ikelog_read_u8(r);

    if (ikelog_reader_ok(r))
        g_string_append_printf(text, "version %u.%u", major, minor);
}

/* major(1), minor and patch in four bits each: 3.0.5 is 0305 */
static void concentrator_details(struct ikelog_reader *r, GString *text)
{
    uint8_t major = ikelog_read_u8(r);
    uint8_t rest = ikelog_read_u8(r);

    if (ikelog_reader_ok(r))
        g_string_append_printf(text, "version %d.%d.%d", major, rest >> 4, rest & 15);
}

static void fragmentation_details(struct ikelog_reader *r, GString *text)
{
    uint32_t features = ikelog_read_u32(r);

    if (!ikelog_reader_ok(r))
        return;
    g_string_append_printf(text, "features 0x%08" G_GINT32_MODIFIER "x", features);
    if (features & 0x80000000u)
        g_string_append(text, ", main and aggressive mode");
    if (features & 0x40000000u)
        g_string_append(text, ", base messages");
}

/* release(2) build(2) */
static void fortigate_details(struct ikelog_reader *r, GString *text)
{
    uint16_t release = ikelog_read_u16(r);
    uint16_t build = ikelog_read_u16(r);

    if (ikelog_reader_ok(r))
        g_string_append_printf(text, "release %u, build %u", release, build);
}

static void text_details(struct ikelog_reader *r, GString *text)
{
    uint32_t length = ikelog_reader_left(r);
    struct ikelog_octets rest = {ikelog_read_bytes(r, length), length};

    if (ikelog_text_is_printable(rest))
        ikelog_text_escape(rest, TEXT_MOST, text);
}

/* Eight octets of numbers, the length of a text in one, the text, filled up with zeros. */
static void softremote_details(struct ikelog_reader *r, GString *text)
{
    uint8_t length;
    struct ikelog_octets version;

    ikelog_read_bytes(r, 8);
    length = ikelog_read_u8(r);
    version = (struct ikelog_octets){ikelog_read_bytes(r, length), length};
    if (ikelog_reader_ok(r) && ikelog_text_is_printable(version))
        ikelog_text_escape(version, TEXT_MOST, text);
}

/* release(4) build(4) of NetScreen and Juniper */
static void netscreen_details(struct ikelog_reader *r, GString *text)
{
    uint32_t first = ikelog_read_u32(r);
    uint32_t second = ikelog_read_u32(r);

    if (ikelog_reader_ok(r))
        g_string_append_printf(text, "version 0x%" G_GINT32_MODIFIER "x, 0x%" G_GINT32_MODIFIER "x",
                               first, second);
}

/* The fields after the known octets, each in as many octets as its type has. */
static const enum ikelog_field windows_fields[] = {IKELOG_F_VID_MS_VERSION, IKELOG_FIELD_COUNT};
static const enum ikelog_field check_point_fields[] = {
    IKELOG_F_VID_CP_PRODUCT,  IKELOG_F_VID_CP_VERSION,  IKELOG_F_VID_CP_TIMESTAMP,
    IKELOG_F_VID_CP_RESERVED, IKELOG_F_VID_CP_FEATURES, IKELOG_FIELD_COUNT};
static const enum ikelog_field version_fields[] = {IKELOG_F_VID_MAJOR, IKELOG_F_VID_MINOR,
                                                   IKELOG_FIELD_COUNT};
static const enum ikelog_field fortigate_fields[] = {IKELOG_F_VID_RELEASE, IKELOG_F_VID_BUILD,
                                                     IKELOG_FIELD_COUNT};
static const enum ikelog_field profile_fields[] = {IKELOG_F_VID_PROFILE, IKELOG_FIELD_COUNT};

static const struct detail {
    const char *hex; /* of the row in the table */
    void (*append)(struct ikelog_reader *r, GString *text);
    const enum ikelog_field *fields; /* to IKELOG_FIELD_COUNT; NULL: none */
} details[] = {
    {"1e2b516905991c7d7c96fcbfb587e461", windows_details, windows_fields},
    {"f4ed19e0c114eb516faaac0ee37daf2807b4381f", check_point_details, check_point_fields},
    {"f4ed19e0c114eb516faaac0ee37daf28b4381f", check_point_details, check_point_fields},
    {"12f5f28c457168a9702d9fe274cc", version_details, version_fields},
    {"afcad71368a1f1c96b8696fc7757", version_details, version_fields},
    {"1f07f70eaa6514d3b0fa96542a50", concentrator_details, NULL},
    {"4048b7d56ebce88525e7de7f00d6c2d3", fragmentation_details, NULL},
    {"8299031757a36082c6a621de", fortigate_details, fortigate_fields},
    {"56494120417574682050726f66696c65203a20", text_details, profile_fields},
    {"54494d4553544550", text_details, NULL},
    {"4f70656e504750", text_details, NULL},
    {"526170746f7220506f77657256706e20536572766572", text_details, NULL},
    {"4c5647", text_details, NULL},
    {"4c5643", text_details, NULL},
    {"434953434f28434f5059524947485429", text_details, NULL},
    {"47bbe7c993f1fc13b4e6d0db565c68e5", softremote_details, NULL},
};

static const struct detail *detail_of(const struct ikelog_vendor_id *vendor)
{
    for (size_t i = 0; vendor && i < G_N_ELEMENTS(details); i++)
        if (strcmp(details[i].hex, vendor->hex) == 0)
            return &details[i];
    return NULL;
}

const enum ikelog_field *ikelog_vendor_id_fields(const struct ikelog_vendor_id *vendor)
{
    static const enum ikelog_field none[] = {IKELOG_FIELD_COUNT};
    const struct detail *detail = detail_of(vendor);

    return detail && detail->fields ? detail->fields : none;
}

void ikelog_vendor_id_details(const struct ikelog_vendor_id *vendor, struct ikelog_octets body,
                              GString *text)
{
    struct ikelog_reader r = ikelog_reader_over(body.data, body.length);
    const struct detail *detail = detail_of(vendor);

    if (!vendor || vendor->length >= body.length)
        return;
    ikelog_read_bytes(&r, vendor->length);
    if (detail)
        detail->append(&r, text);
    else if (g_str_has_prefix(vendor->name, "NetScreen "))
        netscreen_details(&r, text);
}

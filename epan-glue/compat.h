/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The one place that knows how Wireshark's versions differ. Every file of the glue includes it
 * first. */
#ifndef IKELOG_GLUE_COMPAT_H
#define IKELOG_GLUE_COMPAT_H

/* Makes WS_DLL_PUBLIC_DEF export the symbols by which Wireshark knows a plugin. */
#ifndef WS_BUILD_DLL
#define WS_BUILD_DLL
#endif

#include <wireshark.h>

#include <epan/packet.h>
#include <epan/tap.h>
#include <stdbool.h>
#include <ws_version.h>

/* True when the headers are of at least this version of Wireshark. */
#define IKELOG_WIRESHARK(major, minor)    \
    (WIRESHARK_VERSION_MAJOR > (major) || \
     (WIRESHARK_VERSION_MAJOR == (major) && WIRESHARK_VERSION_MINOR >= (minor)))

#if IKELOG_WIRESHARK(4, 2)
#include <wsutil/plugins.h> /* WS_PLUGIN_DESC_…; not installed before */
#endif

/* The truth values of preferences, heuristics and callbacks. */
#if IKELOG_WIRESHARK(4, 4)
#define IKELOG_BOOL bool
#else
#define IKELOG_BOOL gboolean
#endif

/* What the callback that starts a tap returns, and how it says that its options are wrong. */
#if IKELOG_WIRESHARK(4, 6)
#define IKELOG_TAP_INIT      bool
#define IKELOG_TAP_INIT_OK   return true
#define IKELOG_TAP_INIT_FAIL return false
#else
#define IKELOG_TAP_INIT      void
#define IKELOG_TAP_INIT_OK   return
#define IKELOG_TAP_INIT_FAIL exit(EXIT_FAILURE)
#endif

/* The octets of the frame as captured: the source of data that is there before a dissector adds
 * one. What it is called differs ("Frame", from 4.6 on "Packet"). NULL when there is none. */
static inline tvbuff_t *ikelog_frame_tvb(const packet_info *pinfo)
{
    const GSList *first = pinfo->data_src;

    return first ? get_data_source_tvb(first->data) : NULL;
}

/* Names of numbers for fields; `count` includes the end mark. Lives as long as the program. */
static inline value_string_ext *ikelog_names_new(const value_string *names, unsigned count,
                                                 const char *name)
{
#if IKELOG_WIRESHARK(4, 6)
    return value_string_ext_new(wmem_epan_scope(), names, count, name);
#else
    return value_string_ext_new(names, count, name);
#endif
}

/*
 * Where ITEM_LABEL_LENGTH octets of an item's label are, so that it can be written without printing
 * it: that costs twice what the item costs. `keep`: with what it says so far. NULL where nobody
 * sees it, and from 4.2 on, which checks and escapes what is printed.
 */
static inline char *ikelog_label_room(proto_item *item, bool keep)
{
#if IKELOG_WIRESHARK(4, 2)
    (void)item;
    (void)keep;
    return NULL;
#else
    field_info *info = item && PTREE_DATA(item)->visible ? PITEM_FINFO(item) : NULL;

    if (!info || proto_item_is_hidden(item))
        return NULL;
    if (!info->rep) {
        info->rep = wmem_new(PNODE_POOL(item), item_label_t);
        if (keep)
            proto_item_fill_label(info, info->rep->representation);
    }
    return info->rep->representation;
#endif
}

/* Secrets of a type of our own inside pcapng files. */
#define IKELOG_HAVE_SECRETS IKELOG_WIRESHARK(4, 4)

#endif

/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The flow graph's interface, which Wireshark exports but whose header it does not install. */
#ifndef IKELOG_ASKING_SEQUENCE_H
#define IKELOG_ASKING_SEQUENCE_H

#include "compat.h"

/* One arrow of the graph, as the library lays it out. */
typedef struct _seq_analysis_item {
    uint32_t frame_number;
    address src_addr;
    uint16_t port_src;
    address dst_addr;
    uint16_t port_dst;
    char *frame_label; /* above the arrow; the library frees it */
    char *time_str;
    char *comment; /* in the last column; the library frees it */
    uint16_t conv_num;
    unsigned fg_color, bg_color;
    IKELOG_BOOL has_color_filter, display;
    unsigned src_node, dst_node;
    uint16_t line_style;
    uint32_t info_type;
    void *info_ptr;
} seq_analysis_item_t;

/* The graph; more members follow, which are not ours to touch. */
typedef struct _seq_analysis_info {
    const char *name;
    IKELOG_BOOL any_addr;
    int nconv;
    GQueue *items;
    GHashTable *ht;
} seq_analysis_info_t;

WS_DLL_PUBLIC void register_seq_analysis(const char *name, const char *ui_name, const int proto_id,
                                         const char *tap_listener, unsigned tap_flags,
                                         tap_packet_cb tap_func);
WS_DLL_PUBLIC seq_analysis_item_t *sequence_analysis_create_sai_with_addresses(
    packet_info *pinfo, seq_analysis_info_t *sainfo);
WS_DLL_PUBLIC void sequence_analysis_use_color_filter(packet_info *pinfo, seq_analysis_item_t *sai);

#endif

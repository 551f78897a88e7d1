/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Where Wireshark meets the plugin: registration, and which ports are ours. */

#include "compat.h"

#include "arriving/capture.h"
#include "arriving/dissect.h"
#include "arriving/esp.h"
#include "arriving/fragments.h"
#include "arriving/natt.h"
#include "arriving/other_port.h"
#include "arriving/postdissector.h"
#include "asking/taps.h"
#include "proto.h"
#include "settings/dialect_choice.h"
#include "settings/key_sources.h"
#include "settings/prefs.h"
#include "showing/certificates.h"
#include "showing/expert.h"
#include "showing/hf.h"
#include "showing/stock.h"
#include "showing/tap.h"
#include "showing/tree.h"

#define PORT_IKE  500u
#define PORT_NATT 4500u

WS_DLL_PUBLIC_DEF const char plugin_version[] = IKELOG_VERSION;
WS_DLL_PUBLIC_DEF const int plugin_want_major = WIRESHARK_VERSION_MAJOR;
WS_DLL_PUBLIC_DEF const int plugin_want_minor = WIRESHARK_VERSION_MINOR;

WS_DLL_PUBLIC void plugin_register(void);

#if IKELOG_WIRESHARK(4, 2)
WS_DLL_PUBLIC uint32_t plugin_describe(void);

uint32_t plugin_describe(void)
{
    return WS_PLUGIN_DESC_DISSECTOR | WS_PLUGIN_DESC_TAP_LISTENER;
}
#endif

static dissector_handle_t plain, marked;

static void take_port(uint32_t port, bool wanted, dissector_handle_t ours, dissector_handle_t stock,
                      bool *taken)
{
    dissector_handle_t handle = wanted ? ours : stock;

    /* Adding, unlike changing, outlasts the start: it replaces what "default" means too. */
    if (handle && wanted != *taken)
        dissector_add_uint("udp.port", port, handle);
    *taken = wanted;
}

static bool is_enabled(int id)
{
    return proto_is_protocol_enabled(find_protocol_by_id(id));
}

/* A port whose dissector is switched off in Enabled Protocols would be nobody's. */
static void apply_takeover(void)
{
    static bool plain_taken, natt_taken;
    bool wanted = ikelog_prefs()->takeover && is_enabled(ikelog_proto());
    dissector_handle_t natt = ikelog_natt_handle();

    take_port(PORT_IKE, wanted, plain, ikelog_stock_handle(), &plain_taken);
    take_port(PORT_NATT, wanted && is_enabled(dissector_handle_get_protocol_index(natt)), natt,
              ikelog_natt_stock_handle(), &natt_taken);
}

static void apply_preferences(void)
{
    apply_takeover();
    ikelog_prefs_policy_update();
}

/* Rooms that others need come first. */
static void register_protocol(void)
{
    const int proto = ikelog_proto_register();

    plain = register_dissector("ikelog", ikelog_dissect_plain, proto);
    marked = create_dissector_handle(ikelog_dissect_marked, proto);
    ikelog_dialects_register();
    ikelog_prefs_register(proto, apply_preferences);
    ikelog_keys_register();
    ikelog_fields_register(proto);
    ikelog_tree_register();
    ikelog_expert_register(proto);
    ikelog_tap_register();
    ikelog_natt_register();
    ikelog_capture_register();
    ikelog_fragments_register();
    ikelog_esp_register();
    ikelog_postdissector_register(proto);
    ikelog_export_register();
    ikelog_tap_flow_register();
    ikelog_tap_follow_register();
    ikelog_tap_conversations_register();
    ikelog_window_log_register();
    /* Nobody is told when a protocol is switched on or off, but captures are then read again. */
    register_init_routine(apply_takeover);
    register_init_routine(ikelog_tree_open_paragraphs);
}

/* The commands of tshark's option -z. */
static void register_listeners(void)
{
    ikelog_tap_log_register();
    ikelog_tap_negotiations_register();
    ikelog_tap_keys_register();
    ikelog_tap_ladder_register();
    ikelog_tap_lesson_register();
    ikelog_tap_tree_register();
}

/* Wireshark does not call back for preferences at start: the ports are taken here. */
static void hand_off(void)
{
    ikelog_stock_handoff();
    ikelog_natt_handoff(marked);
    ikelog_certificates_handoff();
    ikelog_postdissector_handoff();
    ikelog_other_port_handoff();
    dissector_add_for_decode_as("udp.port", plain);
    dissector_add_for_decode_as("udp.port", ikelog_natt_handle());
    apply_takeover();
}

void plugin_register(void)
{
    static proto_plugin dissector;
    static tap_plugin listeners;

    dissector.register_protoinfo = register_protocol;
    dissector.register_handoff = hand_off;
    proto_register_plugin(&dissector);
    listeners.register_tap_listener = register_listeners;
    tap_register_plugin(&listeners);
}

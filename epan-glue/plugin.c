/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Where Wireshark meets the plugin: registration, and which ports are ours. */

#include "compat.h"

#include "capture.h"
#include "certificates.h"
#include "dialects.h"
#include "dissect.h"
#include "esp.h"
#include "expert.h"
#include "fields.h"
#include "fragments.h"
#include "keys.h"
#include "natt.h"
#include "outside.h"
#include "prefs.h"
#include "proto.h"
#include "stock.h"
#include "tap.h"
#include "tree.h"

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

static int proto = -1;
static dissector_handle_t plain, marked;

int ikelog_proto(void)
{
    return proto;
}

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
    bool wanted = ikelog_prefs()->takeover && is_enabled(proto);
    dissector_handle_t natt = ikelog_natt_handle();

    take_port(PORT_IKE, wanted, plain, ikelog_stock_handle(), &plain_taken);
    take_port(PORT_NATT, wanted && is_enabled(dissector_handle_get_protocol_index(natt)), natt,
              ikelog_natt_stock_handle(), &natt_taken);
}

static void apply_preferences(void)
{
    apply_takeover();
    ikelog_prefs_policy_update();
    ikelog_voices_update();
}

static void register_protocol(void)
{
    proto = proto_register_protocol("IKE Log", "IKELOG", "ikelog");
    plain = register_dissector("ikelog", ikelog_dissect_plain, proto);
    marked = create_dissector_handle(ikelog_dissect_marked, proto);
    ikelog_fields_register(proto);
    ikelog_tree_register();
    ikelog_expert_register(proto);
    ikelog_voices_register(proto);
    ikelog_prefs_register(proto, apply_preferences);
    ikelog_natt_register();
    ikelog_capture_register();
    ikelog_fragments_register();
    ikelog_esp_register();
    ikelog_keys_register();
    ikelog_tap_register();
    ikelog_outside_register(proto);
    /* Nobody is told when a protocol is switched on or off, but captures are then read again. */
    register_init_routine(apply_takeover);
}

/* Wireshark does not call back for preferences at start: the ports are taken here. */
static void hand_off(void)
{
    ikelog_stock_handoff();
    ikelog_natt_handoff(marked);
    ikelog_certificates_handoff();
    ikelog_outside_handoff();
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
    listeners.register_tap_listener = ikelog_tap_register_listeners;
    tap_register_plugin(&listeners);
}

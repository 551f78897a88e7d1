/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Everything that listens to the tap, each registered by one call. */
#ifndef IKELOG_ASKING_TAPS_H
#define IKELOG_ASKING_TAPS_H

/* Commands of tshark: "-z ikelog,log" and so on. When taps may be registered. */
void ikelog_tap_log_register(void);
void ikelog_tap_negotiations_register(void);
void ikelog_tap_keys_register(void);
void ikelog_tap_ladder_register(void);
void ikelog_tap_lesson_register(void);
void ikelog_tap_tree_register(void);

/* Graphs, tables, windows, Export Objects: at the registration of the protocol. */
void ikelog_tap_flow_register(void);
void ikelog_tap_follow_register(void);
void ikelog_tap_conversations_register(void);
void ikelog_window_log_register(void);
void ikelog_export_register(void);

#endif

/* SPDX-License-Identifier: GPL-2.0-or-later */
/* All key sources of the user, gathered in one keyring. */
#ifndef IKELOG_SETTINGS_KEY_SOURCES_H
#define IKELOG_SETTINGS_KEY_SOURCES_H

#include "compat.h"

#include "crypto/keyring.h"

/* At registration: the type of secrets that pcapng files may carry for us. */
void ikelog_keys_register(void);

/* The keyring; the same one as long as the program runs. */
const struct ikelog_keyring *ikelog_keys(void);

/* Forget everything and read all sources again: a capture is opened or read again. */
void ikelog_keys_load(void);

/* Wipe: the capture is closed. */
void ikelog_keys_forget(void);

/*
 * Read what was appended to the key file since the last time; true when there are more keys than
 * before. The first is for when a message stays closed, the second for any message: it looks at the
 * file once a second at most, for what opens nothing but proves something.
 */
bool ikelog_keys_refresh(void);
void ikelog_keys_refresh_by_clock(void);

/* Take the records of a packet comment that begins with the line "ikelog-keys:". */
void ikelog_keys_read_comments(packet_info *pinfo);

#endif

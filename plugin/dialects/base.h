/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A dialect that is another one but for some groups; for the files of this folder only. */
#ifndef IKELOG_DIALECTS_BASE_H
#define IKELOG_DIALECTS_BASE_H

#include "dialects/loader.h"

/*
 * When the file names a base, put its groups under those of the file, which go before them: a group
 * stands where the base has it, one without keys takes the base's away, and what the base lacks
 * comes last. The groups [dialect] and [device] are each dialect's own. Complains of a base that
 * is no built-in dialect, or that has a base itself.
 */
void ikelog_base_load(struct ikelog_loader *loader);

#endif

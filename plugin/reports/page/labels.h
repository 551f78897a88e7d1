/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Octets and what they are: each octet of a message has exactly one label. */
#ifndef IKELOG_REPORTS_PAGE_LABELS_H
#define IKELOG_REPORTS_PAGE_LABELS_H

#include "state/session.h"
#include "wire/decode.h"

/* Octets that no field of the wire stands for. X(NAME, "name", "what it is") */
#define IKELOG_PAGE_RESTS(X)                                                                     \
    X(UNREAD, "Not interpreted", "nothing here tells what these octets mean")                    \
    X(UNKNOWN, "Not known", "the first cipher block depends on a message that was not captured") \
    X(PADDING, "Padding",                                                                        \
      "fills the last cipher block; its last octet may say how many there are")                  \
    X(TRAILING, "Behind the message", "the header says that the message ends before")            \
    X(CIPHERTEXT, "Ciphertext", "all payloads, encrypted")                                       \
    X(NO_BLOCK, "Rest", "too few octets for a cipher block: they cannot be decrypted")

enum ikelog_page_rest {
#define X(id, name, about) IKELOG_PAGE_REST_##id,
    IKELOG_PAGE_RESTS(X)
#undef X
};

/*
 * A label, or the head of a group of labels (is_group; then `name` is its label). Labels of one
 * list do not overlap and leave nothing out. `text` is the value, `notes` what else the octets
 * say and what is wrong with them; both may be NULL.
 */
struct ikelog_page_label {
    uint32_t offset, length;
    bool is_group, is_wrong;
    enum ikelog_group_kind group;
    enum ikelog_field field; /* IKELOG_FIELD_COUNT: of a rest or a group */
    char *name, *text, *notes;
    const char *about; /* static storage; NULL: nothing to say */
};

/* Labels in the order of their octets (struct ikelog_page_label; end with g_array_unref). */
GArray *ikelog_page_labels_new(void);

/*
 * The labels of view->message: of the header, then of the payloads in clear or of the ciphertext.
 * `block`: octets of a cipher block, 0: not known.
 */
GArray *ikelog_page_label_message(const struct ikelog_view *view, uint32_t block);

/* The labels of view->octets, when the message was decrypted: of the payloads and the padding. */
GArray *ikelog_page_label_plaintext(const struct ikelog_view *view);

#endif

/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Secrets out of the log of strongSwan's charon, groups IKE and CHD at level 4, MGR at level 2. */
#include "crypto/derive.h"
#include "crypto/hex.h"
#include "crypto/import.h"
#include "crypto/import_prefix.h"

#include <glib.h>
#include <stdlib.h>
#include <string.h>

#define MAX_DUMP    2304u /* octets: a seed with the secret of MODP8192 and two nonces */
#define MAX_THREADS 64u   /* charon has 16 */
#define MAX_WAITING 128u  /* secrets whose cookie is not known yet */
#define MAX_KNOWN   256u  /* SAs whose cookie is remembered */

/* What a dump is called, and what it is for us. */
enum meaning { SECRET, QUICK_SECRET, SEED, ESP_KEY, NATD };

static const struct dump_row {
    const char *group, *name;
    enum meaning meaning;
    enum ikelog_secret_kind kind;
    unsigned side; /* 0 initiator, 1 responder: whose sending SA */
} dump_rows[] = {
    {"IKE", "shared Diffie Hellman secret", SECRET, IKELOG_SECRET_SHARED_SECRET, 0},
    {"IKE", "SKEYID", SECRET, IKELOG_SECRET_SKEYID, 0},
    {"IKE", "SKEYID_d", SECRET, IKELOG_SECRET_SKEYID_D, 0},
    {"IKE", "SKEYID_a", SECRET, IKELOG_SECRET_SKEYID_A, 0},
    {"IKE", "SKEYID_e", SECRET, IKELOG_SECRET_SKEYID_E, 0},
    {"IKE", "encryption key Ka", SECRET, IKELOG_SECRET_KA, 0},
    {"IKE", "natd_chunk", NATD, IKELOG_SECRET_KINDS, 0},
    {"CHD", "DH secret", QUICK_SECRET, IKELOG_SECRET_SHARED_SECRET, 0},
    {"CHD", "initiator SA seed", SEED, IKELOG_SECRET_KINDS, 0},
    {"CHD", "responder SA seed", SEED, IKELOG_SECRET_KINDS, 1},
    {"CHD", "encryption initiator key", ESP_KEY, IKELOG_SECRET_ESP_ENC, 0},
    {"CHD", "encryption responder key", ESP_KEY, IKELOG_SECRET_ESP_ENC, 1},
    {"CHD", "integrity initiator key", ESP_KEY, IKELOG_SECRET_ESP_AUTH, 0},
    {"CHD", "integrity responder key", ESP_KEY, IKELOG_SECRET_ESP_AUTH, 1},
};

/* One thread works on one SA at a time, and its lines are in order. */
struct thread {
    bool used;
    unsigned number, last_line;
    bool in_dump;
    unsigned row, dump_line; /* of the dump */
    size_t wanted, have;
    uint8_t value[MAX_DUMP];
    bool has_cookie; /* the SA that it has checked out */
    uint8_t cky_i[IKELOG_COOKIE_LEN];
    bool has_message_id;
    uint32_t message_id;
    uint32_t secret_length; /* of the Quick Mode's DH secret, with which the seeds begin */
    bool has_spi[2];
    uint32_t spi[2];
};

struct waiting {
    bool used;
    unsigned thread; /* UINT_MAX once the thread went on to another SA */
    unsigned sa;
    struct ikelog_waiting_secret secret;
};

struct known {
    unsigned sa; /* 0: none */
    uint8_t cky_i[IKELOG_COOKIE_LEN];
};

struct state {
    struct thread threads[MAX_THREADS];
    struct waiting waiting[MAX_WAITING];
    unsigned next_waiting;
    struct known known[MAX_KNOWN];
    unsigned next_known;
};

static const struct dump_row *dump_row_of(const struct ikelog_prefix_charon *prefix);

static bool is_manager_text(const char *text)
{
    return (g_str_has_prefix(text, "checkin ") || g_str_has_prefix(text, "checkout ")) &&
           strstr(text, " with SPIs ");
}

static bool recognise(const struct ikelog_log_line *line)
{
    struct ikelog_prefix_charon prefix = ikelog_prefix_charon(line->text);

    return prefix.group[0] || is_manager_text(prefix.text) || dump_row_of(&prefix);
}

/* All lines of a log have as much in front. */
static bool joins(const struct ikelog_log_line *before, const struct ikelog_log_line *after)
{
    struct ikelog_prefix_charon first = ikelog_prefix_charon(before->text),
                                second = ikelog_prefix_charon(after->text);

    if (after->dressed)
        return false;
    return first.group[0] ? !second.group[0]
                          : first.has_sa && !second.has_sa && !is_manager_text(second.text);
}

static struct thread *thread_of(struct state *state, const struct ikelog_prefix_charon *prefix,
                                unsigned line)
{
    struct thread *oldest = &state->threads[0];

    for (size_t i = 0; i < MAX_THREADS; i++) {
        struct thread *thread = &state->threads[i];

        if (thread->used && thread->number == prefix->thread) {
            thread->last_line = line;
            return thread;
        }
        if (!thread->used || (oldest->used && thread->last_line < oldest->last_line))
            oldest = thread;
    }
    memset(oldest, 0, sizeof *oldest);
    oldest->used = true;
    oldest->number = prefix->thread;
    oldest->last_line = line;
    return oldest;
}

static void add_waiting(struct waiting *waiting, const uint8_t *cky_i,
                        const struct ikelog_import *import)
{
    ikelog_import_add_waiting(import, &waiting->secret, cky_i);
    waiting->used = false;
}

/* The cookie of an SA came up: `thread` works on it, and `sa` is its number (0: not known). */
static void cookie_known(struct state *state, const struct thread *thread, unsigned sa,
                         const uint8_t *cky_i, const struct ikelog_import *import)
{
    size_t i = 0;

    for (size_t w = 0; w < MAX_WAITING; w++) {
        struct waiting *waiting = &state->waiting[w];

        if (waiting->used && (waiting->thread == thread->number || (sa && waiting->sa == sa)))
            add_waiting(waiting, cky_i, import);
    }
    if (sa == 0)
        return;
    while (i < MAX_KNOWN && state->known[i].sa != sa)
        i++;
    if (i == MAX_KNOWN)
        i = state->next_known++ % MAX_KNOWN;
    state->known[i].sa = sa;
    memcpy(state->known[i].cky_i, cky_i, IKELOG_COOKIE_LEN);
}

/*
 * The cookie for a secret that comes up now. The SA that the thread checked out is certain; its
 * number alone is enough for phase 2 only, because a retry of phase 1 keeps it but has new cookies.
 */
static const uint8_t *cookie_for(const struct state *state, const struct thread *thread,
                                 unsigned sa, bool phase2)
{
    if (thread->has_cookie)
        return thread->cky_i;
    for (size_t i = 0; sa != 0 && phase2 && i < MAX_KNOWN; i++)
        if (state->known[i].sa == sa)
            return state->known[i].cky_i;
    return NULL;
}

static void take_secret(struct state *state, struct thread *thread, unsigned sa,
                        const struct ikelog_import *import)
{
    const struct dump_row *row = &dump_rows[thread->row];
    bool phase2 = row->meaning == QUICK_SECRET;
    const uint8_t *cky_i = cookie_for(state, thread, sa, phase2);
    struct waiting *waiting = &state->waiting[state->next_waiting];

    if ((phase2 && !thread->has_message_id) ||
        !ikelog_import_keep(&waiting->secret, row->kind, thread->value, thread->have,
                            thread->dump_line))
        return;
    state->next_waiting = (state->next_waiting + 1) % MAX_WAITING;
    waiting->used = true;
    waiting->thread = thread->number;
    waiting->sa = sa;
    waiting->secret.has_message_id = phase2;
    waiting->secret.message_id = thread->message_id;
    if (cky_i)
        add_waiting(waiting, cky_i, import);
}

/* The seed of a Quick Mode with PFS begins with its secret. */
static void take_seed(struct thread *thread, unsigned side)
{
    size_t skip = MIN(thread->secret_length, thread->have);

    thread->has_spi[side] = ikelog_import_seed_spi(
        (struct ikelog_octets){thread->value + skip, (uint32_t)(thread->have - skip)},
        &thread->spi[side]);
}

static void take_esp_key(struct thread *thread, const struct ikelog_import *import)
{
    const struct dump_row *row = &dump_rows[thread->row];
    struct ikelog_waiting_secret key;

    if (thread->has_spi[row->side] &&
        ikelog_import_keep(&key, row->kind, thread->value, thread->have, thread->dump_line))
        ikelog_import_add_ipsec(import, &key, thread->spi[row->side]);
}

static void take_dump(struct state *state, struct thread *thread, unsigned sa,
                      const struct ikelog_import *import)
{
    const struct dump_row *row = &dump_rows[thread->row];

    thread->in_dump = false;
    switch (row->meaning) {
    case QUICK_SECRET:
        thread->secret_length = (uint32_t)thread->have;
        take_secret(state, thread, sa, import);
        break;
    case SECRET:
        take_secret(state, thread, sa, import);
        break;
    case SEED:
        take_seed(thread, row->side);
        break;
    case ESP_KEY:
        take_esp_key(thread, import);
        break;
    case NATD: /* CKY-I | CKY-R | address | port */
        if (thread->have >= 22)
            cookie_known(state, thread, sa, thread->value, import);
        break;
    }
}

/* The octets that "SKEYID_e => 20 bytes @ 0x7ff060005b70" announces, 0: it is no such line. */
static unsigned long announced(const char *text)
{
    const char *arrow = strstr(text, " => ");
    char *end;
    unsigned long wanted;

    if (!arrow || !g_ascii_isdigit(arrow[4]))
        return 0;
    wanted = strtoul(arrow + 4, &end, 10);
    return g_str_has_prefix(end, " bytes @ ") && wanted <= MAX_DUMP ? wanted : 0;
}

/* The row for what a line announces; NULL: none, or it announces nothing. */
static const struct dump_row *dump_row_of(const struct ikelog_prefix_charon *prefix)
{
    const char *arrow = announced(prefix->text) ? strstr(prefix->text, " => ") : NULL;

    for (unsigned i = 0; arrow && i < G_N_ELEMENTS(dump_rows); i++)
        if ((prefix->group[0] == '\0' || strcmp(dump_rows[i].group, prefix->group) == 0) &&
            strlen(dump_rows[i].name) == (size_t)(arrow - prefix->text) &&
            strncmp(dump_rows[i].name, prefix->text, strlen(dump_rows[i].name)) == 0)
            return &dump_rows[i];
    return NULL;
}

static void begin_dump(struct thread *thread, const struct ikelog_prefix_charon *prefix,
                       unsigned line)
{
    const struct dump_row *row = dump_row_of(prefix);

    if (!row)
        return;
    thread->in_dump = true;
    thread->row = (unsigned)(row - dump_rows);
    thread->dump_line = line;
    thread->wanted = announced(prefix->text);
    thread->have = 0;
}

/* "  16: ": must say how many octets stand in front. Copies without any prefix lack it. */
static const char *behind_offset(const struct thread *thread,
                                 const struct ikelog_prefix_charon *prefix)
{
    const char *text = prefix->text + strspn(prefix->text, " ");
    char *end;
    unsigned long offset;

    if (!prefix->group[0] && ikelog_hex_span(text, 3) == 2 && text[2] != ':')
        return text;
    if (!g_ascii_isdigit(*text))
        return NULL;
    offset = strtoul(text, &end, 10);
    return *end == ':' && offset == thread->have ? end + 1 : NULL;
}

/* "  16: 9A 0B …  text": 16 octets, or what is left. False when it is not the next line of the
 * dump. */
static bool continue_dump(struct thread *thread, const struct ikelog_prefix_charon *prefix)
{
    size_t row = MIN(16u, thread->wanted - thread->have), octets;
    const char *text = behind_offset(thread, prefix);

    if (!text)
        return false;
    for (size_t i = 0; i < row; i++, text += 2) {
        text += strspn(text, " ");
        if (ikelog_hex_span(text, 3) != 2 ||
            ikelog_hex_read(text, 2, thread->value + thread->have + i, 1, &octets) != IKELOG_OK)
            return false;
    }
    thread->have += row;
    return *text == '\0' || *text == ' ';
}

/* A thread takes up another SA: what it left without a cookie can only be told by the SA's number.
 */
static void leave_sa(struct state *state, struct thread *thread)
{
    thread->has_cookie = false;
    thread->has_message_id = false;
    thread->secret_length = 0;
    thread->has_spi[0] = thread->has_spi[1] = false;
    for (size_t i = 0; i < MAX_WAITING; i++)
        if (state->waiting[i].used && state->waiting[i].thread == thread->number)
            state->waiting[i].thread = UINT_MAX;
}

/* The daemon speaks IKEv2 as well; those secrets are not for us. */
static void drop_ikev2(struct state *state, const struct thread *thread, const char *text)
{
    if (!strstr(text, " IKEv2 SA "))
        return;
    for (size_t i = 0; i < MAX_WAITING; i++)
        if (state->waiting[i].used && state->waiting[i].thread == thread->number)
            ikelog_wipe(&state->waiting[i], sizeof state->waiting[i]);
}

/*
 * "checkout IKEv1 SA [by message ]with SPIs 8f525ab5b0b05c86_i 73684af9a41261e2_r"
 * "checkin IKEv1 SA c[1] with SPIs …"; other forms carry no cookies.
 */
static void manager_line(struct state *state, struct thread *thread, const char *text,
                         const struct ikelog_import *import)
{
    bool checkin = g_str_has_prefix(text, "checkin ");
    const char *spis = strstr(text, " with SPIs ");
    const char *bracket = checkin ? strrchr(text, '[') : NULL;
    uint8_t cky_i[IKELOG_COOKIE_LEN];
    size_t octets;

    if (!checkin && !g_str_has_prefix(text, "checkout "))
        return;
    if (!checkin)
        leave_sa(state, thread);
    if (spis && strstr(text, " IKEv1 SA ") && strlen(spis) >= 11 + 18 &&
        strncmp(spis + 11 + 16, "_i", 2) == 0 && ikelog_hex_span(spis + 11, 16) == 16 &&
        ikelog_hex_read(spis + 11, 16, cky_i, sizeof cky_i, &octets) == IKELOG_OK) {
        cookie_known(state, thread, bracket ? (unsigned)strtoul(bracket + 1, NULL, 10) : 0, cky_i,
                     import);
        memcpy(thread->cky_i, cky_i, sizeof cky_i);
        thread->has_cookie = true;
    }
    drop_ikev2(state, thread, text);
    if (checkin)
        leave_sa(state, thread);
}

/* "parsed QUICK_MODE request 392955621 [ …" and "next IV for MID 392955621 => …", both decimal */
static void message_id_line(struct thread *thread, const char *text)
{
    static const char *const marks[] = {
        "next IV for MID ", "parsed QUICK_MODE request ", "parsed QUICK_MODE response ",
        "generating QUICK_MODE request ", "generating QUICK_MODE response "};

    for (size_t i = 0; i < G_N_ELEMENTS(marks); i++)
        if (g_str_has_prefix(text, marks[i]) && g_ascii_isdigit(text[strlen(marks[i])])) {
            thread->message_id = (uint32_t)strtoul(text + strlen(marks[i]), NULL, 10);
            thread->has_message_id = true;
        }
}

static void text_line(struct state *state, struct thread *thread,
                      const struct ikelog_prefix_charon *prefix, const struct ikelog_import *import)
{
    if (strcmp(prefix->group, "MGR") == 0 || (!prefix->group[0] && is_manager_text(prefix->text)))
        manager_line(state, thread, prefix->text, import);
    else
        message_id_line(thread, prefix->text);
    begin_dump(thread, prefix, ikelog_import_line_number(import));
}

static void read_line(void *opaque, const struct ikelog_log_line *line,
                      const struct ikelog_import *import)
{
    struct ikelog_prefix_charon prefix = ikelog_prefix_charon(line->text);
    struct state *state = opaque;
    struct thread *thread;

    if (line->text[0] == '\0')
        return;
    thread = thread_of(state, &prefix, ikelog_import_line_number(import));
    if (thread->in_dump) {
        if (continue_dump(thread, &prefix)) {
            if (thread->have == thread->wanted)
                take_dump(state, thread, prefix.sa, import);
            return;
        }
        thread->in_dump = false;
        ikelog_import_report(import, thread->dump_line,
                             "expected as many octets of this dump as its first line says");
    }
    text_line(state, thread, &prefix, import);
}

/* One that was handed from thread to thread may still belong to an IKEv2 SA; a key may not. */
static void finish(void *opaque, const struct ikelog_import *import)
{
    struct state *state = opaque;

    for (size_t i = 0; i < MAX_WAITING; i++) {
        struct waiting *waiting = &state->waiting[i];

        if (!waiting->used || waiting->secret.has_message_id)
            continue;
        if (waiting->secret.kind != IKELOG_SECRET_KA)
            ikelog_import_report(import, waiting->secret.line,
                                 "expected a line that says to which cookies this secret belongs: "
                                 "log group mgr at level 2, too");
        add_waiting(waiting, NULL, import);
    }
}

const struct ikelog_importer ikelog_import_charon = {
    .format = "strongSwan log",
    .level = "groups ike and chd at 4, mgr at 2, for example filelog with default = 4",
    .state_size = sizeof(struct state),
    .recognise = recognise,
    .joins = joins,
    .line = read_line,
    .finish = finish,
};

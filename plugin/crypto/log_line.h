/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What other programs put around a daemon's words: dates, hosts, tags, marks, quotes, escapes. */
#ifndef IKELOG_CRYPTO_LOG_LINE_H
#define IKELOG_CRYPTO_LOG_LINE_H

#include <stdbool.h>
#include <stddef.h>

/* A line of a log without its dress. All texts are within the line that was read. */
struct ikelog_log_line {
    const char *text; /* the daemon's words; no blanks around them */
    const char *raw;  /* the line as it stands in the file, for words that any text may follow */
    unsigned indent;  /* blanks that stood in front of `text`, after the dress */
    char mark;        /* '|' or '!', which pluto puts in front of debug lines; else 0 */
    bool numbered;    /* given: grep wrote a number in front of all lines of this log */
    bool dated;       /* a date or a time stood in front */
    const char *time; /* then: it, and its octets, without blanks and brackets around it */
    size_t time_length;
    bool dressed;     /* a date, a program's tag or a mark did: a message begins here */
    char host[32];    /* "gate", as syslog names it between date and program; else empty */
    char program[16]; /* "racoon", as syslog, journalctl or logcat name it; else empty */
};

/*
 * Replace the escapes of HTML (&lt;), remove those of terminals (colours), and make blanks of
 * tabs and of no-break spaces; cut off the quote after a line that begins with one. In place.
 */
void ikelog_log_unescape(char *text);

/*
 * End `text` at the first line end that syslog or HTML wrote into it (#012, <br>) and return what
 * is behind it; NULL: there is none.
 */
char *ikelog_log_split(char *text);

/* Whether a line begins as one of a numbered log does. */
bool ikelog_log_is_numbered(const char *text);

/*
 * Fill *line from `text`, whose trailing blanks are cut off in place. Taken off, in any order and
 * number: the numbers and names of grep, signs of quotation, the quotes and commas of CSV, the
 * priority of syslog, dates and times, hosts and tags of syslog, journalctl and logcat; the mark
 * of pluto. `raw` and
 * `numbered` are given by the caller.
 */
void ikelog_log_undress(char *text, struct ikelog_log_line *line);

#endif

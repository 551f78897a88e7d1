/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Dialect files that are refused: which, and with which words at which line. */
#include "dialects/dialect.h"

#include <string.h>

#define HEAD "[dialect]\nname=test\n[packet]\nboth=x\n"
#define OVER "[dialect]\nname=test\nbase=zyxel-prestige\n"

/* A file, and how its complaint begins. */
static const struct {
    const char *text, *error;
} refused[] = {
    {"", "t:1: a dialect needs a name"},
    {"[packet]\nboth=x\n", "t:1: a dialect needs a name"},
    {"[dialect]\nproduct=X\n[packet]\nboth=x\n", "t:1: a dialect needs a name"},
    {"[dialect]\nname=\n[packet]\nboth=x\n", "t:2: a dialect needs a name"},
    {"[dialect]\nname=../Etc\n[packet]\nboth=x\n", "t:2: names have lower-case letters"},
    {"[dialect]\nname=test\n", "t:1: a dialect needs a [packet] group"},
    {"# c\n\n[dialect]\nname=test\n[packet]\nboth=x\n\n[no-such]\nboth=y\n",
     "t:8: unknown event [no-such]"},
    {HEAD "[retransmit]\nboth={nonsense}\n", "t:6: unknown placeholder {nonsense}"},
    {HEAD "[retransmit]\nboth={peer:q}\n", "t:6: unknown format in {peer:q}"},
    {HEAD "[retransmit]\nboth={peer:99999999999X}\n", "t:6: unknown format"},
    {HEAD "[retransmit]\nboth={peer\n", "t:6: a { without its }"},
    {HEAD "[retransmit]\nboth=[[{peer}\n", "t:6: [[ and ]] do not come in pairs"},
    {HEAD "[retransmit]\nboth=a]]\n", "t:6: [[ and ]] do not come in pairs"},
    {HEAD "[retransmit]\nboth=[[a[[b]]\n", "t:6: [[ and ]] do not come in pairs"},
    {HEAD "[retransmit]\nboth=a\n[retransmit]\nsent=b\n", "t:7: group [retransmit] is there twice"},
    {HEAD "[retransmit]\nboth=a\nboth=b\n", "t:7: key 'both' is there twice"},
    {HEAD "[retransmit]\n", "t:5: an event without a text"},
    {HEAD "[retransmit]\nboht=a\n", "t:6: unknown key"},
    {HEAD "[retransmit]\nboth=a\nboth.11=b\n", "t:7: unknown key"},
    {HEAD "[retransmit]\nboth=a\nboth.3=c\n", "t:7: the line before this one is missing"},
    {HEAD "[retransmit]\nboth.2=c\n", "t:6: the line before this one is missing"},
    {HEAD "[retransmit]\nboth=a\norder=sideways\n", "t:7: 'sideways' is neither after nor before"},
    {HEAD "[retransmit]\nboth=a\nphase=one\n", "t:7: a decimal number is expected"},
    {HEAD "[retransmit]\nboth=a\nevidence=guessed\n", "t:7: expected a list of observed"},
    {HEAD "[retransmit]\nboth=a\\q\n", "t:6: bad escape"},
    {HEAD "[payloads]\nSA=1\n", "t:6: a number from 0 to 65535"},
    {HEAD "[payloads]\n65536=X\n", "t:6: a number from 0 to 65535"},
    {HEAD "[log]\nindex-width=99\n", "t:6: at most 20 digits"},
    {HEAD "just words\n", "t:5: neither a [group], nor key=value"},
    {"name=test\n", "t:1: key 'name' before the first [group]"},
    {HEAD "[retransmit]\nboth=\xff\n", "t:6: not UTF-8"},
    {HEAD "[word/]\ntext=a\n", "t:5: a name is expected behind the slash"},
    {HEAD "[word/Big]\ntext=a\n", "t:5: a name is expected behind the slash"},
    {HEAD "[word/peer]\ntext=a\n", "t:5: {peer} is a placeholder already"},
    {HEAD "[word/a]\ntext=a\n[list/a]\nof=payloads\nitem=b\n", "t:7: {a} is defined above already"},
    {HEAD "[word/a]\n", "t:5: a word needs text=, or of= and rows"},
    {HEAD "[word/a]\nof={step}\n", "t:6: of= is looked up among rows: there are none"},
    {HEAD "[word/a]\ntext=b\n1=c\n", "t:7: unknown key"},
    {HEAD "[word/a]\ntext={b}\n[word/b]\ntext=c\n", "t:6: unknown placeholder {b}"},
    {HEAD "[word/a]\ntext={a}\n", "t:6: unknown placeholder {a}"},
    {HEAD "[word/a]\nid=mine\ntext=b\n", "t:6: expected one of ci, cr, local, peer"},
    {HEAD "[list/a]\nitem=b\n", "t:5: a list needs of="},
    {HEAD "[list/a]\nof=frames\nitem=b\n", "t:6: a list needs of="},
    {HEAD "[list/a]\nof=payloads\n", "t:5: a list needs item="},
    {HEAD "[list/a]\nof=payloads\nitem=b\nlast=c\n", "t:8: unknown key"},
    {HEAD "[vendor-ids]\n4a1=x\n", "t:6: the octets of a vendor ID are expected"},
    {HEAD "[vendor-ids]\nRFC 3947=x\n", "t:6: the octets of a vendor ID are expected"},
    {HEAD "[vendor-ids]\n*=x\n", "t:6: the octets of a vendor ID are expected"},
    {HEAD "[payload]\n", "t:5: an event without a text"},
    {HEAD "[payload]\nboth=x\ntype=SA\n", "t:7: expected a list of numbers"},
    {HEAD "[payload]\nboth=x\nnumber=1\n", "t:7: unknown key"},
    {HEAD "[payload]\nboth={nothing}\n", "t:6: unknown placeholder {nothing}"},
    {HEAD "[transform]\nboth=x\nnth=a\n", "t:7: a decimal number is expected"},
    {HEAD "[attribute]\nboth=x\ntype=70000\n", "t:7: expected a list of numbers"},
    {HEAD "[retransmit]\nboth=x\nif=always\n", "t:7: a condition needs a placeholder"},
    {HEAD "[retransmit]\nboth=x\nif={nothing}\n", "t:7: unknown placeholder {nothing}"},
    {HEAD "[retransmit]\nboth=x\nunless.3={step}\n", "t:7: the line before this one is missing"},
    {HEAD "[retransmit]\nboth=x\nrank=100\n", "t:7: a rank is at most 99"},
    {HEAD "[retransmit]\nboth=x\nreadable=perhaps\n", "t:7: 'perhaps' is neither false nor true"},
    {HEAD "[retransmit]\nboth=x\nrepeat=2\n", "t:7: '2' is neither false nor true"},
    {HEAD "[device]\nvendor-ids=RFC\n", "t:6: expected vendor IDs"},
    {HEAD "[device]\nsequence=4a*\n", "t:6: expected vendor IDs"},
    {HEAD "[device]\nproduct=4a\n", "t:6: unknown key"},
    {"[dialect]\nname=auto\n[packet]\nboth=x\n", "t:2: auto is no dialect"},
    {HEAD "[retransmit]\nboth={step+x}\n", "t:6: a decimal number is expected after the +"},
    /* over another dialect */
    {"[dialect]\nname=test\nbase=test\n", "t:3: no built-in dialect has this name"},
    {"[dialect]\nname=test\nbase=../etc\n", "t:3: no built-in dialect has this name"},
    {"[dialect]\nname=test\nbase=nortel-bsr\n", "t:3: a base has no base of its own"},
    {OVER "[packet]\n", "t:1: a dialect needs a [packet] group"}, /* it is taken away */
    {OVER "[retransmit]\n", "t:4: the base has no such group"},
    {OVER "[no-answer]\nboht=x\n", "t:5: unknown key"},
};

static void test_faults_are_told_with_their_line(void)
{
    for (size_t i = 0; i < G_N_ELEMENTS(refused); i++) {
        char *error = NULL;
        struct ikelog_dialect *dialect = ikelog_dialect_load("t", refused[i].text, &error);

        if (dialect || !error || !g_str_has_prefix(error, refused[i].error))
            g_test_fail_printf("row %zu: %s", i, error ? error : "accepted");
        ikelog_dialect_free(dialect);
        g_free(error);
    }
}

/* Words that ask for words that ask for words … take time beyond all bounds. */
static void test_words_of_words_are_bounded(void)
{
    GString *text = g_string_new(HEAD "[word/a]\ntext={peer}{peer}{peer}{peer}{peer}\n");
    struct ikelog_dialect *dialect;
    char *error = NULL;

    for (char name = 'b'; name <= 'z'; name++)
        g_string_append_printf(text, "[word/%c]\ntext={%c}{%c}{%c}{%c}{%c}\n", name, name - 1,
                               name - 1, name - 1, name - 1, name - 1);
    dialect = ikelog_dialect_load("t", text->str, &error);
    g_assert_null(dialect);
    g_assert_nonnull(strstr(error, "words of words: this asks for too much"));
    g_free(error);
    g_string_free(text, TRUE);
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/dialect-faults/faults-are-told-with-their-line",
                    test_faults_are_told_with_their_line);
    g_test_add_func("/dialect-faults/words-of-words-are-bounded", test_words_of_words_are_bounded);
    return g_test_run();
}

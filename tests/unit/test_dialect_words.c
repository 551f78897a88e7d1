/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What a dialect file says in words of its own: placeholders, lists, parts of a message,
 * conditions, ranks, and the product that it is. */
#include "transcript.h"

#define HEAD   "[dialect]\nname=test\n[packet]\nboth=x\n"
#define OVER   "[dialect]\nname=test\nbase=zyxel-prestige\n"
#define AG1    "<SA><KE><NONCE><ID><VID><VID><VID><VID><VID>"
#define SILENT "[dialect]\nname=test\n[packet]\nboth={icmp}\n"

#define I      IKELOG_INITIATOR
#define R      IKELOG_RESPONDER

static const struct talk_row rows[] = {
    /* words */
    {"ag-psk", 0, I, SILENT "[word/tag]\ntext=<{step}>\n[packet/a]\nboth={tag}{tag}\n", "<1><1>"},
    {"ag-psk", 0, I, SILENT "[word/c]\nof={ike-cipher}\n7=AES {ike-bits}\n[packet/a]\nboth={c}\n",
     "AES 128"},
    {"ag-psk", 0, I, SILENT "[word/c]\nof={step}\n2=two\n[packet/a]\nboth={c}\n", ""},
    {"ag-psk", 0, I, SILENT "[word/c]\nof={step}\n2=two\nother=no\n[packet/a]\nboth={c}\n", "no"},
    {"ag-psk", 0, I, SILENT "[word/c]\nof={user}\n2=two\nother=no\n[packet/a]\nboth={c}\n", ""},
    {"ag-psk", 1, R,
     SILENT "[word/s]\nof={us}/{direction}/{exchange-number}/{step}\nresponder/sent/4/2=AG_R1\n"
            "[packet/a]\nboth={s}\n",
     "AG_R1"},
    {"ag-psk", 3, R,
     SILENT "[word/own]\nid=local\ntext={id-first}-{id-last}\n[packet/a]\nboth={own} {id-peer}\n",
     "10.2.0.0-10.2.255.255 10.1.0.0/16"},
    /* lists, and words of payloads */
    {"ag-xauth", 4, I,
     SILENT "[list/a]\nof=config-attributes\nitem={attribute}\nseparator=+\n[payloads]\n8=H\n"
            "14=CP({a})\n[packet/a]\nboth={payloads}\n",
     "H, CP(16521+16522)"},
    {"ag-psk", 0, I,
     SILENT "[list/p]\nof=payloads\nitem={payload-type}\nopen=(\nclose=)\n[packet/a]\nboth={p}\n",
     "(1)(4)(10)(5)(13)(13)(13)(13)(13)"},
    {"ag-psk", 0, I, SILENT "[payloads]\n1=SA {payloads}\n[packet/a]\nboth={payloads}\n",
     "P1, P4, P10, P5, P13, P13, P13, P13, P13"}, /* no list within its own word */
    /* payloads in wire order */
    {"ag-psk", 0, R, SILENT "[payload/a]\ntype=1,4,10\nreceived={payload} {payload-length}\n",
     "SA 56 | KE 132 | NON 36"},
    {"ag-psk", 0, I, SILENT "[payload/a]\ntype=1\nreceived=x\n", ""},
    {"ag-psk", 0, R, SILENT "[payload/a]\ntype=13\nnth=2\nboth={payload-number}/{payload-count}\n",
     "1/5"},
    {"ag-psk", 0, R,
     SILENT "[vendor-ids]\nafcad71368a1f1c96b8696fc77570100=DPD\n09002689*=XA\n"
            "[payload/a]\ntype=13\nboth={vendor-id}\n",
     "XA | DPD"},
    {"no-peer", 1, I, SILENT "[payload/a]\ntype=1\nboth=SA\n", ""}, /* sent again */
    {"no-peer", 1, I, SILENT "[payload/a]\ntype=1\nrepeat=true\nboth=SA\n", "SA"},
    /* transforms and their attributes */
    {"ag-psk", 0, R,
     SILENT "[transform]\nboth=T{transform-number} {ike-cipher} {transform-next}\n"
            "[attribute]\ntype=2,4\nboth={attribute}={attribute-number}\n",
     "T1 7 0 | 2=2 | 4=2"},
    /* conditions */
    {"ag-psk", 0, I, SILENT "[packet/a]\nif={step} is 1|3\nboth=x\n", "x"},
    {"ag-psk", 1, I, SILENT "[packet/a]\nif={step} is 1|3\nboth=x\n", ""},
    {"ag-psk", 0, I, SILENT "[packet/a]\nif={step} is 1\nif.2={user}\nboth=x\n", ""},
    {"ag-psk", 0, I, SILENT "[packet/a]\nif={length} is 372..\nboth=x\n", "x"},
    {"ag-psk", 0, I, SILENT "[packet/a]\nif={length} is 373..\nboth=x\n", ""},
    {"ag-psk", 0, I, SILENT "[packet/a]\nif={us} is 1..\nboth=x\n", ""}, /* no number */
    {"ag-psk", 0, R, SILENT "[attribute]\ntype=2\nboth={attribute-place} {transform-place}\n",
     "2 chosen"},
    {"libreswan-wrong-psk", 4, R, SILENT "[packet/a]\nreadable=unknown\nboth=x\n", "x"},
    {"libreswan-wrong-psk", 4, I, SILENT "[packet/a]\nreadable=unknown\nboth=x\n", ""},
    {"libreswan-wrong-psk", 4, R, SILENT "[packet/a]\nif={doubted}\nreadable=unknown\nboth=x\n",
     "x"},
    {"ag-psk", 0, I, SILENT "[packet/a]\nunless={user}\nboth=x\n", "x"},
    {"ag-psk", 0, I, SILENT "[packet/a]\nunless={step} is 1\nboth=x\n", ""},
    {"ag-psk", 0, I, SILENT "[packet/a]\nmode=4\nboth=x\n[packet/b]\nmode=2\nboth=y\n", "x"},
    /* ranks; of one rank payloads come first, then events, groups as in the file */
    {"ag-psk", 0, I,
     HEAD "[packet/a]\nrank=60\nboth=a\n[packet/b]\nboth=b\n[payload/c]\ntype=1\nboth=c\n"
          "[packet/d]\nrank=0\nboth=d\n[packet/e]\norder=before\nrank=99\nboth=e\n",
     "e | x | d | c | b | a"},
    /* numbers and octets */
    {"ag-psk", 3, I, SILENT "[packet/a]\nboth={sa+1001} {quick-mode+1}\n", "1001 1"},
    {"ag-psk", 0, R, SILENT "[payload]\ntype=13\nnth=1\nboth={payload-octets:c}\n",
     "09:00:26:89:df:d6:b7:12"},
    {"ag-psk", 0, R, SILENT "[payload]\ntype=13\nnth=1\nboth={payload-octets:h}\n",
     "0x9 0x0 0x26 0x89 0xdf 0xd6 0xb7 0x12"},
    /* over another dialect: its group, instead of its group, without it, beside it */
    {"ag-psk", 0, R, OVER, "Recv Aggressive Mode request from <192.0.2.1> | Recv:" AG1},
    {"ag-psk", 0, R, OVER "[phase1-started]\nreceived=start\n", "Recv:" AG1 " | start"},
    {"ag-psk", 0, R, OVER "[phase1-started]\n", "Recv:" AG1},
    {"ag-psk", 0, R, OVER "[phase1-started]\n[packet/a]\nreceived=a\n", "Recv:" AG1 " | a"},
    {"ag-psk", 0, R,
     OVER "[phase1-started]\n[word/a]\ntext=<{step}>\n[packet]\nreceived=x{a}\nseparator=,\n",
     "x<1>"},
    /* what our device could not read */
    {"wrong-psk-main", 4, R,
     "[dialect]\nname=test\n[packet]\nboth=x\nunreadable-received=?\n"
     "[packet/a]\nreadable=false\nboth=no\n[packet/b]\nreadable=true\nboth=yes\n",
     "? | no"},
    {"wrong-psk-main", 4, I,
     "[dialect]\nname=test\n[packet]\nboth=x\nunreadable-received=?\n"
     "[packet/a]\nreadable=false\nboth=no\n[packet/b]\nreadable=true\nboth=yes\n",
     "x | yes"},
};

static void test_each_group_says_its_lines(void)
{
    talk_expect_said(rows, G_N_ELEMENTS(rows));
}

/* The name of who speaks about a side of a capture's first IKE SA. */
static const char *speaker_of(const struct ikelog_dialects *dialects, const char *capture,
                              enum ikelog_side us, GString *reason)
{
    const struct ikelog_dialect *each = ikelog_dialects_find(dialects, IKELOG_AUTO_DIALECT);
    const struct ikelog_dialect *speaker;
    struct talk talk;

    talk_open(&talk);
    talk_read(&talk, capture, true);
    g_string_truncate(reason, 0);
    speaker = ikelog_dialect_speaker(each, ikelog_session_sa(talk.session, 0), us, reason);
    talk_close(&talk);
    return ikelog_dialect_name(speaker);
}

static void test_vendor_ids_tell_the_product(void)
{
    struct ikelog_dialects *dialects = ikelog_dialects_new();
    const struct ikelog_dialect *each = ikelog_dialects_find(dialects, "auto");
    GString *reason = g_string_new(NULL);

    g_assert_nonnull(each);
    for (unsigned n = 0; n < ikelog_dialects_count(dialects); n++)
        g_assert_true(ikelog_dialects_at(dialects, n) != each);
    g_assert_cmpstr(speaker_of(dialects, "mm-psk", I, reason), ==, "strongswan");
    g_assert_nonnull(strstr(reason->str, "in this order"));
    g_assert_cmpstr(speaker_of(dialects, "libreswan-psk", I, reason), ==, "libreswan");
    g_assert_cmpstr(speaker_of(dialects, "libreswan-answers", R, reason), ==, "libreswan");
    g_assert_cmpstr(speaker_of(dialects, "libreswan-answers", I, reason), ==, "strongswan");
    g_assert_cmpstr(speaker_of(dialects, "mm-psk-bare", I, reason), ==, IKELOG_DEFAULT_DIALECT);
    g_assert_nonnull(strstr(reason->str, "do not tell"));
    g_assert_cmpstr(ikelog_dialect_name(ikelog_dialect_speaker(each, NULL, I, NULL)), ==,
                    IKELOG_DEFAULT_DIALECT);
    g_string_free(reason, TRUE);
    ikelog_dialects_free(dialects);
}

static void test_each_device_speaks_as_its_product(void)
{
    static const struct {
        const char *capture;
        unsigned frame;
        enum ikelog_side us;
        const char *product;
    } devices[] = {
        {"mm-psk", 0, I, "strongswan"},
        {"libreswan-psk", 0, I, "libreswan"},
        {"libreswan-answers", 1, R, "libreswan"},
        {"mm-psk-bare", 0, I, IKELOG_DEFAULT_DIALECT},
    };
    struct ikelog_dialects *dialects = ikelog_dialects_new();
    const struct ikelog_dialect *each = ikelog_dialects_find(dialects, IKELOG_AUTO_DIALECT);

    for (size_t i = 0; i < G_N_ELEMENTS(devices); i++) {
        const struct ikelog_dialect *product = ikelog_dialects_find(dialects, devices[i].product);
        char *said = talk_said_by(each, devices[i].capture, devices[i].frame, devices[i].us);
        char *expected = talk_said_by(product, devices[i].capture, devices[i].frame, devices[i].us);

        g_assert_cmpstr(expected, !=, "");
        g_assert_cmpstr(said, ==, expected);
        g_free(expected);
        g_free(said);
    }
    ikelog_dialects_free(dialects);
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/dialect-words/each-group-says-its-lines", test_each_group_says_its_lines);
    g_test_add_func("/dialect-words/vendor-ids-tell-the-product", test_vendor_ids_tell_the_product);
    g_test_add_func("/dialect-words/each-device-speaks-as-its-product",
                    test_each_device_speaks_as_its_product);
    return g_test_run();
}

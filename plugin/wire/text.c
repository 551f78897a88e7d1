/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Text from the wire, made safe for whoever prints it, and numbers as text. */
#include "wire/ident.h"
#include "wire/inet.h"

/* Digits of the largest number. */
#define MAX_DIGITS 20u

static const char digits[] = "0123456789abcdef";

/* Shown as itself: what has a glyph and moves no text around. */
static bool is_safe(gunichar c)
{
    GUnicodeType type = g_unichar_type(c);

    return g_unichar_isprint(c) && type != G_UNICODE_LINE_SEPARATOR &&
           type != G_UNICODE_PARAGRAPH_SEPARATOR;
}

void ikelog_text_escape(struct ikelog_octets octets, uint32_t most, GString *text)
{
    uint32_t end = octets.length < most ? octets.length : most;
    uint32_t pos = 0;

    while (pos < end) {
        const char *at = (const char *)octets.data + pos;
        gunichar c = g_utf8_get_char_validated(at, (gssize)(end - pos));

        /* A NUL octet counts as invalid UTF-8 here, like everything that ends too early. */
        if (c >= (gunichar)-2 || c < 0x20 || c == 0x7f) {
            g_string_append(text, "\\x");
            ikelog_text_hex((struct ikelog_octets){octets.data + pos++, 1}, 1, text);
            continue;
        }
        if (is_safe(c))
            g_string_append_unichar(text, c);
        else
            g_string_append_printf(text, "\\u{%x}", c);
        pos += (uint32_t)g_unichar_to_utf8(c, NULL);
    }
    if (end < octets.length)
        g_string_append(text, "…");
}

void ikelog_text_hex(struct ikelog_octets octets, uint32_t most, GString *text)
{
    uint32_t end = octets.length < most ? octets.length : most;

    for (uint32_t i = 0; i < end; i++) {
        g_string_append_c(text, digits[octets.data[i] >> 4]);
        g_string_append_c(text, digits[octets.data[i] & 15]);
    }
    if (end < octets.length)
        g_string_append(text, "…");
}

static void append_number(uint64_t number, unsigned base, GString *text)
{
    char written[MAX_DIGITS];
    unsigned at = MAX_DIGITS;

    do {
        written[--at] = digits[number % base];
        number /= base;
    } while (number > 0);
    ikelog_text_append(text, written + at, MAX_DIGITS - at);
}

void ikelog_text_decimal(uint64_t number, GString *text)
{
    append_number(number, 10, text);
}

void ikelog_text_hexadecimal(uint64_t number, GString *text)
{
    append_number(number, 16, text);
}

void ikelog_text_address(uint8_t family, const uint8_t *address, GString *text)
{
    char buffer[INET6_ADDRSTRLEN];

    if (family != 4) {
        if (inet_ntop(AF_INET6, address, buffer, sizeof buffer))
            g_string_append(text, buffer);
        return;
    }
    for (unsigned i = 0; i < 4; i++) {
        if (i > 0)
            g_string_append_c(text, '.');
        ikelog_text_decimal(address[i], text);
    }
}

bool ikelog_text_is_printable(struct ikelog_octets octets)
{
    const char *at = (const char *)octets.data;

    if (octets.length == 0 || !g_utf8_validate(at, octets.length, NULL))
        return false;
    for (const char *end = at + octets.length; at < end; at = g_utf8_next_char(at))
        if (!is_safe(g_utf8_get_char(at)))
            return false;
    return true;
}

/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Fuzzes decoding of one message; every octet must become an item, and all text be clean. */
#include "watcher.h"
#include "wire/ikev2.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* phase(1), then the message. */
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct ikelog_decode_context context = {0};
    struct ikelog_octets message;
    struct ikelog_header header;
    struct ikelog_chain chain;
    struct recorder recorder;
    struct ikelog_sink sink;

    if (size < 1)
        return 0;
    message = (struct ikelog_octets){data + 1, (uint32_t)size - 1};
    sink = watch_start(&recorder, message);
    if (ikelog_ikev2_is(message))
        ikelog_ikev2_refusal(message);
    ikelog_header_read(message.data, message.length, &header);
    ikelog_decode_header(message, true, &sink);
    watch_end(&recorder, MIN(message.length, IKELOG_HEADER_LEN));
    if (message.length <= IKELOG_HEADER_LEN)
        return 0;
    context.exchange_type = header.exchange_type;
    context.phase = (data[0] & 1) ? 1 : 2;
    context.gdoi = data[0] & 2;
    message.data += IKELOG_HEADER_LEN;
    message.length -= IKELOG_HEADER_LEN;
    ikelog_chain_read(message.data, message.length, 0, header.next_payload, &chain);
    watch_chain(message, &chain, &context);
    return 0;
}

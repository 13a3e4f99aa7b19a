package io.sluice.view;

/**
 * A photo of a message.
 *
 * @param url of its picture, on the node that answers; null if it has none
 */
public record PhotoView(
    String id,
    long message,
    String outcome,
    String url,
    Long width,
    Long height,
    Long bytesBefore,
    Long bytesAfter,
    String storedAt) {}

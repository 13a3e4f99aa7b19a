package io.sluice.view;

/**
 * A file that was sent, and what has become of it.
 *
 * @param part which part of the request it was, from 1 on
 * @param name as it is kept
 * @param state of its item, or {@code refused}
 * @param reason why it is not stored; null if it is
 * @param detail more about that
 * @param hash SHA-256 of its bytes, in hexadecimal digits; null if it is not stored
 * @param storageUrl path of its blob; null if it is not stored
 */
public record SentFileView(
    long part,
    String name,
    String state,
    String reason,
    String detail,
    Long size,
    String mimeType,
    String hash,
    String storageUrl) {}

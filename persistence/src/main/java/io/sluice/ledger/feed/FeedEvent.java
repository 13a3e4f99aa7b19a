package io.sluice.ledger.feed;

/**
 * An event of a stream, as its row will have it.
 *
 * @param entry id in its stream
 * @param micros when it happened, in microseconds since 1970: this follows from the entry alone, or
 *     one that comes again would be another
 * @param size in bytes; null where nobody told
 * @param object that a notification of S3 tells of; null where the event is no such
 */
public record FeedEvent(
    String entry,
    long micros,
    String operation,
    String filename,
    Long size,
    String mimeType,
    String storageUrl,
    String uploaderId,
    NotifiedObject object) {}

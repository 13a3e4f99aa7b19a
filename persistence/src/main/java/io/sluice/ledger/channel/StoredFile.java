package io.sluice.ledger.channel;

/**
 * A picture in the store.
 *
 * @param path relative to IMAGE_DIR, with slashes
 * @param width in pixels, 0 if nothing here reads the format
 * @param height in pixels, 0 if nothing here reads the format
 * @param bytes size of the file
 */
public record StoredFile(String path, int width, int height, long bytes) {}

package io.sluice.blob;

import java.time.Instant;

/**
 * A file of the store, as a look at all of them finds it.
 *
 * @param key under which it is
 * @param modified when it was last written
 */
public record Stored(String key, long size, Instant modified) {}

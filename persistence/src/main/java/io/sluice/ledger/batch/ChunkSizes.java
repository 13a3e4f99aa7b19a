package io.sluice.ledger.batch;

/**
 * How many items a chunk has at most.
 *
 * @param first of those that are cut of the first {@code most} items: a small batch has several
 *     chunks so, and with them its share of the places beside a large one
 * @param most of all others
 */
public record ChunkSizes(int first, int most) {}

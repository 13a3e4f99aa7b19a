package io.sluice.ledger;

/**
 * What a run holds up to prove that it is still the one: its entity and the epoch it took.
 *
 * @param entity whose run it is, such as {@code channel-12}
 * @param epoch grows with every run of the entity
 */
public record Fence(String entity, long epoch) {}

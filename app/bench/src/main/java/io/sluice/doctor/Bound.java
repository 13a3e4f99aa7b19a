package io.sluice.doctor;

/**
 * How much of a kind of work something allows at most.
 *
 * @param remedy what would allow more
 */
public record Bound(WorkKind kind, double perSecond, Remedy remedy) {}

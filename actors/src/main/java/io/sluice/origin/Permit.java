package io.sluice.origin;

/**
 * Leave to send one request now. What came of it is to be reported, so that the origin's pace and
 * its closings follow from what it does.
 *
 * @param origin who may be asked
 * @param closings how often it had been closed when this was given
 * @param healthy whether the request before this one was answered
 */
public record Permit(OriginName origin, long closings, boolean healthy) {}

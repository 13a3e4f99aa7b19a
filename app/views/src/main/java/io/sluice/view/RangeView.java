package io.sluice.view;

/** Ids of messages from one to another, both included. */
public record RangeView(long from, long to) {}

package io.sluice.view;

/** The event of a channel that is gone. */
public record RemovedView(long id) {}

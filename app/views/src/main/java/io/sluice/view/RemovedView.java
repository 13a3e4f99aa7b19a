package io.sluice.view;

/** The event of a channel or a batch that is gone. */
public record RemovedView(long id) {}

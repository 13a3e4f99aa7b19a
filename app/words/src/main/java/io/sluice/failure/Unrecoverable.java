package io.sluice.failure;

/**
 * Marks an exception that trying again does not mend: the channel stops with its message, until
 * somebody has put right what it names.
 */
public interface Unrecoverable {}

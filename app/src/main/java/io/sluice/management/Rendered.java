package io.sluice.management;

/**
 * The metrics as text.
 *
 * @param contentType as the header has it, parameters included
 */
public record Rendered(String contentType, byte[] bytes) {}

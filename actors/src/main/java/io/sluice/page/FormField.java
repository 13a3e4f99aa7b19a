package io.sluice.page;

/**
 * A field of a form that a reader fills in.
 *
 * @param type as HTML calls it; {@code textarea} and {@code select} are types here
 * @param label what a reader is told of it, empty where nothing is
 */
public record FormField(String name, String type, String label, boolean required) {}

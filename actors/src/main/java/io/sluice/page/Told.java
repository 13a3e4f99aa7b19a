package io.sluice.page;

/**
 * A value, and the rule by which it was found.
 *
 * @param rule such as {@code og:site_name}
 */
public record Told(String value, String rule) {}

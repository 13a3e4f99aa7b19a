package io.sluice.page;

/**
 * An address of mail that a page shows in plain words.
 *
 * @param role whether it belongs to a role, such as {@code info}, and not to a person
 * @param rule {@code mailto}, {@code schema.org} or {@code text}
 */
public record Email(String address, boolean role, String rule) {}

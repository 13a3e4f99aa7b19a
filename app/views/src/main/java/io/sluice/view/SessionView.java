package io.sluice.view;

/**
 * The session of a browser.
 *
 * @param asks whether the server asks for a token
 * @param access {@code all}, or {@code read} for who may change nothing; null where there is none
 * @param until when it ends; null where it does not
 */
public record SessionView(boolean asks, String access, String until) {}

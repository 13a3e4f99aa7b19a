package io.sluice.page;

/**
 * A link of a page to another.
 *
 * @param address of HTTP, without a fragment
 * @param text what a reader sees of it, or hears
 */
public record Link(String address, String text, boolean nofollow) {}

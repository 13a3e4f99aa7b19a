package io.sluice.document;

/**
 * A piece of a document's text.
 *
 * @param page its number, from 1; 1 in what has no pages
 * @param block of the page, from 1: a long page has several, so that each can be searched for
 */
public record PageText(int page, int block, TextState state, String text) {}

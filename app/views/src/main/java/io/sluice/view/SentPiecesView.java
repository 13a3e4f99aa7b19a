package io.sluice.view;

/**
 * A file that is sent in pieces, and how far it is.
 *
 * @param received bytes that have come
 * @param batch that was made of it; null for none
 */
public record SentPiecesView(String id, long length, long received, Long batch) {}

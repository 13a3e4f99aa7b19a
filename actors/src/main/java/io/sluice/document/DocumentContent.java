package io.sluice.document;

/**
 * A document that was read.
 *
 * @param name as people read it
 * @param hash SHA-256 of its bytes
 * @param size how many they are
 * @param extraction null of one whose content was read before
 */
record DocumentContent(String name, byte[] hash, long size, Extraction extraction) {}

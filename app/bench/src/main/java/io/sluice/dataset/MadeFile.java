package io.sluice.dataset;

/**
 * What stands in a file.
 *
 * @param extension for the file's name, empty or beginning with a dot
 * @param broken whether it is not what its name says, on purpose
 */
record MadeFile(byte[] bytes, String extension, boolean picture, boolean broken) {}

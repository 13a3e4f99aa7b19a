package io.sluice.ledger.channel;

/**
 * The file that a duplicate would share was removed meanwhile; made anew, the photo has its own.
 */
public final class GoneFileException extends RuntimeException {
  GoneFileException(String path) {
    super(path + " was removed with its channel while another photo was to share it");
  }
}

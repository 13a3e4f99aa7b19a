package io.sluice.blob;

import java.io.IOException;
import java.io.InputStream;

/**
 * Bytes in the store.
 *
 * @param size how many
 * @param opening opens them to be read, as often as it is asked
 */
public record Blob(long size, Opening opening) {

  /** Where the bytes come from. */
  public interface Opening {
    InputStream open() throws IOException;
  }
}

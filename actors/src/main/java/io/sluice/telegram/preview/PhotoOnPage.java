package io.sluice.telegram.preview;

import io.sluice.photo.PhotoReference;
import java.net.URI;

/**
 * A photo as a page shows it. The site may give it another address later, which the page of its
 * post tells then.
 *
 * @param url where it was when the page was read
 * @param message id of its message
 * @param postEnd the highest message id of the post that shows it
 */
record PhotoOnPage(URI url, long message, long postEnd) implements PhotoReference.Elsewhere {
  private static final long BYTES_OF_A_CHARACTER = 2;

  @Override
  public long weight() {
    return BYTES_OF_A_CHARACTER * url.toString().length();
  }
}

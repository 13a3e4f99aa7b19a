package io.sluice.telegram.preview;

import java.net.URI;
import java.util.Objects;

/**
 * A photo of a post.
 *
 * @param messageId the message that it is, which with the channel names it for good
 * @param url where it is now; such addresses do not last
 */
public record PostPhoto(long messageId, URI url) {
  public PostPhoto {
    Objects.requireNonNull(url, "url");
  }
}

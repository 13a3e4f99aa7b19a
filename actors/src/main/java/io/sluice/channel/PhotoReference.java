package io.sluice.channel;

import java.net.URI;
import java.nio.file.Path;

/**
 * A photo that a message names.
 *
 * @param id unique within its channel, and safe as a file name
 * @param location where its bytes are
 */
public record PhotoReference(String id, Location location) {

  /** Where a photo's bytes are. */
  public sealed interface Location {}

  /** A file on this machine; that it lies within its export has been checked. */
  public record InFile(Path path) implements Location {}

  /**
   * A file of a web server, which may give it another address later.
   *
   * @param url where it was when the message was read
   * @param message id of its message
   * @param postEnd the highest message id of the post that shows it
   */
  public record AtUrl(URI url, long message, long postEnd) implements Location {}

  /** The source says itself that it does not have the photo, and why. */
  public record Absent(String reason) implements Location {}
}

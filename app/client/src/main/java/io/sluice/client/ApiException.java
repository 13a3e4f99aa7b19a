package io.sluice.client;

import java.io.IOException;

/** What a node says is wrong with a request, in words for people. */
public final class ApiException extends IOException {
  private final int status;
  private final String type;

  /**
   * @param type what the node calls it, without {@code urn:sluice:problem:}
   */
  ApiException(int status, String type, String words) {
    super(words);
    this.status = status;
    this.type = type;
  }

  public int status() {
    return status;
  }

  /** Whether the node may not read what it was to read. */
  public boolean isUnreadableSource() {
    return is("source-not-readable");
  }

  boolean is(String problem) {
    return type.equals(problem);
  }
}

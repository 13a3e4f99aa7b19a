package io.sluice.client;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** Files of this machine that nodes cannot read, as they are found: there may be very many. */
public interface FilesToSend {

  /** The same whenever the same files are named, so that what was sent of them is known again. */
  String place();

  /** Under which paths lies what is to be worked on; an empty one is all that is sent. */
  List<String> paths();

  /** Under which paths lie lists of it. */
  List<String> lists();

  /**
   * Finds them.
   *
   * @throws IOException if one that was named is not there or cannot be read
   */
  void each(Taker taker) throws IOException, InterruptedException;

  /** Takes what is found. */
  interface Taker {

    /**
     * Takes a file.
     *
     * @param path under which it is sent, its bytes escaped as in a {@code file:} address
     */
    void take(String path, Path file) throws IOException, InterruptedException;

    /**
     * Takes what was met and is no file that could be sent.
     *
     * @param isLoss whether something is lost by that
     */
    void passOver(String reason, long count, boolean isLoss);
  }
}

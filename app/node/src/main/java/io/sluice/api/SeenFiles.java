package io.sluice.api;

import io.sluice.server.ProblemException;
import java.util.List;

/** Files as their sender sees them, as the body of a request says it. */
record SeenFiles(List<Seen> files) {
  private static final JsonBody<SeenFiles> BODY =
      new JsonBody<>(SeenFiles.class, "SeenFiles", "files");
  private static final int MOST = 1000;

  /**
   * A file of the sender.
   *
   * @param path in the upload, with escapes
   * @param size in bytes
   * @param modified when it was changed, in milliseconds since 1970
   */
  record Seen(String path, Long size, Long modified) {}

  /**
   * @throws ProblemException naming the field that is wrong
   */
  static SeenFiles read(byte[] body) {
    var read = BODY.read(body);
    if (read.files == null || read.files.size() > MOST) {
      throw BODY.wrong("files must be 0 to " + MOST).in("files").thrown();
    }
    for (var file : read.files) {
      if (file == null
          || file.path == null
          || file.size == null
          || file.size < 0
          || file.modified == null) {
        throw BODY.wrong("each of files needs path, size from 0 on, and modified")
            .in("files")
            .thrown();
      }
    }
    return read;
  }
}

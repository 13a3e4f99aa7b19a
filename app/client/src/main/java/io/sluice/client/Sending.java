package io.sluice.client;

import java.io.IOException;
import java.io.PrintWriter;
import java.util.List;
import java.util.UUID;

/**
 * Files that are sent to nodes by this process: to one after another where the first goes away,
 * under the same name, so that each gets what is missing.
 */
public final class Sending {
  private static final int SESSION_CHARS = 12;

  private final FilesToSend files;
  private final String source;
  private String upload;
  private SentFiles sent = new SentFiles();
  private boolean done;

  public Sending(FilesToSend files) {
    this.files = files;
    source = Upload.id(files.place());
    begin();
  }

  /** What earlier processes have sent of the same files has the same name up to the hyphen. */
  private void begin() {
    var session = UUID.randomUUID().toString().replace("-", "").substring(0, SESSION_CHARS);
    upload = source + "-" + session;
    done = false;
  }

  /**
   * Returns once all is there.
   *
   * @param terminal shows how far it is; null where there is none
   */
  void send(ApiClient api, PrintWriter terminal) throws IOException, InterruptedException {
    if (!done) {
      sent = new FileUpload(api, upload, new UploadProgress(terminal)).send(files);
      done = true;
    }
  }

  /** What to name to the node: directories and files that were sent. */
  List<String> paths() {
    return files.paths().stream().map(this::named).toList();
  }

  /** What to name to the node: lists that were sent. */
  List<String> lists() {
    return files.lists().stream().map(this::named).toList();
  }

  private String named(String path) {
    return "upload:" + upload + (path.isEmpty() ? "" : "/" + path);
  }

  /** It does not hold what was sent: another one takes over what it has of that. */
  void beginAgain() {
    begin();
  }

  /** What was sent by now. */
  public SentFiles sent() {
    return sent;
  }
}

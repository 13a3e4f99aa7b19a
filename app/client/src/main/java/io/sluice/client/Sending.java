package io.sluice.client;

import java.io.IOException;
import java.io.PrintWriter;
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
   * Gives what to name to the node as the source, once all is there.
   *
   * @param terminal shows how far it is; null where there is none
   */
  String send(ApiClient api, PrintWriter terminal) throws IOException, InterruptedException {
    if (!done) {
      sent = new FileUpload(api, upload, new UploadProgress(terminal)).send(files);
      done = true;
    }
    return "upload:" + upload;
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

package io.sluice.client;

import java.io.PrintWriter;

/**
 * How far an upload is: files and bytes go in, a line of a terminal comes out, redrawn in place.
 */
final class UploadProgress {
  private static final long REDRAW_NANOS = 250_000_000;
  private static final double SECOND_NANOS = 1e9;

  private final PrintWriter out;
  private long files;
  private long allFiles;
  private long bytes;
  private long allBytes;
  private String known = "";
  private long startedAt;
  private long drawnAt;

  /**
   * @param out null where there is no terminal
   */
  UploadProgress(PrintWriter out) {
    this.out = out;
  }

  synchronized void start(int filesToSend, long bytesToSend) {
    allFiles = filesToSend;
    allBytes = bytesToSend;
    startedAt = System.nanoTime();
  }

  /** More are to be sent than was known. */
  synchronized void found(int moreFiles, long moreBytes) {
    known = " found so far";
    allFiles += moreFiles;
    allBytes += moreBytes;
  }

  synchronized void sent(long more) {
    bytes += more;
    if (System.nanoTime() - drawnAt > REDRAW_NANOS) {
      draw();
    }
  }

  synchronized void file() {
    files++;
  }

  synchronized void end() {
    if (out != null && drawnAt != 0) {
      draw();
      out.println();
      out.flush();
    }
  }

  private void draw() {
    drawnAt = System.nanoTime();
    if (out != null) {
      double seconds = Math.max(0.001, (drawnAt - startedAt) / SECOND_NANOS);
      out.print(
          "\rsending %s of %s files%s, %s of %s, %s/s\033[K"
              .formatted(
                  Figures.count(files),
                  Figures.count(allFiles),
                  known,
                  Figures.megabytes(bytes),
                  Figures.megabytes(allBytes),
                  Figures.megabytes((long) (bytes / seconds))));
      out.flush();
    }
  }
}

package io.sluice.image;

import java.util.Optional;
import org.bytedeco.javacpp.Loader;
import org.bytedeco.opencv.global.opencv_core;
import org.bytedeco.opencv.global.opencv_imgcodecs;
import org.bytedeco.opencv.global.opencv_imgproc;

/** OpenCV's native libraries, which come in a jar and are loaded once. */
final class OpenCv {
  private static final Optional<String> MISSING = load();

  private OpenCv() {}

  /** Why they cannot be used here; empty if they can. */
  static Optional<String> missing() {
    return MISSING;
  }

  private static Optional<String> load() {
    // Its memory is freed by hand and counted by the budget, not guessed from the process's size.
    System.setProperty("org.bytedeco.javacpp.nopointergc", "true");
    System.setProperty("org.bytedeco.javacpp.maxbytes", "0");
    System.setProperty("org.bytedeco.javacpp.maxphysicalbytes", "0");
    try {
      Loader.load(opencv_imgcodecs.class);
      Loader.load(opencv_imgproc.class);
      // A picture is one thread's work; the pipeline has as many as there are cores.
      opencv_core.setNumThreads(1);
      return Optional.empty();
    } catch (LinkageError | RuntimeException e) {
      return Optional.of(UndecodableException.describe(e));
    }
  }
}

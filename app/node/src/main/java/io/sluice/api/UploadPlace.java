package io.sluice.api;

import io.sluice.server.ProblemException;
import io.sluice.view.MissingFilesView;
import java.net.URI;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;

/**
 * Where files that were sent lie until they are stored, each in its upload: on a disk, or in the
 * bucket of the store. Thread-safe; all blocks.
 */
interface UploadPlace {

  /**
   * A file that is there.
   *
   * @param path in the upload, as people read it
   * @param size in bytes
   */
  record Found(String path, long size) {}

  /**
   * @throws ProblemException if no file can be called so here
   */
  void check(UploadTarget target);

  /** Whether it is there and can be read. */
  boolean isThere(UploadTarget target);

  /** As sources of batches have it; that of a whole upload, or of a directory, ends in a slash. */
  URI address(UploadTarget target);

  /** The files of an upload, as they are found; none if it is not there. To be closed. */
  Stream<Found> files(String upload);

  /**
   * Which files an upload lacks, after it has taken over what earlier ones have of them.
   *
   * @param source by which the upload is named
   * @throws ProblemException if there is no room for what is missing, so that nobody sends it
   */
  MissingFilesView missing(String source, String upload, SeenFiles seen);

  /** Has all of an upload outlive a power cut, and gives how many files there are. */
  long settled(String upload);

  /** What uploads there are. */
  List<String> names();

  /** When the last file came. */
  Instant lastSent(String upload);

  /** Removes one, however much of it is there. */
  void remove(String upload);

  /** Removes what was on its way when a node died. */
  void sweepParts();

  /** For people who read the log. */
  String where();
}

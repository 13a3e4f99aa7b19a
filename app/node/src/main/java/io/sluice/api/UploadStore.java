package io.sluice.api;

import io.sluice.server.ProblemException;
import java.nio.file.attribute.FileTime;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CompletionStage;
import org.apache.pekko.stream.javadsl.Source;
import org.apache.pekko.util.ByteString;

/**
 * Takes in files that are sent: bytes come in, a file of its name is in its {@link UploadPlace}
 * when it is whole and safe. Nothing of one that breaks off stays.
 */
interface UploadStore {

  /**
   * Completes with the number of bytes when the file is there. Fails with what is to be answered.
   *
   * @param length that the sender tells, if it does
   * @param modified when it was changed; when it came if that is not known
   */
  CompletionStage<Long> store(
      Source<ByteString, ?> bytes,
      OptionalLong length,
      UploadTarget target,
      Optional<FileTime> modified);

  /**
   * @throws ProblemException if there is no room for a file of so many bytes
   */
  void checkRoom(long bytes);

  /** As it is told to who sends: what is the matter with the place is told as such. */
  RuntimeException failed(Throwable failure);
}

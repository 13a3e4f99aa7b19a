package io.sluice.blob;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * What may be wrong with a disk or a bucket as a whole, so that no picture can be written to it.
 */
public enum Trouble {
  FULL("has no room left", "make room there", "No space left on device|Disk quota exceeded"),
  READ_ONLY("can only be read", "mount it for writing", "Read-only file system"),
  BROKEN(
      "does not answer as it should",
      "look at its disk, or mount it again",
      "Input/output error|Stale file handle|Transport endpoint is not connected"),
  ANOTHER(
      "is not the directory that this node began with", "mount or move that one back there", ""),
  ANOTHER_BUCKET(
      "is not the bucket that this node began with",
      "name that one, or start the node again on this one"),
  NO_BUCKET("is not there", "make the bucket, or set S3_BUCKET to one that is there"),
  DENIED(
      "does not allow what is needed",
      "give the user of the access key what docs/running.md lists under S3"),
  NO_KEY(
      "needs an access key",
      "set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY in the environment, or a profile or role"),
  WRONG_KEY("does not know the access key", "set AWS_ACCESS_KEY_ID to one that is valid there"),
  WRONG_SECRET(
      "does not take the signature", "set AWS_SECRET_ACCESS_KEY to the one of AWS_ACCESS_KEY_ID"),
  EXPIRED(
      "does not take the session token any more",
      "renew it: AWS_SESSION_TOKEN, or where the profile or role gets it from"),
  WRONG_REGION("lies in another region", "set S3_REGION to that of the bucket"),
  CLOCK("finds that this machine's clock is wrong", "set the clock"),
  BUSY("asks for a pause again and again", "wait, or send it less at a time: FILE_PARALLELISM"),
  UNREACHABLE(
      "does not answer as it should", "see to its server, and whether S3_ENDPOINT is right");

  /** Less is no room for pictures. */
  private static final long ROOM = 1 << 20;

  private final String found;
  private final String remedy;
  private final Pattern words;

  Trouble(String found, String remedy, String words) {
    this.found = found;
    this.remedy = remedy;
    this.words = Pattern.compile(words);
  }

  /** What servers tell of themselves. */
  Trouble(String found, String remedy) {
    this(found, remedy, "(?!)");
  }

  /** Words that come after the name of a place. */
  public String found() {
    return found;
  }

  /** What somebody has to do. */
  public String remedy() {
    return remedy;
  }

  /** The trouble with the disk of a directory that a failure comes from, if it does. */
  public static Optional<Trouble> of(IOException e, Path directory) {
    if (e instanceof AccessDeniedException
        || e instanceof NoSuchFileException
        || e instanceof NotDirectoryException
        || e instanceof FileAlreadyExistsException) {
      return Optional.empty();
    }
    var message = "" + e.getMessage();
    for (var trouble : new Trouble[] {FULL, READ_ONLY, BROKEN}) {
      if (trouble.words.matcher(message).find()) {
        return Optional.of(trouble);
      }
    }
    return ofStateOf(directory);
  }

  /** The system says what failed in the user's language, so its words may be others. */
  private static Optional<Trouble> ofStateOf(Path directory) {
    try {
      if (isReadOnly(directory)) {
        return Optional.of(READ_ONLY);
      }
      return DiskSpace.of(directory).free() < ROOM ? Optional.of(FULL) : Optional.empty();
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  private static boolean isReadOnly(Path directory) {
    try {
      return Files.getFileStore(directory).isReadOnly();
    } catch (IOException e) {
      // Where it is mounted is not told.
      return false;
    }
  }
}

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

/** What may be wrong with a disk as a whole, so that no picture can be written to it. */
public enum Trouble {
  FULL("has no room left", "make room there", "No space left on device|Disk quota exceeded"),
  READ_ONLY("can only be read", "mount it for writing", "Read-only file system"),
  BROKEN(
      "does not answer as it should",
      "look at its disk, or mount it again",
      "Input/output error|Stale file handle|Transport endpoint is not connected"),
  ANOTHER(
      "is not the directory that this node began with", "mount or move that one back there", "");

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

  /** Words that come after the name of a directory. */
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
      var store = Files.getFileStore(directory);
      if (store.isReadOnly()) {
        return Optional.of(READ_ONLY);
      }
      return store.getUsableSpace() < ROOM ? Optional.of(FULL) : Optional.empty();
    } catch (IOException e) {
      return Optional.empty();
    }
  }
}

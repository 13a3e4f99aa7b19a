package io.sluice.sample;

import io.sluice.blob.Trouble;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;

/**
 * Where a command writes what it makes up: a new or empty folder, or by force one that holds files.
 */
public record OutputFolder(Path dir, boolean force) {

  /**
   * Lets pass what can be written to.
   *
   * @param command whose usage is wrong otherwise
   * @throws IOException if the folder cannot be read
   */
  public void check(CommandLine command) throws IOException {
    if (Files.exists(dir) && !Files.isDirectory(dir)) {
      throw new ParameterException(command, "DIR must be a folder, " + dir + " is a file");
    }
    if (!force && Files.isDirectory(dir) && !isEmpty()) {
      throw new ParameterException(
          command, "DIR must be new or empty, " + dir + " holds files; --force writes among them");
    }
  }

  private boolean isEmpty() throws IOException {
    try (var entries = Files.list(dir)) {
      return entries.findAny().isEmpty();
    }
  }

  /** What to tell users when writing failed: what is wrong with the disk, if it is the disk. */
  public String complaint(IOException e) {
    return Trouble.of(e, dir)
        .map(trouble -> dir + " " + trouble.found() + ": " + trouble.remedy())
        .orElse("Could not write to " + dir + ": " + e);
  }
}

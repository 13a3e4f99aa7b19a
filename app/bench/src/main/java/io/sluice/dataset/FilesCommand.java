package io.sluice.dataset;

import java.io.IOException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/**
 * {@code sluice dataset files}: writes a tree of invented files of many kinds. It prints what was
 * written; exit code 2 means that an option was wrong, 1 that a file could not be written.
 */
@Command(
    name = "files",
    mixinStandardHelpOptions = true,
    description = "Writes a tree of files of many kinds, sizes and names, the same for a seed.")
final class FilesCommand implements Callable<Integer> {
  @Mixin private WrittenSet set;
  @Mixin private ServeOptions serve;

  @Option(
      names = "--oddities",
      description = "Besides the files, a link that leads round in circles, and a FIFO.")
  private boolean oddities;

  @Override
  public Integer call() {
    return serve.filesBehind(this::write, set, "", "submit files");
  }

  private int write() {
    return set.write(
        () -> {
          var options = new FilesOptions(set.count(), set.seed(), oddities);
          return dir -> written(dir, options);
        },
        FileFigures::told);
  }

  private static FileFigures written(Path dir, FilesOptions options) throws IOException {
    try {
      return FileTree.write(dir, options);
    } catch (InvalidPathException e) {
      throw new IOException(
          "this locale has no letters for some names of files: set LC_ALL=C.UTF-8", e);
    }
  }
}

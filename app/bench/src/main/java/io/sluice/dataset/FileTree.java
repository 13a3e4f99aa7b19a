package io.sluice.dataset;

import io.sluice.sample.Seeds;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.time.Instant;

/** Writes invented files into a tree of folders, and counts what it writes. */
final class FileTree {
  /** A step in the path of seeds that no file's number is. */
  private static final int WALK = -1;

  private static final Instant FIRST = Instant.parse("2019-03-02T06:12:45Z");
  private static final int SECONDS_APART = 3_607;

  private FileTree() {}

  /**
   * Writes into a folder, which is made if need be. Files of the same name are replaced, others are
   * left alone, and nothing is written through a link.
   *
   * @throws IOException if a file cannot be written
   */
  static FileFigures write(Path dir, FilesOptions options) throws IOException {
    Files.createDirectories(dir);
    var walk = new FolderWalk(dir, Seeds.random(options.seed(), WALK));
    var written = new FileCount();
    var contents = new FileContents(options.seed());
    try (var ahead = new ContentsAhead(contents, options.count())) {
      for (var number = 0; number < options.count(); number++) {
        var content = ahead.next();
        var extension = content.extension();
        var inTwoLines = number == options.count() / 2;
        var path = inTwoLines ? walk.next("two\nlines", extension) : walk.next(extension);
        replace(path, content.bytes());
        Files.setLastModifiedTime(path, time(number));
        written.add(content);
      }
    }
    return written.figures(options.oddities() ? Oddities.write(dir) : 0);
  }

  private static void replace(Path path, byte[] bytes) throws IOException {
    Files.deleteIfExists(path);
    Files.write(path, bytes, StandardOpenOption.CREATE_NEW);
  }

  private static FileTime time(int number) {
    return FileTime.from(FIRST.plusSeconds((long) SECONDS_APART * number));
  }
}

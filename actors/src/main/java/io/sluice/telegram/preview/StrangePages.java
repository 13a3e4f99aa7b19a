package io.sluice.telegram.preview;

import io.sluice.settings.FileMode;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Comparator;
import java.util.List;

/**
 * Keeps pages that nobody understood, so that a change of the site can be seen in them: the newest
 * few, each cut off behind its first megabyte.
 */
final class StrangePages {
  private static final int MOST_PAGES = 20;
  private static final int MOST_BYTES = 1 << 20;
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("yyyyMMdd-HHmmss-SSS").withZone(ZoneOffset.UTC);

  private final Path directory;

  StrangePages(Path directory) {
    this.directory = directory;
  }

  /** Where it is kept now, in words; a disk that refuses it is no reason to fail. */
  synchronized String keep(String name, byte[] page) {
    try {
      FileMode.OWNER.makeDirectories(directory);
      var file = directory.resolve(TIME.format(Instant.now()) + "-" + name + ".html");
      try (var out =
          FileMode.OWNER.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
        out.write(ByteBuffer.wrap(page, 0, Math.min(page.length, MOST_BYTES)));
      }
      removeOldest();
      return "the page is kept in " + file;
    } catch (IOException e) {
      return "the page could not be kept in " + directory;
    }
  }

  private void removeOldest() throws IOException {
    List<Path> files;
    try (var all = Files.list(directory)) {
      files = all.sorted(Comparator.comparing(Path::getFileName).reversed()).toList();
    }
    for (var file : files.subList(Math.min(MOST_PAGES, files.size()), files.size())) {
      Files.deleteIfExists(file);
    }
  }
}

package io.sluice.api;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** What an upload holds on the disk. */
final class UploadFiles {
  private UploadFiles() {}

  static List<Path> in(Path upload) {
    try (var all = Files.walk(upload)) {
      return all.filter(Files::isRegularFile).toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}

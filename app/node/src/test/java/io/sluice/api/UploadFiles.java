package io.sluice.api;

import io.sluice.persistence.FilesBelow;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** What an upload holds on the disk. */
final class UploadFiles {
  private UploadFiles() {}

  /**
   * What is on its way to its name. Files in pieces are not: they stay until the rest of them
   * comes, or for a day.
   */
  static List<Path> onTheirWay(Path uploads) {
    var parts = uploads.resolve(Uploads.PARTS);
    if (!Files.isDirectory(parts)) {
      return List.of();
    }
    var pieces = Asking.column("SELECT id FROM sluice.sent_pieces");
    return in(parts).stream()
        .filter(part -> !pieces.contains(part.getFileName().toString()))
        .toList();
  }

  /** How many batches there are of what was sent, which tests make that have the uploads. */
  static long batches() {
    return Asking.count("SELECT count(*) FROM sluice.batch WHERE source::text LIKE '%/uploads/%'");
  }

  static List<Path> in(Path upload) {
    return FilesBelow.of(upload);
  }
}

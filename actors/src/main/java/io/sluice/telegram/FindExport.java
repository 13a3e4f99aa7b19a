package io.sluice.telegram;

import io.sluice.export.ExportBounds;
import io.sluice.export.ExportFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.List;

/** Takes the path that a user typed and gives the export's file, or says what is there instead. */
final class FindExport {
  private static final String RESULT = "result.json";

  private FindExport() {}

  static ExportFile at(Path typed, ExportBounds bounds) throws IOException {
    var path = typed.toAbsolutePath().normalize();
    if (bounds.root().isEmpty() && Files.notExists(path)) {
      throw new NotAnExportException(path, "nothing");
    }
    boolean directory = Files.isDirectory(bounds.real(path), LinkOption.NOFOLLOW_LINKS);
    var file = ExportFile.of(directory ? resultOf(path) : path, bounds);
    if (file.path().getFileName().toString().endsWith(".html")) {
      throw new NotAnExportException(path, html(file.path()));
    }
    if (!Files.isRegularFile(file.real(), LinkOption.NOFOLLOW_LINKS)) {
      throw new NotAnExportException(path, "something that is no regular file");
    }
    if (file.size() == 0) {
      throw new NotAnExportException(path, "an empty file");
    }
    return file;
  }

  private static Path resultOf(Path directory) throws IOException {
    if (isThere(directory.resolve(RESULT))) {
      return directory.resolve(RESULT);
    }
    if (isThere(directory.resolve("messages.html"))) {
      throw new NotAnExportException(directory, html(directory.resolve("messages.html")));
    }
    throw new NotAnExportException(directory, contents(directory));
  }

  /** Not whether there is anything at the end of a link. */
  private static boolean isThere(Path path) {
    return Files.exists(path, LinkOption.NOFOLLOW_LINKS);
  }

  private static String html(Path page) {
    return "an HTML export (%s), which is not read: choose the JSON format in Telegram Desktop"
        .formatted(page.getFileName());
  }

  private static String contents(Path directory) throws IOException {
    List<Path> entries;
    try (var listed = Files.list(directory)) {
      entries = listed.sorted().toList();
    } catch (IOException e) {
      throw ExportFile.unreadable(directory, e);
    }
    var below =
        entries.stream()
            .filter(entry -> !Files.isSymbolicLink(entry) && isThere(entry.resolve(RESULT)))
            .findFirst();
    if (below.isPresent()) {
      return "a directory without it, though " + below.get() + " has one";
    }
    return entries.isEmpty()
        ? "an empty directory"
        : "a directory with %d other entries, such as %s"
            .formatted(entries.size(), entries.get(0).getFileName());
  }
}

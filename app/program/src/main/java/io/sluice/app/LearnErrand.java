package io.sluice.app;

import io.sluice.client.LabelledFiles;
import io.sluice.ledger.batch.BatchRow;
import io.sluice.ledger.category.Categories;
import io.sluice.persistence.Database;
import io.sluice.terminal.Printable;
import io.sluice.words.CategoryName;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;

/**
 * Has the documents of folders become examples of the categories that the folders are named after.
 */
final class LearnErrand implements BatchErrand {
  private static final int GROUP = 1_000;

  private final Path directory;
  private final LabelledFiles files;

  private LearnErrand(Path directory, LabelledFiles files) {
    this.directory = directory;
    this.files = files;
  }

  /**
   * Looks at a directory with a folder for each category. What lies in the folder of documents that
   * nobody sorted teaches nothing.
   *
   * @throws IOException if it has none, or one with a name that no category can have
   */
  static LearnErrand from(Path directory) throws IOException {
    var files = LabelledFiles.of(directory);
    checkNames(files);
    return new LearnErrand(directory, files);
  }

  /** What could not be used, in words. */
  List<String> problems() {
    return files.problems();
  }

  /** What is to be read before it is learned. */
  NamedSources sources() {
    return NamedSources.of(
        files.folders().stream()
            .filter(label -> !label.equals(CategoryName.OTHER))
            .map(label -> directory.resolve(label).toString())
            .toList(),
        List.of());
  }

  private static void checkNames(LabelledFiles files) throws IOException {
    for (var label : files.folders()) {
      if (label.equals(CategoryName.OTHER)) {
        continue;
      }
      try {
        CategoryName.checked(label);
      } catch (IllegalArgumentException e) {
        throw new IOException(
            "the folder %s is named as no category can be: the name %s"
                .formatted(label, e.getMessage()),
            e);
      }
    }
  }

  @Override
  public int end(Database database, BatchRow batch, PrintWriter out) {
    var categories = new Categories(database);
    boolean all = true;
    var byLabel = files.byLabel();
    byLabel.remove(CategoryName.OTHER);
    for (var label : byLabel.entrySet()) {
      var hashes = label.getValue();
      int learned = learn(categories, label.getKey(), hashes);
      all &= learned > 0;
      out.println(
          Printable.text(
              "%s: %d examples of %d files".formatted(label.getKey(), learned, hashes.size())));
    }
    out.flush();
    return all ? 0 : 1;
  }

  /** Files with the same text are one example. */
  private static int learn(Categories categories, String category, List<String> hashes) {
    int learned = 0;
    for (int from = 0; from < hashes.size(); from += GROUP) {
      var group = hashes.subList(from, Math.min(hashes.size(), from + GROUP));
      learned += categories.learn(category, group.stream().map(HexFormat.of()::parseHex).toList());
    }
    return learned;
  }
}

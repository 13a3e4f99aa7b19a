package io.sluice.app;

import io.sluice.api.ResultFormat;
import io.sluice.ledger.batch.BatchRow;
import io.sluice.ledger.batch.ItemState;
import io.sluice.ledger.batch.KindResults;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** Writes what has become of each item of a batch to a file, which is there when all of it is. */
final class ResultsFile {
  private static final int STEP = 1_000;
  private static final List<ItemState> ALL = List.of(ItemState.values());

  private ResultsFile() {}

  /**
   * Finds out before hours of work, not behind them.
   *
   * @throws IOException if the file could not be written
   */
  static void checkWritable(Path file) throws IOException {
    var directory = file.toAbsolutePath().getParent();
    if (directory == null || !Files.isDirectory(directory)) {
      throw new NoSuchFileException(file.toString(), null, "its directory is not there");
    }
    if (!Files.isWritable(directory) || Files.isDirectory(file)) {
      throw new AccessDeniedException(file.toString(), null, "cannot be written");
    }
  }

  /**
   * Reads all results.
   *
   * @param file empty where none is wanted
   * @param each takes the values of a line
   */
  static void write(
      BatchRow batch, KindResults results, Optional<Path> file, Consumer<List<Object>> each)
      throws IOException {
    if (file.isEmpty()) {
      for (long first = 1; first <= batch.listed(); first += STEP) {
        results.rows(batch.id(), first, first + STEP - 1, ALL).forEach(each);
      }
      return;
    }
    var target = file.get();
    var part = target.resolveSibling(target.getFileName() + ".part");
    try {
      try (var out = Files.newBufferedWriter(part, StandardCharsets.UTF_8)) {
        write(batch, results, format(target), out, each);
      }
      Files.move(part, target, StandardCopyOption.REPLACE_EXISTING);
    } finally {
      Files.deleteIfExists(part);
    }
  }

  private static ResultFormat format(Path file) {
    return file.toString().endsWith(".jsonl") ? ResultFormat.JSONL : ResultFormat.CSV;
  }

  private static void write(
      BatchRow batch,
      KindResults results,
      ResultFormat format,
      BufferedWriter out,
      Consumer<List<Object>> each)
      throws IOException {
    var columns = results.columns();
    out.write(format.head(columns));
    for (long first = 1; first <= batch.listed(); first += STEP) {
      for (var values : results.rows(batch.id(), first, first + STEP - 1, ALL)) {
        out.write(format.line(columns, values));
        each.accept(values);
      }
    }
  }
}

package io.sluice.app;

import io.sluice.api.ResultFormat;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Writes rows as a file of CSV. */
final class CsvFile {
  private CsvFile() {}

  static void write(Path file, List<String> columns, List<List<String>> rows) throws IOException {
    try (var out = Files.newBufferedWriter(file, StandardCharsets.UTF_8)) {
      out.write(ResultFormat.CSV.head(columns));
      for (var row : rows) {
        out.write(ResultFormat.CSV.line(columns, row));
      }
    }
  }
}

package io.sluice.sheet;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** A list in memory, and what is read of it. */
record SheetText(String name, byte[] bytes) implements SheetSource {
  static final SheetLimits LIMITS = SheetLimits.of(100_000_000);

  static SheetText of(String text) {
    return of(text, StandardCharsets.UTF_8);
  }

  static SheetText of(String text, Charset charset) {
    return new SheetText("sites.csv", text.getBytes(charset));
  }

  @Override
  public InputStream open() {
    return new ByteArrayInputStream(bytes);
  }

  /** All of its lines. */
  List<SheetLine> lines() throws IOException {
    return lines(LIMITS);
  }

  List<SheetLine> lines(SheetLimits limits) throws IOException {
    try (var sheet = Sheet.of(this, limits);
        var lines = sheet.lines()) {
      var all = new ArrayList<SheetLine>();
      for (var line = lines.next(); line.isPresent(); line = lines.next()) {
        all.add(line.get());
      }
      return all;
    }
  }

  /** The cells of those that can be read. */
  List<List<String>> rows() throws IOException {
    return lines().stream()
        .filter(SheetRow.class::isInstance)
        .map(line -> ((SheetRow) line).cells())
        .toList();
  }

  /** Line and reason of all others. */
  List<String> bad() throws IOException {
    return lines().stream()
        .filter(BadRow.class::isInstance)
        .map(line -> line.line() + " " + ((BadRow) line).reason())
        .toList();
  }

  SheetFormat format() throws IOException {
    try (var sheet = Sheet.of(this, LIMITS)) {
      return sheet.format();
    }
  }
}

package io.sluice.sheet;

import java.io.Closeable;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * A list whose format is known: a source of bytes goes in, how it is written and its lines come
 * out, the line with the names of columns among them. It blocks.
 */
public final class Sheet implements Closeable {
  /** Rows that are looked at before anything is decided. */
  private static final int BEGINNING = 200;

  /** Of these rows together, since each may be long. */
  private static final int MOST_SIGNS = 1 << 20;

  private final String name;
  private final Opened opened;
  private final List<SheetRow> beginning;

  /** What is read again and again. */
  interface Opened extends Closeable {
    SheetFormat format();

    SheetLines lines() throws IOException;
  }

  private Sheet(String name, Opened opened, List<SheetRow> beginning) {
    this.name = name;
    this.opened = opened;
    this.beginning = beginning;
  }

  /**
   * Reads all bytes once.
   *
   * @throws NotASheetException if it is no list, or more than the limits allow
   */
  public static Sheet of(SheetSource source, SheetLimits limits) throws IOException {
    var kind = FileSign.of(source);
    kind.refuse(source.name());
    Opened opened =
        kind == FileSign.ZIP ? Workbook.of(source, limits) : CsvSheet.of(source, limits);
    try {
      var beginning = beginning(opened);
      if (beginning.isEmpty()) {
        throw new NotASheetException(
            source.name() + " has no row that can be read: a list needs a row for each website");
      }
      return new Sheet(source.name(), opened, beginning);
    } catch (IOException | RuntimeException e) {
      opened.close();
      throw e;
    }
  }

  private static List<SheetRow> beginning(Opened opened) throws IOException {
    var rows = new ArrayList<SheetRow>();
    try (var lines = opened.lines()) {
      long signs = 0;
      for (int seen = 0; seen < BEGINNING && signs < MOST_SIGNS; seen++) {
        var line = lines.next();
        if (line.isEmpty()) {
          break;
        }
        if (line.get() instanceof SheetRow row) {
          rows.add(row);
          signs += row.signs();
        }
      }
    }
    return List.copyOf(rows);
  }

  public String name() {
    return name;
  }

  public SheetFormat format() {
    return opened.format();
  }

  /** Its first rows, without those that are bad. */
  public List<SheetRow> beginning() {
    return beginning;
  }

  /** All of its lines; one such stream at a time. */
  public SheetLines lines() throws IOException {
    return opened.lines();
  }

  @Override
  public void close() throws IOException {
    opened.close();
  }
}

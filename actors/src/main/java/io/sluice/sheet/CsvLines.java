package io.sluice.sheet;

import de.siegmar.fastcsv.reader.CloseableIterator;
import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.FieldMismatchStrategy;
import java.io.IOException;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Lines of a text with separators. A quote that is opened and not closed where it should be would
 * swallow what follows: its line alone is bad then, and reading goes on with the next one.
 */
final class CsvLines implements SheetLines {
  /** What a parser holds of one cell before it gives up. */
  private static final int MOST_HELD = 1 << 17;

  private static final Pattern SAID = Pattern.compile("(?i)sep=.?");

  private final WindowReader window;
  private final char separator;
  private final SheetLimits limits;
  private CsvRows rows;
  private CloseableIterator<SheetLine> parsed;
  private long blank;

  CsvLines(Reader text, char separator, SheetLimits limits) {
    window = new WindowReader(text);
    this.separator = separator;
    this.limits = limits;
    parseFrom(1);
  }

  private void parseFrom(long line) {
    rows = new CsvRows(limits, line - 1);
    parsed =
        CsvReader.builder()
            .fieldSeparator(separator)
            .skipEmptyLines(false)
            .extraFieldStrategy(FieldMismatchStrategy.IGNORE)
            .missingFieldStrategy(FieldMismatchStrategy.IGNORE)
            .allowUnclosedQuote(false)
            .maxBufferSize(MOST_HELD)
            .build(rows, window)
            .iterator();
  }

  @Override
  public Optional<SheetLine> next() throws IOException {
    for (var line = read(); line.isPresent(); line = read()) {
      if (line.get() == CsvRows.BLANK) {
        blank++;
      } else if (!isSaid(line.get())) {
        return line;
      }
    }
    return Optional.empty();
  }

  /** A first line that tells Excel of the separator. */
  private static boolean isSaid(SheetLine line) {
    return line instanceof SheetRow row
        && row.line() == 1
        && SAID.matcher(row.cell(0)).matches()
        && row.cells().size() <= 2
        && row.cell(1).isEmpty();
  }

  private Optional<SheetLine> read() throws IOException {
    try {
      return parsed.hasNext() ? Optional.of(parsed.next()) : Optional.empty();
    } catch (CsvParseException e) {
      return Optional.of(recover(rows.line()));
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
  }

  private SheetLine recover(long line) throws IOException {
    var text = window.line(line);
    long next = window.goTo(line + 1);
    parseFrom(next);
    return text == null ? tooLong(line, next) : alone(line, text);
  }

  private SheetLine tooLong(long line, long next) {
    var bad = BadRow.tooLong(line, limits);
    return next == line + 1
        ? bad
        : new BadRow(
            line,
            bad.reason(),
            bad.detail() + "; lines " + line + " to " + (next - 1) + " are out");
  }

  /** What is wrong with a line may be mended by taking it for itself. */
  private SheetLine alone(long line, String text) {
    var cells = LooseLine.cells(text, separator);
    if (cells.isEmpty()) {
      return new BadRow(
          line,
          BadRow.QUOTE_NOT_CLOSED,
          "a cell begins with a quote that is not closed before the next cell: put quotes around"
              + " the whole cell, and write each within it twice");
    }
    if (cells.get().size() > limits.mostCells()) {
      return BadRow.tooManyCells(line, limits);
    }
    boolean isTooLong = cells.get().stream().anyMatch(c -> c.length() > limits.mostCellSigns());
    return isTooLong ? BadRow.tooLong(line, limits) : new SheetRow(line, cells.get());
  }

  @Override
  public long blank() {
    return blank;
  }

  @Override
  public void close() throws IOException {
    window.close();
  }
}

package io.sluice.sheet;

import java.io.Closeable;
import java.io.IOException;
import java.util.Optional;

/** The lines of a sheet, one after another, in memory that does not grow with them. */
public interface SheetLines extends Closeable {
  /**
   * Empty at the end.
   *
   * @throws NotASheetException if what follows cannot be read
   */
  Optional<SheetLine> next() throws IOException;

  /** Blank lines that were passed over so far. */
  long blank();
}

package io.sluice.sheet;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Takes a line apart that strict readers refuse, such as {@code "Joe" and Sons,joe.example}. */
final class LooseLine {
  private LooseLine() {}

  /** Its cells; empty if a quote in it is not closed, so that more may belong to it. */
  static Optional<List<String>> cells(String line, char separator) {
    var cells = new ArrayList<String>();
    var cell = new StringBuilder();
    boolean quoted = false;
    boolean wasQuoted = false;
    for (int i = 0; i < line.length(); i++) {
      char sign = line.charAt(i);
      if (quoted && sign == '"' && i + 1 < line.length() && line.charAt(i + 1) == '"') {
        cell.append(sign);
        i++;
      } else if (sign == '"' && (quoted || cell.isEmpty() && !wasQuoted)) {
        quoted = !quoted;
        wasQuoted = true;
      } else if (sign == separator && !quoted) {
        cells.add(Cells.clean(cell.toString()));
        cell.setLength(0);
        wasQuoted = false;
      } else {
        cell.append(sign);
      }
    }
    cells.add(Cells.clean(cell.toString()));
    return quoted ? Optional.empty() : Optional.of(cells);
  }
}

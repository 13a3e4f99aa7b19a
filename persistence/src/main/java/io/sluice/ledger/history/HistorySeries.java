package io.sluice.ledger.history;

import java.util.Arrays;
import java.util.Comparator;
import java.util.Locale;
import java.util.Objects;
import java.util.stream.Collectors;

/**
 * What is counted in the history, in a few words each: there are some dozens of them, however much
 * there is to do.
 *
 * @param kind such as {@code files} or {@code messages}
 * @param stage of that kind; empty where it has none
 * @param outcome such as {@code done}; empty where all count together
 * @param unit what is counted
 */
public record HistorySeries(String kind, String stage, String outcome, Unit unit)
    implements Comparable<HistorySeries> {
  private static final Comparator<HistorySeries> ORDER =
      Comparator.comparing(HistorySeries::kind)
          .thenComparing(HistorySeries::stage)
          .thenComparing(HistorySeries::outcome)
          .thenComparing(HistorySeries::unit);

  /**
   * Items, whatever these are of their kind, the bytes of their content, or how long they were in
   * the stage, all together.
   */
  public enum Unit {
    ITEMS,
    BYTES,
    MILLISECONDS;

    /** All, as a query has them: a newer node may write others. */
    static final String COLUMNS =
        Arrays.stream(values())
            .map(unit -> "'" + unit.column() + "'")
            .collect(Collectors.joining(", "));

    /** As the column has it. */
    public String column() {
      return name().toLowerCase(Locale.ROOT);
    }

    static Unit ofColumn(String column) {
      return valueOf(column.toUpperCase(Locale.ROOT));
    }
  }

  public HistorySeries {
    Objects.requireNonNull(kind, "no kind");
    Objects.requireNonNull(stage, "no stage");
    Objects.requireNonNull(outcome, "no outcome");
    Objects.requireNonNull(unit, "no unit");
  }

  @Override
  public int compareTo(HistorySeries other) {
    return ORDER.compare(this, other);
  }
}

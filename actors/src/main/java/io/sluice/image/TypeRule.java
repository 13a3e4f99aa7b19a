package io.sluice.image;

import java.util.Comparator;
import org.apache.tika.mime.MediaType;

/**
 * That a file is of a type where something is in it. The first one of a table that is fulfilled is
 * right, in the order that Tika sorts them.
 */
record TypeRule(MediaType type, int priority, Clause clause) implements Comparable<TypeRule> {
  private static final Comparator<TypeRule> ORDER =
      Comparator.comparingInt(TypeRule::priority)
          .thenComparingInt(rule -> rule.clause.weight())
          .thenComparing(TypeRule::type)
          .reversed();

  @Override
  public int compareTo(TypeRule other) {
    return ORDER.compare(this, other);
  }
}

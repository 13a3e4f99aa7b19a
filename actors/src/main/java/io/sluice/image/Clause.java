package io.sluice.image;

import java.util.List;
import java.util.stream.Stream;

/**
 * What must be in a file of some type: its first bytes go in, and out comes whether it is there.
 */
sealed interface Clause permits Sign, Clause.Both, Clause.Enough {

  boolean isIn(Head head);

  /** The larger, the more it says, as Tika has it. */
  int weight();

  /** Signs of which one is there wherever this is. */
  Stream<Sign> starts();

  /** A sign, and what else must be there. */
  record Both(Sign sign, Clause below) implements Clause {
    @Override
    public boolean isIn(Head head) {
      return sign.isIn(head) && below.isIn(head);
    }

    @Override
    public int weight() {
      return sign.weight() + below.weight();
    }

    @Override
    public Stream<Sign> starts() {
      return Stream.of(sign);
    }
  }

  /** So many of these at least. */
  record Enough(int least, List<Clause> clauses) implements Clause {
    public Enough {
      if (least < 1 || least > clauses.size()) {
        throw new IllegalStateException(
            "Tika's table asks for " + least + " of " + clauses.size() + " signs");
      }
    }

    @Override
    public boolean isIn(Head head) {
      int found = 0;
      for (var clause : clauses) {
        if (clause.isIn(head) && ++found == least) {
          return true;
        }
      }
      return false;
    }

    @Override
    public int weight() {
      return clauses.stream().mapToInt(Clause::weight).max().orElseThrow();
    }

    @Override
    public Stream<Sign> starts() {
      return clauses.stream().flatMap(Clause::starts);
    }
  }
}

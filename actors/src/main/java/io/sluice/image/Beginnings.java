package io.sluice.image;

import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Rules by how what they ask for begins: the first bytes of a file go in, and out comes the first
 * rule that is fulfilled. Tika itself asks for all of its thousand signs one after another, which
 * takes half a millisecond; here a look at a byte tells which of them may begin there. Thread-safe.
 */
final class Beginnings {
  private static final int BYTES = 256;
  private static final Start[] NONE = {};

  private final List<TypeRule> rules;

  /** Where signs may be that have one place. */
  private final int[] places;

  /** Those that begin at such a place with a byte. */
  private final Start[][][] atPlaces;

  /** Those that have many places, by their first byte. */
  private final Start[][] somewhere = new Start[BYTES][];

  /** With which two bytes any of these begins. */
  private final long[] pairs;

  /** The last place where one of these begins that belongs to the first so many rules. */
  private final int[] lastPlaces;

  /** That a rule may be fulfilled where a sign is. */
  private record Start(int rule, Sign sign) {}

  /** In their order. */
  Beginnings(List<TypeRule> rules) {
    this.rules = rules;
    Arrays.fill(somewhere, NONE);
    lastPlaces = new int[rules.size() + 1];
    var twoBytes = new BitSet();
    var byPlace = new TreeMap<Integer, Start[][]>();
    for (int rule = 0; rule < rules.size(); rule++) {
      lastPlaces[rule + 1] = lastPlaces[rule];
      for (var sign : rules.get(rule).clause().starts().toList()) {
        var start = new Start(rule, sign);
        if (sign.first() == sign.last()) {
          add(start, byPlace.computeIfAbsent(sign.first(), any -> none()));
        } else {
          add(start, somewhere);
          addPairs(sign, twoBytes);
          lastPlaces[rule + 1] = Math.max(lastPlaces[rule + 1], sign.last());
        }
      }
    }
    pairs = Arrays.copyOf(twoBytes.toLongArray(), BYTES * BYTES / Long.SIZE);
    places = byPlace.keySet().stream().mapToInt(Integer::intValue).toArray();
    atPlaces = byPlace.values().toArray(Start[][][]::new);
  }

  private static Start[][] none() {
    var starts = new Start[BYTES][];
    Arrays.fill(starts, NONE);
    return starts;
  }

  private static void add(Start start, Start[][] starts) {
    for (int first = 0; first < BYTES; first++) {
      if (start.sign().mayBegin((byte) first)) {
        int count = starts[first].length;
        starts[first] = Arrays.copyOf(starts[first], count + 1);
        starts[first][count] = start;
      }
    }
  }

  private static void addPairs(Sign sign, BitSet pairs) {
    for (int first = 0; first < BYTES; first++) {
      for (int second = 0; second < BYTES && sign.mayBegin((byte) first); second++) {
        if (sign.mayBegin((byte) first, (byte) second)) {
          pairs.set(first * BYTES + second);
        }
      }
    }
  }

  Optional<TypeRule> in(Head head) {
    var search = new Search(head);
    search.lookAtPlaces();
    search.lookSomewhere();
    return search.best == rules.size() ? Optional.empty() : Optional.of(rules.get(search.best));
  }

  /** What is known of one file. */
  private final class Search {
    final Head head;

    /** The first rule that is fulfilled. */
    int best = rules.size();

    /** Rules that are not, though a sign of theirs is there. */
    final BitSet failed = new BitSet();

    Search(Head head) {
      this.head = head;
    }

    void lookAtPlaces() {
      for (int i = 0; i < places.length && places[i] <= head.size(); i++) {
        look(places[i], atPlaces[i][head.at(places[i]) & 0xff]);
      }
    }

    void lookSomewhere() {
      for (int place = next(0); place <= end(); place = next(place + 1)) {
        look(place, somewhere[head.at(place) & 0xff]);
      }
    }

    private int next(int from) {
      return head.next(pairs, from, end());
    }

    /** Behind the last byte all places are alike, so that one of them is enough. */
    private int end() {
      return Math.min(head.size(), lastPlaces[best]);
    }

    private void look(int place, Start[] starts) {
      for (var start : starts) {
        if (start.rule() >= best) {
          return;
        }
        if (!failed.get(start.rule()) && isAt(start.sign(), place)) {
          if (isFulfilled(start)) {
            best = start.rule();
            return;
          }
          failed.set(start.rule());
        }
      }
    }

    private boolean isAt(Sign sign, int place) {
      return place >= sign.first()
          && place <= sign.last()
          && head.size() >= sign.fewest()
          && sign.isAt(head, place);
    }

    private boolean isFulfilled(Start start) {
      var clause = rules.get(start.rule()).clause();
      return clause == start.sign() || clause.isIn(head);
    }
  }
}

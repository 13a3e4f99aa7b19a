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

  /** Those that have many places, by their first two bytes; null where none has the first. */
  private final Start[][][] somewhere = new Start[BYTES][][];

  /** With which two bytes any of these begins. */
  private final long[] pairs = new long[BYTES * BYTES / Long.SIZE];

  /** The last place where one of these begins that belongs to the first so many rules. */
  private final int[] lastPlaces;

  /** That a rule may be fulfilled where a sign is. */
  private record Start(int rule, Sign sign) {}

  /** In their order. */
  Beginnings(List<TypeRule> rules) {
    this.rules = rules;
    lastPlaces = new int[rules.size() + 1];
    var byPlace = new TreeMap<Integer, Start[][]>();
    for (int rule = 0; rule < rules.size(); rule++) {
      lastPlaces[rule + 1] = lastPlaces[rule];
      for (var sign : rules.get(rule).clause().starts().toList()) {
        var start = new Start(rule, sign);
        if (sign.first() == sign.last()) {
          addTo(byPlace.computeIfAbsent(sign.first(), any -> none()), start);
        } else {
          addSomewhere(start);
          lastPlaces[rule + 1] = Math.max(lastPlaces[rule + 1], sign.last());
        }
      }
    }
    places = byPlace.keySet().stream().mapToInt(Integer::intValue).toArray();
    atPlaces = byPlace.values().toArray(Start[][][]::new);
  }

  private static Start[][] none() {
    var starts = new Start[BYTES][];
    Arrays.fill(starts, NONE);
    return starts;
  }

  /** Where it may begin with one more byte than those that were looked at. */
  private static void addTo(Start[][] starts, Start start, byte... before) {
    var bytes = Arrays.copyOf(before, before.length + 1);
    for (int next = 0; next < BYTES; next++) {
      bytes[before.length] = (byte) next;
      if (start.sign().mayBegin(bytes)) {
        int count = starts[next].length;
        starts[next] = Arrays.copyOf(starts[next], count + 1);
        starts[next][count] = start;
      }
    }
  }

  private void addSomewhere(Start start) {
    for (int first = 0; first < BYTES; first++) {
      if (start.sign().mayBegin((byte) first)) {
        somewhere[first] = somewhere[first] == null ? none() : somewhere[first];
        addTo(somewhere[first], start, (byte) first);
        for (int second = 0; second < BYTES; second++) {
          if (somewhere[first][second].length > 0) {
            int pair = first * BYTES + second;
            pairs[pair / Long.SIZE] |= 1L << pair;
          }
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
        look(place, somewhere[head.at(place) & 0xff][head.at(place + 1) & 0xff]);
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

package io.sluice.feed;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;

/**
 * Which entries a run has, by their ids: those on their way, and those that are put off, which the
 * server holds for it and which are read again in their time. Thread-safe.
 */
final class InHand {

  /** What is put off beyond this waits where it is. */
  private static final int MOST_PUT_OFF = 10_000;

  private final LongSupplier nanos;
  private final Map<String, Long> onTheirWay = new ConcurrentHashMap<>();
  private final Map<String, PutOff> putOff = new ConcurrentHashMap<>();

  /** How much an entry was put off, as its stage counts, outlives that it is on its way again. */
  private final Map<String, Integer> delays = new ConcurrentHashMap<>();

  private final Set<String> suspects = ConcurrentHashMap.newKeySet();

  private record PutOff(Instant until, long renewed) {}

  /**
   * @param nanos a clock such as {@link System#nanoTime}
   */
  InHand(LongSupplier nanos) {
    this.nanos = nanos;
  }

  /** Those that were not in hand; they are now. */
  List<Entry> take(List<Entry> entries) {
    long now = nanos.getAsLong();
    return entries.stream()
        .filter(entry -> !putOff.containsKey(entry.id()))
        .filter(entry -> onTheirWay.putIfAbsent(entry.id(), now) == null)
        .toList();
  }

  boolean has(String id) {
    return onTheirWay.containsKey(id) || putOff.containsKey(id);
  }

  int onTheirWay() {
    return onTheirWay.size();
  }

  void done(Collection<String> ids) {
    ids.forEach(onTheirWay::remove);
    if (!suspects.isEmpty()) {
      ids.forEach(suspects::remove);
    }
    if (!delays.isEmpty()) {
      ids.forEach(delays::remove);
    }
  }

  /** Of this entry a process may have died. */
  void suspect(String id) {
    suspects.add(id);
  }

  boolean isSuspect(String id) {
    return suspects.contains(id);
  }

  int delays(String id) {
    return delays.getOrDefault(id, 0);
  }

  /**
   * It comes again at that time; of a dead letter its row says when, and of one too many the
   * server, as of all that nobody works on.
   */
  void putOff(Entry entry, Instant until, int count) {
    if (!entry.isLetter() && putOff.size() < MOST_PUT_OFF) {
      delays.merge(entry.id(), count, Integer::sum);
      putOff.put(entry.id(), new PutOff(until, nanos.getAsLong()));
    }
    onTheirWay.remove(entry.id());
  }

  /** Those whose time has come; they are in hand no more. */
  List<String> due(Instant now, int most) {
    var due =
        putOff.entrySet().stream()
            .filter(one -> !one.getValue().until().isAfter(now))
            .limit(most)
            .map(Map.Entry::getKey)
            .toList();
    due.forEach(putOff::remove);
    return due;
  }

  /** Those that are held for so long that their server should hear of it. */
  List<String> heldFor(Duration time) {
    long now = nanos.getAsLong();
    long before = now - time.toNanos();
    var held = new ArrayList<String>();
    onTheirWay.replaceAll((id, since) -> since <= before ? renewed(held, id, now) : since);
    putOff.replaceAll(
        (id, one) ->
            one.renewed() <= before ? new PutOff(one.until(), renewed(held, id, now)) : one);
    return held;
  }

  private static long renewed(List<String> held, String id, long now) {
    held.add(id);
    return now;
  }
}

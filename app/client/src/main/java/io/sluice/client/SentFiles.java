package io.sluice.client;

import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** What has become of files that were to be sent. Thread-safe. */
public final class SentFiles {
  private final Map<String, Long> passedOver = new TreeMap<>();
  private final Map<String, Long> lost = new TreeMap<>();
  private long sent;
  private long bytes;
  private long there;

  synchronized void sent(long size) {
    sent++;
    bytes += size;
  }

  synchronized void there() {
    there++;
  }

  synchronized void notSent(String reason, long count, boolean isLoss) {
    (isLoss ? lost : passedOver).merge(reason, count, Long::sum);
  }

  /** Files that the node has now, for this upload. */
  synchronized long inAll() {
    return sent + there;
  }

  /** What is missing in the upload though it was to be sent, by reason. */
  public synchronized Map<String, Long> lost() {
    return Map.copyOf(lost);
  }

  /** All that was not sent, by reason. */
  public synchronized Map<String, Long> notSent() {
    var all = new TreeMap<>(passedOver);
    lost.forEach((reason, count) -> all.merge(reason, count, Long::sum));
    return all;
  }

  /** For people, such as {@code 12 files sent, 1.5 MB; 3 were there already}. */
  public synchronized String words() {
    var words = "%s files sent, %s".formatted(Figures.count(sent), Figures.megabytes(bytes));
    return there == 0 ? words : words + "; %s were there already".formatted(Figures.count(there));
  }

  /** For people, such as {@code 2 unreadable file, 1 changed}. */
  public static String words(Map<String, Long> reasons) {
    return new TreeMap<>(reasons)
        .entrySet().stream()
            .map(reason -> Figures.count(reason.getValue()) + " " + reason.getKey())
            .collect(Collectors.joining(", "));
  }
}

package io.sluice.channel;

import io.sluice.ledger.channel.PhotoOutcome;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What a channel's collection has done so far: the sum of its batches.
 *
 * @param read messages the source gave
 * @param inserted messages that were new
 * @param updated messages that had changed
 * @param unchanged messages that were there already
 * @param skipped messages left out on purpose, by reason
 * @param knownPhotos photos that were there already
 * @param photos photos worked on, by outcome
 * @param bytesBefore of the photos stored, as they came
 * @param bytesAfter of the photos stored, as files
 * @param undecided texts that were too long for a rule of EXCLUDE and were kept, by the rule
 * @param newest the highest id among the messages read; 0 without any
 * @param unread messages that the source knows of and has not given yet
 * @param fraction of the source behind us, from 0 to 1
 */
public record Tally(
    long read,
    long inserted,
    long updated,
    long unchanged,
    Map<SkipReason, Long> skipped,
    long knownPhotos,
    Map<PhotoOutcome, Long> photos,
    long bytesBefore,
    long bytesAfter,
    Map<String, Long> undecided,
    long newest,
    List<IdRange> unread,
    double fraction) {

  public static final Tally NONE =
      new Tally(0, 0, 0, 0, Map.of(), 0, Map.of(), 0, 0, Map.of(), 0, List.of(), 0);

  public Tally {
    skipped = Map.copyOf(skipped);
    photos = Map.copyOf(photos);
    // Nodes of earlier versions do not tell.
    undecided = undecided == null ? Map.of() : Map.copyOf(undecided);
    unread = List.copyOf(unread);
  }

  Tally plus(Progress progress) {
    var stored = progress.stored();
    return new Tally(
        read + progress.read(),
        inserted + stored.inserted(),
        updated + stored.updated(),
        unchanged + stored.unchanged(),
        sum(SkipReason.class, skipped, progress.skipped()),
        knownPhotos + progress.knownPhotos(),
        sum(PhotoOutcome.class, photos, stored.photos()),
        bytesBefore + stored.bytesBefore(),
        bytesAfter + stored.bytesAfter(),
        sum(undecided, progress.undecided()),
        Math.max(newest, progress.newest()),
        progress.unread(),
        progress.fraction());
  }

  /** The sum of two collections; how far it is, the other one tells. */
  public Tally plus(Tally other) {
    return new Tally(
        read + other.read,
        inserted + other.inserted,
        updated + other.updated,
        unchanged + other.unchanged,
        sum(SkipReason.class, skipped, other.skipped),
        knownPhotos + other.knownPhotos,
        sum(PhotoOutcome.class, photos, other.photos),
        bytesBefore + other.bytesBefore,
        bytesAfter + other.bytesAfter,
        sum(undecided, other.undecided),
        Math.max(newest, other.newest),
        other.unread,
        other.fraction);
  }

  private static <K extends Enum<K>> Map<K, Long> sum(
      Class<K> keys, Map<K, Long> before, Map<K, ? extends Number> more) {
    var sum = new EnumMap<K, Long>(keys);
    sum.putAll(before);
    more.forEach((key, count) -> sum.merge(key, count.longValue(), Long::sum));
    return sum;
  }

  private static Map<String, Long> sum(Map<String, Long> before, Map<String, Long> more) {
    var sum = new TreeMap<>(before);
    more.forEach((key, count) -> sum.merge(key, count, Long::sum));
    return sum;
  }

  /** Photos that have their file through this collection. */
  public long photosStored() {
    return count(true);
  }

  public long photosFailed() {
    return count(false);
  }

  private long count(boolean hasFile) {
    return photos.entrySet().stream()
        .filter(entry -> entry.getKey().hasFile() == hasFile)
        .mapToLong(Map.Entry::getValue)
        .sum();
  }
}

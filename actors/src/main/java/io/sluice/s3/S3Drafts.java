package io.sluice.s3;

import io.sluice.blob.Draft;
import io.sluice.blob.DraftMemory;
import io.sluice.ledger.Fence;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;

/**
 * The drafts of a bucket: those that are being written here, by the run that does it, and what is
 * left of others in the bucket, under keys that tell the run. Thread-safe.
 */
final class S3Drafts {
  static final String ROOT = ".drafts/";

  /** Below which large files are copied or sent, and so may leave unfinished uploads, too. */
  private static final List<String> COPIED = List.of("files/", "images/", SentObjects.ROOT);

  /** No copy takes so long, and what is sent may not. */
  private static final Duration LONGEST_COPY = Duration.ofDays(1);

  private static final Pattern KEY =
      Pattern.compile(Pattern.quote(ROOT) + "([^/]+)/(\\d{1,18})-\\d+\\.part");

  private final Bucket bucket;
  private final DraftMemory memory;
  private final PartBuffers buffers;
  private final S3Service service;
  private final Map<Fence, Set<Draft>> open = new ConcurrentHashMap<>();

  /**
   * @param memory for those that are small
   * @param buffers for the parts of those that are not
   */
  S3Drafts(Bucket bucket, DraftMemory memory, PartBuffers buffers, S3Service service) {
    this.bucket = bucket;
    this.memory = memory;
    this.buffers = buffers;
    this.service = service;
  }

  /** Something of a run that lies in the bucket, and how to remove it. */
  private record Left(String key, Optional<Fence> run, Instant begun, Runnable removal) {}

  Draft add(Fence run, long number) {
    var key = ROOT + run.entity() + "/" + run.epoch() + "-" + number + ".part";
    var draft =
        new S3Draft(
            bucket,
            new HeldBytes(memory),
            () -> new DraftUpload(bucket, key, Map.of(), buffers, service.senders()),
            closed -> open.computeIfPresent(run, (by, all) -> without(all, closed)));
    open.computeIfAbsent(run, by -> ConcurrentHashMap.newKeySet()).add(draft);
    return draft;
  }

  private static Set<Draft> without(Set<Draft> all, Draft closed) {
    all.remove(closed);
    return all.isEmpty() ? null : all;
  }

  void close(Fence run) {
    List.copyOf(open.getOrDefault(run, Set.of())).forEach(Draft::close);
  }

  /** Removes those of earlier runs of the same entity. */
  void removeBefore(Fence run) {
    left(ROOT + run.entity() + "/").stream()
        .filter(
            one ->
                one.run()
                    .filter(by -> by.entity().equals(run.entity()) && by.epoch() < run.epoch())
                    .isPresent())
        .forEach(one -> one.removal().run());
  }

  /** Removes those of runs that are over, and uploads of others that were broken off. */
  int removeOver(UnaryOperator<Set<Fence>> over, Instant before) {
    // First the drafts, then the runs: who made one of them was there when it was found.
    var left = left(ROOT);
    var runs = new HashSet<Fence>();
    left.forEach(one -> one.run().ifPresent(runs::add));
    var ended = runs.isEmpty() ? Set.<Fence>of() : over.apply(runs);
    int removed = remove(left, one -> one.run().filter(ended::contains).isPresent());
    var day = Instant.now().minus(LONGEST_COPY);
    var old = before.isBefore(day) ? before : day;
    for (var below : COPIED) {
      removed += remove(uploads(below), one -> one.begun().isBefore(old));
    }
    return removed;
  }

  private static int remove(List<Left> left, Predicate<Left> goes) {
    int removed = 0;
    for (var one : left) {
      if (goes.test(one)) {
        one.removal().run();
        removed++;
      }
    }
    return removed;
  }

  private List<Left> left(String below) {
    var all = new ArrayList<>(uploads(below));
    bucket.each(
        below,
        found ->
            all.add(
                new Left(
                    found.key(),
                    run(found.key()),
                    found.modified(),
                    () -> bucket.delete(found.key()))));
    return all;
  }

  private List<Left> uploads(String below) {
    return bucket.parts().unfinished(below).stream()
        .map(
            one ->
                new Left(
                    one.key(),
                    run(one.key()),
                    one.begun(),
                    () -> bucket.parts().abort(one.key(), one.id())))
        .toList();
  }

  private static Optional<Fence> run(String key) {
    var name = KEY.matcher(key);
    return name.matches()
        ? Optional.of(new Fence(name.group(1), Long.parseLong(name.group(2))))
        : Optional.empty();
  }
}

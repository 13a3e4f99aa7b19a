package io.sluice.file;

import io.sluice.batch.ItemOutcome;
import io.sluice.batch.ItemOutcome.Abandoned;
import io.sluice.batch.ItemOutcome.Failed;
import io.sluice.batch.ItemOutcome.Later;
import io.sluice.batch.ItemOutcome.Passed;
import io.sluice.batch.ItemWork;
import io.sluice.blob.BlobStore;
import io.sluice.blob.Trouble;
import io.sluice.s3.Bucket;
import io.sluice.s3.S3Failure;
import io.sluice.s3.S3Service;
import io.sluice.s3.TooManyPartsException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import java.util.function.LongFunction;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.s3.model.HeadObjectResponse;

/**
 * Reads an object of S3 once: its bytes go into a draft of the store as they come, or why there are
 * none comes out. What it reads is one state of the object from its first to its last byte.
 * Thread-safe; blocks.
 */
final class S3Intake {
  /** How often an object is read that is overwritten meanwhile. */
  private static final int MOST_READS = 3;

  private static final int PRECONDITION_FAILED = 412;

  /** A restore takes minutes or hours. */
  private static final Duration LOOK_AGAIN = Duration.ofMinutes(5);

  private static final Duration AFTER_CUTS = Duration.ofSeconds(1);

  private static final String ARCHIVED = "InvalidObjectState";
  private static final String RESTORING = "ongoing-request=\"true\"";

  /** Of the object alone, or of what this user may do with it. */
  private static final Set<Trouble> ITS_OWN = Set.of(Trouble.DENIED, Trouble.NO_BUCKET);

  private final S3Service s3;
  private final BlobStore blobs;
  private final LongFunction<ReadableRoots> bounds;

  /**
   * @param bounds gives those of a batch by its number
   */
  S3Intake(S3Service s3, BlobStore blobs, LongFunction<ReadableRoots> bounds) {
    this.s3 = s3;
    this.blobs = blobs;
    this.bounds = bounds;
  }

  ItemOutcome<FileContent> read(ItemWork work, S3Address object) {
    return read(work, object, new State(Optional.empty(), Long.MAX_VALUE));
  }

  /**
   * What is wanted of an object.
   *
   * @param version its ETag, in quotes; empty for what is there
   * @param most bytes that it may have
   */
  record State(Optional<String> version, long most) {}

  ItemOutcome<FileContent> read(ItemWork work, S3Address object, State state) {
    if (!bounds.apply(work.batch()).have(object)) {
      return new Failed<>("refused", "it lies outside of what may be read");
    }
    var bucket = s3.bucket(object.bucket());
    try {
      for (int reads = 0; reads < MOST_READS; reads++) {
        if (!work.wanted().getAsBoolean()) {
          return new Abandoned<>();
        }
        var content = readOnce(work, bucket, object, state);
        if (content.isPresent()) {
          return new Passed<>(content.get(), content.get().size());
        }
      }
      return work.wanted().getAsBoolean()
          ? new Failed<>("changed", "it was overwritten each time it was read")
          : new Abandoned<>();
    } catch (SdkException e) {
      return S3Failure.status(e) == PRECONDITION_FAILED
          ? again(work, "changed", "it was overwritten since that was told")
          : failed(bucket, object, e);
    } catch (S3Reading.CutOffException e) {
      return again(work, "unreachable", e.getMessage());
    } catch (S3Reading.TooLongException | TooManyPartsException e) {
      return new Failed<>("too_large", e.getMessage());
    }
  }

  /** As a file of the web whose connection breaks. */
  private static ItemOutcome<FileContent> again(ItemWork work, String reason, String detail) {
    int delays = work.item().delays();
    return delays + WebIntake.BROKEN < WebIntake.MOST_DELAYS
        ? new Later<>(Instant.now().plus(AFTER_CUTS.multipliedBy(1 + delays)), WebIntake.BROKEN)
        : new Failed<>(reason, detail + ", after several tries");
  }

  /** Empty if it was overwritten meanwhile, or is wanted no more. */
  private Optional<FileContent> readOnce(
      ItemWork work, Bucket bucket, S3Address object, State state) {
    var draft = blobs.draft(work.run());
    boolean whole = false;
    try (var reading =
        new S3Reading(bucket, object.key(), state.version(), state.most(), draft, work.wanted())) {
      whole = reading.toItsEnd();
      return whole ? Optional.of(reading.content(name(object))) : Optional.empty();
    } finally {
      if (!whole) {
        draft.close();
      }
    }
  }

  /** What was sent to a node is called as its sender calls it. */
  private String name(S3Address object) {
    return s3.keyInStore(object.bucket(), object.key())
        .flatMap(SentKey::fileName)
        .orElseGet(object::fileName);
  }

  private static ItemOutcome<FileContent> failed(
      Bucket bucket, S3Address object, SdkException failure) {
    if (S3Failure.isMissing(failure)) {
      return new Failed<>("missing", "it is not there");
    }
    if (S3Failure.code(failure).equals(ARCHIVED)) {
      return archived(bucket.head(object.key()));
    }
    var trouble = S3Failure.trouble(failure);
    if (trouble.isEmpty() || ITS_OWN.contains(trouble.get())) {
      return new Failed<>("refused by the server", S3Failure.reason(failure));
    }
    // All items of the run would have the same, so it waits.
    throw bucket.away(failure);
  }

  private static ItemOutcome<FileContent> archived(Optional<HeadObjectResponse> object) {
    if (object.isEmpty()) {
      return new Failed<>("missing", "it is not there");
    }
    var restore = object.get().restore();
    return restore != null && restore.contains(RESTORING)
        ? new Later<>(Instant.now().plus(LOOK_AGAIN))
        : new Failed<>(
            "archived",
            "its storage class is %s: restore it, and try again"
                .formatted(object.get().storageClassAsString()));
  }
}

package io.sluice.photo;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.sluice.blob.BlobStore;
import io.sluice.blob.Sha256;
import io.sluice.image.Flaw;
import io.sluice.image.ImageResult;
import io.sluice.ledger.Fence;
import io.sluice.ledger.channel.KnownPhotos;
import io.sluice.ledger.channel.Message;
import io.sluice.ledger.channel.Photo;
import io.sluice.ledger.channel.PhotoOutcome;
import io.sluice.ledger.channel.StoredFile;
import io.sluice.metrics.Stage;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BooleanSupplier;

/**
 * Makes of a photo's bytes a file in the store and what its row says. One for a node, thread-safe;
 * its image threads only decode and encode, and all that waits for a disk or the ledger has others.
 */
public final class PhotoStage {
  private static final DateTimeFormatter MONTH =
      DateTimeFormatter.ofPattern("yyyy-MM").withZone(ZoneOffset.UTC);
  private static final int RECENT = 10_000;

  private final PictureMaker pictures;
  private final BlobStore blobs;
  private final KnownContents known;

  /**
   * Files, by their hash, that were made by runs which still go on: their rows may not be committed
   * yet. When a run is over, the ledger knows those whose rows are.
   */
  private final Cache<String, Made> recent = Caffeine.newBuilder().maximumSize(RECENT).build();

  /** The hashes whose pictures are being made: who comes with the same waits for that one. */
  private final Map<String, CompletableFuture<Optional<Photo>>> making = new ConcurrentHashMap<>();

  public PhotoStage(PictureMaker pictures, BlobStore blobs, KnownPhotos known) {
    this.pictures = pictures;
    this.blobs = blobs;
    this.known = new KnownContents(known, pictures.files());
  }

  /**
   * Whose photo it is.
   *
   * @param channel id of the channel
   * @param name its name, which is its directory's
   * @param run that the photo belongs to
   * @param suspicion whether a process may have died of this photo
   * @param wanted asked once more before the costly part
   */
  public record Job(
      long channel, String name, Fence run, Suspicion suspicion, BooleanSupplier wanted) {}

  private record Work(
      Job job, Message message, PhotoReference photo, byte[] bytes, byte[] hash, String key) {

    Photo ended(PhotoOutcome outcome, String reason, StoredFile file) {
      return new Photo(photo.id(), message.id(), outcome, reason, file, bytes.length, hash);
    }
  }

  private record Made(long channel, StoredFile file) {}

  /**
   * What becomes of a photo whose bytes came, or did not; nothing if it is no longer wanted. Fails
   * with a {@link io.sluice.blob.StorageException} if the file cannot be written.
   */
  public CompletionStage<Optional<Photo>> develop(
      Job job, Message message, PhotoReference photo, FetchedPhoto fetched) {
    if (fetched instanceof FetchedPhoto.Bytes whole) {
      return CompletableFuture.completedFuture(whole.bytes())
          .thenApplyAsync(bytes -> work(job, message, photo, bytes), pictures.files())
          .thenCompose(this::once)
          .whenComplete((done, failure) -> whole.release().run());
    }
    return CompletableFuture.completedFuture(
        fetched instanceof FetchedPhoto.Failed failure
            ? Optional.of(
                new Photo(
                    photo.id(),
                    message.id(),
                    failure.outcome(),
                    failure.reason(),
                    null,
                    failure.size(),
                    null))
            : Optional.empty());
  }

  private static Work work(Job job, Message message, PhotoReference photo, byte[] bytes) {
    var hash = Sha256.of(bytes);
    return new Work(job, message, photo, bytes, hash, HexFormat.of().formatHex(hash));
  }

  private CompletionStage<Optional<Photo>> once(Work work) {
    var mine = new CompletableFuture<Optional<Photo>>();
    var other = making.putIfAbsent(work.key(), mine);
    if (other != null) {
      return other.thenComposeAsync(first -> after(first, work), pictures.files());
    }
    return CompletableFuture.completedFuture(work)
        .thenCompose(this::twin)
        .thenCompose(twin -> twin.isPresent() ? duplicate(work, twin.get()) : make(work))
        .whenComplete(
            (done, failure) -> {
              making.remove(work.key());
              mine.complete(failure == null ? done : Optional.empty());
            });
  }

  /** What was refused once is refused again; the file that was made is found. */
  private CompletionStage<Optional<Photo>> after(Optional<Photo> first, Work work) {
    return first.isPresent() && !first.get().outcome().hasFile()
        ? CompletableFuture.completedFuture(
            Optional.of(work.ended(first.get().outcome(), first.get().reason(), null)))
        : once(work);
  }

  /**
   * To be called when a run of this channel is over, and none of its photos is in work: what it has
   * made and not stored was never there.
   */
  public void forget(long channel) {
    recent.asMap().values().removeIf(made -> made.channel() == channel);
  }

  /** Another photo's file with the same bytes; a file under this photo's own path is not taken. */
  private CompletionStage<Optional<StoredFile>> twin(Work work) {
    var lately = recent.getIfPresent(work.key());
    var found =
        lately == null
            ? known.fileOf(work.hash())
            : CompletableFuture.completedFuture(Optional.of(lately.file()));
    return found.thenApplyAsync(
        twin ->
            twin.filter(
                file -> !file.path().startsWith(path(work, "")) && blobs.exists(file.path())),
        pictures.files());
  }

  private static CompletionStage<Optional<Photo>> duplicate(Work work, StoredFile twin) {
    return CompletableFuture.completedFuture(
        Optional.of(work.ended(PhotoOutcome.DUPLICATE, null, twin)));
  }

  private CompletionStage<Optional<Photo>> make(Work work) {
    var job = work.job();
    var item = "photo " + work.photo().id();
    return CompletableFuture.completedFuture(
            new PictureMaker.Order(job.name(), item, work.bytes(), isSuspect(work), job.wanted()))
        .thenCompose(pictures::make)
        .thenApplyAsync(result -> result.map(picture -> keep(work, picture)), pictures.files());
  }

  /** A photo whose file is there was done with when its process died. */
  private boolean isSuspect(Work work) {
    return switch (work.job().suspicion()) {
      case NONE -> false;
      case UNLESS_MADE -> !blobs.exists(path(work, "jpg"));
      case STRONG -> true;
    };
  }

  private Photo keep(Work work, ImageResult result) {
    if (result instanceof ImageResult.Encoded made) {
      var file = put(work, "jpg", made.jpeg(), made.width(), made.height());
      return work.ended(PhotoOutcome.STORED, null, file);
    }
    if (result instanceof ImageResult.Kept kept) {
      var file = put(work, kept.extension(), work.bytes(), 0, 0);
      return work.ended(PhotoOutcome.KEPT, kept.extension() + ": nothing here decodes it", file);
    }
    var rejected = (ImageResult.Rejected) result;
    return work.ended(outcome(rejected.flaw()), rejected.reason(), null);
  }

  private static PhotoOutcome outcome(Flaw flaw) {
    return switch (flaw) {
      case NOT_AN_IMAGE -> PhotoOutcome.NOT_AN_IMAGE;
      case CORRUPT -> PhotoOutcome.CORRUPT;
      case TRUNCATED -> PhotoOutcome.TRUNCATED;
      case TOO_LARGE -> PhotoOutcome.TOO_LARGE;
      case UNSUPPORTED -> PhotoOutcome.UNSUPPORTED;
      case SET_ASIDE -> PhotoOutcome.SET_ASIDE;
    };
  }

  private StoredFile put(Work work, String extension, byte[] picture, int width, int height) {
    var path = path(work, extension);
    pictures
        .stages()
        .in(
            Stage.KEEP,
            work.job().name(),
            "photo " + work.photo().id(),
            () -> {
              blobs.put(work.job().run(), path, picture);
              return path;
            });
    var stored = new StoredFile(path, width, height, picture.length);
    recent.put(work.key(), new Made(work.job().channel(), stored));
    return stored;
  }

  /** The channel's id keeps it unique if a later channel gets the same name; no name has a dot. */
  private static String path(Work work, String extension) {
    var job = work.job();
    var sent = work.message().sentAt();
    var month = sent == null ? "undated" : MONTH.format(sent);
    return "images/%s.%d/%s/%s.%s"
        .formatted(job.name(), job.channel(), month, work.photo().id(), extension);
  }
}

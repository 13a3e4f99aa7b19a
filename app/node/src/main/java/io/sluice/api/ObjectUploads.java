package io.sluice.api;

import io.sluice.blob.StorageRefusedException;
import io.sluice.blob.Stored;
import io.sluice.file.S3Address;
import io.sluice.file.SentKey;
import io.sluice.ledger.file.SentPieces;
import io.sluice.s3.SentObjects;
import io.sluice.view.MissingFilesView;
import java.net.URI;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Uploads as objects of the store's bucket, each below its name: every node reaches them. An upload
 * without files is an object of no bytes whose key ends in a slash.
 */
final class ObjectUploads implements UploadPlace {
  private static final String MODIFIED = "modified";

  /** Of earlier uploads that are looked into. */
  private static final int MOST_EARLIER = 16;

  private final SentObjects objects;
  private final SentPieces rows;

  ObjectUploads(SentObjects objects, SentPieces rows) {
    this.objects = objects;
    this.rows = rows;
  }

  private static String root(String upload) {
    return SentObjects.ROOT + upload + "/";
  }

  /** Below which the pieces of a file are. */
  static String parts(UUID id) {
    return root(Uploads.PARTS) + id + "/";
  }

  String key(UploadTarget target) {
    var above = root(target.upload());
    return target.path().isEmpty()
        ? above
        : above + UploadPath.key(objects.full(above), target.path());
  }

  /** What is noted on an object beside its bytes. */
  static Map<String, String> marks(Optional<FileTime> modified) {
    return modified
        .map(time -> Map.of(MODIFIED, Long.toString(time.toMillis())))
        .orElseGet(Map::of);
  }

  @Override
  public void check(UploadTarget target) {
    key(target);
  }

  @Override
  public boolean isThere(UploadTarget target) {
    var key = key(target);
    return !key.endsWith("/") && objects.find(key).isPresent() || isAnyBelow(directory(key));
  }

  private static String directory(String key) {
    return key.endsWith("/") ? key : key + "/";
  }

  private boolean isAnyBelow(String prefix) {
    try (var all = objects.below(prefix)) {
      return all.findFirst().isPresent();
    }
  }

  @Override
  public URI address(UploadTarget target) {
    var key = key(target);
    var named = key.endsWith("/") || objects.find(key).isPresent() ? key : directory(key);
    return new S3Address(objects.bucketName(), objects.full(named)).uri();
  }

  @Override
  public Stream<Found> files(String upload) {
    var root = root(upload);
    return objects
        .below(root)
        .filter(ObjectUploads::isFile)
        .map(
            found ->
                new Found(SentKey.decoded(found.key().substring(root.length())), found.size()));
  }

  private static boolean isFile(Stored found) {
    return !found.key().endsWith("/");
  }

  @Override
  public MissingFilesView missing(String source, String upload, SeenFiles seen) {
    objects.mark(root(upload));
    var earlier = seen.files().isEmpty() ? List.<String>of() : earlier(upload);
    var missing = new ConcurrentSkipListSet<Integer>();
    objects.atOnce(
        IntStream.range(0, seen.files().size()).boxed().toList(),
        place -> {
          if (!canBeHere(upload, earlier, seen.files().get(place))) {
            missing.add(place);
          }
        });
    return new MissingFilesView(source, List.copyOf(missing));
  }

  /** Those whose names are the same up to their last hyphen. */
  private List<String> earlier(String upload) {
    int hyphen = upload.lastIndexOf('-');
    if (hyphen <= 0) {
      return List.of();
    }
    return objects.names(SentObjects.ROOT + upload.substring(0, hyphen + 1)).stream()
        .filter(end -> end.indexOf('-') < 0)
        .map(end -> upload.substring(0, hyphen + 1) + end)
        .filter(other -> !other.equals(upload))
        .limit(MOST_EARLIER)
        .toList();
  }

  /** Where the server takes no such key it says so again when the file is sent. */
  private boolean canBeHere(String upload, List<String> earlier, SeenFiles.Seen seen) {
    try {
      return isHere(upload, earlier, seen);
    } catch (StorageRefusedException e) {
      return false;
    }
  }

  private boolean isHere(String upload, List<String> earlier, SeenFiles.Seen seen) {
    var key = key(new UploadTarget(upload, seen.path()));
    var found = objects.find(key);
    // Another state of it is from this upload's own sender.
    return found.isPresent()
        ? isSame(found.get(), seen)
        : earlier.stream().anyMatch(other -> isTakenOver(other, key, seen));
  }

  private static boolean isSame(SentObjects.Found found, SeenFiles.Seen seen) {
    return found.size() == seen.size()
        && Long.toString(seen.modified()).equals(found.marks().get(MODIFIED));
  }

  private boolean isTakenOver(String other, String key, SeenFiles.Seen seen) {
    var there = key(new UploadTarget(other, seen.path()));
    var found = objects.find(there).filter(one -> isSame(one, seen));
    found.ifPresent(one -> objects.copy(there, key, one));
    return found.isPresent();
  }

  /** What a server has taken outlives what happens here. */
  @Override
  public long settled(String upload) {
    try (var all = files(upload)) {
      return all.count();
    }
  }

  @Override
  public List<String> names() {
    return objects.names(SentObjects.ROOT).stream()
        .filter(name -> !name.equals(Uploads.PARTS))
        .toList();
  }

  @Override
  public Instant lastSent(String upload) {
    return lastBelow(root(upload));
  }

  private Instant lastBelow(String prefix) {
    try (var all = objects.below(prefix)) {
      return all.map(Stored::modified).max(Comparator.naturalOrder()).orElse(Instant.EPOCH);
    }
  }

  @Override
  public void remove(String upload) {
    objects.removeBelow(root(upload));
  }

  /** Of files that have their place, or that nobody has sent anything of for long. */
  @Override
  public void sweepParts() {
    objects.names(root(Uploads.PARTS)).stream()
        .filter(name -> name.matches("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}"))
        .map(UUID::fromString)
        .filter(this::isLeft)
        .forEach(id -> objects.removeBelow(parts(id)));
  }

  private boolean isLeft(UUID id) {
    return rows.find(id)
        .map(SentPieces.SentFile::whole)
        // It may be of another database.
        .orElseGet(() -> lastBelow(parts(id)).isBefore(Instant.now().minus(Uploads.KEPT)));
  }

  @Override
  public String where() {
    return objects.where();
  }
}

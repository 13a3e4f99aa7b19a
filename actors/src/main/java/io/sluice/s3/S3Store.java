package io.sluice.s3;

import io.sluice.blob.AtOnce;
import io.sluice.blob.Blob;
import io.sluice.blob.BlobStore;
import io.sluice.blob.Draft;
import io.sluice.blob.DraftMemory;
import io.sluice.blob.Stored;
import io.sluice.blob.Withdrawn;
import io.sluice.blob.WithdrawnName;
import io.sluice.ledger.Fence;
import java.io.IOException;
import java.io.InputStream;
import java.time.Instant;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import software.amazon.awssdk.core.exception.SdkException;

/**
 * Files and pictures as objects of a bucket, by their keys. An object is there as a whole or not at
 * all, so what is small is put under its key at once; what is large is a draft first.
 */
public final class S3Store implements BlobStore {
  private static final String LEDGERS = "files/.ledgers/";
  private static final String PICTURES = "images/";
  private static final byte[] NOTHING = {};

  private final S3Service service;
  private final Bucket bucket;
  private final S3Drafts drafts;
  private final BucketChecks checks;
  private final AtomicLong drafted = new AtomicLong();

  /**
   * @param bytes memory that drafts may take together
   */
  public S3Store(S3Service service, long bytes) {
    this.service = service;
    bucket = service.own();
    checks = new BucketChecks(bucket);
    drafts =
        new S3Drafts(
            bucket, new DraftMemory(bytes / 3), new PartBuffers(bytes - bytes / 3), service);
  }

  @Override
  public String name() {
    return "S3_BUCKET " + bucket.where();
  }

  @Override
  public UUID id() {
    return checks.id();
  }

  @Override
  public void checkPlace() {
    checks.checkPlace();
  }

  @Override
  public void checkWritable() {
    checks.checkSeldom();
  }

  @Override
  public void checkRoom() {
    checks.checkAll();
  }

  /** Nobody says how much a bucket takes. */
  @Override
  public long freeBytes() {
    return Long.MAX_VALUE;
  }

  @Override
  public boolean isNear() {
    return false;
  }

  @Override
  public void put(Fence by, String key, byte[] content) {
    checks.watching(() -> bucket.put(key, new Bucket.Bytes(content, content.length)));
  }

  @Override
  public Draft draft(Fence by) {
    return drafts.add(by, drafted.incrementAndGet());
  }

  /** All that is kept has outlived what may happen here. */
  @Override
  public void keep(Map<String, Draft> kept, boolean durable, Executor threads) {
    AtOnce.forEach(
        kept.entrySet(),
        draft -> checks.watching(() -> ((S3Draft) draft.getValue()).keep(draft.getKey())),
        service.threads());
  }

  @Override
  public void sweep(Fence by) {
    drafts.removeBefore(by);
  }

  @Override
  public int sweep(UnaryOperator<Set<Fence>> over, Instant before) {
    return drafts.removeOver(over, before);
  }

  @Override
  public void clear(Fence by) {
    drafts.close(by);
  }

  @Override
  public boolean exists(String key) {
    return bucket.size(key).isPresent();
  }

  @Override
  public Optional<Blob> find(String key) {
    return key.startsWith(PICTURES) || BlobStore.isPictureOfFile(key)
        ? bucket.size(key).map(size -> new Blob(size, () -> opened(key)))
        : Optional.empty();
  }

  private InputStream opened(String key) throws IOException {
    try {
      return bucket.open(key, 0, Optional.empty());
    } catch (SdkException e) {
      throw new IOException(S3Failure.reason(e), e);
    }
  }

  @Override
  public void remove(String key) {
    bucket.delete(key);
  }

  @Override
  public Optional<Withdrawn> withdraw(String key) {
    return S3Withdrawn.of(bucket, key);
  }

  @Override
  public Optional<String> keyBefore(String key) {
    return WithdrawnName.keyBefore(key);
  }

  @Override
  public Withdrawn withdrawn(String key) {
    return new S3Withdrawn(bucket, keyBefore(key).orElseThrow(), key);
  }

  @Override
  public void each(String prefix, Consumer<Stored> visit) {
    bucket.each(prefix + "/", visit);
  }

  @Override
  public Set<UUID> ledgers(UUID own) {
    bucket.putNew(LEDGERS + own, new Bucket.Bytes(NOTHING, 0));
    var all = new HashSet<UUID>();
    bucket.each(LEDGERS, mark -> all.add(ledger(mark.key())));
    return all;
  }

  private UUID ledger(String key) {
    try {
      return UUID.fromString(key.substring(LEDGERS.length()));
    } catch (IllegalArgumentException e) {
      throw new IllegalStateException(
          "remove from %s what is no database's id: %s".formatted(bucket.where(), key), e);
    }
  }
}

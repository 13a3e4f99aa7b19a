package io.sluice.s3;

import io.sluice.blob.AtOnce;
import io.sluice.blob.DraftMemory;
import io.sluice.blob.Stored;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import java.util.stream.Stream;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.core.exception.SdkException;

/**
 * What is sent to nodes, as objects of the store's bucket below {@link #ROOT}: each is there as a
 * whole or not at all. Small ones are in memory until then, of large ones two parts at most; who
 * gets no memory waits for it without a thread. Keys are those of the store. Thread-safe.
 */
public final class SentObjects {
  public static final String ROOT = "uploads/";

  /** Bytes of a part. */
  public static final int PART = PartBuffers.LENGTH;

  /** How large an object may be. */
  public static final long MOST_BYTES = (long) PART * DraftUpload.MOST_PARTS;

  /** Less than servers and proxies wait for a body that does not come. */
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  /** Objects that are removed at once. */
  private static final int GROUP = 1000;

  private static final int STEP = 64 << 10;
  private static final int PARTIAL_CONTENT = 206;
  private static final int MOST_CUTS = 6;
  private static final long SHORTEST_PAUSE = 100_000_000;
  private static final byte[] NOTHING = {};

  private final S3Service service;
  private final Bucket bucket;
  private final DraftMemory memory;
  private final PartBuffers buffers;
  private final PartPlaces places;

  /**
   * @param bytes memory that all of them may take together
   */
  public SentObjects(S3Service service, long bytes) {
    this.service = service;
    bucket = service.own();
    memory = new DraftMemory(bytes / 3);
    buffers = new PartBuffers(bytes - bytes / 3);
    places = new PartPlaces(buffers.most(), PATIENCE);
  }

  /**
   * An object that is there.
   *
   * @param marks that it bears
   */
  public record Found(long size, Map<String, String> marks) {}

  /** The bucket, as addresses have it. */
  public String bucketName() {
    return bucket.name();
  }

  /** As people know it. */
  public String where() {
    return bucket.where();
  }

  /** A key as addresses have it. */
  public String full(String key) {
    return bucket.full(key);
  }

  /**
   * Begins an object.
   *
   * @param marks that it will bear
   */
  public SentObject begin(String key, Map<String, String> marks) {
    var held = new HeldBytes(memory);
    return new SentObject(
        held,
        places,
        () -> upload(key, marks),
        () -> bucket.put(key, held.bytes(), marks),
        service.receivers());
  }

  private DraftUpload upload(String key, Map<String, String> marks) {
    return new DraftUpload(bucket, key, marks, buffers, service.senders());
  }

  /** Makes an object of no bytes. */
  public void mark(String key) {
    bucket.put(key, new Bucket.Bytes(NOTHING, 0));
  }

  /** What is known of an object; empty if there is none. */
  public Optional<Found> find(String key) {
    return bucket
        .head(key)
        .map(
            head ->
                new Found(head.contentLength(), head.hasMetadata() ? head.metadata() : Map.of()));
  }

  /** All behind a prefix, in the order of their keys, a page at a time. */
  public Stream<Stored> below(String prefix) {
    return bucket.objects(prefix);
  }

  /** Words behind a prefix that end before a slash, each once. */
  public Set<String> names(String prefix) {
    return bucket.directories(prefix);
  }

  /** On the server, in the place of what is there. */
  public void copy(String from, String to, Found found) {
    bucket.copy(from, to, found.size(), found.marks());
  }

  /** Removes all behind a prefix, also what nobody finishes. */
  public void removeBelow(String prefix) {
    var keys = below(prefix).map(Stored::key).iterator();
    while (keys.hasNext()) {
      var group = new ArrayList<String>();
      while (group.size() < GROUP && keys.hasNext()) {
        group.add(keys.next());
      }
      atOnce(group, bucket::delete);
    }
    bucket.parts().unfinished(prefix).forEach(one -> bucket.parts().abort(one.key(), one.id()));
  }

  /** Does the same with several, and waits for all. */
  public <T> void atOnce(Collection<T> things, Consumer<T> work) {
    AtOnce.forEach(things, work, service.threads());
  }

  /**
   * Joins objects, in this order, into one, in the place of what is there; they stay.
   *
   * @param step is done now and then meanwhile
   */
  public CompletionStage<Void> join(List<Stored> parts, String key, Runnable step) {
    return places
        .take()
        .thenCompose(
            ours ->
                CompletableFuture.runAsync(() -> joined(parts, key, step), service.receivers())
                    .whenComplete((done, failure) -> places.giveBack()));
  }

  private void joined(List<Stored> parts, String key, Runnable step) {
    var upload = upload(key, Map.of());
    boolean whole = false;
    try {
      for (var part : parts) {
        step.run();
        read(part, upload::write);
      }
      step.run();
      if (upload.size() == 0) {
        mark(key);
      } else {
        upload.finish();
      }
      whole = true;
    } finally {
      if (!whole) {
        upload.remove();
      }
    }
  }

  /** To its end: where it is cut off, the rest is asked for. */
  private void read(Stored part, Consumer<ByteBuffer> to) {
    var buffer = new byte[STEP];
    long at = 0;
    int cuts = 0;
    while (at < part.size()) {
      long before = at;
      try {
        at = readOn(part, at, buffer, to);
      } catch (SdkException e) {
        throw bucket.failed("cannot read " + part.key(), e);
      }
      cuts = at > before ? 0 : cuts + 1;
      if (cuts == MOST_CUTS) {
        throw bucket.failed(
            "cannot read " + part.key(),
            SdkClientException.create(part.key() + " is cut off again and again"));
      }
      LockSupport.parkNanos(cuts * SHORTEST_PAUSE);
    }
  }

  /** Gives how far it was read. */
  private long readOn(Stored part, long from, byte[] buffer, Consumer<ByteBuffer> to) {
    long at = from;
    var in = bucket.open(part.key(), from, Optional.empty());
    try {
      if (from > 0 && in.response().sdkHttpResponse().statusCode() != PARTIAL_CONTENT) {
        // This server knows no ranges.
        in.skipNBytes(from);
      }
      for (int read = in.read(buffer); read > 0; read = in.read(buffer)) {
        to.accept(ByteBuffer.wrap(buffer, 0, read));
        at += read;
      }
      if (at == part.size()) {
        in.close();
      }
    } catch (IOException e) {
      // The rest is asked for.
    } finally {
      in.abort();
    }
    return at;
  }
}

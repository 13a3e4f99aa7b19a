package io.sluice.api;

import io.sluice.blob.Stored;
import io.sluice.ledger.file.SentPieces;
import io.sluice.ledger.file.SentPieces.SentFile;
import io.sluice.s3.SentObject;
import io.sluice.s3.SentObjects;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.pattern.Patterns;
import org.apache.pekko.util.ByteString;

/**
 * Pieces as objects of the store's bucket, each of a few MiB, whose keys tell where it begins and
 * whose turn it was; when their file is whole they are joined. One that was written and not noted
 * has the same place as the next one, whose turn is later: so that one counts.
 */
record ObjectPieces(
    ObjectUploads uploads,
    SentObjects objects,
    SentPieces rows,
    ActorSystem<?> system,
    Blocking blocking)
    implements PieceFiles {
  /** As much as one part, so that a piece never needs the memory of two. */
  private static final int LENGTH = SentObjects.PART;

  /** Until another node joins what a dead one did. */
  private static final Duration LEASE = Duration.ofSeconds(30);

  private static final Duration LOOK = Duration.ofMillis(500);

  /** Nothing is needed before the first piece. */
  @Override
  public void prepare() {
    uploads.names();
  }

  @Override
  public void begin(UUID id) {
    // An object is made by its first bytes.
  }

  @Override
  public Piece open(SentFile sent) {
    return new InBucket(sent);
  }

  private final class InBucket implements Piece {
    private final SentFile sent;
    private long safe;
    private SentObject object;

    InBucket(SentFile sent) {
      this.sent = sent;
      safe = sent.received();
    }

    @Override
    public long end() {
      return safe + (object == null ? 0 : object.size());
    }

    @Override
    public long safe() {
      return safe;
    }

    @Override
    public CompletionStage<Void> write(ByteString bytes) {
      if (bytes.isEmpty()) {
        return CompletableFuture.completedFuture(null);
      }
      if (object == null) {
        object = objects.begin(key(sent, safe), Map.of());
      }
      int fits = (int) Math.min(bytes.size(), LENGTH - object.size());
      var written = object.write(bytes.take(fits).asByteBuffer());
      if (object.size() < LENGTH) {
        return written;
      }
      return written.thenCompose(taken -> finished()).thenCompose(done -> write(bytes.drop(fits)));
    }

    @Override
    public CompletionStage<Void> flush() {
      return object == null ? CompletableFuture.completedFuture(null) : finished();
    }

    private CompletionStage<Void> finished() {
      return object
          .finish()
          .thenAccept(
              done -> {
                safe += object.size();
                object = null;
              });
    }

    @Override
    public void close() {
      if (object != null) {
        object.giveUp();
      }
    }
  }

  private static String key(SentFile sent, long offset) {
    return "%s%018d-%018d".formatted(ObjectUploads.parts(sent.id()), offset, sent.turn());
  }

  @Override
  public CompletionStage<Void> place(SentFile sent) {
    return blocking
        .run(() -> rows.beginPlacing(sent.id(), LEASE))
        .thenCompose(ours -> ours ? placed(sent) : awaited(sent));
  }

  /** Somebody else is about it, or has done it. */
  private CompletionStage<Void> awaited(SentFile sent) {
    return blocking
        .run(() -> rows.find(sent.id()).filter(row -> !row.whole()).isPresent())
        .thenCompose(
            stillComing ->
                stillComing
                    ? Patterns.after(LOOK, system.classicSystem(), () -> place(sent))
                    : CompletableFuture.completedFuture(null));
  }

  private CompletionStage<Void> placed(SentFile sent) {
    return blocking
        .run(() -> chain(sent))
        .thenCompose(
            parts ->
                parts.isPresent()
                    ? objects.join(parts.get(), key(sent), new Renewal(sent.id()))
                    : blocking.run(() -> checkThatItIsThere(sent)))
        .whenComplete(
            (done, failure) -> {
              if (failure != null) {
                blocking.run(
                    () -> {
                      rows.goOnPlacing(sent.id(), Duration.ZERO);
                      return null;
                    });
              }
            });
  }

  private String key(SentFile sent) {
    return uploads.key(new UploadTarget(sent.upload(), sent.path()));
  }

  /** The objects of a whole file in their order; empty if some of them are gone. */
  private Optional<List<Stored>> chain(SentFile sent) {
    var prefix = ObjectUploads.parts(sent.id());
    var byOffset = new HashMap<Long, Stored>();
    // Later turns come later.
    objects
        .below(prefix)
        .forEach(
            part -> {
              var words = part.key().substring(prefix.length()).split("-");
              byOffset.put(Long.parseLong(words[0]), part);
            });
    var chain = new ArrayList<Stored>();
    long at = 0;
    while (at < sent.length() && byOffset.containsKey(at) && byOffset.get(at).size() > 0) {
      chain.add(byOffset.get(at));
      at += byOffset.get(at).size();
    }
    return at == sent.length() ? Optional.of(chain) : Optional.empty();
  }

  /** Who has joined them may have died before it said so. */
  private Void checkThatItIsThere(SentFile sent) {
    var there = objects.find(key(sent)).filter(found -> found.size() == sent.length());
    if (there.isEmpty()) {
      throw new IllegalStateException(
          "pieces of %s are gone from %s".formatted(sent.id(), objects.where()));
    }
    return null;
  }

  /** Says now and then that this node is still about it. */
  private final class Renewal implements Runnable {
    private final UUID id;
    private long renewed = System.nanoTime();

    Renewal(UUID id) {
      this.id = id;
    }

    @Override
    public void run() {
      if (System.nanoTime() - renewed > LEASE.toNanos() / 3) {
        rows.goOnPlacing(id, LEASE);
        renewed = System.nanoTime();
      }
    }
  }

  @Override
  public void remove(UUID id) {
    objects.removeBelow(ObjectUploads.parts(id));
  }
}

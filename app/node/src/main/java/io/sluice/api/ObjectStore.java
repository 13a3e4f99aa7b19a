package io.sluice.api;

import io.sluice.blob.StorageAwayException;
import io.sluice.blob.StorageRefusedException;
import io.sluice.blob.Trouble;
import io.sluice.s3.SentObject;
import io.sluice.s3.SentObjects;
import io.sluice.s3.TooManyPartsException;
import io.sluice.server.Problem;
import io.sluice.server.ProblemException;
import java.nio.file.attribute.FileTime;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeoutException;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.stream.javadsl.Sink;
import org.apache.pekko.stream.javadsl.Source;
import org.apache.pekko.util.ByteString;

/** Takes files in to the store's bucket: each is an object when it is whole. */
record ObjectStore(ObjectUploads uploads, SentObjects objects, ActorSystem<?> system)
    implements UploadStore {
  private static final long LOT = 1 << 20;

  @Override
  public CompletionStage<Long> store(
      Source<ByteString, ?> bytes,
      OptionalLong length,
      UploadTarget target,
      Optional<FileTime> modified) {
    try {
      checkRoom(length.orElse(0));
      return stored(
          bytes, length, objects.begin(uploads.key(target), ObjectUploads.marks(modified)));
    } catch (ProblemException e) {
      return CompletableFuture.failedFuture(e);
    }
  }

  private CompletionStage<Long> stored(
      Source<ByteString, ?> bytes, OptionalLong length, SentObject object) {
    return bytes
        .batchWeighted(LOT, some -> (long) some.size(), some -> some, ByteString::concat)
        .mapAsync(1, some -> object.write(some.asByteBuffer()).thenApply(taken -> some))
        .runWith(Sink.ignore(), system)
        .thenCompose(
            all -> {
              DiskStore.checkLength(object.size(), length);
              return object.finish();
            })
        .thenApply(done -> object.size())
        .handle(
            (size, failure) ->
                failure == null
                    ? CompletableFuture.completedFuture(size)
                    : this.<Long>givenUp(object, failure))
        .thenCompose(result -> result);
  }

  private <T> CompletionStage<T> givenUp(SentObject object, Throwable failure) {
    return object.giveUp().thenCompose(gone -> CompletableFuture.failedFuture(failed(failure)));
  }

  @Override
  public void checkRoom(long bytes) {
    if (bytes > SentObjects.MOST_BYTES) {
      throw tooLarge();
    }
  }

  private static ProblemException tooLarge() {
    return Problem.of(
            413,
            "too-large",
            "The file is larger than the store takes: %d bytes".formatted(SentObjects.MOST_BYTES))
        .remedy("Send it as several files.")
        .thrown();
  }

  @Override
  public RuntimeException failed(Throwable failure) {
    for (var cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof StorageAwayException away) {
        return away.trouble() == Trouble.FULL ? full() : away(away);
      }
      if (cause instanceof StorageRefusedException refused) {
        return Problem.of(400, "wrong-path", "The store takes no file of this name")
            .in("path")
            .remedy("Give it another name: " + Shown.of(refused.getCause().getMessage()))
            .thrown();
      }
      if (cause instanceof TooManyPartsException) {
        return tooLarge();
      }
      if (cause instanceof TimeoutException) {
        return busy();
      }
    }
    return failure instanceof RuntimeException plain ? plain : new CompletionException(failure);
  }

  private static ProblemException full() {
    return Problem.of(507, "no-space", "There is no room left for this file")
        .remedy("Make room where S3_BUCKET is, and send it again.")
        .thrown();
  }

  private static ProblemException away(StorageAwayException away) {
    return Problem.of(503, "storage-away", away.shortMessage())
        .remedy("See to it, and send it again.")
        .thrown();
  }

  private static ProblemException busy() {
    return Problem.of(503, "busy", "As many large files are being sent as memory allows")
        .remedy("Send it again later, or give the node more memory (-Xmx).")
        .thrown();
  }
}

package io.sluice.api;

import io.sluice.ledger.batch.BatchRow;
import io.sluice.ledger.file.SentPieces;
import io.sluice.ledger.file.SentPieces.SentFile;
import io.sluice.server.Problem;
import io.sluice.server.ProblemException;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import org.apache.pekko.Done;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.stream.javadsl.Sink;
import org.apache.pekko.util.ByteString;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes pieces of files in: the body of a request goes to its place when its turn has come, and
 * what has come counts however it ends. A file that is whole goes to its upload, and is made a
 * batch if it is to be one.
 */
final class Pieces {
  private static final Logger LOG = LoggerFactory.getLogger(Pieces.class);

  /** Until another node does what a dead one did. */
  private static final long PATIENCE_SECONDS = 45;

  private static final long LOT = 1 << 20;

  private final SentPieces rows;
  private final PieceFiles files;
  private final UploadStore store;
  private final UploadBatches batches;
  private final ActorSystem<?> system;
  private final Blocking blocking;

  Pieces(
      SentPieces rows,
      PieceFiles files,
      UploadStore store,
      UploadBatches batches,
      ActorSystem<?> system,
      Blocking blocking) {
    this.rows = rows;
    this.files = files;
    this.store = store;
    this.batches = batches;
    this.system = system;
    this.blocking = blocking;
  }

  /**
   * Takes a piece in; completes with how the file stands then. Fails with what is to be answered:
   * also then what has come is kept.
   *
   * @param offset where the sender believes that it goes
   */
  CompletionStage<SentFile> take(UUID id, long offset, SentBody body) {
    var turn = new PieceTurn(id, system);
    return turn.granted()
        .toCompletableFuture()
        .orTimeout(PATIENCE_SECONDS, TimeUnit.SECONDS)
        .exceptionally(late -> false)
        .thenCompose(
            granted -> granted ? written(id, offset, body, turn) : body.refused(otherPiece()))
        .whenComplete((sent, failure) -> turn.end())
        .thenCompose(this::finish);
  }

  private CompletionStage<SentFile> written(UUID id, long offset, SentBody body, PieceTurn turn) {
    return blocking
        .run(() -> begun(id, offset))
        .handle(
            (writing, failure) ->
                failure == null
                    ? written(writing, body, turn)
                    : body.<SentFile>refused(store.failed(failure)))
        .thenCompose(result -> result);
  }

  private CompletionStage<SentFile> written(Writing writing, SentBody body, PieceTurn turn) {
    return body.use(
        bytes ->
            bytes
                .via(turn.whileGranted())
                .batchWeighted(LOT, some -> (long) some.size(), some -> some, ByteString::concat)
                .mapAsync(1, writing::write)
                .runWith(Sink.ignore(), system)
                .handle((done, failure) -> writing.end(failure))
                .thenCompose(result -> result)
                // Who waits for it does not wait for what is read on of a refused body.
                .whenComplete((sent, failure) -> turn.end()));
  }

  private Writing begun(UUID id, long offset) {
    var sent = rows.find(id).orElseThrow(Pieces::unknown);
    if (sent.received() != offset) {
      throw Problem.of(
              409,
              "wrong-offset",
              "The file has %d bytes, and the piece begins at %d"
                  .formatted(sent.received(), offset))
          .in("Upload-Offset")
          .remedy("Ask how far it is (HEAD), and send the rest.")
          .thrown();
    }
    var taken = rows.take(id, Uploads.KEPT).orElseThrow(Pieces::unknown);
    return new Writing(taken);
  }

  /** Told to who gives way, and to who is late. */
  static ProblemException otherPiece() {
    return Problem.of(409, "other-piece", "Another piece of this file has come")
        .remedy("Ask how far it is (HEAD), and send the rest.")
        .thrown();
  }

  static ProblemException unknown() {
    return Problem.of(404, "no-such-file", "There is no such file, or it has expired")
        .in("file")
        .remedy("Begin it anew: POST /api/tus.")
        .thrown();
  }

  /** A piece on its way to its place. */
  private final class Writing {
    private final SentFile sent;
    private final PieceFiles.Piece piece;
    private long noted;
    private CompletionStage<?> last = CompletableFuture.completedFuture(Done.getInstance());

    Writing(SentFile sent) {
      this.sent = sent;
      piece = files.open(sent);
      noted = sent.received();
    }

    CompletionStage<Done> write(ByteString bytes) {
      if (piece.end() + bytes.size() > sent.length()) {
        throw Problem.of(
                413, "too-large", "More comes than the file has: %d bytes".formatted(sent.length()))
            .in("Upload-Length")
            .remedy("Begin it anew with its length.")
            .thrown();
      }
      var written =
          piece
              .write(bytes)
              .thenCompose(
                  taken ->
                      piece.safe() > noted
                          ? blocking.run(this::note)
                          : CompletableFuture.completedFuture(Done.getInstance()));
      last = written;
      return written;
    }

    private Done note() {
      if (!rows.note(sent.id(), sent.turn(), piece.safe(), Uploads.KEPT)) {
        throw otherPiece();
      }
      noted = piece.safe();
      return Done.getInstance();
    }

    /** Keeps what has come. */
    CompletionStage<SentFile> end(Throwable failure) {
      // What breaks off does so while something is written.
      return last.handle((written, broken) -> piece.flush())
          .thenCompose(flushed -> flushed)
          .handle(
              (done, broken) ->
                  blocking.run(
                      () ->
                          ended(
                              failure == null
                                  ? Optional.ofNullable(broken)
                                  : Optional.of(failure))))
          .thenCompose(result -> result);
    }

    private SentFile ended(Optional<Throwable> failure) {
      try {
        note();
      } catch (RuntimeException e) {
        throw failure.<RuntimeException>map(CompletionException::new).orElse(e);
      } finally {
        piece.close();
      }
      if (failure.isPresent()) {
        throw store.failed(failure.get());
      }
      return rows.find(sent.id()).orElseThrow(Pieces::unknown);
    }
  }

  /** Brings a file that is all there to its upload, if that has not been done. */
  CompletionStage<SentFile> finish(SentFile sent) {
    if (!sent.hasAll() || sent.whole() && (!sent.alone() || sent.batch() != null)) {
      return CompletableFuture.completedFuture(sent);
    }
    return placed(sent)
        .thenCompose(
            placed ->
                sent.alone()
                    ? batches.make(sent.upload(), null, 1).thenCompose(batch -> noted(sent, batch))
                    : CompletableFuture.completedFuture(placed));
  }

  private CompletionStage<SentFile> placed(SentFile sent) {
    return sent.whole()
        ? CompletableFuture.completedFuture(sent)
        : files
            .place(sent)
            .thenCompose(
                done ->
                    blocking.run(
                        () -> {
                          rows.noteWhole(sent.id());
                          files.remove(sent.id());
                          return sent;
                        }));
  }

  private CompletionStage<SentFile> noted(SentFile sent, BatchRow batch) {
    return blocking.run(
        () -> {
          rows.noteBatch(sent.id(), batch.id());
          return rows.find(sent.id()).orElse(sent);
        });
  }

  /** Ends what others have left: files that are all there are finished, and old ones go. */
  void sweep() {
    try {
      for (var id : rows.expire()) {
        files.remove(id);
      }
      for (var sent : rows.unfinished()) {
        finish(sent)
            .whenComplete(
                (done, failure) -> {
                  if (failure != null) {
                    LOG.warn(
                        "{} is all there, and stays as it is: {}", sent.id(), failure.toString());
                  }
                });
      }
    } catch (RuntimeException e) {
      LOG.warn("Files that are sent in pieces are swept later: {}", e.toString());
    }
  }
}

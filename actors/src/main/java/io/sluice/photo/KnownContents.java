package io.sluice.photo;

import io.sluice.ledger.channel.KnownPhotos;
import io.sluice.ledger.channel.StoredFile;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;

/**
 * Asks the ledger for the files of contents: hashes come one by one, and those that come while a
 * question is under way are asked together. Thread-safe.
 */
final class KnownContents {
  private static final int MOST = 500;

  private final KnownPhotos known;
  private final Executor threads;
  private final Queue<Question> waiting = new ArrayDeque<>();
  private boolean asking;

  private record Question(byte[] hash, CompletableFuture<Optional<StoredFile>> answer) {}

  /**
   * @param threads which may block; one of them is taken at a time
   */
  KnownContents(KnownPhotos known, Executor threads) {
    this.known = known;
    this.threads = threads;
  }

  CompletionStage<Optional<StoredFile>> fileOf(byte[] hash) {
    var question = new Question(hash, new CompletableFuture<>());
    synchronized (this) {
      waiting.add(question);
      if (asking) {
        return question.answer();
      }
      asking = true;
    }
    try {
      threads.execute(this::ask);
    } catch (RuntimeException rejected) {
      for (var group = next(); !group.isEmpty(); group = next()) {
        group.forEach(unasked -> unasked.answer().completeExceptionally(rejected));
      }
    }
    return question.answer();
  }

  private void ask() {
    for (var group = next(); !group.isEmpty(); group = next()) {
      ask(group);
    }
  }

  private synchronized List<Question> next() {
    var group = new ArrayList<Question>();
    while (group.size() < MOST && !waiting.isEmpty()) {
      group.add(waiting.remove());
    }
    asking = !group.isEmpty();
    return group;
  }

  private void ask(List<Question> group) {
    try {
      var files = known.filesOf(group.stream().map(Question::hash).toList());
      group.forEach(
          question ->
              question
                  .answer()
                  .complete(Optional.ofNullable(files.get(ByteBuffer.wrap(question.hash())))));
    } catch (RuntimeException | Error e) {
      group.forEach(question -> question.answer().completeExceptionally(e));
    }
  }
}

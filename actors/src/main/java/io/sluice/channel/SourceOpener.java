package io.sluice.channel;

import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** Opens sources on a node. One for a node; thread-safe. */
public interface SourceOpener {

  /**
   * Takes as long as looking at the source takes, so call it where blocking is meant to be.
   *
   * @throws IOException if the source cannot be read; one that is {@link
   *     io.sluice.failure.Unrecoverable} if trying again does not help
   */
  ChannelSource<?> open(SourceSpec spec) throws IOException;

  /**
   * The other alias of a channel that {@link Offer.Candidate#mayBe may have one}; empty if it has
   * none, or if its run will tell why it cannot be read. Fails if the source cannot be asked now.
   */
  default CompletionStage<Optional<String>> otherAlias(SourceSpec spec) {
    return CompletableFuture.completedFuture(Optional.empty());
  }
}

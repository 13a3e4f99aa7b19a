package io.sluice.channel;

import java.io.IOException;

/** Opens the sources that a node knows. */
public interface Sources {

  /**
   * Takes as long as looking at the source takes, so call it where blocking is meant to be.
   *
   * @throws IOException if the source cannot be read; one that is {@link
   *     io.sluice.failure.Unrecoverable} if trying again does not help
   */
  ChannelSource<?> open(SourceSpec spec) throws IOException;
}

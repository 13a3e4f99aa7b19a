package io.sluice.channel;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * What is wanted of a source, whichever it is.
 *
 * @param since messages sent before this time are left out; null for all
 * @param limit most messages of one collection; 0 for all
 * @param interval between looks for new messages; empty to end when all is there. A kind that gets
 *     none leaves it
 * @param within a directory that nothing is read from outside of, for somebody who may not read all
 *     that this process may
 */
public record Terms(Instant since, long limit, Optional<Duration> interval, Optional<Path> within) {
  /** All there is, once. */
  public static final Terms ALL = new Terms(null, 0, Optional.empty(), Optional.empty());
}

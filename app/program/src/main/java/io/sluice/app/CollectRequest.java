package io.sluice.app;

import io.sluice.channel.Terms;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What {@code collect} is asked for.
 *
 * @param chats only these of exports; empty for all
 * @param since null for all messages
 * @param limit most messages of each channel; 0 for all
 * @param interval between looks for new posts; empty to collect once
 * @param json whether the report is for a machine
 */
record CollectRequest(
    SourceArguments sources,
    List<String> chats,
    Instant since,
    long limit,
    Optional<Duration> interval,
    boolean json) {

  /** What is wanted of each source. */
  Terms terms() {
    return new Terms(since, limit, interval, Optional.empty());
  }
}

package io.sluice.channel;

import io.sluice.ledger.channel.PhotoOutcome;
import java.util.List;
import java.util.Map;

/**
 * What answers once had of a channel's work, and have no more: rows tell it. Nodes of the version
 * before understand no answer without.
 */
public record NoTally(
    long read,
    long inserted,
    long updated,
    long unchanged,
    Map<SkipReason, Long> skipped,
    long knownPhotos,
    Map<PhotoOutcome, Long> photos,
    long bytesBefore,
    long bytesAfter,
    Map<String, Long> undecided,
    long newest,
    List<IdRange> unread,
    double fraction) {

  static final NoTally NONE =
      new NoTally(0, 0, 0, 0, Map.of(), 0, Map.of(), 0, 0, Map.of(), 0, List.of(), 0);
}

package io.sluice.channel;

import io.sluice.ledger.channel.PhotoOutcome;
import java.util.List;
import java.util.Map;

/**
 * An empty sum of a channel's work, in answers to nodes of the version before, which cannot read
 * one without it. Rows tell what a channel has done.
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

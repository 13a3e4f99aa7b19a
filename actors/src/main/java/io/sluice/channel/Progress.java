package io.sluice.channel;

import io.sluice.ledger.channel.StoredRows;
import java.util.List;
import java.util.Map;

/**
 * One batch has been stored.
 *
 * @param stored what the database counted
 * @param read messages the source gave
 * @param skipped messages left out, by reason
 * @param knownPhotos photos that were stored already
 * @param undecided texts that were too long for a rule of EXCLUDE and were kept, by the rule
 * @param newest the highest id among the messages read; 0 without any
 * @param unread messages that the source knows of and leaves for later
 * @param fraction of the whole source behind us, from 0 to 1
 */
public record Progress(
    StoredRows stored,
    int read,
    Map<SkipReason, Integer> skipped,
    int knownPhotos,
    Map<String, Long> undecided,
    long newest,
    List<IdRange> unread,
    double fraction) {
  public Progress {
    skipped = Map.copyOf(skipped);
    undecided = Map.copyOf(undecided);
    unread = List.copyOf(unread);
  }
}

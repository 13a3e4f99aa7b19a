package io.sluice.api;

import io.sluice.ledger.feed.FeedRow;
import io.sluice.server.Json;
import io.sluice.view.FeedView;

/** Makes of the row of a feed what the API shows. */
final class FeedViews {
  private FeedViews() {}

  static FeedView of(FeedRow row) {
    var counts = row.counts();
    var standing = row.standing();
    return new FeedView(
        row.id(),
        row.name(),
        row.url(),
        row.group(),
        row.phase().column(),
        new FeedView.Counters(
            counts.read(), counts.stored(), counts.duplicates(), counts.dead(), counts.ghosts()),
        row.consumers(),
        row.perSecond(),
        standing == null ? null : standing.lag(),
        standing == null ? null : standing.pending(),
        standing == null ? null : Json.time(standing.oldestAt()),
        row.deadLetters(),
        row.lastError(),
        Json.time(row.lastErrorAt()),
        Json.time(row.createdAt()),
        Json.time(row.changedAt()));
  }
}

package io.sluice.feed;

import io.sluice.ledger.feed.FeedEvent;

/** What an entry tells, or why it tells nothing. */
sealed interface Event {

  /** The entry itself. */
  Entry entry();

  /** A row to store, and nothing else. */
  record Told(Entry entry, FeedEvent row) implements Event {}

  /** Its file is to be fetched from where the row says. */
  record ToFetch(Entry entry, FeedEvent row) implements Event {}

  /**
   * Nothing that can be stored.
   *
   * @param reason a word that others share
   */
  record Unfit(Entry entry, String reason, String detail) implements Event {}

  /** It was deleted. */
  record Ghost(Entry entry) implements Event {}
}

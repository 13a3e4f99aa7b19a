package io.sluice.feed;

import io.sluice.ledger.feed.FeedEvent;
import java.util.List;

/** What an entry tells, or a part of it, or why it tells nothing. */
sealed interface Event {

  /** The entry itself. */
  Entry entry();

  /** Rows to store, and nothing else. */
  record Told(Entry entry, List<FeedEvent> rows) implements Event {}

  /** Files are to be fetched from where the rows say. */
  record ToFetch(Entry entry, List<FeedEvent> rows) implements Event {}

  /**
   * Nothing that can be stored.
   *
   * @param reason a word that others share
   */
  record Unfit(Entry entry, String reason, String detail) implements Event {}

  /**
   * Nothing that is to be stored.
   *
   * @param text what it is, for the log
   */
  record Note(Entry entry, String text) implements Event {}

  /** It was deleted. */
  record Ghost(Entry entry) implements Event {}
}

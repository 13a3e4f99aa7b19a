package io.sluice.client;

/** Where what is watched is told: drawn, as lines, or as JSON. */
sealed interface WatchOutput extends Watched.Changes, AutoCloseable
    permits WatchScreen, WatchLines, WatchJson {

  /** The node does not answer, and is asked again. */
  void away(String why);

  /** The node answers again. */
  void back();

  @Override
  void close();
}

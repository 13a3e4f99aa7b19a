package io.sluice.client;

import java.time.Instant;
import java.util.List;

/**
 * What is wanted of a source. Null is what the node does by itself, which of a known source is what
 * was wanted before.
 *
 * @param chats only these of an export, by name or id; empty for all
 * @param since without messages sent before
 * @param limit at most so many messages of each channel; 0 for all
 * @param follow whether to go on with new posts
 * @param interval how often to look for them, such as {@code 60s}
 */
public record Wanted(
    List<String> chats, Instant since, Long limit, Boolean follow, String interval) {
  public Wanted {
    chats = List.copyOf(chats);
  }
}

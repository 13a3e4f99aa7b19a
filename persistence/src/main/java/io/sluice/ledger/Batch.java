package io.sluice.ledger;

import java.util.List;

/**
 * What one transaction stores.
 *
 * @param channel id of the channel
 * @param source the kind of source that the messages are from
 * @param messages in the source's order; of two with one id the later counts
 * @param photos what became of their photos, without those that were stored already
 * @param cursor stands behind all of these: a JSON object whose one key is the kind of source
 */
public record Batch(
    long channel, String source, List<Message> messages, List<Photo> photos, String cursor) {
  public Batch {
    messages = List.copyOf(messages);
    photos = List.copyOf(photos);
  }
}

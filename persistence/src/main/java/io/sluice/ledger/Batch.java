package io.sluice.ledger;

import java.util.List;

/**
 * What one transaction stores.
 *
 * @param channel id of the channel
 * @param messages in the source's order; of two with one id the later counts
 * @param photos what became of their photos, without those that were stored already
 * @param cursor stands behind all of these, in JSON
 */
public record Batch(long channel, List<Message> messages, List<Photo> photos, String cursor) {
  public Batch {
    messages = List.copyOf(messages);
    photos = List.copyOf(photos);
  }
}

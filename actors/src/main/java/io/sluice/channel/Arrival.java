package io.sluice.channel;

import io.sluice.ledger.Message;
import java.util.List;

/**
 * One message as a source gives it.
 *
 * @param message the message
 * @param photos the photos that belong to it, none for most
 * @param after the cursor that stands behind this message
 * @param unknownFields how many fields of the message the source did not know and left out
 */
public record Arrival<C extends Record>(
    Message message, List<PhotoReference> photos, C after, int unknownFields) {
  public Arrival {
    photos = List.copyOf(photos);
  }
}

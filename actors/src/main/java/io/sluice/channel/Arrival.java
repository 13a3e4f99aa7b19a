package io.sluice.channel;

import io.sluice.ledger.channel.Message;
import io.sluice.photo.PhotoReference;
import java.util.List;

/**
 * One message as a source gives it.
 *
 * @param message the message; null for a mark that only moves the cursor
 * @param photos the photos that belong to it, none for most
 * @param after the cursor that stands behind this message
 */
public record Arrival<C extends Record>(Message message, List<PhotoReference> photos, C after) {
  private static final long MARK = 100;

  public Arrival {
    photos = List.copyOf(photos);
  }

  /** Bytes that it takes in memory, roughly. */
  public long weight() {
    if (isMark()) {
      return MARK;
    }
    long weight = message.weight();
    for (var photo : photos) {
      weight += photo.weight();
    }
    return weight;
  }

  /** Says how far the source has come where that brought no message. */
  public static <C extends Record> Arrival<C> mark(C after) {
    return new Arrival<>(null, List.of(), after);
  }

  boolean announcesPhotos() {
    return !photos.isEmpty() || message.details().photos() > 0;
  }

  public boolean isMark() {
    return message == null;
  }
}

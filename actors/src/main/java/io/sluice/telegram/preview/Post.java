package io.sluice.telegram.preview;

import java.time.Instant;
import java.util.List;
import java.util.Objects;

/**
 * One block of a page of history: a message, or an album, whose members are messages each.
 *
 * @param id the message's, an album's first
 * @param messageIds the id alone, or all ids of the album, ascending
 * @param action what a service post tells, such as {@code pin_message}, in the words of Telegram
 *     Desktop's export; {@code service} where there is no word; null for others
 * @param sentAt null if the block has no valid date
 * @param author the signature; null if none
 * @param text plain text, empty if none
 * @param entities the text's formatted pieces as a JSON array in the export's form, whose texts
 *     joined are the text; null where nothing is formatted
 * @param replyTo id of the message of this channel that it answers; null if none
 * @param forwardedFrom display name of where it was forwarded from, {@code unknown} if hidden; null
 *     if it was not
 * @param media the kind of media other than photos, such as {@code video_file}; {@code unsupported}
 *     where the page refers to the app; null if none
 * @param viewsText how often it was seen, as it is written: {@code 1.98K}; null if none
 * @param views what that is, rounded as it was; null if it cannot be told
 */
public record Post(
    long id,
    List<Long> messageIds,
    boolean service,
    String action,
    Instant sentAt,
    boolean edited,
    String author,
    String text,
    String entities,
    Long replyTo,
    String forwardedFrom,
    String media,
    String viewsText,
    Long views,
    List<PostPhoto> photos) {

  public Post {
    messageIds = List.copyOf(messageIds);
    Objects.requireNonNull(text, "text");
    photos = List.copyOf(photos);
    if (id < 1) {
      throw new IllegalArgumentException("a post's id must be positive, was " + id);
    }
    if (messageIds.isEmpty() || messageIds.get(0) != id) {
      throw new IllegalArgumentException(
          "message ids must begin with %d, were %s".formatted(id, messageIds));
    }
    if (service != (action != null)) {
      throw new IllegalArgumentException(
          "post %d must have an action if it is a service post, and only then".formatted(id));
    }
  }
}

package io.sluice.ledger.channel;

import io.sluice.persistence.StorableText;
import java.time.Instant;
import java.util.Objects;

/**
 * One message of a channel as it is stored: a row of {@code sluice.message}.
 *
 * <p>Texts are made fit for PostgreSQL here: NUL and lone surrogates become U+FFFD.
 *
 * @param id the source's own number of the message, or the {@link MessageNumber} of its own id;
 *     negative for those of a migrated group
 * @param kind {@code message} or {@code service}, or what else the source calls it
 * @param sentAt when it was sent; null where the source gives no valid date
 * @param editedAt when it was last edited; null if never
 * @param author the sender's display name; null if unknown
 * @param authorId the sender's id in the source's form, such as {@code channel123}; null if unknown
 * @param text plain text, empty if none
 * @param entities the text's formatted pieces as a JSON array, null if there are none
 * @param replyTo id of the message it answers; null if none
 * @param forwardedFrom display name of where it was forwarded from; null if it was not
 * @param media the kind of media other than a photo, such as {@code video_file}; null if none
 * @param action what a service message tells, such as {@code pin_message}; null otherwise
 * @param details what not every source tells
 */
public record Message(
    long id,
    String kind,
    Instant sentAt,
    Instant editedAt,
    String author,
    String authorId,
    String text,
    String entities,
    Long replyTo,
    String forwardedFrom,
    String media,
    String action,
    Details details) {
  private static final long ROW = 200;
  private static final long BYTES_OF_A_CHARACTER = 2;

  /**
   * What not every source tells of a message.
   *
   * @param photos how many photos the source announces with it
   * @param edited whether it was ever edited, also where the source does not say when
   * @param albumId id of the album's first message; null outside an album
   * @param views how often it was seen, perhaps rounded; null if unknown
   * @param viewsText the same as the source writes it, such as {@code 1.98K}; null if unknown
   * @param leftOut content that the program does not know, as a JSON object by name; null if none
   */
  public record Details(
      int photos, boolean edited, Long albumId, Long views, String viewsText, String leftOut) {
    public static final Details NONE = new Details(0, false, null, null, null, null);

    public Details {
      viewsText = StorableText.of(viewsText);
      leftOut = StorableText.ofJson(leftOut);
    }
  }

  public Message {
    kind = StorableText.of(Objects.requireNonNull(kind, "kind"));
    author = StorableText.of(author);
    authorId = StorableText.of(authorId);
    text = StorableText.of(Objects.requireNonNull(text, "text"));
    entities = StorableText.ofJson(entities);
    forwardedFrom = StorableText.of(forwardedFrom);
    media = StorableText.of(media);
    action = StorableText.of(action);
  }

  /** A message of which nothing more is known. */
  public Message(
      long id,
      String kind,
      Instant sentAt,
      Instant editedAt,
      String author,
      String authorId,
      String text,
      String entities,
      Long replyTo,
      String forwardedFrom,
      String media,
      String action) {
    this(
        id,
        kind,
        sentAt,
        editedAt,
        author,
        authorId,
        text,
        entities,
        replyTo,
        forwardedFrom,
        media,
        action,
        Details.NONE);
  }

  /** Whether it was ever edited, as far as its source tells. */
  public boolean isEdited() {
    return editedAt != null || details.edited();
  }

  /** Bytes this message takes in memory, roughly: all its texts and a row's overhead. */
  public long weight() {
    return ROW
        + BYTES_OF_A_CHARACTER
            * (length(kind)
                + length(author)
                + length(authorId)
                + length(text)
                + length(entities)
                + length(forwardedFrom)
                + length(media)
                + length(action)
                + length(details.viewsText())
                + length(details.leftOut()));
  }

  private static long length(String text) {
    return text == null ? 0 : text.length();
  }
}

package io.sluice.standin;

import java.time.Instant;
import java.util.List;

/**
 * The truth about one message, whatever the page makes of it. Messages of an album share all but
 * their ids and the text, which the first one has.
 *
 * @param text as a reader sees it: newlines as such, links by their words, empty if there is none
 * @param views as the page shows them ({@code 1.98K}), empty on service messages
 * @param albumId the first id that the album had, or null
 * @param replyTo the id that is answered, or null
 * @param forwardedFrom the name of the first author, or empty
 * @param signature the author's name, or empty
 */
public record StandInPost(
    long id,
    Instant sentAt,
    Kind kind,
    String text,
    boolean edited,
    String views,
    Long albumId,
    Long replyTo,
    String forwardedFrom,
    String signature) {

  /** What a message shows besides its text. */
  public enum Kind {
    TEXT,
    PHOTO,
    VIDEO,
    POLL,
    LINK_PREVIEW,
    SERVICE,
    UNSUPPORTED
  }

  public boolean service() {
    return kind == Kind.SERVICE;
  }

  /** The message ids under which this message has a photo: its own one, or none. */
  public List<Long> photoIds() {
    return kind == Kind.PHOTO || service() ? List.of(id) : List.of();
  }

  StandInPost edited(String newText) {
    return new StandInPost(
        id, sentAt, kind, newText, true, views, albumId, replyTo, forwardedFrom, signature);
  }
}

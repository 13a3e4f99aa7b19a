package io.sluice.sample;

import java.time.Instant;
import java.util.List;

/** One message of a channel, as it was thought up and before it is written. */
sealed interface SamplePost {
  long id();

  Instant date();

  /**
   * Something that was done to the channel.
   *
   * @param title the new title, or empty
   * @param about the message that was pinned, or 0
   */
  record Service(long id, Instant date, String action, String title, long about)
      implements SamplePost {}

  /**
   * Something that was said or shown.
   *
   * @param editedAfter seconds from posting to the last edit, or 0
   * @param author the signature, or empty
   * @param forwardedFrom the channel it came from, or empty
   * @param replyTo the id of the message that it answers, or 0
   */
  record Message(
      long id,
      Instant date,
      int editedAfter,
      String author,
      String forwardedFrom,
      long replyTo,
      Media media,
      List<TextPart> text,
      List<Reaction> reactions)
      implements SamplePost {}

  record Reaction(String emoji, int count) {}

  /** What a message shows besides its text. */
  sealed interface Media {}

  record Nothing() implements Media {}

  record Photo(PhotoOrder order) implements Media {}

  /** A file that the export names but does not hold; width 0 means that it has no picture. */
  record Clip(String type, String name, String mime, int bytes, int seconds, int width, int height)
      implements Media {}

  record Poll(String question, List<Answer> answers, boolean closed) implements Media {}

  record Answer(String text, int voters) {}
}

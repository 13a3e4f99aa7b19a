package io.sluice.telegram.preview;

import io.sluice.channel.Arrival;
import io.sluice.ledger.channel.Message;
import io.sluice.photo.PhotoReference;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Makes messages of a post: one, or of an album one for each member, as an export has them. The
 * album's first message has its text.
 */
final class PostMessages {
  private PostMessages() {}

  /** A post that was read before, as it is now, without its photos: those were tried then. */
  static List<Arrival<PreviewCursor>> again(Post post, PreviewCursor at) {
    return of(post, at, at).stream()
        .map(arrival -> new Arrival<>(arrival.message(), List.<PhotoReference>of(), at))
        .toList();
  }

  /**
   * @param within the cursor as long as the post is not whole
   * @param after the cursor behind the post
   */
  static List<Arrival<PreviewCursor>> of(Post post, PreviewCursor within, PreviewCursor after) {
    int last = post.messageIds().size() - 1;
    return IntStream.rangeClosed(0, last)
        .mapToObj(index -> arrival(post, index, index == last ? after : within))
        .toList();
  }

  private static Arrival<PreviewCursor> arrival(Post post, int index, PreviewCursor cursor) {
    long id = post.messageIds().get(index);
    var photos =
        post.photos().stream()
            .filter(photo -> photo.messageId() == id)
            .map(photo -> reference(post, photo))
            .toList();
    return new Arrival<>(message(post, id, photos.size()), photos, cursor);
  }

  private static PhotoReference reference(Post post, PostPhoto photo) {
    var location =
        new PhotoOnPage(
            photo.url(), photo.messageId(), post.messageIds().get(post.messageIds().size() - 1));
    return new PhotoReference(Long.toString(photo.messageId()), location);
  }

  private static Message message(Post post, long id, int photos) {
    boolean first = id == post.id();
    boolean album = post.messageIds().size() > 1;
    return new Message(
        id,
        post.service() ? "service" : "message",
        post.sentAt(),
        null,
        post.author(),
        null,
        first ? post.text() : "",
        first ? post.entities() : null,
        post.replyTo(),
        post.forwardedFrom(),
        photos > 0 && album ? null : post.media(),
        post.action(),
        new Message.Details(
            photos,
            post.edited(),
            album ? post.id() : null,
            first ? post.views() : null,
            first ? post.viewsText() : null,
            null));
  }
}

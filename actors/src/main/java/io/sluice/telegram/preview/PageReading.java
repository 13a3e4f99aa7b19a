package io.sluice.telegram.preview;

import io.sluice.channel.Arrival;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;

/**
 * What a page of history gives: its posts as messages, newest first so that each leaves a place to
 * go on from, and a mark with what the page says is behind it.
 *
 * @param arrivals the messages, and the mark at the end
 * @param after the cursor behind the page
 * @param older the page's own cursor, if what lies behind it was read before
 */
record PageReading(List<Arrival<PreviewCursor>> arrivals, PreviewCursor after, OptionalLong older) {

  /** How posts that were read before are given. */
  enum Known {
    LEFT_OUT,
    /** As they are now, for their edits and views. */
    WITHOUT_PHOTOS,
    /** The same, and photos that failed are tried once more. */
    WHOLE;

    private List<Arrival<PreviewCursor>> messages(Post post, PreviewCursor at) {
      return switch (this) {
        case LEFT_OUT -> List.of();
        case WITHOUT_PHOTOS -> PostMessages.again(post, at);
        case WHOLE -> PostMessages.of(post, at, at);
      };
    }
  }

  /** Nothing but how far the walk is. */
  static PageReading none(PreviewCursor after) {
    return new PageReading(List.of(Arrival.mark(after)), after, OptionalLong.empty());
  }

  /**
   * Reads a page of the cursor's newest hole. A page without a link to older posts is no end: pages
   * in the middle lack it now and then. The hole stays open until id 1 or an empty page.
   *
   * @param since older posts are not wanted; null for all
   * @param known how posts that were read before are given
   */
  static PageReading of(PreviewCursor cursor, PreviewPage.Posts page, Instant since, Known known) {
    var hole = cursor.holes().get(0);
    var arrivals = new ArrayList<Arrival<PreviewCursor>>();
    var at = cursor;
    boolean ended = false;
    boolean meetsKnown = false;
    for (int i = page.posts().size() - 1; i >= 0; i--) {
      var post = page.posts().get(i);
      if (isTooOld(post, since)) {
        ended = true;
      } else if (post.id() > hole.floor() && post.id() < hole.before()) {
        var after = at.readDownTo(post.id());
        arrivals.addAll(PostMessages.of(post, at, after));
        at = after;
      } else if (post.id() <= hole.floor()) {
        meetsKnown = true;
        arrivals.addAll(known.messages(post, at));
      }
    }
    if (isOpen(hole, at) && (ended || meetsKnown)) {
      at = at.readAll();
    } else if (isOpen(hole, at) && page.before().isPresent()) {
      at = at.readDownTo(page.before().getAsLong());
    }
    arrivals.add(Arrival.mark(at));
    boolean knownBelow = hole.floor() > 0 && !isOpen(hole, at);
    return new PageReading(arrivals, at, knownBelow ? page.before() : OptionalLong.empty());
  }

  private static boolean isOpen(Hole hole, PreviewCursor at) {
    return !at.isComplete() && at.holes().get(0).floor() == hole.floor();
  }

  /** Reads a page once more for its edits and views. */
  static PageReading again(
      PreviewCursor cursor, PreviewPage.Posts page, Instant since, Known known) {
    var arrivals = new ArrayList<Arrival<PreviewCursor>>();
    for (var post : page.posts()) {
      if (!isTooOld(post, since)) {
        arrivals.addAll(known.messages(post, cursor));
      }
    }
    arrivals.add(Arrival.mark(cursor));
    return new PageReading(arrivals, cursor, page.before());
  }

  private static boolean isTooOld(Post post, Instant since) {
    return since != null && post.sentAt() != null && post.sentAt().isBefore(since);
  }
}

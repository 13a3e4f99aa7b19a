package io.sluice.telegram.preview;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.regex.Pattern;
import org.jsoup.nodes.Element;

/** One block of a page's history goes in, the post that it shows comes out. */
final class PostParser {
  private static final Pattern EDITED = Pattern.compile("\\bedited\\b", Pattern.CASE_INSENSITIVE);

  private PostParser() {}

  static Post parse(Element block, PostLink post) {
    var text = PostText.of(block);
    boolean service = block.hasClass("service_message");
    var members = service ? PostPhotos.ofService(block, post) : PostPhotos.of(block, post);
    var views = textOf(block, ".tgme_widget_message_views");
    return new Post(
        post.id(),
        members.messageIds(),
        service,
        service ? ServiceAction.of(text.plain()) : null,
        sentAt(block),
        edited(block),
        textOf(block, ".tgme_widget_message_from_author"),
        text.plain(),
        text.entities(),
        replyTo(block, post.name()),
        forwardedFrom(block),
        service ? null : PostMedia.of(block),
        views,
        views == null ? null : ViewCount.estimate(views),
        members.photos());
  }

  /** Null if there is none, or nothing in it. */
  private static String textOf(Element block, String selector) {
    var found = block.selectFirst(selector);
    return found == null || found.text().isBlank() ? null : found.text().strip();
  }

  private static Instant sentAt(Element block) {
    var time = block.selectFirst("a.tgme_widget_message_date time[datetime]");
    try {
      return time == null ? null : OffsetDateTime.parse(time.attr("datetime").strip()).toInstant();
    } catch (DateTimeException e) {
      return null;
    }
  }

  /** Looks at the line's own words only: the signature is in it too, and may be any. */
  private static boolean edited(Element block) {
    return block.select(".tgme_widget_message_meta").stream()
        .anyMatch(meta -> EDITED.matcher(meta.ownText()).find());
  }

  private static Long replyTo(Element block, String channel) {
    return block.select("a.tgme_widget_message_reply[href]").stream()
        .flatMap(reply -> PostLink.ofHref(reply.absUrl("href")).stream())
        .filter(link -> link.in(channel))
        .map(PostLink::id)
        .findFirst()
        .orElse(null);
  }

  private static String forwardedFrom(Element block) {
    var name = textOf(block, ".tgme_widget_message_forwarded_from_name");
    boolean hidden = name == null && block.selectFirst("[class*=message_forwarded_from]") != null;
    return hidden ? "unknown" : name;
  }
}

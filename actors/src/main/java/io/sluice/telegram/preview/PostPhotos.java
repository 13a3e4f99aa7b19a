package io.sluice.telegram.preview;

import java.net.URI;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.jsoup.nodes.Element;

/**
 * The members of a post: its block goes in; the ids of its messages, and which of them are photos
 * and where these are, come out.
 *
 * @param messageIds ascending; those of an album's links that are below the post's own are left out
 */
record PostPhotos(List<Long> messageIds, List<PostPhoto> photos) {
  private static final String ALBUM = ".tgme_widget_message_grouped_wrap";

  /** Pictures that are part of the page or of another post. */
  private static final String ELSEWHERE =
      ".tgme_widget_message_reply, .tgme_widget_message_link_preview, .tgme_widget_message_user,"
          + " .js-message_text";

  private static final Pattern PICTURE =
      Pattern.compile("background-image\\s*:\\s*url\\(\\s*['\"]?([^'\")]+)");

  static PostPhotos of(Element block, PostLink post) {
    var ids = new TreeSet<>(List.of(post.id()));
    block.select(ALBUM + " [href]").stream()
        .filter(link -> link.closest(ELSEWHERE) == null)
        .flatMap(link -> single(link, post).stream())
        .filter(id -> id > post.id())
        .forEach(ids::add);
    var photos = new TreeMap<Long, PostPhoto>();
    for (var photo : block.select(".tgme_widget_message_photo_wrap")) {
      if (photo.closest(ELSEWHERE) == null) {
        messageId(photo, post)
            .filter(ids::contains)
            .flatMap(id -> url(photo).map(url -> new PostPhoto(id, url)))
            .ifPresent(found -> photos.putIfAbsent(found.messageId(), found));
      }
    }
    return new PostPhotos(List.copyOf(ids), List.copyOf(photos.values()));
  }

  /** Of a post that tells of a new picture of the channel: that picture, as in an export. */
  static PostPhotos ofService(Element block, PostLink post) {
    var photos =
        block.select(".tgme_widget_message_service_photo img[src]").stream()
            .limit(1)
            .flatMap(image -> fetchable(image, image.attr("src")).stream())
            .map(url -> new PostPhoto(post.id(), url))
            .toList();
    return new PostPhotos(List.of(post.id()), photos);
  }

  private static Optional<Long> messageId(Element photo, PostLink post) {
    return photo.closest(ALBUM) == null ? Optional.of(post.id()) : single(photo, post);
  }

  private static Optional<Long> single(Element link, PostLink post) {
    return PostLink.ofHref(link.absUrl("href"))
        .filter(to -> to.single() && to.in(post.name()))
        .map(PostLink::id);
  }

  private static Optional<URI> url(Element photo) {
    var style = PICTURE.matcher(photo.attr("style"));
    return style.find() ? fetchable(photo, style.group(1)) : Optional.empty();
  }

  private static Optional<URI> fetchable(Element photo, String address) {
    try {
      var url = URI.create(photo.baseUri()).resolve(address.strip());
      var scheme = url.getScheme() == null ? "" : url.getScheme().toLowerCase(Locale.ROOT);
      boolean fetchable = scheme.matches("https?") && url.getHost() != null;
      return fetchable ? Optional.of(url) : Optional.empty();
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }
}

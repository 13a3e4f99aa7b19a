package io.sluice.telegram.preview;

import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.regex.Pattern;

/**
 * Which message something is about: {@code data-post} or a link of the page goes in, the channel's
 * name and the message's id come out.
 *
 * @param single whether the link is to one message of an album
 */
record PostLink(String name, long id, boolean single) {
  private static final Pattern DATA_POST = Pattern.compile("(\\w{1,64})/(\\d{1,19})");
  private static final Pattern HREF =
      Pattern.compile(
          "(?:https?:)?//[^/?#]+/(?:s/)?(\\w{1,64})/(\\d{1,19})/?(?:\\?([^#]*))?(?:#.*)?");

  static Optional<PostLink> ofDataPost(String value) {
    var parts = DATA_POST.matcher(value.strip());
    if (!parts.matches()) {
      return Optional.empty();
    }
    var id = positive(parts.group(2));
    return id.isPresent()
        ? Optional.of(new PostLink(parts.group(1), id.getAsLong(), false))
        : Optional.empty();
  }

  /**
   * @param href an absolute address
   */
  static Optional<PostLink> ofHref(String href) {
    var parts = HREF.matcher(href.strip());
    if (!parts.matches()) {
      return Optional.empty();
    }
    var query = parts.group(3) == null ? List.of() : List.of(parts.group(3).split("&"));
    return ofDataPost(parts.group(1) + "/" + parts.group(2))
        .map(link -> new PostLink(link.name, link.id, query.contains("single")));
  }

  boolean in(String channel) {
    return name.equalsIgnoreCase(channel);
  }

  /** Nothing for what is no positive number, or one too large to be an id. */
  static OptionalLong positive(String digits) {
    try {
      long number = Long.parseLong(digits.strip());
      return number > 0 && number < Integer.MAX_VALUE
          ? OptionalLong.of(number)
          : OptionalLong.empty();
    } catch (NumberFormatException e) {
      return OptionalLong.empty();
    }
  }
}

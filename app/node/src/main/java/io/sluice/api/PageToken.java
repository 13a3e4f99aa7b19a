package io.sluice.api;

import io.sluice.server.Problem;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.function.Function;

/** Says behind which item of which list a page begins. Its text is nobody's business but ours. */
final class PageToken {
  private PageToken() {}

  /** The token of the page behind a place of a list. */
  static String of(Call call, String list, Object place) {
    return Base64.getUrlEncoder()
        .withoutPadding()
        .encodeToString((of(call, list) + place).getBytes(StandardCharsets.UTF_8));
  }

  /** The token of the page behind this one; null if this is the last. */
  static <T> String next(Call call, String list, List<T> page, Function<T, Object> place) {
    return page.size() < call.limit()
        ? null
        : of(call, list, place.apply(page.get(page.size() - 1)));
  }

  /** What the tokens of a list begin with, so that no other list takes them. */
  private static String of(Call call, String list) {
    return list + call.optional("id").orElse("") + ":";
  }

  /** What a call's token stands for, or the start. */
  static <T> T place(Call call, String list, Function<String, T> reading, T start) {
    if (call.optional("after").isEmpty()) {
      return start;
    }
    try {
      var bytes = Base64.getUrlDecoder().decode(call.text("after"));
      var text = new String(bytes, StandardCharsets.UTF_8);
      if (!text.startsWith(of(call, list)) || text.indexOf('\0') >= 0) {
        throw new IllegalArgumentException("of another list, or of nobody");
      }
      return reading.apply(text.substring(of(call, list).length()));
    } catch (IllegalArgumentException | IndexOutOfBoundsException e) {
      throw Problem.of(400, "wrong-parameter", "after is not what a page gave as next")
          .in("after")
          .remedy("Begin without it.")
          .thrown();
    }
  }
}

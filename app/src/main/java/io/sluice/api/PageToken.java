package io.sluice.api;

import io.sluice.server.Problem;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.function.Function;

/** Says behind which item a page begins. Its text is nobody's business but ours. */
final class PageToken {
  private PageToken() {}

  static String of(Object place) {
    return Base64.getUrlEncoder()
        .withoutPadding()
        .encodeToString(place.toString().getBytes(StandardCharsets.UTF_8));
  }

  /** The token of the page behind this one; null if this is the last. */
  static <T> String next(List<T> page, int limit, Function<T, Object> place) {
    return page.size() < limit ? null : of(place.apply(page.get(page.size() - 1)));
  }

  /** What a call's token stands for, or the start. */
  static <T> T place(Call call, Function<String, T> reading, T start) {
    if (call.optional("after").isEmpty()) {
      return start;
    }
    try {
      var bytes = Base64.getUrlDecoder().decode(call.text("after"));
      return reading.apply(new String(bytes, StandardCharsets.UTF_8));
    } catch (IllegalArgumentException | IndexOutOfBoundsException e) {
      throw Problem.of(400, "wrong-parameter", "after is not what a page gave as next")
          .in("after")
          .remedy("Begin without it.")
          .thrown();
    }
  }
}

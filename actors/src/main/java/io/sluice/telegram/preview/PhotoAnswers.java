package io.sluice.telegram.preview;

import io.sluice.http.Answer;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.regex.Pattern;

/** What the answer of a photo's host means: an answer goes in, a word on it comes out. */
final class PhotoAnswers {
  private static final Pattern PAGE = Pattern.compile("^(\\uFEFF)?\\s*<(!doctype html|html)\\b");
  private static final Pattern RANGE = Pattern.compile("bytes 0-(\\d{1,15})/(\\d{1,15})");
  private static final int LOOKED_AT = 200;

  private PhotoAnswers() {}

  /** Whether the body is all of it: 206 with the whole range is, though no range was asked for. */
  static boolean isWhole(Answer answer) {
    return answer.status() == 200 || answer.status() == 206 && hasWholeRange(answer);
  }

  private static boolean hasWholeRange(Answer answer) {
    var range = RANGE.matcher(answer.header("content-range").orElse("").strip());
    return range.matches()
        && Long.parseLong(range.group(1)) + 1 == Long.parseLong(range.group(2))
        && answer.body().length == Long.parseLong(range.group(2));
  }

  /** A gateway that has no photo to give may say so by a page, with 200. */
  static boolean isPage(Answer answer) {
    var body = answer.body();
    var beginning = new String(body, 0, Math.min(LOOKED_AT, body.length), StandardCharsets.UTF_8);
    return PAGE.matcher(beginning.toLowerCase(Locale.ROOT)).find();
  }
}

package io.sluice.api;

import java.net.URLDecoder;
import java.nio.charset.Charset;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * What a part of a form is called: its head comes in, the name of a file as its sender gave it goes
 * out, or what is wrong with the head.
 *
 * @param file null for a field that is no file, and for one with a wrong head
 * @param wrong null for a head that is right
 */
record PartName(String file, String wrong) {
  private static final String DISPOSITION = "content-disposition:";
  private static final String NO_FORM = "Its Content-Disposition is none of a form";
  private static final String EXTENDED = "filename*";

  static PartName broken(String why) {
    return new PartName(null, why);
  }

  /**
   * @param head lines between a boundary and the part's content
   */
  static PartName of(String head) {
    // A line that begins with a blank goes on with the one before.
    var lines = head.replaceAll("\r\n[ \t]", " ").split("\r\n");
    var found =
        Arrays.stream(lines)
            .filter(line -> line.toLowerCase(Locale.ROOT).startsWith(DISPOSITION))
            .toList();
    if (found.size() != 1) {
      return broken(found.isEmpty() ? "It has no Content-Disposition" : "It has two names");
    }
    return ofDisposition(found);
  }

  private static PartName ofDisposition(List<String> found) {
    var value = found.get(0).substring(DISPOSITION.length());
    if (value.chars().anyMatch(sign -> sign < ' ' && sign != '\t' || sign == 0x7F)) {
      return broken("Its name holds a control character");
    }
    try {
      var read = HeaderFields.of(value);
      if (!read.value().equalsIgnoreCase("form-data")) {
        return broken(NO_FORM);
      }
      var extended = read.fields().get(EXTENDED);
      return new PartName(
          extended == null ? read.fields().get("filename") : decoded(extended), null);
    } catch (IllegalArgumentException e) {
      return broken(NO_FORM);
    }
  }

  /** As {@code UTF-8''%C3%A9.jpg}. */
  private static String decoded(String text) {
    var parts = text.split("'", 3);
    if (parts.length < 3) {
      throw new IllegalArgumentException(text);
    }
    return URLDecoder.decode(parts[2].replace("+", "%2B"), Charset.forName(parts[0]));
  }
}

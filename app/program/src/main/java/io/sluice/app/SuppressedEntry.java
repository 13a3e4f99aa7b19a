package io.sluice.app;

import java.net.IDN;
import java.util.Locale;
import java.util.regex.Pattern;

/** A domain or an address of mail as somebody typed it, in the form that the list has. */
final class SuppressedEntry {
  private static final Pattern DOMAIN =
      Pattern.compile(
          "(?=.{1,253}$)([a-z0-9_]([a-z0-9_-]{0,61}[a-z0-9_])?)(\\.[a-z0-9_]([a-z0-9_-]{0,61}[a-z0-9_])?)+");

  private static final Pattern MAILBOX = Pattern.compile("[^@\\s\\p{Cntrl}]{1,64}");

  private SuppressedEntry() {}

  /**
   * @throws IllegalArgumentException if it is neither; what it says is for people
   */
  static String of(String word) {
    var text = word.strip().toLowerCase(Locale.ROOT).replaceFirst("^https?://", "");
    int at = text.lastIndexOf('@');
    var host = domain(text.substring(at + 1).replaceFirst("[/?#:].*$", ""), word);
    if (at < 0) {
      return host;
    }
    var mailbox = text.substring(0, at);
    if (!MAILBOX.matcher(mailbox).matches()) {
      throw new IllegalArgumentException(word + " is no address of mail");
    }
    return mailbox + "@" + host;
  }

  private static String domain(String text, String word) {
    try {
      var ascii = IDN.toASCII(text.replaceFirst("\\.$", "")).toLowerCase(Locale.ROOT);
      var bare = ascii.startsWith("www.") ? ascii.substring("www.".length()) : ascii;
      if (DOMAIN.matcher(bare).matches()) {
        return bare;
      }
    } catch (IllegalArgumentException e) {
      // Told below.
    }
    throw new IllegalArgumentException(word + " is neither a domain nor an address of mail");
  }
}

package io.sluice.website;

import io.sluice.sheet.NotAnAddressException;
import io.sluice.sheet.SiteAddress;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * A domain or an address of mail as somebody typed it, in the form that the list of those has whom
 * nobody is to contact: domains as addresses of websites have them.
 */
public final class SuppressedEntry {
  private static final Pattern MAILBOX = Pattern.compile("[^@/\\s\\p{Cntrl}]{1,64}");
  private static final String WWW = "www.";

  private SuppressedEntry() {}

  /**
   * @throws IllegalArgumentException if it is neither; what it says is for people
   */
  public static String of(String word) {
    var text = word.strip().toLowerCase(Locale.ROOT);
    int at = text.lastIndexOf('@');
    if (at < 0) {
      return domain(text, word);
    }
    var mailbox = text.substring(0, at);
    if (!MAILBOX.matcher(mailbox).matches()) {
      throw new IllegalArgumentException(word + " is no address of mail");
    }
    return mailbox + "@" + domain(text.substring(at + 1), word);
  }

  private static String domain(String text, String word) {
    try {
      var host = SiteAddress.of(text).host();
      return host.startsWith(WWW) && host.indexOf('.', WWW.length()) > 0
          ? host.substring(WWW.length())
          : host;
    } catch (NotAnAddressException e) {
      throw new IllegalArgumentException(
          word + " is neither a domain nor an address of mail: " + e.getMessage(), e);
    }
  }
}

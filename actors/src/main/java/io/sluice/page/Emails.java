package io.sluice.page;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * Finds addresses of mail that are there for everybody. One that is hidden from programs, by
 * whatever means, is counted as protected and stays what it is: only what stands in the page's own
 * bytes as it is shown is taken.
 */
final class Emails {
  private static final int MOST = 20;
  private static final int TRIES = 200;
  private static final Set<String> ROLES = PageWords.set("roles");
  private static final Set<String> NOBODY =
      Set.of("example.com", "example.org", "domain.com", "email.com", "yourdomain.com", "test.com");
  private static final Pattern LOCAL = Pattern.compile("[a-z0-9][a-z0-9._+-]{0,63}");
  private static final Pattern WRITTEN_OUT =
      Pattern.compile(
          "[a-z0-9._-]{1,64} ?[\\[({<] ?(?:at|ät|@|arroba|chez|kukac|ett|bei) ?[\\])}>] ?[a-z0-9-]{1,64}",
          Pattern.CASE_INSENSITIVE);

  private final String source;
  private final Map<String, Email> found = new LinkedHashMap<>();
  private final Map<String, Integer> hidden = new TreeMap<>();

  /** Seen, so that each is counted once; no further than here. */
  /** For addresses in all of the page. */
  private int searches;

  private final Set<String> encoded = new HashSet<>();

  private int tries;

  /**
   * @param source the page as it came
   */
  Emails(String source) {
    this.source = source;
  }

  /** An address behind a link, with what may stand behind it. */
  void link(String mailto) {
    int end = mailto.indexOf('?');
    for (var one : (end < 0 ? mailto : mailto.substring(0, end)).split(",")) {
      add(decoded(one), "mailto");
    }
  }

  void schema(String address) {
    add(address.replaceFirst("(?i)^mailto:", ""), "schema.org");
  }

  void text(String text) {
    for (int at = text.indexOf('@'); at >= 0; at = text.indexOf('@', at + 1)) {
      if (++tries > TRIES) {
        return;
      }
      int start = at;
      while (start > 0 && at - start < 64 && isPart(text.charAt(start - 1))) {
        start--;
      }
      int end = at + 1;
      while (end < text.length() && end - at < 200 && isPart(text.charAt(end))) {
        end++;
      }
      add(text.substring(start, end), "text");
    }
    if (hasBracket(text) && text.length() < 2_000) {
      for (var found = WRITTEN_OUT.matcher(text); found.find(); ) {
        hide("written out");
      }
    }
  }

  /** An address that only a reader with a browser sees. */
  void hide(String how) {
    hidden.merge(how, 1, Integer::sum);
  }

  List<Email> found() {
    return List.copyOf(found.values());
  }

  /** How many are protected, by how. */
  Map<String, Integer> hidden() {
    return hidden;
  }

  private void add(String written, String rule) {
    var address = written.strip();
    while (address.endsWith(".") || address.endsWith("-")) {
      address = address.substring(0, address.length() - 1);
    }
    int at = address.indexOf('@');
    if (at < 1 || at != address.lastIndexOf('@') || address.length() > 200) {
      return;
    }
    var local = address.substring(0, at).toLowerCase(Locale.ROOT);
    var domain = address.substring(at + 1).toLowerCase(Locale.ROOT);
    if (!LOCAL.matcher(local).matches() || !isDomain(domain)) {
      return;
    }
    var plain = local + "@" + domain;
    if (found.containsKey(plain) || encoded.contains(plain) || ++searches > TRIES) {
      return;
    }
    if (!source.contains(address)) {
      if (encoded.add(plain)) {
        hide("encoded");
      }
      return;
    }
    if (found.size() < MOST) {
      found.putIfAbsent(plain, new Email(plain, isRole(local), rule));
    }
  }

  private static boolean isDomain(String domain) {
    int dot = domain.lastIndexOf('.');
    if (dot < 1 || NOBODY.contains(domain) || domain.contains("..")) {
      return false;
    }
    var end = domain.substring(dot + 1);
    return !Set.of("png", "jpg", "jpeg", "gif", "svg", "webp", "js", "css").contains(end)
        && PageAddress.isDomain(domain);
  }

  /** {@code info}, {@code info-north}, {@code sales.uk}, but not {@code sales.smith}. */
  private static boolean isRole(String local) {
    int hyphen = local.indexOf('-');
    if (ROLES.contains(local) || hyphen > 0 && ROLES.contains(local.substring(0, hyphen))) {
      return true;
    }
    var parts = local.split("[._+]");
    if (parts.length == 0 || !ROLES.contains(parts[0])) {
      return false;
    }
    for (var part : parts) {
      if (part.length() > 3 && !ROLES.contains(part)) {
        return false;
      }
    }
    return true;
  }

  private static boolean hasBracket(String text) {
    return text.indexOf('[') >= 0 || text.indexOf('(') >= 0 || text.indexOf('{') >= 0;
  }

  private static boolean isPart(char c) {
    return c >= 'a' && c <= 'z'
        || c >= 'A' && c <= 'Z'
        || c >= '0' && c <= '9'
        || c == '.'
        || c == '-'
        || c == '_'
        || c == '+'
        || c > 0x7F && Character.isLetter(c);
  }

  /** One that is encoded is not in the source then, and counts as protected. */
  private static String decoded(String mailto) {
    try {
      return mailto.indexOf('%') < 0
          ? mailto
          : URLDecoder.decode(mailto.replace("+", "%2B"), StandardCharsets.UTF_8).strip();
    } catch (IllegalArgumentException e) {
      return "";
    }
  }
}

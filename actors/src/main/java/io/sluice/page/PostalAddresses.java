package io.sluice.page;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Finds postal addresses: those that a page declares, then those in elements for addresses, then
 * those that look like one.
 */
final class PostalAddresses {
  private static final int MOST = 5;
  private static final int LINE = 120;
  private static final String NAME = "[\\p{L}][\\p{L}\\p{M}.'’/() -]{1,40}";

  /** A line that ends an address: a code and a city, in the order of its country. */
  private enum Form {
    /** Most of Europe: 20095 Hamburg, D-20095 Hamburg, 1012 AB Amsterdam, 114 55 Stockholm. */
    CODE_CITY(
        "(?:[A-Z]{1,3}[- ])?(?<code>\\d{4} ?[A-Z]{2}|\\d{3} \\d{2}|\\d{2}-\\d{3}|\\d{4}-\\d{3}|\\d{4,6})"
            + "[, ] ?(?<city>"
            + NAME
            + ")",
        "\\d{2}"),
    /** The United States and Canada: Springfield, IL 62701. */
    CITY_STATE(
        "(?<city>"
            + NAME
            + "),? (?<region>[A-Z]{2}),? (?<code>\\d{5}(?:-\\d{4})?|[A-Z]\\d[A-Z] ?\\d[A-Z]\\d)",
        "[A-Z]{2},? (?:\\d{5}|[A-Z]\\d[A-Z])"),
    /** Great Britain: London SW1A 1AA. */
    CITY_CODE(
        "(?<city>" + NAME + "?),? (?<code>[A-Z]{1,2}\\d[A-Z\\d]? \\d[A-Z]{2})",
        "\\d[A-Z\\d]? \\d[A-Z]{2}"),
    /** Japan: 〒100-0001 東京都千代田区. */
    JAPAN("〒 ?(?<code>\\d{3}-?\\d{4}) ?(?<city>[^,]{2,60})", "〒");

    private final Pattern pattern;
    private final Pattern sign;

    /**
     * @param sign what has to be there, and is looked for faster
     */
    Form(String pattern, String sign) {
      this.sign = Pattern.compile(sign);
      this.pattern = Pattern.compile(pattern + "(?:, ?(?<country>\\p{L}[\\p{L} .]{2,30}))?");
    }

    static List<Form> in(String line) {
      return Stream.of(values()).filter(form -> form.sign.matcher(line).find()).toList();
    }
  }

  private static final Pattern STREET =
      Pattern.compile(
          "(?:(?:ul|al|os|pl|str|bd|av|ул|пр)\\. ?)?(?:\\p{Lu}|\\d)[\\p{L}\\p{M}\\d.'’/ -]{3,60}?,? (?:n[°º.o]* ?)?\\d{1,5} ?[A-Za-z]?(?:[-/–]\\d{1,4}[A-Za-z]?)?"
              + "|\\d{1,5}[A-Za-z]?(?:[-/–]\\d{1,4})?,? (?:\\p{Lu}|rue|avenue|boulevard|bd|place|chemin|quai)"
              + "[\\p{L}\\p{M}\\d.,'’ -]{3,60}");

  /** Words of streets, in lower case; what has none of them has to stand above a city. */
  private static final List<String> WORDS = PageWords.all("streets");

  private final List<PostalAddress> found = new ArrayList<>();
  private final HashSet<String> known = new HashSet<>();

  static List<PostalAddress> of(
      List<SchemaThing> things, DataWatcher data, List<TextBlock> blocks) {
    var addresses = new PostalAddresses();
    for (var thing : things) {
      if (thing.address() != null) {
        addresses.add(thing.address());
      }
    }
    data.addresses().forEach(addresses::add);
    for (var element : data.addressElements()) {
      addresses.look(element, "address");
    }
    for (var block : blocks) {
      if (addresses.found.size() < MOST && mayHaveCode(block.text())) {
        addresses.look(block.text(), "pattern");
      }
    }
    addresses.lookAcross(blocks);
    return List.copyOf(addresses.found);
  }

  private void add(PostalAddress address) {
    if (found.size() < MOST && known.add(key(address))) {
      found.add(address);
    }
  }

  /** The same place is told in several ways on one page. */
  private static String key(PostalAddress address) {
    var told = address.postalCode().isEmpty() ? address.written() : address.postalCode();
    return told.toLowerCase(Locale.ROOT).replaceAll("[^\\p{L}\\d]", "");
  }

  private void look(String text, String rule) {
    var lines = text.split("\n");
    for (int at = 0; at < lines.length && found.size() < MOST; at++) {
      if (lines[at].length() <= 2 * LINE && mayHaveCode(lines[at])) {
        inOneLine(lines[at], rule);
        if (at > 0) {
          belowStreet(lines[at - 1], lines[at], rule);
        }
      }
    }
  }

  /** Street and city as two blocks, as in tables and lists. */
  private void lookAcross(List<TextBlock> blocks) {
    for (int at = 1; at < blocks.size() && found.size() < MOST; at++) {
      var street = blocks.get(at - 1).text();
      var city = blocks.get(at).text();
      if (city.length() <= LINE && street.length() <= LINE && mayHaveCode(city)) {
        belowStreet(street, city, "pattern");
      }
    }
  }

  private void belowStreet(String street, String city, String rule) {
    if (street.length() > LINE || !hasDigits(street) || !STREET.matcher(street).matches()) {
      return;
    }
    for (var form : Form.in(city)) {
      var place = form.pattern.matcher(city);
      if (place.matches()) {
        add(address(street, place, rule));
        return;
      }
    }
  }

  /** Somewhere in a line, such as behind a name, there has to be a word of streets. */
  private void inOneLine(String line, String rule) {
    if (line.indexOf('〒') < 0 && !isStreet(line)) {
      return;
    }
    for (var form : Form.in(line)) {
      var place = form.pattern.matcher(line);
      for (int tries = 0; tries < 4 && place.find(); tries++) {
        if (form == Form.JAPAN) {
          add(address("", place, rule));
          return;
        }
        var before = line.substring(0, place.start()).replaceAll("[,;|·•\\s–-]+$", "");
        var street = lastStreet(before);
        if (!street.isEmpty()) {
          add(address(street, place, rule));
          return;
        }
      }
    }
  }

  private static String lastStreet(String before) {
    var part = before.substring(Math.max(0, before.length() - 80));
    int cut =
        Math.max(Math.max(part.lastIndexOf(':'), part.lastIndexOf('|')), part.lastIndexOf('·'));
    part = part.substring(cut + 1).strip();
    for (int comma = part.indexOf(','); comma >= 0; comma = part.indexOf(',')) {
      if (STREET.matcher(part).matches() && isStreet(part)) {
        break;
      }
      part = part.substring(comma + 1).strip();
    }
    return STREET.matcher(part).matches() && isStreet(part) ? part : "";
  }

  private static boolean isStreet(String part) {
    return PageWords.foundIn(PageWords.lower(part), WORDS) != null;
  }

  private static PostalAddress address(String street, Matcher place, String rule) {
    return PostalAddress.of(
        street,
        place.group("code"),
        place.group("city").strip(),
        group(place, "region"),
        group(place, "country"),
        rule);
  }

  private static String group(Matcher place, String name) {
    if (!place.pattern().pattern().contains("<" + name + ">")) {
      return "";
    }
    var value = place.group(name);
    return value == null ? "" : value.strip();
  }

  private static boolean hasDigits(String text) {
    for (int at = 0; at < text.length(); at++) {
      if (Character.isDigit(text.charAt(at))) {
        return true;
      }
    }
    return false;
  }

  /**
   * Most texts have none, and are looked at no longer: three digits in a row, or one at a letter.
   */
  private static boolean mayHaveCode(String text) {
    int digits = 0;
    for (int at = 0; at < text.length(); at++) {
      char c = text.charAt(at);
      if (c >= '0' && c <= '9') {
        digits++;
      } else {
        if (digits >= 3 || digits > 0 && c >= 'A' && c <= 'Z') {
          return true;
        }
        digits = 0;
      }
    }
    return digits >= 3;
  }
}

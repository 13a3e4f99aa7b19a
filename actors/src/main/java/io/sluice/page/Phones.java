package io.sluice.page;

import com.google.i18n.phonenumbers.NumberParseException;
import com.google.i18n.phonenumbers.PhoneNumberUtil;
import com.google.i18n.phonenumbers.PhoneNumberUtil.PhoneNumberFormat;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/** Finds numbers of telephones: those that can be dialled by a link first, then those in text. */
final class Phones {
  private static final PhoneNumberUtil NUMBERS = PhoneNumberUtil.getInstance();
  private static final int MOST = 10;

  /** Of different texts that look like numbers; each takes some microseconds. */
  private static final int TRIES = 60;

  private static final int BEFORE = 40;
  private static final List<String> PHONE = PageWords.all("phone");
  private static final List<String> FAX = PageWords.all("fax");
  private static final Pattern DATE =
      Pattern.compile(
          "\\d{1,2}[./-]\\d{1,2}[./-]\\d{2,4}.*|\\d{4}[./-]\\d{1,2}[./-]\\d{1,2}.*|(19|20)\\d\\d ?[-–] ?(19|20)\\d\\d");

  private final List<String> regions;
  private final Map<String, Phone> found = new LinkedHashMap<>();
  private final Set<String> tried = new HashSet<>();

  private Phones(List<String> regions) {
    this.regions = regions;
  }

  /**
   * @param links what stands behind {@code tel:}
   * @param regions in which a number without its country may be, the likeliest first
   */
  static List<Phone> of(
      List<String> links, List<SchemaThing> things, List<TextBlock> blocks, List<String> regions) {
    var phones = new Phones(regions);
    for (var link : links) {
      phones.add(decoded(link), false, "tel");
    }
    for (var thing : things) {
      phones.add(thing.field("telephone"), false, "schema.org");
      phones.add(thing.field("faxNumber"), true, "schema.org");
    }
    for (var block : blocks) {
      phones.look(block.text());
    }
    return new ArrayList<>(phones.found.values());
  }

  private static String decoded(String link) {
    var number = link.replaceAll("[;?].*", "").replace("%20", " ").replace("%2B", "+");
    return CleanText.line(number, 40);
  }

  private void add(String written, boolean fax, String rule) {
    if (written.isEmpty() || written.length() > 40 || isOver() || !tried.add(written)) {
      return;
    }
    for (var region : written.startsWith("+") ? List.of("ZZ") : regions) {
      var number = parsed(written, region);
      if (number != null) {
        found.putIfAbsent(number, new Phone(number, written.strip(), fax, rule));
        return;
      }
    }
  }

  private boolean isOver() {
    return found.size() >= MOST || tried.size() >= TRIES;
  }

  private static String parsed(String written, String region) {
    try {
      var number = NUMBERS.parse(written.replace("(0)", " "), region);
      return NUMBERS.isValidNumber(number) ? NUMBERS.format(number, PhoneNumberFormat.E164) : null;
    } catch (NumberParseException e) {
      return null;
    }
  }

  /** What follows a word such as Tel, or begins with a plus. */
  private void look(String text) {
    int at = 0;
    while (at < text.length() && !isOver()) {
      char c = text.charAt(at);
      if (!isStart(text, at, c)) {
        at++;
        continue;
      }
      int end = end(text, at);
      var written = text.substring(at, end).strip();
      if (isLikely(written)) {
        candidate(text, at, written);
      }
      at = end;
    }
  }

  private void candidate(String text, int at, String written) {
    var before = PageWords.lower(text.substring(Math.max(0, at - BEFORE), at));
    int phone = lastOf(before, PHONE);
    int fax = lastOf(before, FAX);
    boolean marked = phone >= 0 || fax >= 0;
    boolean grouped = written.startsWith("0") && written.matches(".*\\d[ /()-]\\d.*");
    boolean american =
        written.matches("\\(\\d{3}\\) ?\\d{3}[-. ]\\d{4}|\\d{3}[-.]\\d{3}[-.]\\d{4}");
    if (written.startsWith("+") || marked || grouped || american) {
      add(written, fax > phone, "text");
    }
  }

  private static int lastOf(String before, List<String> words) {
    int last = -1;
    for (var word : words) {
      int at = before.lastIndexOf(word);
      if (at >= 0 && (at == 0 || !Character.isLetter(before.charAt(at - 1)) || word.length() > 3)) {
        last = Math.max(last, at);
      }
    }
    return last;
  }

  private static boolean isStart(String text, int at, char c) {
    if (!(c >= '0' && c <= '9' || c == '+' || c == '(')) {
      return false;
    }
    char before = at == 0 ? ' ' : text.charAt(at - 1);
    return !(Character.isLetterOrDigit(before) || before == '.' || before == '@' || before == '/')
        || c == '+';
  }

  private static int end(String text, int start) {
    int at = start;
    int digits = 0;
    int last = start;
    while (at < text.length() && at - start < 30) {
      char c = text.charAt(at);
      if (c >= '0' && c <= '9') {
        digits++;
        last = at;
      } else if (!(" -./()–\u2011".indexOf(c) >= 0 || c == '+' && at == start)) {
        break;
      } else if (c == ' ' && at + 1 < text.length() && text.charAt(at + 1) == ' ') {
        break;
      }
      at++;
    }
    return digits == 0 ? start + 1 : last + 1;
  }

  private static boolean isLikely(String written) {
    long digits = written.chars().filter(c -> c >= '0' && c <= '9').count();
    return digits >= 7 && digits <= 16 && !DATE.matcher(written).matches();
  }
}

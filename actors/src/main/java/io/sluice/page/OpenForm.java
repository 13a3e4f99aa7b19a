package io.sluice.page;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jsoup.nodes.Element;

/** A form while its fields are gathered, and what it is for. */
final class OpenForm {
  private static final int FIELDS = 24;
  private static final int LABEL = 100;
  private static final Set<String> BUTTONS = Set.of("submit", "button", "image", "reset");
  private static final List<String> TRAPS =
      List.of(
          "honeypot", "hp_", "_hp", "-hp", "gotcha", "botcheck", "bot-field", "antispam", "trap");
  private static final List<String> CAPTCHAS =
      List.of("g-recaptcha", "h-captcha", "cf-turnstile", "frc-captcha", "captcha");
  private static final List<String> LETTERS = PageWords.all("newsletter");
  private static final List<String> CONTACT = PageWords.all("contact-fields");

  /** A field, with what its label is looked up by. */
  private record Field(String id, FormField field) {}

  private final Element element;
  private final int depth;
  private final List<Field> fields = new ArrayList<>();
  private int hidden;
  private int honeypots;
  private boolean password;
  private boolean search;
  private boolean captcha;

  OpenForm(Element element, int depth) {
    this.element = element;
    this.depth = depth;
    search = element.attr("role").equals("search");
  }

  boolean is(Element other) {
    return element == other;
  }

  void field(Element input, Place place, Element label) {
    var type = type(input);
    password |= type.equals("password");
    search |= type.equals("search");
    if (input.attr("name").endsWith("captcha-response")) {
      captcha = true;
    } else if (type.equals("hidden")) {
      hidden++;
    } else if (isTrap(input, place)) {
      honeypots++;
    } else if (!BUTTONS.contains(type) && fields.size() < FIELDS) {
      fields.add(new Field(input.id(), described(input, type, label)));
    }
  }

  void part(Element part) {
    if (part.attributesSize() > 0) {
      captcha |= PageWords.foundIn(part.className().toLowerCase(Locale.ROOT), CAPTCHAS) != null;
    }
  }

  /** Whether readers write to the site by it. */
  boolean isContact(Map<String, String> labels) {
    var names =
        (element.id() + " " + element.className() + " " + element.attr("action"))
            .toLowerCase(Locale.ROOT);
    if (password || search || names.contains("comment") || names.contains("search")) {
      return false;
    }
    if (names.contains("checkout") || names.contains("cart") || names.contains("login")) {
      return false;
    }
    boolean text = fields.stream().anyMatch(one -> one.field().type().equals("textarea"));
    boolean mail = fields.stream().anyMatch(one -> isMail(one.field()));
    if (!text && (fields.size() < 3 || PageWords.foundIn(names, LETTERS) != null)) {
      return false;
    }
    return text && fields.size() > 1 || mail && fields.stream().anyMatch(one -> asks(one, labels));
  }

  ContactForm form(String address, Map<String, String> labels) {
    var method = element.attr("method").equalsIgnoreCase("post") ? "post" : "get";
    var told = fields.stream().map(one -> labelled(one, labels)).toList();
    return new ContactForm(address, method, told, hidden, honeypots, captcha, false);
  }

  String action() {
    return element.attr("action");
  }

  private static boolean isMail(FormField field) {
    return field.type().equals("email") || field.name().toLowerCase(Locale.ROOT).contains("mail");
  }

  /** Whether a field is one that only a form of contact has. */
  private static boolean asks(Field field, Map<String, String> labels) {
    var told = labelled(field, labels);
    var words = PageWords.lower(told.name() + " " + told.label());
    return PageWords.foundIn(words, CONTACT) != null;
  }

  private static FormField labelled(Field field, Map<String, String> labels) {
    var of = field.field();
    var label = labels.getOrDefault(field.id(), of.label());
    return new FormField(of.name(), of.type(), label, of.required());
  }

  private static String type(Element input) {
    var tag = input.normalName();
    if (!tag.equals("input")) {
      return tag;
    }
    var type = CleanText.line(input.attr("type"), 20).toLowerCase(Locale.ROOT);
    return type.isEmpty() ? "text" : type;
  }

  private static FormField described(Element input, String type, Element label) {
    var said = label == null ? "" : ShortText.of(label, LABEL);
    for (var name : new String[] {"aria-label", "placeholder", "title"}) {
      said = said.isEmpty() ? CleanText.line(input.attr(name), LABEL) : said;
    }
    boolean required = input.hasAttr("required") || input.attr("aria-required").equals("true");
    return new FormField(CleanText.line(input.attr("name"), 60), type, said, required);
  }

  /** Nobody sees it, or nobody can come to it, or its name says so. */
  private boolean isTrap(Element input, Place place) {
    if (isHidden(input, place)) {
      return true;
    }
    var names =
        (input.attr("name") + " " + input.id() + " " + input.className()).toLowerCase(Locale.ROOT);
    var style = input.attr("style").replace(" ", "").toLowerCase(Locale.ROOT);
    return PageWords.foundIn(names, TRAPS) != null
        || style.contains("left:-")
        || input.attr("tabindex").equals("-1") && input.attr("autocomplete").equals("off");
  }

  /** Within the form, which may be hidden itself until it is asked for. */
  private boolean isHidden(Element input, Place place) {
    boolean bySelf = place.isHiddenBelow(place.depth() - 1);
    return bySelf ? Place.hidesByAttribute(input) : place.isHiddenBelow(depth);
  }
}

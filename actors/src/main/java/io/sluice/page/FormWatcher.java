package io.sluice.page;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jsoup.nodes.Element;

/** Gathers the forms of a page, and what readers are told of their fields. */
final class FormWatcher implements Watcher {
  private static final int FORMS = 30;
  private static final int KEPT = 3;
  private static final int LABELS = 500;

  /** Who has forms for others, by hosts and the ways that lead to one. */
  private static final List<String> HOSTS =
      List.of(
          "typeform.com/to/",
          "jotform.com/",
          "jotform.co/",
          "docs.google.com/forms/",
          "forms.gle/",
          "forms.office.com/",
          "forms.microsoft.com/",
          "share.hsforms.com/",
          "wufoo.com/forms/",
          "formstack.com/forms/",
          "cognitoforms.com/",
          "tally.so/",
          "formsite.com/",
          "123formbuilder.com/",
          "airtable.com/shr",
          "zohopublic.com/",
          "paperform.co/");

  private final Map<String, String> labels = new HashMap<>();
  private final List<OpenForm> forms = new ArrayList<>();
  private OpenForm open;
  private Element label;

  @Override
  public void enter(Element element, Place place) {
    switch (element.normalName()) {
      case "form" -> {
        if (open == null && forms.size() < FORMS) {
          open = new OpenForm(element, place.depth());
          forms.add(open);
        }
      }
      case "input", "textarea", "select" -> {
        if (open != null) {
          open.field(element, place, label);
        }
      }
      case "label" -> {
        label = element;
        if (element.hasAttr("for") && labels.size() < LABELS) {
          labels.putIfAbsent(element.attr("for"), ShortText.of(element, 100));
        }
      }
      case "div", "span", "iframe" -> {
        if (open != null) {
          open.part(element);
        }
      }
      default -> {}
    }
  }

  @Override
  public void leave(Element element, Place place) {
    if (open != null && open.is(element)) {
      open = null;
    } else if (label == element) {
      label = null;
    }
  }

  /**
   * The forms of contact.
   *
   * @param address of the page
   * @param links to pages and frames that may be forms of others
   */
  List<ContactForm> contactForms(String address, String base, List<String> links) {
    var found = new ArrayList<ContactForm>();
    for (var form : forms) {
      if (found.size() < KEPT && form.isContact(labels)) {
        found.add(contactForm(form, address, base));
      }
    }
    for (var link : links) {
      if (found.size() < KEPT && isForm(link)) {
        found.add(ContactForm.elsewhere(CleanText.line(link, 500)));
      }
    }
    return found;
  }

  private ContactForm contactForm(OpenForm form, String address, String base) {
    var sent = PageAddress.resolve(base, form.action()).orElse(address);
    boolean own =
        PageAddress.domain(PageAddress.host(sent))
            .equals(PageAddress.domain(PageAddress.host(address)));
    var told = CleanText.line(sent, 500);
    return own ? form.form(told, labels) : ContactForm.elsewhere(told);
  }

  private static boolean isForm(String link) {
    int scheme = link.indexOf("//") + 2;
    for (var host : HOSTS) {
      int at = link.indexOf(host, scheme);
      if (at == scheme || at > scheme && link.charAt(at - 1) == '.' && isInHost(link, at)) {
        return link.length() > at + host.length();
      }
    }
    return false;
  }

  private static boolean isInHost(String link, int at) {
    int path = link.indexOf('/', link.indexOf("//") + 2);
    return path > at;
  }
}

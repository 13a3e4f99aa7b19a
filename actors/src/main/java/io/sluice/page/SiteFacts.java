package io.sluice.page;

import java.net.URI;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * What a site says on the pages that were read of it, each value with the page where it was found.
 * Pages that do not speak for their site, such as challenges, give nothing but their state.
 */
public final class SiteFacts {
  /** Of a kind of values. */
  private static final int MOST = 20;

  private static final int MOST_OF_LARGE = 5;
  private static final int MOST_FORMS = 3;

  /** A value of a page. */
  public record Found<T>(T value, URI page) {}

  private final List<PageFacts> pages;
  private final List<PageFacts> speaking;

  private SiteFacts(List<PageFacts> pages) {
    this.pages = List.copyOf(pages);
    speaking = pages.stream().filter(page -> page.state().speaks()).toList();
  }

  /**
   * @param pages the home page first
   */
  public static SiteFacts of(List<PageFacts> pages) {
    return new SiteFacts(pages);
  }

  public List<PageFacts> pages() {
    return pages;
  }

  /** That of its home page, or of what that leads to. */
  public PageState state() {
    if (pages.isEmpty()) {
      return PageState.THIN;
    }
    var home = pages.get(0).state();
    boolean better = pages.stream().anyMatch(page -> page.state() == PageState.GOOD);
    return home == PageState.THIN && better && isLed() ? PageState.GOOD : home;
  }

  public Optional<Found<String>> title() {
    return first(page -> page.heading().title());
  }

  public Optional<Found<String>> description() {
    return first(page -> page.heading().description());
  }

  public Optional<Found<Language>> language() {
    return speaking.stream()
        .filter(page -> !page.language().code().isEmpty())
        .max(Comparator.comparing((PageFacts page) -> page.state() == PageState.GOOD))
        .map(page -> new Found<>(page.language(), page.address()));
  }

  /** By the surest rule on any page. */
  public Optional<Found<Told>> company() {
    return speaking.stream()
        .filter(page -> page.company() != null)
        .min(Comparator.comparingInt(page -> CompanyName.RULES.indexOf(page.company().rule())))
        .map(page -> new Found<>(page.company(), page.address()));
  }

  /** Main text of the first page that says enough, or of the first that says anything. */
  public Optional<Found<MainText>> text() {
    return speaking.stream()
        .filter(page -> !page.text().text().isEmpty())
        .max(Comparator.comparing((PageFacts page) -> page.state() == PageState.GOOD))
        .map(page -> new Found<>(page.text(), page.address()));
  }

  public List<Found<PostalAddress>> addresses() {
    return first(MOST_OF_LARGE, all(page -> page.contacts().addresses(), PostalAddress::written));
  }

  public List<Found<Phone>> phones() {
    return all(page -> page.contacts().phones(), Phone::number);
  }

  public List<Found<Email>> emails() {
    return all(page -> page.contacts().emails(), Email::address);
  }

  public List<Found<SocialLink>> social() {
    return all(page -> page.contacts().social(), SocialLink::address);
  }

  public List<Found<ContactForm>> forms() {
    return first(
        MOST_FORMS, all(page -> page.contacts().forms(), form -> form.address() + form.fields()));
  }

  /** Those who do business first. */
  public List<Found<SchemaThing>> schema() {
    var all = all(PageFacts::schema, thing -> thing.type() + thing.fields());
    all.sort(Comparator.comparing(found -> !found.value().isOrganization()));
    return first(MOST_OF_LARGE, all);
  }

  /** Addresses of mail of persons, kept or not. */
  public int personalEmails() {
    return speaking.stream().mapToInt(page -> page.contacts().personal()).sum();
  }

  /** How many addresses of mail are protected on a page, by page. */
  public List<Found<Map<String, Integer>>> hiddenEmails() {
    return speaking.stream()
        .filter(page -> !page.contacts().hidden().isEmpty())
        .map(page -> new Found<>(page.contacts().hidden(), page.address()))
        .toList();
  }

  /** Whatever any page forbids. */
  public Permissions permissions() {
    return pages.stream().map(PageFacts::permissions).reduce(Permissions.all(), Permissions::and);
  }

  /** JSON of a bounded size in a fixed order. */
  public String json() {
    return SiteFactsJson.of(this);
  }

  private boolean isLed() {
    var home = pages.get(0);
    return !home.frames().isEmpty() || !home.heading().refresh().isEmpty();
  }

  private Optional<Found<String>> first(Function<PageFacts, String> value) {
    return speaking.stream()
        .filter(page -> !value.apply(page).isEmpty())
        .map(page -> new Found<>(value.apply(page), page.address()))
        .findFirst();
  }

  private static <T> List<T> first(int most, List<T> values) {
    return values.subList(0, Math.min(most, values.size()));
  }

  private <T> List<Found<T>> all(Function<PageFacts, List<T>> values, Function<T, Object> same) {
    var found = new LinkedHashMap<Object, Found<T>>();
    for (var page : speaking) {
      for (var value : values.apply(page)) {
        if (found.size() < MOST) {
          found.putIfAbsent(same.apply(value), new Found<>(value, page.address()));
        }
      }
    }
    return new ArrayList<>(found.values());
  }
}

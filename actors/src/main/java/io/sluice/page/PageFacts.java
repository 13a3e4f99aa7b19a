package io.sluice.page;

import java.net.URI;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * What one page says.
 *
 * @param sign what told its state, empty where it is good
 * @param charset in which it was read
 * @param charsetFrom what told that: {@code bom}, {@code header}, {@code meta} or {@code guess}
 * @param cutBy the bound at which it was cut: {@code body}, {@code characters}, {@code elements},
 *     {@code time}; empty where it is whole
 * @param company null where nobody is named
 * @param frames addresses of the parts of a frameset, which says nothing itself
 */
public record PageFacts(
    URI address,
    int status,
    PageState state,
    String sign,
    String charset,
    String charsetFrom,
    String cutBy,
    Heading heading,
    Language language,
    MainText text,
    Told company,
    Contacts contacts,
    List<SchemaThing> schema,
    Permissions permissions,
    List<Link> links,
    List<String> frames) {

  static PageFacts notHtml(FetchedPage page, String sign, Permissions permissions) {
    return new PageFacts(
        page.address(),
        page.status(),
        PageState.NOT_HTML,
        sign,
        "",
        "",
        page.cut() ? "body" : "",
        Heading.none(),
        new Language("", "", ""),
        new MainText("", 0, false),
        null,
        Contacts.none(),
        List.of(),
        permissions,
        List.of(),
        List.of());
  }

  /** Its language, where it has text enough for that to be told. */
  public Optional<Language> provenLanguage() {
    return text.text().length() < Language.TELLING ? Optional.empty() : Optional.of(language);
  }

  /**
   * The same, or as a page that is not there, if it says what another one says: that of an address
   * that nobody has, or the home page, to which everything leads that is not there.
   */
  public PageFacts beside(PageFacts other) {
    boolean same =
        state.speaks()
            && heading.title().equals(other.heading.title())
            && plain(text.text()).equals(plain(other.text.text()));
    return same ? as(PageState.SOFT_404, "the same as " + other.address) : this;
  }

  private static String plain(String text) {
    return text.toLowerCase(Locale.ROOT).replaceAll("[^\\p{L}]+", " ");
  }

  private PageFacts as(PageState now, String told) {
    return new PageFacts(
        address,
        status,
        now,
        told,
        charset,
        charsetFrom,
        cutBy,
        heading,
        language,
        text,
        company,
        contacts,
        schema,
        permissions,
        links,
        frames);
  }
}

package io.sluice.page;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Tells what a page is good for. Words alone are not believed of a page that says much: an article
 * about domains for sale is none.
 */
final class PageJudge {
  /** A state, and what told it. */
  record Judgement(PageState state, String sign) {}

  /** Words of a page, above which it speaks for itself. */
  private static final int MUCH = 250;

  private static final int LITTLE = 120;
  private static final Pattern PARKING_HOST = Pattern.compile("ww\\d+\\..+");
  private static final List<String> PARKING = PageWords.all("parking-hosts");
  private static final List<String> FOR_SALE = PageWords.all("for-sale");
  private static final List<String> DEFAULT = PageWords.all("default-pages");
  private static final List<String> CHALLENGERS = PageWords.all("challenge-hosts");
  private static final List<String> CAPTCHAS = PageWords.all("captcha-hosts");
  private static final List<String> CHALLENGE = PageWords.all("challenge");
  private static final List<String> NOT_FOUND = PageWords.all("not-found");
  private static final List<String> SCRIPTS_NEEDED = PageWords.all("scripts-needed");

  private PageJudge() {}

  /**
   * @param main words of its main text
   * @param form whether it has a form of contact
   */
  static Judgement of(PageSigns signs, int main, boolean form, int least, boolean guessed) {
    return challenge(signs, form)
        .or(() -> parked(signs))
        .or(() -> guessed ? notFound(signs) : Optional.empty())
        .orElseGet(
            () ->
                main < least
                    ? new Judgement(PageState.THIN, thin(signs, main))
                    : new Judgement(PageState.GOOD, ""));
  }

  private static Optional<Judgement> challenge(PageSigns signs, boolean form) {
    if (signs.page().header("cf-mitigated").toLowerCase(Locale.ROOT).contains("challenge")) {
      return judged(PageState.CHALLENGE, "header cf-mitigated");
    }
    if (signs.words() > LITTLE) {
      return Optional.empty();
    }
    var said = PageWords.foundIn(signs.title() + "\n" + signs.heading(), CHALLENGE);
    if (said != null) {
      return judged(PageState.CHALLENGE, "title " + said);
    }
    var host = signs.sourceOf(CHALLENGERS);
    host = host == null ? PageWords.foundIn(signs.scripts(), CHALLENGERS) : host;
    if (host != null && signs.words() < LITTLE / 2) {
      return judged(PageState.CHALLENGE, "script " + host);
    }
    var captcha = signs.sourceOf(CAPTCHAS);
    boolean alone = captcha != null && !form && signs.words() < LITTLE / 3;
    said = PageWords.foundIn(signs.text(), CHALLENGE);
    if (alone || said != null && signs.words() < LITTLE / 2) {
      return judged(PageState.CHALLENGE, said == null ? "captcha " + captcha : "text " + said);
    }
    return Optional.empty();
  }

  private static Optional<Judgement> parked(PageSigns signs) {
    var host = PageAddress.host(signs.page().address().toString());
    var parking = PageWords.foundIn("." + host, PARKING);
    if (PARKING_HOST.matcher(host).matches() || parking != null) {
      return judged(PageState.PARKED, "host " + host);
    }
    if (signs.words() > MUCH) {
      return Optional.empty();
    }
    parking = signs.sourceOf(PARKING);
    if (parking != null) {
      return judged(PageState.PARKED, "source " + parking);
    }
    var shown = signs.title() + "\n" + signs.text();
    var said = PageWords.foundIn(shown, FOR_SALE);
    if (said != null) {
      return judged(PageState.PARKED, "text " + said);
    }
    said = PageWords.foundIn(signs.title() + "\n" + signs.heading(), DEFAULT);
    said = said == null && signs.words() < LITTLE ? PageWords.foundIn(shown, DEFAULT) : said;
    return said == null ? Optional.empty() : judged(PageState.PARKED, "default page " + said);
  }

  private static Optional<Judgement> notFound(PageSigns signs) {
    var said = PageWords.foundIn(signs.title() + "\n" + signs.heading(), NOT_FOUND);
    if (said == null && signs.words() < LITTLE) {
      said = PageWords.foundIn(signs.text(), NOT_FOUND);
    }
    return said == null ? Optional.empty() : judged(PageState.SOFT_404, "text " + said);
  }

  private static String thin(PageSigns signs, int main) {
    var needed = PageWords.foundIn(signs.text(), SCRIPTS_NEEDED);
    if (needed != null || signs.words() < 10 && !signs.sources().isEmpty()) {
      return "needs scripts";
    }
    return "%d words".formatted(main);
  }

  private static Optional<Judgement> judged(PageState state, String sign) {
    return Optional.of(new Judgement(state, sign));
  }
}

package io.sluice.page;

import java.text.Normalizer;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Finds who a site belongs to, by the first rule that gives a name: what it declares for machines,
 * what it calls itself, a name with its legal form on an imprint, the line of copyright, and the
 * part of the title that says what the address says.
 */
final class CompanyName {
  /** The rules, the surest first. */
  static final List<String> RULES =
      List.of("schema.org", "og:site_name", "imprint", "copyright", "title");

  private static final int MOST = 100;
  private static final Pattern PARTS = Pattern.compile("\\s+[|–—·•»:-]\\s+|\\s*[|·•»]\\s*|:\\s+");
  private static final Pattern COPYRIGHT =
      Pattern.compile(
          "(?:©|\\(c\\)|copyright)(?:\\s|©|\\(c\\)|copyright|by|\\d{4}|[-–—,.|])*"
              + "(?<name>[\\p{L}\\d][^|•·©\\n]{1,99})",
          Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CASE);
  private static final Pattern AFTER_NAME =
      Pattern.compile(
          "(?:[.,|–—-]\\s*|\\s+)(?:\\d{4}\\b|all rights|alle rechte|tous droits|todos los|tutti i|todos os"
              + "|alle rechten|wszelkie|všechna|все права|powered|designed|created|website by|design by"
              + "|web design|impressum|datenschutz|privacy|terms|cookie|sitemap|vat|p\\.\\s?iva).*",
          Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CASE | Pattern.DOTALL);
  private static final Pattern LEGAL =
      Pattern.compile(
          "(?<name>[\\p{L}\\d][\\p{L}\\p{M}\\d&.,'’+ /()-]{1,80}?[ ,]+(?:gGmbH|GmbH(?: & Co\\. ?KG(?:aA)?)?|AG|"
              + "e\\. ?K\\.|UG(?: \\(haftungsbeschränkt\\))?|KG|OHG|GbR|e\\. ?V\\.|eG|SE|Ltd\\.?|Limited|LLC|"
              + "L\\.L\\.C\\.|LLP|Inc\\.?|Corp\\.?|PLC|plc|S\\.?A\\.?R\\.?L\\.?|SAS|S\\.A\\.S\\.|S\\.A\\.|"
              + "SA|S\\.?L\\.?U?\\.?|S\\.r\\.l\\.|Srl|S\\.p\\.A\\.|SpA|B\\.V\\.|BV|N\\.V\\.|NV|sp\\. z o\\.o\\.|"
              + "s\\.r\\.o\\.|a\\.s\\.|AB|A/S|ApS|AS|Oy|Oyj|Kft\\.|Zrt\\.|d\\.o\\.o\\.|A\\.Ş\\.|Lda\\.?|Ltda\\.?))"
              + "(?![\\p{L}\\d])");
  private static final Set<String> NOBODY =
      Set.of(
          "home",
          "homepage",
          "home page",
          "startseite",
          "start",
          "accueil",
          "inicio",
          "início",
          "welcome",
          "willkommen",
          "untitled",
          "website",
          "my site",
          "my website",
          "mysite",
          "site",
          "wordpress",
          "wix.com",
          "wix",
          "squarespace",
          "shopify",
          "jimdo",
          "weebly",
          "blog",
          "index",
          "company",
          "company name",
          "your company",
          "main page",
          "главная",
          "hem",
          "etusivu",
          "forside",
          "hjem",
          "strona główna",
          "ana sayfa",
          "ホーム",
          "首页",
          "all rights reserved",
          "alle rechte vorbehalten",
          "contact",
          "kontakt",
          "impressum",
          "imprint",
          "error",
          "page");

  private CompanyName() {}

  static Optional<Told> of(
      String host,
      HeadWatcher head,
      List<SchemaThing> things,
      List<TextBlock> blocks,
      boolean imprint) {
    return ofSchema(things)
        .or(() -> told(head.meta("og:site_name"), "og:site_name"))
        .or(() -> imprint ? ofImprint(blocks) : Optional.empty())
        .or(() -> ofCopyright(blocks))
        .or(() -> ofTitle(head, host));
  }

  private static Optional<Told> ofSchema(List<SchemaThing> things) {
    return things.stream()
        .filter(SchemaThing::isOrganization)
        .map(
            thing -> thing.field("name").isEmpty() ? thing.field("legalName") : thing.field("name"))
        .flatMap(name -> told(name, "schema.org").stream())
        .findFirst();
  }

  private static Optional<Told> ofImprint(List<TextBlock> blocks) {
    for (var block : blocks) {
      if (block.text().length() > 2_000) {
        continue;
      }
      for (var line : block.text().split("\n")) {
        var found = line.length() > 300 || hasCopyright(line) ? null : LEGAL.matcher(line);
        if (found != null && found.find()) {
          var name = found.group("name");
          return told(name.substring(name.lastIndexOf(": ") + 1), "imprint");
        }
      }
    }
    return Optional.empty();
  }

  /** It stands at the end. */
  private static Optional<Told> ofCopyright(List<TextBlock> blocks) {
    for (int at = blocks.size() - 1; at >= Math.max(0, blocks.size() - 40); at--) {
      var text = blocks.get(at).text();
      if (text.length() > 500 || !hasCopyright(text)) {
        continue;
      }
      var found = COPYRIGHT.matcher(text);
      if (found.find()) {
        var name = AFTER_NAME.matcher(found.group("name")).replaceFirst("");
        var told = told(name, "copyright");
        if (told.isPresent() && name.length() <= 60) {
          return told;
        }
      }
    }
    return Optional.empty();
  }

  private static boolean hasCopyright(String text) {
    return text.indexOf('©') >= 0
        || text.toLowerCase(Locale.ROOT).contains("copyright")
        || text.contains("(c)")
        || text.contains("(C)");
  }

  /** What is in the host's name too, whatever its spelling; else nothing, since titles say much. */
  private static Optional<Told> ofTitle(HeadWatcher head, String host) {
    var domain = PageAddress.domain(host);
    int dot = domain.indexOf('.');
    var label = letters(dot < 0 ? domain : domain.substring(0, dot));
    if (label.length() < 3) {
      return Optional.empty();
    }
    for (var part : PARTS.split(head.title())) {
      var name = letters(part);
      if (name.length() >= 3
          && (name.contains(label) || label.contains(name))
          && part.length() < 60) {
        return told(part, "title");
      }
    }
    return Optional.empty();
  }

  private static String letters(String text) {
    var plain =
        text.toLowerCase(Locale.ROOT)
            .replace("ä", "ae")
            .replace("ö", "oe")
            .replace("ü", "ue")
            .replace("ß", "ss");
    return Normalizer.normalize(plain, Normalizer.Form.NFD).replaceAll("[^\\p{L}\\d]", "");
  }

  private static Optional<Told> told(String name, String rule) {
    var clean = CleanText.line(name, MOST).replaceAll("^[\\s.,|–—-]+|[\\s,|–—:;-]+$", "");
    boolean says = clean.codePoints().filter(Character::isLetter).limit(2).count() == 2;
    return says && !NOBODY.contains(clean.toLowerCase(Locale.ROOT))
        ? Optional.of(new Told(clean, rule))
        : Optional.empty();
  }
}

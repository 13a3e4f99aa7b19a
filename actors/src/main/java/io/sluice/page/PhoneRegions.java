package io.sluice.page;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** The countries in which a number without its country may be, the likeliest first. */
final class PhoneRegions {
  private static final Set<String> COUNTRIES = Set.of(Locale.getISOCountries());

  /** Ends of names that mean no country when they are used, though they look so. */
  private static final Set<String> ANYWHERE =
      Set.of("co", "io", "ai", "me", "tv", "cc", "ws", "fm", "to", "ly", "gg", "sh", "vc", "la");

  private static final Map<String, String> BY_LANGUAGE =
      Map.ofEntries(
          Map.entry("de", "DE"),
          Map.entry("en", "US"),
          Map.entry("fr", "FR"),
          Map.entry("es", "ES"),
          Map.entry("it", "IT"),
          Map.entry("pt", "PT"),
          Map.entry("nl", "NL"),
          Map.entry("pl", "PL"),
          Map.entry("cs", "CZ"),
          Map.entry("sk", "SK"),
          Map.entry("sv", "SE"),
          Map.entry("da", "DK"),
          Map.entry("no", "NO"),
          Map.entry("fi", "FI"),
          Map.entry("tr", "TR"),
          Map.entry("ru", "RU"),
          Map.entry("uk", "UA"),
          Map.entry("ja", "JP"),
          Map.entry("zh", "CN"),
          Map.entry("ko", "KR"),
          Map.entry("el", "GR"),
          Map.entry("hu", "HU"),
          Map.entry("ro", "RO"),
          Map.entry("bg", "BG"),
          Map.entry("hr", "HR"),
          Map.entry("sl", "SI"),
          Map.entry("he", "IL"),
          Map.entry("vi", "VN"),
          Map.entry("th", "TH"),
          Map.entry("hi", "IN"));

  private PhoneRegions() {}

  static List<String> of(String host, Language language, List<PostalAddress> addresses) {
    var regions = new LinkedHashSet<String>();
    for (var address : addresses) {
      add(regions, address.country());
    }
    var end = host.substring(host.lastIndexOf('.') + 1);
    if (!ANYWHERE.contains(end)) {
      add(regions, end.equals("uk") ? "GB" : end);
    }
    add(regions, language.region());
    add(regions, BY_LANGUAGE.getOrDefault(language.code(), ""));
    return new ArrayList<>(regions).subList(0, Math.min(3, regions.size()));
  }

  private static void add(Set<String> regions, String country) {
    var code = country.toUpperCase(Locale.ROOT);
    if (COUNTRIES.contains(code)) {
      regions.add(code);
    }
  }
}

package io.sluice.message;

import java.util.LinkedHashSet;
import java.util.Locale;
import java.util.Set;

/** By which entries of the list of those who are not to be contacted a site is on it. */
final class Suppressed {
  private Suppressed() {}

  /** The domain, the address of mail, and the domain of that; in lower case. */
  static Set<String> entries(String domain, String email) {
    var entries = new LinkedHashSet<String>();
    if (domain != null && !domain.isBlank()) {
      entries.add(domain.toLowerCase(Locale.ROOT));
    }
    if (email != null && email.contains("@")) {
      var address = email.strip().toLowerCase(Locale.ROOT);
      entries.add(address);
      entries.add(address.substring(address.lastIndexOf('@') + 1));
    }
    return entries;
  }
}

package io.sluice.sheet;

import crawlercommons.domains.EffectiveTldFinder;

/** Tells which part of a host somebody has registered, by the public suffix list. Thread-safe. */
final class PublicSuffixes {
  static {
    // It makes itself without a lock: here one thread does, before all others come.
    EffectiveTldFinder.getInstance();
  }

  private PublicSuffixes() {}

  /** The host itself where it is a suffix; of what is below none that is known, two labels. */
  static String registrable(String host) {
    if (EffectiveTldFinder.getEffectiveTLD(host) != null) {
      return EffectiveTldFinder.getAssignedDomain(host);
    }
    int last = host.lastIndexOf('.');
    return host.substring(host.lastIndexOf('.', last - 1) + 1);
  }
}

package io.sluice.api;

import io.sluice.server.ProblemException;
import io.sluice.website.SuppressedEntry;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * What {@code POST /api/do-not-contact} takes.
 *
 * @param entries domains and addresses of mail, as somebody wrote them
 */
record WantedSuppression(List<String> entries) {
  private static final JsonBody<WantedSuppression> BODY =
      new JsonBody<>(WantedSuppression.class, "DoNotContactEntries", "entries");
  private static final int MOST = 10_000;
  private static final int LONGEST = 2_000;

  static WantedSuppression read(byte[] body) {
    var wanted = BODY.read(body);
    if (wanted.entries == null || wanted.entries.isEmpty() || wanted.entries.size() > MOST) {
      throw BODY.wrong("entries are missing, or more than " + MOST).in("entries").thrown();
    }
    return wanted;
  }

  /** In their normal form, each once. */
  Set<String> normal() {
    var normal = new LinkedHashSet<String>();
    for (int i = 0; i < entries.size(); i++) {
      normal.add(normal(entries.get(i), i));
    }
    return normal;
  }

  private static String normal(String entry, int place) {
    if (entry == null || entry.length() > LONGEST) {
      throw wrong("one is null, or longer than " + LONGEST + " characters", place);
    }
    try {
      return SuppressedEntry.of(entry);
    } catch (IllegalArgumentException e) {
      throw wrong(Shown.of(e.getMessage()), place);
    }
  }

  private static ProblemException wrong(String what, int place) {
    return BODY.wrong(what).in("entries." + place).thrown();
  }
}

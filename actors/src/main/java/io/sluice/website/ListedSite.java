package io.sluice.website;

import io.sluice.ledger.batch.Listed;
import io.sluice.ledger.website.WebsiteList;
import java.util.UUID;
import java.util.regex.Pattern;

/**
 * A row of a list as an item has it: {@code ROW ADDRESS}, {@code ROW =FIRST ADDRESS} where an
 * earlier row names the same site, {@code ROW !REASON TYPED} where it names none, {@code ROW
 * ?ADDRESS} where the scheme is not the user's.
 *
 * @param row its place in the list
 * @param same that of the first row with the same site; 0 if it is the first
 * @param problem a word for why it names none; null if it does
 * @param assumed whether the other scheme may be meant
 * @param address of the site, or what was typed
 */
record ListedSite(long row, long same, String problem, boolean assumed, String address) {
  private static final Pattern FORM =
      Pattern.compile(
          "(\\d+) (?:=(?<same>\\d+) |!(?<problem>\\w+) )?(?<assumed>\\?)?(?<address>.*)",
          Pattern.DOTALL);

  static ListedSite read(String item) {
    var parts = FORM.matcher(item);
    if (!parts.matches()) {
      throw new IllegalArgumentException("no row of a list: " + item);
    }
    var same = parts.group("same");
    return new ListedSite(
        Long.parseLong(parts.group(1)),
        same == null ? 0 : Long.parseLong(same),
        parts.group("problem"),
        parts.group("assumed") != null,
        parts.group("address"));
  }

  /**
   * As it is listed.
   *
   * @param same that of the first row with the same site; 0 if it is the first
   */
  static Listed listed(WebsiteList.Place place, long same) {
    boolean bad = place.address() == null;
    var mark = bad ? "!" + place.problem() + " " : same > 0 ? "=" + same + " " : "";
    return new Listed(
        new UUID(0, place.row()),
        place.row()
            + " "
            + mark
            + (bad ? place.typed() : place.assumed() ? "?" + place.address() : place.address()),
        bad ? null : place.domain());
  }
}

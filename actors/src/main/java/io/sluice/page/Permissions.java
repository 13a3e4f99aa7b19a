package io.sluice.page;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;

/**
 * What a page lets programs do with it.
 *
 * @param noindex it wants to be in no index
 * @param nofollow its links are not to be followed
 * @param noai it is not to be given to models
 * @param noimageai neither are its pictures
 * @param noml no model is to learn from it
 * @param tdmReserved its rights to text and data mining are reserved
 * @param tdmPolicy where is said who may do so, empty where nowhere
 */
public record Permissions(
    boolean noindex,
    boolean nofollow,
    boolean noai,
    boolean noimageai,
    boolean noml,
    boolean tdmReserved,
    String tdmPolicy) {

  static Permissions of(FetchedPage page, HeadWatcher head) {
    var words = new TreeSet<String>();
    head.metas("robots").forEach(content -> addWords(words, content));
    addWords(words, page.header("x-robots-tag"));
    var reserved = page.header("tdm-reservation") + head.meta("tdm-reservation");
    var policy = page.header("tdm-policy");
    boolean none = words.contains("none");
    return new Permissions(
        none || words.contains("noindex"),
        none || words.contains("nofollow"),
        words.contains("noai"),
        words.contains("noimageai"),
        words.contains("noml"),
        reserved.contains("1") || words.contains("tdm-reservation: 1"),
        CleanText.line(policy.isEmpty() ? head.meta("tdm-policy") : policy, 300));
  }

  /** As {@link #write} has written it; what is not there is not forbidden. */
  public static Permissions read(JsonNode node) {
    return new Permissions(
        node.path("noindex").asBoolean(),
        node.path("nofollow").asBoolean(),
        node.path("noai").asBoolean(),
        node.path("noimageai").asBoolean(),
        node.path("noml").asBoolean(),
        node.path("tdm_reserved").asBoolean(),
        node.path("tdm_policy").asText(""));
  }

  void write(ObjectNode node) {
    node.put("noindex", noindex);
    node.put("nofollow", nofollow);
    node.put("noai", noai);
    node.put("noimageai", noimageai);
    node.put("noml", noml);
    node.put("tdm_reserved", tdmReserved);
    if (!tdmPolicy.isEmpty()) {
      node.put("tdm_policy", tdmPolicy);
    }
  }

  /** Whether a model may be shown what the page says. */
  public boolean allowModel() {
    return !(noai || noml || tdmReserved);
  }

  Permissions and(Permissions other) {
    return new Permissions(
        noindex || other.noindex,
        nofollow || other.nofollow,
        noai || other.noai,
        noimageai || other.noimageai,
        noml || other.noml,
        tdmReserved || other.tdmReserved,
        tdmPolicy.isEmpty() ? other.tdmPolicy : tdmPolicy);
  }

  static Permissions all() {
    return new Permissions(false, false, false, false, false, false, "");
  }

  /** Those behind the name of a certain robot, such as {@code otherbot: noindex}, are its own. */
  private static void addWords(Set<String> words, String content) {
    String robot = "";
    for (var part : List.of(content.toLowerCase(Locale.ROOT).split("[,;]"))) {
      var word = part.strip();
      int colon = word.indexOf(':');
      if (colon > 0 && !isValue(word)) {
        robot = word.substring(0, colon).strip();
        word = word.substring(colon + 1).strip();
      }
      if (robot.isEmpty() || robot.equals("*")) {
        words.add(word.replaceAll("\\s*:\\s*", ": "));
      }
    }
  }

  private static boolean isValue(String word) {
    return word.startsWith("max-")
        || word.startsWith("unavailable_after")
        || word.startsWith("tdm-reservation");
  }
}

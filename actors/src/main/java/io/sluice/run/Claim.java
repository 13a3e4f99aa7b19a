package io.sluice.run;

/**
 * Who has or wants one of a node's {@link Places}.
 *
 * @param kind whose places it is about, such as {@code channel}
 * @param group within the kind; groups share its places fairly
 * @param id within the group
 */
public record Claim(String kind, String group, long id) {

  /** Of a kind that has no groups: who comes first is first. */
  public static Claim ofKind(String kind, long id) {
    return new Claim(kind, "", id);
  }
}

package io.sluice.channel;

import java.util.List;
import java.util.Set;

/**
 * What a source has to collect, before anything of it is read: somebody may want some channels of
 * it only.
 *
 * @param place what the source is called, such as a file's path or {@code @durov}
 * @param channels one, or those that there are to choose from, in the source's order
 * @param uncollected what else it holds that cannot be collected
 * @param damage what is wrong with it and where; channels behind that place are missing. Null if
 *     nothing was met
 */
public record Offer(
    String place, List<Candidate> channels, List<Uncollected> uncollected, String damage) {

  /**
   * A channel that could be collected.
   *
   * @param alias by which its source knows it
   * @param name what a person calls it
   * @param ids other exact words for it, where there are several to choose from; empty for one that
   *     is all that its source has
   * @param mayBe how the aliases begin by which it may be known too, which its source can tell when
   *     it is {@link SourceOpener#otherAlias asked}; empty if it has one name only
   * @param source where to collect it from
   */
  public record Candidate(
      String alias, String name, Set<String> ids, String mayBe, SourceSpec source) {
    public Candidate {
      ids = Set.copyOf(ids);
    }

    /** Whether nobody needs to choose it. */
    public boolean isAlone() {
      return ids.isEmpty();
    }

    /** Whether a user who wants some channels only means this one by that word. */
    public boolean isCalled(String word) {
      return word.equalsIgnoreCase(name) || ids.contains(word);
    }
  }

  /**
   * What cannot be collected for one reason.
   *
   * @param names of some of it
   * @param words what is to be said
   */
  public record Uncollected(List<String> names, String words) {
    public Uncollected {
      names = List.copyOf(names);
    }
  }

  public Offer {
    channels = List.copyOf(channels);
    uncollected = List.copyOf(uncollected);
  }

  /** Of a source that is one channel. */
  public static Offer of(String place, Candidate only) {
    return new Offer(place, List.of(only), List.of(), null);
  }

  /** Whether it is one channel, whatever somebody would choose. */
  public boolean isOne() {
    return channels.size() == 1 && channels.get(0).isAlone();
  }
}

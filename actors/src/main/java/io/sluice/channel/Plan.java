package io.sluice.channel;

import io.sluice.channel.Channel.Collection;
import java.util.List;
import java.util.stream.Stream;

/**
 * What a channel collects. One source has one place in the line, whatever else is wanted of it.
 *
 * @param now null before the channel is registered
 * @param later what is collected when this one is complete
 * @param failures how often it gave up on one of them
 */
record Plan(Collection now, List<Collection> later, long failures) {
  static final Plan NONE = new Plan(null, List.of());

  Plan {
    later = List.copyOf(later);
  }

  Plan(Collection now, List<Collection> later) {
    this(now, later, 0);
  }

  /** This one now, and the others as they were. */
  Plan starting(Collection next) {
    return new Plan(next, without(next), failures);
  }

  /** This one after all others. */
  Plan postponing(Collection last) {
    return new Plan(now, Stream.concat(without(last).stream(), Stream.of(last)).toList(), failures);
  }

  /** Without what would have come later. */
  Plan cutShort() {
    return new Plan(now, List.of(), failures);
  }

  /** The same, given up on what is at work. */
  Plan failing() {
    return new Plan(now, later, failures + 1);
  }

  boolean holds(SourceSpec source) {
    return Stream.concat(Stream.of(now), later.stream())
        .map(Collection::source)
        .anyMatch(source::isSameAs);
  }

  boolean follows() {
    return now.source().follows();
  }

  private List<Collection> without(Collection same) {
    return later.stream().filter(other -> !other.source().isOf(same.source())).toList();
  }
}

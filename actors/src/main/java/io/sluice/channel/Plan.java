package io.sluice.channel;

import io.sluice.channel.Channel.Collection;
import java.util.List;
import java.util.stream.Stream;

/**
 * What a channel collects. One source has one place in the line, whatever else is wanted of it.
 *
 * @param now null before the channel is registered
 * @param later what is collected when this one is complete
 */
record Plan(Collection now, List<Collection> later) {
  static final Plan NONE = new Plan(null, List.of());

  Plan {
    later = List.copyOf(later);
  }

  /** This one now, and the others as they were. */
  Plan starting(Collection next) {
    return new Plan(next, without(next));
  }

  /** This one after all others. */
  Plan postponing(Collection last) {
    return new Plan(now, Stream.concat(without(last).stream(), Stream.of(last)).toList());
  }

  /** Without what would have come later. */
  Plan cutShort() {
    return new Plan(now, List.of());
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

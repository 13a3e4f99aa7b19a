package io.sluice.doctor;

import java.time.Duration;
import java.util.List;
import java.util.Set;

/**
 * What there is to know of a check before it is made.
 *
 * @param name of all checks alone
 * @param measures what, for people
 * @param limit after which it is given up
 * @param knob what to look at where it fails, a setting by its name
 * @param needs names of checks without which it has no sense
 * @param carries work that stands still where it fails
 */
record About(
    String name,
    String measures,
    Duration limit,
    String knob,
    List<String> needs,
    Set<WorkKind> carries) {

  About {
    needs = List.copyOf(needs);
    carries = Set.copyOf(carries);
  }

  static About of(String name, String measures, int limitSeconds, String knob) {
    return new About(name, measures, Duration.ofSeconds(limitSeconds), knob, List.of(), Set.of());
  }

  About needing(About... others) {
    var names = List.of(others).stream().map(About::name).toList();
    return new About(name, measures, limit, knob, names, carries);
  }

  About carrying(WorkKind... kinds) {
    return new About(name, measures, limit, knob, needs, Set.of(kinds));
  }
}

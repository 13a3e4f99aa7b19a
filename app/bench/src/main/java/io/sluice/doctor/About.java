package io.sluice.doctor;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * What there is to know of a check before it is made.
 *
 * @param name of all checks alone
 * @param measures what, for people
 * @param limit after which it is given up
 * @param knob what to look at where it fails, a setting by its name
 * @param needs names of checks without which it has no sense
 * @param wants names of checks that come before it, with or without success
 * @param carries work that stands still where it fails
 */
record About(
    String name,
    String measures,
    Duration limit,
    String knob,
    List<String> needs,
    List<String> wants,
    Set<WorkKind> carries) {

  About {
    needs = List.copyOf(needs);
    wants = List.copyOf(wants);
    carries = Set.copyOf(carries);
  }

  static About of(String name, String measures, int limitSeconds, String knob) {
    return new About(
        name, measures, Duration.ofSeconds(limitSeconds), knob, List.of(), List.of(), Set.of());
  }

  About needing(About... others) {
    return new About(name, measures, limit, knob, names(others), wants, carries);
  }

  About wanting(About... others) {
    return new About(name, measures, limit, knob, needs, names(others), carries);
  }

  private static List<String> names(About... others) {
    return Stream.of(others).map(About::name).toList();
  }

  About carrying(WorkKind... kinds) {
    return new About(name, measures, limit, knob, needs, wants, Set.of(kinds));
  }
}

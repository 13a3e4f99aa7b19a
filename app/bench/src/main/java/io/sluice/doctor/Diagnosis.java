package io.sluice.doctor;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * All that was found.
 *
 * @param work what to expect of each kind of work
 * @param leftBehind what could not be removed, in words
 */
public record Diagnosis(
    List<Examined> checks, List<Expectation> work, double seconds, List<String> leftBehind) {

  static Diagnosis of(List<Examined> checks, double seconds, List<String> leftBehind) {
    var work =
        Arrays.stream(WorkKind.values())
            .flatMap(kind -> Expectation.of(kind, checks).stream())
            .toList();
    return new Diagnosis(List.copyOf(checks), work, seconds, List.copyOf(leftBehind));
  }

  /** The worst grade of all. */
  public Grade grade() {
    return isAny(Grade.FAILED) ? Grade.FAILED : isAny(Grade.WARNING) ? Grade.WARNING : Grade.FINE;
  }

  private boolean isAny(Grade grade) {
    return checks.stream().anyMatch(check -> check.grade() == grade);
  }

  public Optional<Examined> check(String name) {
    return checks.stream().filter(check -> check.name().equals(name)).findFirst();
  }

  public Optional<Expectation> work(WorkKind kind) {
    return work.stream().filter(one -> one.kind() == kind).findFirst();
  }
}

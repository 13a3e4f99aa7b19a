package io.sluice.doctor;

import java.util.List;
import java.util.Optional;

/**
 * A check that was made.
 *
 * @param name of the check
 * @param what it measures
 * @param measured in words
 * @param needed for the rates that are wanted; empty where it has to do with none
 * @param remedy what to turn; empty where nothing is to be done
 * @param bounds how much of which work it allows
 * @param seconds that it took
 */
public record Examined(
    String name,
    String what,
    String measured,
    Optional<String> needed,
    Grade grade,
    Optional<Remedy> remedy,
    List<Bound> bounds,
    double seconds) {

  public Examined {
    bounds = List.copyOf(bounds);
  }

  /** Held against what is wanted: what allows less is a warning. */
  static Examined of(Check check, Finding finding, List<WantedRate> wanted, double seconds) {
    var needed = new StringBuilder();
    var grade = finding.grade();
    var remedy = finding.remedy();
    for (var rate : wanted) {
      for (var bound : finding.bounds()) {
        if (bound.kind() == rate.kind()) {
          needed
              .append(needed.isEmpty() ? "" : ", ")
              .append(Words.rate(rate.kind(), rate.perSecond()));
          if (bound.perSecond() < rate.perSecond() && grade == Grade.FINE) {
            grade = Grade.WARNING;
            remedy = Optional.of(bound.remedy());
          }
        }
      }
    }
    return new Examined(
        check.about().name(),
        check.about().measures(),
        finding.measured(),
        needed.isEmpty() ? Optional.empty() : Optional.of(needed.toString()),
        grade,
        remedy,
        finding.bounds(),
        seconds);
  }
}

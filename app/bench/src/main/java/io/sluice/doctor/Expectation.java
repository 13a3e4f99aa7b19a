package io.sluice.doctor;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * What to expect of a kind of work on this system.
 *
 * @param perSecond at most; 0 where something that it needs has failed
 * @param limit name of the check that allows least
 * @param remedy what would allow more
 */
public record Expectation(WorkKind kind, double perSecond, String limit, Remedy remedy) {

  /** Empty where nothing that was measured says anything of it. */
  static Optional<Expectation> of(WorkKind kind, List<Examined> checks) {
    return checks.stream()
        .flatMap(
            check ->
                check.bounds().stream()
                    .filter(bound -> bound.kind() == kind)
                    .map(
                        bound ->
                            new Expectation(kind, bound.perSecond(), check.name(), bound.remedy())))
        .min(Comparator.comparingDouble(Expectation::perSecond));
  }
}

package io.sluice.doctor;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What a check has found.
 *
 * @param measured in words, with units
 * @param remedy empty where nothing is to be done
 * @param bounds how much of which work it allows
 */
record Finding(String measured, Grade grade, Optional<Remedy> remedy, List<Bound> bounds) {

  Finding {
    bounds = List.copyOf(bounds);
  }

  static Finding fine(String measured) {
    return new Finding(measured, Grade.FINE, Optional.empty(), List.of());
  }

  static Finding warning(String measured, String knob, String gain) {
    return new Finding(measured, Grade.WARNING, Optional.of(new Remedy(knob, gain)), List.of());
  }

  static Finding failed(String measured, String knob, String gain) {
    return new Finding(measured, Grade.FAILED, Optional.of(new Remedy(knob, gain)), List.of());
  }

  static Finding skipped(String why) {
    return new Finding(why, Grade.SKIPPED, Optional.empty(), List.of());
  }

  /** The same, which allows so much of that. */
  Finding allowing(WorkKind kind, double perSecond, String knob, String gain) {
    var more = new ArrayList<>(bounds);
    more.add(new Bound(kind, perSecond, new Remedy(knob, gain)));
    return new Finding(measured, grade, remedy, more);
  }
}

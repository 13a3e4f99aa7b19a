package io.sluice.doctor;

/**
 * What a knob is worth: the same work done twice, and only that changed.
 *
 * @param before the setting as it is
 * @param asIs so much a second with that
 * @param knob the setting as it is advised
 * @param advised so much a second with that
 * @param failure why it was not measured; empty where it was
 */
public record Proof(
    WorkKind kind, String before, double asIs, String knob, double advised, String failure) {

  static Proof not(WorkKind kind, String knob, String why) {
    return new Proof(kind, "", 0, knob, 0, why);
  }

  /** As people read it. */
  String words() {
    return failure.isEmpty()
        ? "%s/s with %s, %s/s with %s"
            .formatted(Words.number(asIs), before, Words.number(advised), knob)
        : "not proved: " + failure;
  }
}

package io.sluice.doctor;

import io.sluice.model.ModelSettings;

/** Answers of a model: one after another, and some at once. */
final class ModelSpeed implements Check {
  static final About ABOUT =
      About.of("model speed", "short answers, one by one and at once", 60, "MODEL_TIMEOUT")
          .needing(ModelThere.ABOUT)
          .carrying(WorkKind.ANSWERS);

  private static final int AT_ONCE = 4;

  /** Less than this times as many is one at a time. */
  private static final double ONE_BY_ONE = 1.5;

  @Override
  public About about() {
    return ABOUT;
  }

  @Override
  public Finding examine(Patient patient) throws Exception {
    var model = patient.keep(ModelChoice.open(patient.config()));
    int most = ModelSettings.from(patient.config()).mostAtOnce();
    int atOnce = Math.min(AT_ONCE, most);
    try {
      // It may have to be loaded first.
      model.ask(1);
      var one = model.ask(1);
      var some = model.ask(atOnce);
      double alone = one.count() / one.seconds();
      double together = some.count() / some.seconds();
      var measured =
          "%s: %s an answer, %s tokens/s; %s answers/s of %d at once"
              .formatted(
                  model.name(),
                  Words.millis(one.seconds()),
                  Words.number(one.tokens() / one.seconds()),
                  Words.number(together),
                  atOnce);
      return finding(patient, measured, alone, together, most);
    } finally {
      patient.give(model);
    }
  }

  private static Finding finding(
      Patient patient, String measured, double alone, double together, int most) {
    boolean few = together < ONE_BY_ONE * alone;
    if (!few) {
      return Finding.fine(measured)
          .allowing(
              WorkKind.ANSWERS,
              together,
              "MODEL_PARALLELISM, and the model's server",
              "more where it bears more than %d at once, which nodes find out".formatted(AT_ONCE));
    }
    var knob =
        most == 1
            ? "MODEL_PARALLELISM=" + 2 * AT_ONCE
            : ModelChoice.isOpenAi(patient.config())
                ? "the model's server: more requests at once"
                : "OLLAMA_NUM_PARALLEL=%d of the model's server".formatted(AT_ONCE);
    var gain = "up to " + Words.rate(WorkKind.ANSWERS, AT_ONCE * alone) + ", if its machine can";
    return Finding.warning(measured + ": one at a time", knob, gain)
        .allowing(WorkKind.ANSWERS, together, knob, gain);
  }
}

package io.sluice.doctor;

import io.sluice.model.ModelFailure;

/** Whether the model is there that is asked. */
final class ModelThere implements Check {
  static final About ABOUT =
      About.of("model", "whether the model is there", 40, "OLLAMA_HOST, OPENAI_BASE_URL")
          .carrying(WorkKind.ANSWERS);

  @Override
  public About about() {
    return ABOUT;
  }

  @Override
  public Finding examine(Patient patient) throws Exception {
    if (!ModelChoice.isPossible(patient.config())) {
      return Finding.skipped("no model is asked (CLASSIFIER)");
    }
    var model = patient.keep(ModelChoice.open(patient.config()));
    try {
      model.lookUp();
      return Finding.fine(model.name() + " is there");
    } catch (ModelFailure e) {
      if (!ModelChoice.isWanted(patient.config())) {
        return Finding.skipped("none is there, and none is asked: " + Words.failure(e));
      }
      return Finding.failed(
          "%s: %s".formatted(model.name(), Words.failure(e)),
          ModelChoice.isOpenAi(patient.config())
              ? "OPENAI_BASE_URL, OPENAI_API_KEY and OPENAI_MODEL: of a server that runs"
              : "OLLAMA_HOST and OLLAMA_MODEL: of an Ollama that runs (ollama serve)",
          "texts can be sorted by it, and messages written");
    } finally {
      patient.give(model);
    }
  }
}

package io.sluice.doctor;

import com.typesafe.config.Config;
import io.sluice.category.ClassifierSettings;
import io.sluice.category.ClassifierSettings.Choice;
import io.sluice.model.ModelExamination;
import io.sluice.model.ModelSettings;

/** Which model nodes with these settings ask. */
final class ModelChoice {
  private ModelChoice() {}

  static boolean isWanted(Config config) {
    var choice = ClassifierSettings.from(config).choice();
    return choice == Choice.OLLAMA || choice == Choice.OPENAI;
  }

  static boolean isPossible(Config config) {
    return isWanted(config) || ClassifierSettings.from(config).choice() == Choice.AUTO;
  }

  static boolean isOpenAi(Config config) {
    return switch (ClassifierSettings.from(config).choice()) {
      case OPENAI -> true;
      case AUTO -> ModelSettings.from(config).key().isPresent();
      default -> false;
    };
  }

  static ModelExamination open(Config config) {
    return isOpenAi(config) ? ModelExamination.openAi(config) : ModelExamination.ollama(config);
  }
}

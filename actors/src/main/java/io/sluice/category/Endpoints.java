package io.sluice.category;

import io.sluice.model.ModelAccess;
import io.sluice.model.ModelClient;
import io.sluice.model.ModelSettings;
import io.sluice.run.RunFailures;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells which model is asked: the one that is named, or what is found where nobody has said.
 * Thread-safe; blocks.
 */
final class Endpoints {
  private static final Logger LOG = LoggerFactory.getLogger(Endpoints.class);

  /** After which it is looked again whether a model is there. */
  private static final Duration LOOK = Duration.ofMinutes(1);

  private final ClassifierSettings.Choice choice;
  private final EndpointModel model;
  private long lookAt = System.nanoTime();
  private boolean isThere;
  private String told = "";

  Endpoints(ClassifierSettings.Choice choice, ModelSettings settings, ModelAccess access) {
    this.choice = choice;
    var openAi =
        choice == ClassifierSettings.Choice.OPENAI
            || choice == ClassifierSettings.Choice.AUTO && settings.key().isPresent();
    model =
        openAi
            ? new EndpointModel(
                "openai " + settings.openAiModel(), ModelClient.openAi(settings, access))
            : new EndpointModel(
                "ollama " + settings.ollamaModel(), ModelClient.ollama(settings, access));
  }

  /** Empty where none is to be asked. */
  synchronized Optional<EndpointModel> now() {
    return switch (choice) {
      case OFF, INPROCESS -> Optional.empty();
      case OLLAMA, OPENAI -> Optional.of(model);
      case AUTO -> isThere() ? Optional.of(model) : Optional.empty();
    };
  }

  private boolean isThere() {
    if (System.nanoTime() - lookAt >= 0) {
      isThere = look();
      lookAt = System.nanoTime() + LOOK.toNanos();
    }
    return isThere;
  }

  private boolean look() {
    try {
      model.client().lookUp().toCompletableFuture().join();
      tell("What is not sure is asked of " + model.name());
      return true;
    } catch (CompletionException e) {
      var reason = RunFailures.reason(RunFailures.root(e));
      tell("No model is asked, as %s: %s".formatted(model.name(), reason));
      return false;
    }
  }

  private void tell(String line) {
    if (!line.equals(told)) {
      LOG.info("{}", line);
      told = line;
    }
  }
}

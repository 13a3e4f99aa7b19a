package io.sluice.message;

import io.sluice.model.ModelAccess;
import io.sluice.model.ModelClient;
import io.sluice.model.ModelSettings;
import io.sluice.model.ModelWriter;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The models that write messages: the one that is set, and those that batches name. Thread-safe.
 */
final class MessageWriters {
  /** Beyond those that are asked at once, so that none waits for the database. */
  private static final int AHEAD = 2;

  private static final int MOST = 20;

  private final MessageSettings settings;
  private final ModelSettings models;
  private final ModelAccess access;
  private final ModelClient usual;
  private final Map<String, ModelClient> clients =
      new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, ModelClient> eldest) {
          return size() > MOST;
        }
      };

  MessageWriters(MessageSettings settings, ModelSettings models, ModelAccess access) {
    this.settings = settings;
    this.models = models;
    this.access = access;
    usual = client(null);
  }

  /** Who names a model that is not there holds up no other batch. */
  private ModelClient guest(String name) {
    return client(name).asGuest();
  }

  private ModelClient client(String name) {
    var wanted = models.with(name, settings.maxTokens());
    return settings.writer() == MessageSettings.Writer.OPENAI
        ? ModelClient.openAi(wanted, access)
        : ModelClient.ollama(wanted, access);
  }

  /**
   * @param model null for the one that is set
   */
  synchronized ModelWriter of(String model) {
    return new ModelWriter(model == null ? usual : clients.computeIfAbsent(model, this::guest));
  }

  /** What a model is called. */
  String name(String model) {
    if (model != null) {
      return model;
    }
    return settings.writer() == MessageSettings.Writer.OPENAI
        ? models.openAiModel()
        : models.ollamaModel();
  }

  /** All are at the same endpoint. */
  boolean areClosed() {
    return usual.isClosed();
  }

  /** How many messages keep the endpoint busy. */
  synchronized int atOnce() {
    int width = clients.values().stream().mapToInt(ModelClient::width).max().orElse(0);
    width = Math.max(width, usual.width());
    return width + Math.max(AHEAD, width / 2);
  }
}

package io.sluice.message;

import io.sluice.ledger.message.MessageReview;
import io.sluice.model.ModelScene;
import io.sluice.model.StandInModel;
import io.sluice.persistence.Waiting;
import io.sluice.task.LeaseWorker;
import java.util.List;
import java.util.Map;
import org.apache.pekko.actor.typed.ActorRef;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.parallel.ResourceLock;

/**
 * What tests need of messages that a model writes: batches, a model, and who asks it. One class of
 * tests after another, since the cluster is of the one that runs.
 */
@ResourceLock("models of messages")
abstract class MessagesOfModels {
  static final String TEMPLATE = "Greet {{First Name}} of {{company_name}}.";
  static final MessageReview.Choice ALL = new MessageReview.Choice(List.of(), null, null);
  private static ModelScene models;

  final MessageScene scene = new MessageScene();
  final StandInModel model = new StandInModel();

  @BeforeAll
  static void open() {
    models = new ModelScene();
  }

  @AfterAll
  static void closeModels() {
    models.close();
  }

  @AfterEach
  void close() {
    scene.close();
    model.close();
  }

  ActorRef<LeaseWorker.Command> asker(Map<String, ?> others) {
    return scene.asker(models.access(), model.address(), others, Map.of());
  }

  void says(String text) {
    model.does((request, reply) -> reply.ollama(text, "stop", 200));
  }

  void awaitAll() {
    Waiting.until(() -> scene.count("message_task") == 0);
  }
}

package io.sluice.api;

import io.sluice.category.Classification;
import io.sluice.category.Classifier;
import io.sluice.document.DocumentKind;
import io.sluice.ledger.batch.BatchRow;
import io.sluice.ledger.category.BatchTexts;
import io.sluice.ledger.document.OcrPages;
import io.sluice.server.Json;
import io.sluice.server.Problem;
import io.sluice.server.ProblemException;
import io.sluice.view.ClassificationView;
import io.sluice.view.ClassifiedView;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.pekko.http.javadsl.model.HttpResponse;

/** Has the texts of batches classified, and tells how far they are. */
final class ClassificationOperations {
  /** Shorter than a server waits for an answer. */
  private static final Duration PATIENCE = Duration.ofSeconds(15);

  private final Classification classification;
  private final BatchTexts texts;
  private final OcrPages pictures;
  private final BatchOperations batches;
  private final Blocking blocking;

  /**
   * @param blocking threads that may be held for long
   */
  ClassificationOperations(
      Classification classification,
      BatchTexts texts,
      OcrPages pictures,
      BatchOperations batches,
      Blocking blocking) {
    this.classification = classification;
    this.texts = texts;
    this.pictures = pictures;
    this.batches = batches;
    this.blocking = blocking;
  }

  Map<String, Operation> operations() {
    return Map.of(
        "getBatchClassification",
        blocking.answering(call -> view(row(call))),
        "classifyBatch",
        this::classify);
  }

  private BatchRow row(Call call) {
    var row = batches.row(call);
    if (!row.kind().equals(DocumentKind.NAME)) {
      throw Problem.of(
              422,
              "no-documents",
              "%s is a batch of %s".formatted(Shown.of(row.name()), row.kind()))
          .in("id")
          .remedy("Only documents have texts that are classified.")
          .thrown();
    }
    return row;
  }

  private ClassificationView view(BatchRow row) {
    // Before texts: what is read becomes one of these at once.
    long waiting = pictures.waiting(row.id());
    var now = texts.standing(row.id());
    return new ClassificationView(
        row.name(),
        now.documents(),
        now.classified(),
        now.review(),
        now.waiting(),
        waiting,
        now.problem());
  }

  private CompletionStage<HttpResponse> classify(Call call) {
    boolean again = call.flag("again");
    var found = new AtomicLong();
    return blocking
        .run(() -> row(call))
        .thenCompose(
            row ->
                blocking
                    .run(() -> ask(row, again, found))
                    .toCompletableFuture()
                    .completeOnTimeout(true, PATIENCE.toMillis(), TimeUnit.MILLISECONDS)
                    .thenCompose(
                        goesOn ->
                            blocking.run(() -> new ClassifiedView(view(row), found.get(), goesOn))))
        .thenApply(Json::ok);
  }

  /** Gives false, since nothing is left then. */
  private boolean ask(BatchRow row, boolean again, AtomicLong found) {
    var classifier = present();
    if (again) {
      texts.classifyAgain(row.id(), classifier.version(), found::addAndGet);
    } else {
      texts.classify(row.id(), found::addAndGet);
    }
    classification.wake();
    return false;
  }

  private Classifier present() {
    if (!classification.isOn()) {
      throw refused("classifier-off", "This node classifies nothing", "Set CLASSIFIER on it.");
    }
    return classification
        .classifiers()
        .present()
        .orElseThrow(
            () ->
                refused(
                    "no-categories",
                    "There are no categories",
                    "Add some first: sluice category learn or add."));
  }

  private static ProblemException refused(String type, String detail, String remedy) {
    return Problem.of(409, type, detail).remedy(remedy).thrown();
  }
}

package io.sluice.management;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.sluice.server.Json;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.apache.pekko.http.javadsl.model.HttpResponse;

/** Tells whoever keeps the node running whether it has started, lives, and can take work. */
final class Probes {
  static final String ALIVE = "/alive";
  static final String READY = "/ready";
  static final String STARTUP = "/startup";
  static final Set<String> PATHS = Set.of(ALIVE, READY, STARTUP);

  private final Readiness readiness;
  private volatile Phase phase = Phase.STARTING;

  /** Where a node is in its life. */
  private enum Phase {
    STARTING,
    RUNNING,
    STOPPING
  }

  Probes(Readiness readiness) {
    this.readiness = readiness;
  }

  void started() {
    phase = Phase.RUNNING;
  }

  void stopping() {
    phase = Phase.STOPPING;
  }

  /** Answered on the default dispatcher, so an answer says that this one is not blocked. */
  HttpResponse alive() {
    return status(200, "alive");
  }

  HttpResponse startup() {
    return phase == Phase.STARTING ? status(503, "starting") : status(200, "started");
  }

  CompletionStage<HttpResponse> ready() {
    return switch (phase) {
      case STARTING -> CompletableFuture.completedFuture(status(503, "starting"));
      case STOPPING -> CompletableFuture.completedFuture(status(503, "stopping"));
      case RUNNING -> readiness.findings().thenApply(Probes::ready);
    };
  }

  private static HttpResponse ready(SortedMap<String, Optional<String>> findings) {
    boolean fine = findings.values().stream().allMatch(Optional::isEmpty);
    var checks = JsonNodeFactory.instance.objectNode();
    findings.forEach((name, finding) -> checks.put(name, finding.orElse("fine")));
    var body = JsonNodeFactory.instance.objectNode().put("status", fine ? "ready" : "not ready");
    return Json.answer(fine ? 200 : 503, body.set("checks", checks));
  }

  private static HttpResponse status(int code, String word) {
    return Json.answer(code, JsonNodeFactory.instance.objectNode().put("status", word));
  }
}

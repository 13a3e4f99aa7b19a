package io.sluice.management;

import io.sluice.server.Handler;
import io.sluice.server.Problem;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.cluster.Cluster;
import org.apache.pekko.http.javadsl.model.HttpRequest;
import org.apache.pekko.http.javadsl.model.HttpResponse;
import org.apache.pekko.japi.function.Function;
import org.apache.pekko.management.cluster.javadsl.ClusterHttpManagementRoutes;

/** Pekko Management's routes under {@code /cluster}, with problems in place of its refusals. */
final class ClusterRoutes implements Handler {
  private static final int FIRST_REFUSAL = 400;

  private final Function<HttpRequest, CompletionStage<HttpResponse>> routes;
  private final boolean readOnly;

  ClusterRoutes(ActorSystem<?> system, boolean readOnly) {
    this.readOnly = readOnly;
    var cluster = Cluster.get(system);
    routes =
        (readOnly
                ? ClusterHttpManagementRoutes.readOnly(cluster)
                : ClusterHttpManagementRoutes.all(cluster))
            .handler(system);
  }

  @Override
  public CompletionStage<HttpResponse> handle(HttpRequest request) {
    try {
      return routes.apply(request).thenApply(this::withProblem);
    } catch (Exception e) {
      return CompletableFuture.failedFuture(e);
    }
  }

  private HttpResponse withProblem(HttpResponse response) {
    int status = response.status().intValue();
    if (status < FIRST_REFUSAL) {
      return response;
    }
    return problem(status).response().addHeaders(response.getHeaders());
  }

  private Problem problem(int status) {
    return switch (status) {
      case 404 -> Problem.of(status, "not-found", "There is no such member, shard or path.");
      case 405 -> {
        var wrong = Problem.of(status, "wrong-method", "This path does not take this method.");
        yield readOnly
            ? wrong.remedy("To change the cluster, set MANAGEMENT_READ_ONLY=false and restart.")
            : wrong;
      }
      default -> Problem.of(status, "cluster", "Pekko Management refused; the log may say more.");
    };
  }
}

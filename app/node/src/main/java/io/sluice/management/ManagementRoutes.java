package io.sluice.management;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.sluice.server.Handler;
import io.sluice.server.Json;
import io.sluice.server.Problem;
import io.sluice.server.RequestBody;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import java.util.function.Supplier;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.http.javadsl.model.ContentTypes;
import org.apache.pekko.http.javadsl.model.HttpHeader;
import org.apache.pekko.http.javadsl.model.HttpMethod;
import org.apache.pekko.http.javadsl.model.HttpMethods;
import org.apache.pekko.http.javadsl.model.HttpRequest;
import org.apache.pekko.http.javadsl.model.HttpResponse;
import org.apache.pekko.http.javadsl.model.headers.RawHeader;

/** The paths of the management server. */
final class ManagementRoutes implements Handler {
  private static final String LOG_LEVELS = "/log-levels";

  private final ActorSystem<?> system;
  private final boolean readOnly;
  private final Probes probes;
  private final Function<String, MetricsPage> metrics;
  private final Map<String, Handler> open;
  private final ClusterRoutes cluster;
  private final LogLevels levels = new LogLevels();

  ManagementRoutes(
      ActorSystem<?> system,
      boolean readOnly,
      Probes probes,
      Function<String, MetricsPage> metrics,
      Map<String, Handler> open) {
    this.system = system;
    this.readOnly = readOnly;
    this.probes = probes;
    this.metrics = metrics;
    this.open = Map.copyOf(open);
    cluster = new ClusterRoutes(system, readOnly);
  }

  @Override
  public CompletionStage<HttpResponse> handle(HttpRequest request) {
    var path = request.getUri().path();
    if (path.equals("/cluster") || path.startsWith("/cluster/")) {
      return cluster.handle(request);
    }
    if (open.containsKey(path)) {
      return open.get(path).handle(request);
    }
    if (path.startsWith(LOG_LEVELS + "/")) {
      return setLevel(request, path.substring(LOG_LEVELS.length() + 1));
    }
    return switch (path) {
      case "/" -> got(request, ManagementRoutes::index);
      case Probes.ALIVE -> got(request, probes::alive);
      case Probes.STARTUP -> got(request, probes::startup);
      case Probes.READY -> ready(request);
      case "/metrics" -> got(request, () -> metrics(request));
      case LOG_LEVELS -> got(request, levels::all);
      default ->
          throw Problem.of(404, "not-found", "There is nothing at " + path + ".")
              .remedy("GET / lists the paths.")
              .thrown();
    };
  }

  private static CompletionStage<HttpResponse> got(
      HttpRequest request, Supplier<HttpResponse> answer) {
    return CompletableFuture.completedFuture(
        request.method().equals(HttpMethods.GET) ? answer.get() : only(HttpMethods.GET));
  }

  private CompletionStage<HttpResponse> ready(HttpRequest request) {
    return request.method().equals(HttpMethods.GET)
        ? probes.ready()
        : CompletableFuture.completedFuture(only(HttpMethods.GET));
  }

  private static HttpResponse only(HttpMethod method) {
    return Problem.of(405, "wrong-method", "This path takes only " + method.value() + ".")
        .response()
        .addHeader(RawHeader.create("Allow", method.value()));
  }

  private HttpResponse metrics(HttpRequest request) {
    var page = metrics.apply(request.getHeader("Accept").map(HttpHeader::value).orElse(""));
    return HttpResponse.create().withEntity(ContentTypes.parse(page.contentType()), page.body());
  }

  private CompletionStage<HttpResponse> setLevel(HttpRequest request, String logger) {
    if (!request.method().equals(HttpMethods.PUT)) {
      return CompletableFuture.completedFuture(only(HttpMethods.PUT));
    }
    if (readOnly) {
      throw Problem.of(403, "read-only", "Levels can only be looked at here.")
          .remedy("Set MANAGEMENT_READ_ONLY=false, and restart the node.")
          .thrown();
    }
    return RequestBody.whole(
        request, system, body -> CompletableFuture.completedFuture(levels.set(logger, body)));
  }

  private static HttpResponse index() {
    var paths = JsonNodeFactory.instance.objectNode();
    paths.put(Probes.ALIVE, "200 as long as the node answers");
    paths.put(Probes.READY, "200 if the node can work, 503 with what is wrong");
    paths.put(Probes.STARTUP, "200 once the node has started");
    paths.put("/metrics", "figures, in the form that the Accept header asks for");
    paths.put("/cluster/members", "the nodes of the cluster, as this one sees them");
    paths.put("/cluster/shards/{kind}", "how many entities of a kind this node has, by shard");
    paths.put("/cluster/domain-events", "changes of the cluster as they come, text/event-stream");
    paths.put(
        LOG_LEVELS, "the levels; PUT /log-levels/{logger} with {\"level\":\"debug\"} sets one");
    return Json.answer(200, JsonNodeFactory.instance.objectNode().set("paths", paths));
  }
}

package io.sluice.api;

import io.sluice.server.Handler;
import io.sluice.server.Problem;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.stream.Collectors;
import org.apache.pekko.http.javadsl.model.HttpRequest;
import org.apache.pekko.http.javadsl.model.HttpResponse;
import org.apache.pekko.http.javadsl.model.headers.RawHeader;
import org.apache.pekko.stream.Materializer;

/** Brings each request to its operation; what no operation takes is answered by a problem. */
final class Routes implements Handler {
  private final List<Route> routes;
  private final Materializer materializer;

  /**
   * @param operations by operationId; they and the description must name the same
   */
  Routes(Description description, Map<String, Operation> operations, Materializer materializer) {
    this.materializer = materializer;
    var described = description.operations();
    var names = described.stream().map(Description.Described::id).collect(Collectors.toSet());
    if (!names.equals(operations.keySet())) {
      throw new IllegalStateException(
          "described are %s, and there are %s".formatted(names, operations.keySet()));
    }
    routes =
        described.stream()
            .map(operation -> Route.of(operation, operations.get(operation.id())))
            .sorted(Comparator.comparing(route -> route.described().path()))
            .toList();
  }

  @Override
  public CompletionStage<HttpResponse> handle(HttpRequest request) {
    try {
      return answer(request);
    } catch (RuntimeException e) {
      request.discardEntityBytes(materializer);
      return CompletableFuture.failedFuture(e);
    }
  }

  private CompletionStage<HttpResponse> answer(HttpRequest request) {
    var path = segments(request);
    var method = request.method().name().equals("HEAD") ? "GET" : request.method().name();
    var others = new ArrayList<String>();
    for (var route : routes) {
      var inPath = route.match(path);
      if (inPath.isPresent()) {
        if (route.described().method().equals(method)) {
          return route.operation().answer(route.call(request, inPath.get()));
        }
        others.add(route.described().method());
      }
    }
    request.discardEntityBytes(materializer);
    return CompletableFuture.completedFuture(others.isEmpty() ? nothing() : other(method, others));
  }

  private static List<String> segments(HttpRequest request) {
    var segments = new ArrayList<String>();
    request.getUri().pathSegments().forEach(segments::add);
    for (var segment : segments) {
      if (segment.equals("..")
          || segment.equals(".")
          || segment.chars().anyMatch(c -> c == '/' || c == '\\' || c < ' ')) {
        throw Problem.of(400, "wrong-path", "The path holds a part that is no name")
            .in("path")
            .thrown();
      }
    }
    return segments;
  }

  private static HttpResponse nothing() {
    return Problem.of(404, "no-such-path", "There is nothing at this path.")
        .remedy("GET /api/openapi.json names all there are.")
        .response();
  }

  private static HttpResponse other(String method, List<String> allowed) {
    var names = String.join(", ", allowed);
    return Problem.of(405, "wrong-method", "%s is not possible here.".formatted(Shown.of(method)))
        .remedy("Use " + names + ".")
        .response()
        .addHeader(RawHeader.create("Allow", names));
  }
}

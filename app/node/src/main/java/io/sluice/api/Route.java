package io.sluice.api;

import io.sluice.api.Description.Described;
import io.sluice.server.Problem;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.pekko.http.javadsl.model.HttpRequest;

/**
 * An operation and where it is asked for: takes a request's path and query apart and checks them.
 */
record Route(Described described, Operation operation, List<String> segments) {

  static Route of(Described described, Operation operation) {
    return new Route(described, operation, List.of(described.path().substring(1).split("/")));
  }

  /** The path's parameters, if this is the path; {@code {path}} at its end takes all the rest. */
  Optional<Map<String, String>> match(List<String> path) {
    boolean rest = segments.get(segments.size() - 1).equals("{path}");
    if (rest ? path.size() < segments.size() : path.size() != segments.size()) {
      return Optional.empty();
    }
    var values = new HashMap<String, String>();
    for (int i = 0; i < segments.size(); i++) {
      var segment = segments.get(i);
      if (segment.equals("{path}")) {
        values.put("path", String.join("/", path.subList(i, path.size())));
      } else if (segment.startsWith("{")) {
        values.put(segment.substring(1, segment.length() - 1), path.get(i));
      } else if (!segment.equals(path.get(i))) {
        return Optional.empty();
      }
    }
    return Optional.of(values);
  }

  /** The call, with what is not given at its default. */
  Call call(HttpRequest request, Map<String, String> inPath) {
    var values = new HashMap<>(inPath);
    for (var given : query(request)) {
      if (described.parameters().stream()
          .noneMatch(p -> !p.inPath() && p.name().equals(given.name()))) {
        throw unknown(given.name());
      }
      if (values.put(given.name(), given.value()) != null) {
        throw Problem.of(400, "wrong-parameter", given.name() + " is given twice")
            .in(given.name())
            .thrown();
      }
    }
    for (var parameter : described.parameters()) {
      var value = values.get(parameter.name());
      if (value != null) {
        parameter.check(value);
      } else if (parameter.defaultValue() != null) {
        values.put(parameter.name(), parameter.defaultValue());
      }
    }
    checkBody(request);
    for (var parameter : described.parameters()) {
      if (parameter.required() && !values.containsKey(parameter.name())) {
        throw parameter.missing();
      }
    }
    return new Call(request, Map.copyOf(values));
  }

  private record Given(String name, String value) {}

  private static List<Given> query(HttpRequest request) {
    var given = new ArrayList<Given>();
    request
        .getUri()
        .query()
        .toList()
        .forEach(pair -> given.add(new Given(pair.first(), pair.second())));
    return given;
  }

  private RuntimeException unknown(String name) {
    var known =
        described.parameters().stream().filter(p -> !p.inPath()).map(Parameter::name).toList();
    return Problem.of(400, "unknown-parameter", "There is no parameter " + Shown.of(name))
        .in(Shown.of(name))
        .remedy(
            known.isEmpty() ? "This takes none." : "There are " + String.join(", ", known) + ".")
        .thrown();
  }

  private void checkBody(HttpRequest request) {
    if (described.body().isEmpty()) {
      if (!request.entity().isKnownEmpty()) {
        throw Problem.of(400, "unexpected-body", "%s takes no body".formatted(described.id()))
            .remedy("Send none.")
            .thrown();
      }
      return;
    }
    if (!described.needsBody() && request.entity().isKnownEmpty()) {
      return;
    }
    var media = request.entity().getContentType().mediaType();
    // Without what goes with it, such as the boundary of a form.
    var type = media.mainType() + "/" + media.subType();
    if (request.entity().isKnownEmpty() && described.body().get().endsWith("json")) {
      throw Problem.of(400, "missing-body", described.id() + " needs a body of JSON").thrown();
    }
    if (!type.equals(described.body().get())) {
      throw Problem.of(415, "wrong-type", "The body is %s".formatted(Shown.of(type)))
          .in("Content-Type")
          .remedy("Send " + described.body().get() + ".")
          .thrown();
    }
  }
}

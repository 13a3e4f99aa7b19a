package io.sluice.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** The OpenAPI description of the API, which the routes are made from. */
final class Description {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final byte[] text;
  private final JsonNode document;

  private Description(byte[] text, JsonNode document) {
    this.text = text;
    this.document = document;
  }

  /**
   * One operation.
   *
   * @param id its operationId
   * @param method in capitals
   * @param path with its parameters in braces
   * @param parameters in the path and the query; headers are its operation's affair
   * @param body the media type of its body; empty if it takes none
   * @param needsBody whether it is wrong without one
   */
  record Described(
      String id,
      String method,
      String path,
      List<Parameter> parameters,
      Optional<String> body,
      boolean needsBody) {}

  static Description load() {
    try (var in = Description.class.getResourceAsStream("openapi.json")) {
      var text = in.readAllBytes();
      return new Description(text, JSON.readTree(text));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  byte[] text() {
    return text;
  }

  List<Described> operations() {
    var found = new ArrayList<Described>();
    document
        .get("paths")
        .properties()
        .forEach(
            path ->
                path.getValue()
                    .properties()
                    .forEach(
                        method ->
                            found.add(
                                described(method.getKey(), path.getKey(), method.getValue()))));
    return found;
  }

  private static Described described(String method, String path, JsonNode operation) {
    var parameters = new ArrayList<Parameter>();
    for (var parameter : operation.path("parameters")) {
      if (!parameter.get("in").asText().equals("header")) {
        parameters.add(Parameter.of(parameter));
      }
    }
    var types = operation.path("requestBody").path("content").fieldNames();
    return new Described(
        operation.get("operationId").asText(),
        method.toUpperCase(Locale.ROOT),
        path,
        parameters,
        types.hasNext() ? Optional.of(types.next()) : Optional.empty(),
        operation.at("/requestBody/required").asBoolean());
  }
}

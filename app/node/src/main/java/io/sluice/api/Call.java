package io.sluice.api;

import java.util.Map;
import java.util.Optional;
import org.apache.pekko.http.javadsl.model.HttpRequest;

/**
 * A request whose parameters are as the description wants them.
 *
 * @param values of parameters in path and query, by name; those not given are absent
 */
record Call(HttpRequest request, Map<String, String> values) {

  String text(String name) {
    return values.get(name);
  }

  Optional<String> optional(String name) {
    return Optional.ofNullable(values.get(name));
  }

  long number(String name) {
    return Long.parseLong(values.get(name));
  }

  int limit() {
    return (int) number("limit");
  }

  boolean flag(String name) {
    return Boolean.parseBoolean(values.get(name));
  }
}

package io.sluice.http;

import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What stands before the body of an answer.
 *
 * @param old whether it is of HTTP/1.0 or older, whose connections end with it
 * @param headers all values by their names in small letters
 */
record Head(boolean old, int status, Map<String, List<String>> headers) {
  private static final Set<String> BARE =
      Set.of("", "identity", "none", "utf-8", "utf8", "binary", "7bit", "8bit");
  private static final int NO_CONTENT = 204;
  private static final int NOT_MODIFIED = 304;

  Head {
    headers = Collections.unmodifiableMap(headers);
  }

  Optional<String> header(String name) {
    return Optional.ofNullable(headers.get(name)).map(values -> values.get(0));
  }

  /** Whether a header that is a list between commas has this word. */
  boolean has(String name, String word) {
    return headers.getOrDefault(name, List.of()).stream()
        .flatMap(value -> List.of(value.split(",")).stream())
        .anyMatch(one -> one.strip().equalsIgnoreCase(word));
  }

  boolean isInterim() {
    return status < 200;
  }

  boolean hasBody() {
    return status != NO_CONTENT && status != NOT_MODIFIED;
  }

  /** How the body is packed, in small letters; empty if it is not, whatever else is said of it. */
  String encoding() {
    return headers.getOrDefault("content-encoding", List.of()).stream()
        .flatMap(value -> List.of(value.toLowerCase(Locale.ROOT).split(",")).stream())
        .map(String::strip)
        .filter(word -> !BARE.contains(word))
        .collect(Collectors.joining(", "));
  }
}

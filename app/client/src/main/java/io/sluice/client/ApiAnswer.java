package io.sluice.client;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.sluice.terminal.Printable;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.HttpURLConnection;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.Locale;

/**
 * What came back from an address: an answer goes in, its JSON comes out, or what the node says is
 * wrong, or that no node is there.
 */
final class ApiAnswer {
  /** All of it has to be here by then. */
  static final Duration TIME = Duration.ofSeconds(30);

  private static final int MOST_BYTES = 64 << 20;
  private static final int BUFFER = 64 << 10;
  private static final String PROBLEM = "urn:sluice:problem:";

  private ApiAnswer() {}

  static JsonNode of(String url, HttpURLConnection connection) throws IOException {
    int status = connection.getResponseCode();
    if (status < 200 || status > 299) {
      throw refused(url, connection);
    }
    var body = body(connection.getInputStream());
    if (body.length == 0) {
      return MissingNode.getInstance();
    }
    if (!isJson(connection)) {
      throw notTheApi(url, connection);
    }
    try {
      return NodeJson.tree(body);
    } catch (JsonProcessingException e) {
      throw notTheApi(url, connection);
    }
  }

  /** Whether it is a refusal by a name that only nodes give. */
  static boolean isOfNode(HttpURLConnection connection) throws IOException {
    var error = connection.getResponseCode() < 400 ? null : connection.getErrorStream();
    return error != null
        && isJson(connection)
        && NodeJson.tree(body(error)).path("type").asText().startsWith(PROBLEM);
  }

  static IOException refused(String url, HttpURLConnection connection) throws IOException {
    int status = connection.getResponseCode();
    if (status > 299 && status < 400) {
      return new AwayException(
          "%s sends elsewhere (%d, %s): name that address with --url"
              .formatted(url, status, Printable.text(connection.getHeaderField("Location"))),
          null);
    }
    var error = connection.getErrorStream();
    if (error == null || !isJson(connection)) {
      return notTheApi(url, connection);
    }
    JsonNode problem;
    try {
      problem = NodeJson.tree(body(error));
    } catch (JsonProcessingException e) {
      return notTheApi(url, connection);
    }
    if (!problem.path("detail").isTextual()) {
      return notTheApi(url, connection);
    }
    var words = Printable.text(problem.path("detail").asText()).replaceAll("\\.$", "");
    var remedy = Printable.text(problem.path("remedy").asText());
    if (status == HttpURLConnection.HTTP_UNAUTHORIZED) {
      remedy = "Give the node's token with --token or API_TOKEN";
    }
    var type = problem.path("type").asText();
    return new ApiException(
        status,
        type.startsWith(PROBLEM) ? type.substring(PROBLEM.length()) : type,
        remedy.isEmpty() ? words : words + ". " + remedy);
  }

  static AwayException notTheApi(String url, HttpURLConnection connection) throws IOException {
    var type = type(connection);
    return new AwayException(
        "%s is no node of Sluice: it answered %s (status %d); name the node's address with --url"
            .formatted(
                url,
                type.isEmpty() ? "nothing" : Printable.text(type),
                connection.getResponseCode()),
        null);
  }

  private static boolean isJson(HttpURLConnection connection) {
    var type = type(connection);
    return type.startsWith("application/json") || type.startsWith("application/problem+json");
  }

  static String type(HttpURLConnection connection) {
    var type = connection.getContentType();
    return type == null ? "" : type.toLowerCase(Locale.ROOT);
  }

  private static byte[] body(InputStream from) throws IOException {
    long end = System.nanoTime() + TIME.toNanos();
    var bytes = new ByteArrayOutputStream();
    var buffer = new byte[BUFFER];
    try (from) {
      for (int read = from.read(buffer); read >= 0; read = from.read(buffer)) {
        bytes.write(buffer, 0, read);
        if (System.nanoTime() > end) {
          throw new SocketTimeoutException("the answer took too long");
        }
        if (bytes.size() > MOST_BYTES) {
          throw new IOException("the answer is larger than " + (MOST_BYTES >> 20) + " MiB");
        }
      }
    }
    return bytes.toByteArray();
  }
}

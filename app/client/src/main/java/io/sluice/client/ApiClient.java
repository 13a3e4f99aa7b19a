package io.sluice.client;

import com.fasterxml.jackson.databind.JsonNode;
import io.sluice.settings.ProgramVersion;
import java.io.IOException;
import java.io.InputStream;
import java.net.HttpURLConnection;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.LongConsumer;
import javax.net.ssl.HttpsURLConnection;
import javax.net.ssl.SSLSocketFactory;

/**
 * Asks a node: a method, a path and JSON or a file go in, the answer's JSON comes out, or an {@link
 * ApiException} of what the node says or an {@link AwayException} where none answers.
 */
final class ApiClient {
  private static final int CONNECT_MILLIS = 5_000;

  /** A status comes each second; a stream that is silent for so long is dead. */
  private static final int SILENCE_MILLIS = 30_000;

  /** After the last byte of a file the node has to force it to its disk. */
  private static final int STORED_MILLIS = 120_000;

  private static final int BUFFER = 64 << 10;

  private final String url;
  private final String token;
  private final SSLSocketFactory sockets;

  /**
   * @param url without a slash at its end
   * @param token null for none
   * @param sockets null for the platform's
   */
  ApiClient(String url, String token, SSLSocketFactory sockets) {
    this.url = url;
    this.token = token;
    this.sockets = sockets;
    // A POST that got no answer would silently be sent again.
    System.setProperty("sun.net.http.retryPost", "false");
  }

  String url() {
    return url;
  }

  /** Asks another node of the same cluster, which wants to hear the same token. */
  ApiClient at(String other) {
    return new ApiClient(other, token, sockets);
  }

  /** A part of a path or query, escaped. */
  static String escaped(String part) {
    return URLEncoder.encode(part, StandardCharsets.UTF_8).replace("+", "%20");
  }

  /** A path with its slashes, as a part of a query. */
  static String escapedPath(String path) {
    return escaped(path).replace("%2F", "/");
  }

  JsonNode get(String path) throws IOException {
    return send("GET", path, null);
  }

  <T> T get(String path, Class<T> type) throws IOException {
    return NodeJson.read(get(path), type);
  }

  /**
   * @param body null for none
   * @return a missing node where the answer has no body
   */
  JsonNode send(String method, String path, JsonNode body) throws IOException {
    try {
      var connection = open(method, path, "application/json");
      connection.setReadTimeout((int) ApiAnswer.TIME.toMillis());
      if (body != null) {
        var bytes = NodeJson.bytes(body);
        connection.setRequestProperty("Content-Type", "application/json");
        connection.setDoOutput(true);
        // Not streamed: of a streamed body's refusal with 401 Java keeps the answer to itself.
        try (var out = connection.getOutputStream()) {
          out.write(bytes);
        }
      }
      return ApiAnswer.of(url, connection);
    } catch (IOException | StackOverflowError e) {
      throw translated(e);
    }
  }

  /**
   * Sends a file.
   *
   * @param length of it in bytes; what is behind is not sent
   * @param sent takes the number of bytes each time some are on their way
   * @throws LocalFileException if it cannot be read, or ends early
   */
  void put(String path, Path file, long length, LongConsumer sent) throws IOException {
    try (var in = Files.newInputStream(file)) {
      var connection = open("PUT", path, "application/json");
      connection.setReadTimeout(STORED_MILLIS);
      connection.setRequestProperty("Content-Type", "application/octet-stream");
      connection.setDoOutput(true);
      connection.setFixedLengthStreamingMode(length);
      try (var out = connection.getOutputStream()) {
        var buffer = new byte[BUFFER];
        for (long rest = length; rest > 0; ) {
          int read = read(in, buffer, (int) Math.min(BUFFER, rest));
          out.write(buffer, 0, read);
          sent.accept(read);
          rest -= read;
        }
      }
      ApiAnswer.of(url, connection);
    } catch (LocalFileException | FileSystemException e) {
      throw e;
    } catch (IOException | StackOverflowError e) {
      throw translated(e);
    }
  }

  private static int read(InputStream in, byte[] buffer, int most) throws IOException {
    int read;
    try {
      read = in.read(buffer, 0, most);
    } catch (IOException e) {
      throw new LocalFileException("unreadable file", e);
    }
    if (read < 0) {
      throw new LocalFileException("changed", null);
    }
    return read;
  }

  /** The node's events, until either side ends them. */
  ServerEvents events() throws IOException {
    try {
      var connection = open("GET", "/api/events", "text/event-stream");
      connection.setReadTimeout(SILENCE_MILLIS);
      if (connection.getResponseCode() != HttpURLConnection.HTTP_OK) {
        throw ApiAnswer.refused(url, connection);
      }
      if (!ApiAnswer.type(connection).startsWith("text/event-stream")) {
        throw ApiAnswer.notTheApi(url, connection);
      }
      return new ServerEvents(connection.getInputStream(), this::translated);
    } catch (IOException | StackOverflowError e) {
      throw translated(e);
    }
  }

  /**
   * The body of an answer, as it comes.
   *
   * @param type its media type
   */
  Download download(String path, String type) throws IOException {
    try {
      var connection = open("GET", path, type);
      connection.setReadTimeout(SILENCE_MILLIS);
      if (connection.getResponseCode() != HttpURLConnection.HTTP_OK) {
        throw ApiAnswer.refused(url, connection);
      }
      if (!ApiAnswer.type(connection).startsWith(type)) {
        throw ApiAnswer.notTheApi(url, connection);
      }
      return new Download(connection.getInputStream(), this::translated);
    } catch (IOException | StackOverflowError e) {
      throw translated(e);
    }
  }

  private HttpURLConnection open(String method, String path, String accepted) throws IOException {
    var connection = (HttpURLConnection) URI.create(url + path).toURL().openConnection();
    if (sockets != null && connection instanceof HttpsURLConnection secured) {
      secured.setSSLSocketFactory(sockets);
    }
    connection.setRequestMethod(method);
    connection.setConnectTimeout(CONNECT_MILLIS);
    // The token is for this address only.
    connection.setInstanceFollowRedirects(false);
    connection.setUseCaches(false);
    connection.setRequestProperty("Accept", accepted);
    connection.setRequestProperty("User-Agent", "sluice/" + ProgramVersion.CURRENT);
    if (token != null) {
      connection.setRequestProperty("Authorization", "Bearer " + token);
    }
    return connection;
  }

  private IOException translated(Throwable e) {
    if (e instanceof StackOverflowError) {
      // Java's client calls itself once for each interim answer.
      return new AwayException(
          url
              + " is no node of Sluice: it answered without end; name the node's address with"
              + " --url",
          null);
    }
    return e instanceof ApiException refused ? refused : AwayException.of(url, (IOException) e);
  }
}

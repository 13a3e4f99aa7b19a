package io.sluice.client;

import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.util.Optional;

/** Looks whether a node answers at the address at which commands ask one, without any token. */
public final class AnsweringNode {
  private static final int MILLIS = 500;

  /** Of nothing: the words of a refusal tell a node from all else that may be there. */
  private static final String PATH = "/api/nothing";

  private AnsweringNode() {}

  /** The address, if a node answers there at once. */
  public static Optional<String> find() {
    return at(new ClientSettings().get(null, "API_URL").orElse(ApiOptions.DEFAULT_URL));
  }

  static Optional<String> at(String url) {
    try {
      var connection = (HttpURLConnection) URI.create(url + PATH).toURL().openConnection();
      connection.setConnectTimeout(MILLIS);
      connection.setReadTimeout(MILLIS);
      connection.setInstanceFollowRedirects(false);
      return ApiAnswer.isOfNode(connection) ? Optional.of(url) : Optional.empty();
    } catch (IOException | IllegalArgumentException | ClassCastException e) {
      // Nothing is there, or nothing that could be a node.
      return Optional.empty();
    }
  }
}

package io.sluice.client;

import io.sluice.settings.InvalidSettingException;
import java.io.IOException;
import java.io.PrintWriter;
import java.net.URI;
import java.nio.file.Path;
import java.util.Optional;
import javax.net.ssl.SSLSocketFactory;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/**
 * Which node is asked and in which form its answers are printed: options, the environment and
 * {@code .env} go in, a client comes out.
 */
final class ApiOptions {
  static final String DEFAULT_URL = "http://127.0.0.1:8080";

  @Spec(Spec.Target.MIXEE)
  private CommandSpec command;

  @Option(
      names = "--url",
      paramLabel = "URL",
      description = "The node's address; also API_URL. Default: " + DEFAULT_URL)
  private String url;

  @Option(
      names = "--token",
      paramLabel = "TOKEN",
      description = "The node's token; better in API_TOKEN, where other users do not see it.")
  private String token;

  @Option(
      names = "--ca",
      paramLabel = "FILE",
      description = "Certificate (PEM) of who signed the node's; also API_CA.")
  private Path ca;

  @Option(names = "--json", description = "Print what the node answers, as JSON.")
  private boolean json;

  boolean json() {
    return json;
  }

  PrintWriter out() {
    return command.commandLine().getOut();
  }

  PrintWriter err() {
    return command.commandLine().getErr();
  }

  ParameterException wrong(String message) {
    return new ParameterException(command.commandLine(), message);
  }

  /** Says what went wrong; the command goes on. */
  void complain(String message) {
    err().println("sluice: " + message);
    err().flush();
  }

  /** Whether progress can be drawn: a terminal, and nobody waits for JSON. */
  boolean isTerminal() {
    return !json && System.console() != null && !"dumb".equals(System.getenv("TERM"));
  }

  /**
   * @throws ParameterException where the address, the token or the certificate cannot be right
   * @throws IOException where the certificate's file cannot be read
   */
  ApiClient connect() throws IOException {
    try {
      var settings = new ClientSettings();
      return new ApiClient(
          address(settings.get(url, "API_URL").orElse(DEFAULT_URL)),
          settings.get(token, "API_TOKEN").map(ApiOptions::checkedToken).orElse(null),
          sockets(settings.get(ca == null ? null : ca.toString(), "API_CA")));
    } catch (InvalidSettingException e) {
      throw wrong(e.getMessage());
    }
  }

  private static SSLSocketFactory sockets(Optional<String> file) throws IOException {
    return file.isEmpty() ? null : TrustedCertificates.trusting(Path.of(file.get()));
  }

  private static String address(String typed) {
    try {
      var uri = URI.create(typed);
      boolean web = "http".equalsIgnoreCase(uri.getScheme()) || isHttps(uri);
      if (web
          && uri.getHost() != null
          && uri.getRawUserInfo() == null
          && uri.getRawQuery() == null
          && uri.getRawFragment() == null) {
        return typed.replaceFirst("/+$", "");
      }
    } catch (IllegalArgumentException e) {
      // Told below, as what has the wrong form.
    }
    // Not the value: it may hold a password.
    throw new InvalidSettingException(
        "API_URL", "(--url) must be like http://127.0.0.1:8080 or https://host, without a user");
  }

  private static boolean isHttps(URI uri) {
    return "https".equalsIgnoreCase(uri.getScheme());
  }

  private static String checkedToken(String token) {
    if (!token.matches("[\\x21-\\x7e]+")) {
      throw new InvalidSettingException(
          "API_TOKEN", "(--token) must be letters, digits and signs of ASCII without spaces");
    }
    return token;
  }
}

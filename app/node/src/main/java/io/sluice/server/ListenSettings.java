package io.sluice.server;

import com.typesafe.config.Config;
import io.sluice.settings.InvalidSettingException;
import io.sluice.settings.SettingsReader;
import io.sluice.tls.PemFile;
import io.sluice.tls.TlsIdentity;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import javax.net.ssl.SSLContext;

/**
 * Where a server listens and whom it answers.
 *
 * @param server what its settings begin with, {@code API} or {@code MANAGEMENT}
 * @param port 0 for any
 * @param names further host names, in lower case and each with its port if it has one, under which
 *     it may be asked
 * @param tls empty for plain HTTP
 */
public record ListenSettings(
    String server,
    InetAddress host,
    int port,
    Optional<Token> token,
    List<String> names,
    Optional<SSLContext> tls) {
  private static final String LOOPBACK = "127.0.0.1";
  private static final int LAST_PORT = 65_535;
  private static final Pattern HOST = Pattern.compile("[\\w.:%-]+|\\[[\\w.:%-]+]");
  private static final Pattern NAME =
      Pattern.compile("([a-z0-9]([a-z0-9._-]*[a-z0-9])?|\\[[0-9a-f:.]+])(:\\d{1,5})?");

  public ListenSettings {
    names = List.copyOf(names);
    if (!host.isLoopbackAddress() && token.isEmpty()) {
      throw new InvalidSettingException(
          "API_TOKEN",
          "must be set where %s_HOST is %s, which other machines can reach: set it, or listen on 127.0.0.1"
              .formatted(server, host.getHostAddress()));
    }
  }

  /** Of the HTTP API. */
  public static ListenSettings api(Config config) {
    return from(new SettingsReader(config), "API");
  }

  /** Of the management server, which has its own place and the API's token, names and TLS. */
  public static ListenSettings management(Config config) {
    return from(new SettingsReader(config), "MANAGEMENT");
  }

  private static ListenSettings from(SettingsReader settings, String server) {
    return new ListenSettings(
        server,
        address(settings, server + "_HOST"),
        settings.integer(server + "_PORT", 0, LAST_PORT),
        Token.from(settings),
        names(settings),
        tls(settings));
  }

  private static Optional<SSLContext> tls(SettingsReader settings) {
    var files = PemFile.together(settings, "API_TLS_CERTIFICATE", "API_TLS_KEY");
    return files.isEmpty()
        ? Optional.empty()
        : Optional.of(TlsIdentity.read(files.get(0), files.get(1)).context());
  }

  private static InetAddress address(SettingsReader settings, String key) {
    var text = settings.optional(key).orElse(LOOPBACK);
    var allowed = "an address or name of this machine, such as 127.0.0.1 or 0.0.0.0";
    if (!HOST.matcher(text).matches()) {
      throw settings.refused(key, allowed);
    }
    try {
      return InetAddress.getByName(text);
    } catch (UnknownHostException e) {
      throw settings.refused(key, allowed);
    }
  }

  private static List<String> names(SettingsReader settings) {
    var names =
        Arrays.stream(settings.text("API_NAMES").toLowerCase(Locale.ROOT).split(","))
            .map(String::strip)
            .filter(name -> !name.isEmpty())
            .toList();
    if (!names.stream().allMatch(name -> NAME.matcher(name).matches())) {
      throw settings.refused("API_NAMES", "host names between commas, such as sluice.example.org");
    }
    return names;
  }

  /** Refuses to listen where another server of the same node does. */
  public void checkBeside(ListenSettings other) {
    if (port != 0 && port == other.port && host.equals(other.host)) {
      throw new InvalidSettingException(
          server + "_PORT", "must be another than %s_PORT, was %d".formatted(other.server, port));
    }
  }

  String scheme() {
    return tls.isPresent() ? "https" : "http";
  }
}

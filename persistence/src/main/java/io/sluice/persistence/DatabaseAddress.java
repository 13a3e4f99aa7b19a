package io.sluice.persistence;

import io.sluice.settings.InvalidSettingException;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Where a PostgreSQL database is and who we are there.
 *
 * @param host its name or address, with the port: {@code localhost:5432}
 * @param name the database's name
 * @param user null to leave it to the driver's default
 * @param password null for none
 * @param parameters the driver's parameters, {@code sslmode=require&...}; empty for none
 */
public record DatabaseAddress(
    String host, String name, String user, String password, String parameters) {

  /**
   * Who, where, and on which port. URI itself takes no underscore, which compose's services have.
   */
  private static final Pattern AUTHORITY =
      Pattern.compile(
          "(?:(?<who>[^@]*)@)?(?<host>\\[[^\\[\\]@]+]|[^:@\\[\\]]+)(?::(?<port>\\d{1,5}))?");

  private static final int LAST_PORT = 65_535;

  /** How a server may ask who we are: the driver's name of the parameter, and psql's. */
  private static final String PROOF = "requireAuth";

  private static final String PROOF_OF_LIBPQ = "require_auth";

  private static final Pattern PROOF_PARAMETER = Pattern.compile("(?:^|&)requireAuth=([^&]*)");
  private static final Pattern ENCRYPTED =
      Pattern.compile(
          "(?:.*&)?(?:sslmode=(?:require|verify-ca|verify-full)|ssl(?:=true)?)(?:&.*)?");

  private static final String ALLOWED =
      "jdbc:postgresql://host:port/database or postgres://user:password@host:port/database";

  /**
   * Reads the JDBC form and the form that clouds hand out.
   *
   * @throws InvalidSettingException on any other form; the value, which holds a password, is not
   *     repeated
   */
  public static DatabaseAddress parse(String url) {
    var plain = url.startsWith("jdbc:") ? url.substring("jdbc:".length()) : url;
    try {
      var uri = new URI(plain);
      var scheme = uri.getScheme();
      var authority = AUTHORITY.matcher(uri.getRawAuthority() == null ? "" : uri.getRawAuthority());
      if (!("postgres".equals(scheme) || "postgresql".equals(scheme)) || !authority.matches()) {
        throw refused();
      }
      var name = uri.getPath() == null ? "" : uri.getPath().replaceFirst("^/", "");
      if (name.isEmpty()) {
        throw new InvalidSettingException("DATABASE_URL", "names no database: use " + ALLOWED);
      }
      return fromParts(uri, authority, name);
    } catch (URISyntaxException e) {
      throw refused();
    }
  }

  private static DatabaseAddress fromParts(URI uri, Matcher authority, String name) {
    String user = null;
    String password = null;
    if (authority.group("who") != null) {
      var parts = authority.group("who").split(":", 2);
      user = decoded(parts[0]);
      password = parts.length > 1 ? decoded(parts[1]) : null;
    }
    List<String> rest = new ArrayList<>();
    for (var parameter : (uri.getRawQuery() == null ? "" : uri.getRawQuery()).split("&")) {
      if (parameter.startsWith("user=")) {
        user = decoded(parameter.substring("user=".length()));
      } else if (parameter.startsWith("password=")) {
        password = decoded(parameter.substring("password=".length()));
      } else if (!parameter.isEmpty()) {
        rest.add(parameter.replaceFirst("^" + PROOF_OF_LIBPQ + "=", PROOF + "="));
      }
    }
    int port = authority.group("port") == null ? 5432 : Integer.parseInt(authority.group("port"));
    if (port < 1 || port > LAST_PORT) {
      throw refused();
    }
    var host = authority.group("host") + ":" + port;
    return new DatabaseAddress(host, name, user, password, String.join("&", rest));
  }

  private static InvalidSettingException refused() {
    return new InvalidSettingException("DATABASE_URL", "must be " + ALLOWED);
  }

  /** The URL with the password left out. */
  public String urlWithoutPassword() {
    return new DatabaseAddress(host, name, user, null, parameters).url();
  }

  /** The URL for people to see: a password shows as stars. */
  public String urlWithHiddenPassword() {
    var shown = password == null ? null : "***";
    var hidden = parameters.replaceAll("(?i)(password=)[^&]*", "$1***");
    return new DatabaseAddress(host, name, user, shown, hidden).url().replace("%2A", "*");
  }

  /** Without user and password, for the driver. */
  public String jdbcUrl() {
    var proof = PROOF_PARAMETER.matcher(parameters).find() ? Optional.<String>empty() : proof();
    var all = new ArrayList<String>();
    if (!parameters.isEmpty()) {
      all.add(parameters);
    }
    proof.ifPresent(methods -> all.add(PROOF + "=" + methods));
    return "jdbc:postgresql://" + host + "/" + encoded(name) + query(String.join("&", all));
  }

  /**
   * How a server may ask for the password, in libpq's words: never in clear text on a connection
   * that anyone may read, unless the address says so; empty for any way.
   */
  public Optional<String> proof() {
    var set = PROOF_PARAMETER.matcher(parameters);
    if (set.find()) {
      return Optional.of(decoded(set.group(1)));
    }
    return ENCRYPTED.matcher(parameters).matches() ? Optional.empty() : Optional.of("!password");
  }

  /**
   * The whole URL as libpq takes it, password included, and {@link #proof} left out: psql knows it
   * from version 16 on only, and older ones refuse what they do not know.
   */
  public String url() {
    var who = user == null ? "" : encoded(user) + (password == null ? "" : ":" + encoded(password));
    return "postgresql://"
        + (who.isEmpty() ? "" : who + "@")
        + host
        + "/"
        + encoded(name)
        + query(PROOF_PARAMETER.matcher(parameters).replaceAll("").replaceFirst("^&", ""));
  }

  private static String query(String parameters) {
    return parameters.isEmpty() ? "" : "?" + parameters;
  }

  /** For messages and logs: host and database only. */
  @Override
  public String toString() {
    return host + "/" + name;
  }

  private static String decoded(String part) {
    return URLDecoder.decode(part.replace("+", "%2B"), StandardCharsets.UTF_8);
  }

  private static String encoded(String part) {
    return URLEncoder.encode(part, StandardCharsets.UTF_8).replace("+", "%20");
  }
}

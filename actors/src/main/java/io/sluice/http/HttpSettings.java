package io.sluice.http;

import com.typesafe.config.Config;
import io.sluice.settings.InvalidSettingException;
import io.sluice.settings.SettingsReader;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * How requests go to addresses that came from outside.
 *
 * @param allowed addresses that may be used although they are private
 * @param userAgent what requests say of who sends them
 * @param connectTimeout after which an address counts as unreachable
 * @param nameServers which are asked instead of the machine's; none if empty
 */
public record HttpSettings(
    AllowedAddresses allowed,
    String userAgent,
    Duration connectTimeout,
    List<InetSocketAddress> nameServers) {

  private static final Pattern NAME_SERVER =
      Pattern.compile("(?:\\[(?<v6>[^\\]]+)]|(?<v4>[^:]+))(?::(?<port>\\d{1,5}))?");

  private static final String PRODUCT = "[\\w!#$%&'*+.^`|~-]+(/[\\w!#$%&'*+.^`|~-]+)?";

  /** RFC 9110, 10.1.5, in printable ASCII and without comments in comments. */
  private static final Pattern PRODUCTS =
      Pattern.compile(PRODUCT + "( +(" + PRODUCT + "|\\([ -'*-\\[\\]-~]*\\)))*");

  public HttpSettings {
    nameServers = List.copyOf(nameServers);
  }

  /** With the machine's name servers. */
  public HttpSettings(AllowedAddresses allowed, String userAgent, Duration connectTimeout) {
    this(allowed, userAgent, connectTimeout, List.of());
  }

  /** The same for addresses that nobody from outside has named. */
  public HttpSettings anywhere() {
    return new HttpSettings(AllowedAddresses.ALL, userAgent, connectTimeout, nameServers);
  }

  /** Reads ALLOWED_ADDRESSES, USER_AGENT, CONNECT_TIMEOUT and DNS_SERVERS. */
  public static HttpSettings from(Config config) {
    var settings = new SettingsReader(config);
    return new HttpSettings(
        allowed(settings),
        userAgent(settings),
        settings.duration("CONNECT_TIMEOUT", Duration.ofMillis(100), Duration.ofMinutes(1)),
        parts(settings, "DNS_SERVERS").map(text -> nameServer(settings, text)).toList());
  }

  private static Stream<String> parts(SettingsReader settings, String name) {
    return Arrays.stream(settings.text(name).split("[,;]"))
        .map(String::strip)
        .filter(text -> !text.isEmpty());
  }

  private static AllowedAddresses allowed(SettingsReader settings) {
    return new AllowedAddresses(
        parts(settings, "ALLOWED_ADDRESSES").map(text -> entry(settings, text)).toList());
  }

  private static InetSocketAddress nameServer(SettingsReader settings, String text) {
    var parts = NAME_SERVER.matcher(text);
    try {
      if (!parts.matches()) {
        return new InetSocketAddress(AddressRange.address(text), ResolverFiles.PORT);
      }
      var address = parts.group("v6") == null ? parts.group("v4") : parts.group("v6");
      var port = parts.group("port");
      return new InetSocketAddress(
          AddressRange.address(address),
          port == null ? ResolverFiles.PORT : Integer.parseInt(port));
    } catch (IllegalArgumentException e) {
      throw settings.refused(
          "DNS_SERVERS", "address or address:port between commas, which \"" + text + "\" is not");
    }
  }

  private static AllowedAddresses.Entry entry(SettingsReader settings, String text) {
    try {
      return AllowedAddresses.Entry.of(text);
    } catch (IllegalArgumentException e) {
      throw refusedEntry(settings, text);
    }
  }

  private static InvalidSettingException refusedEntry(SettingsReader settings, String text) {
    return settings.refused(
        "ALLOWED_ADDRESSES",
        "address:port, address or CIDR between commas, which \"" + text + "\" is not");
  }

  private static String userAgent(SettingsReader settings) {
    var text = settings.text("USER_AGENT");
    if (!PRODUCTS.matcher(text).matches()) {
      throw settings.refused("USER_AGENT", "products such as Sluice/0.1 (and a comment)");
    }
    return text;
  }
}

package io.sluice.http;

import com.typesafe.config.Config;
import io.sluice.settings.InvalidSettingException;
import io.sluice.settings.SettingsReader;
import java.time.Duration;
import java.util.Arrays;
import java.util.regex.Pattern;

/**
 * How requests go to addresses that came from outside.
 *
 * @param allowed addresses that may be used although they are private
 * @param userAgent what requests say of who sends them
 * @param connectTimeout after which an address counts as unreachable
 */
public record HttpSettings(AllowedAddresses allowed, String userAgent, Duration connectTimeout) {

  private static final String PRODUCT = "[\\w!#$%&'*+.^`|~-]+(/[\\w!#$%&'*+.^`|~-]+)?";

  /** RFC 9110, 10.1.5, in printable ASCII and without comments in comments. */
  private static final Pattern PRODUCTS =
      Pattern.compile(PRODUCT + "( +(" + PRODUCT + "|\\([ -'*-\\[\\]-~]*\\)))*");

  /** Reads ALLOWED_ADDRESSES, USER_AGENT and CONNECT_TIMEOUT. */
  public static HttpSettings from(Config config) {
    var settings = new SettingsReader(config);
    return new HttpSettings(
        allowed(settings),
        userAgent(settings),
        settings.duration("CONNECT_TIMEOUT", Duration.ofMillis(100), Duration.ofMinutes(1)));
  }

  private static AllowedAddresses allowed(SettingsReader settings) {
    var entries =
        Arrays.stream(settings.text("ALLOWED_ADDRESSES").split("[,;]"))
            .map(String::strip)
            .filter(text -> !text.isEmpty())
            .map(text -> entry(settings, text))
            .toList();
    return new AllowedAddresses(entries);
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

package io.sluice.doctor;

import io.sluice.settings.SettingsReader;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;

/** How fast a name of the web is looked up, and whether a proxy is set that is not used. */
final class WebNames implements Check {
  static final About ABOUT =
      About.of("web names", "look-up of TELEGRAM_URL's host, and proxies", 15, "TELEGRAM_URL");

  private static final String RESOLVER = "the resolver of this machine, /etc/resolv.conf";
  private static final double SLOW_SECONDS = 0.5;

  @Override
  public About about() {
    return ABOUT;
  }

  @Override
  public Finding examine(Patient patient) {
    var host = URI.create(new SettingsReader(patient.config()).text("TELEGRAM_URL")).getHost();
    long began = System.nanoTime();
    InetAddress[] found;
    try {
      found = InetAddress.getAllByName(host);
    } catch (UnknownHostException e) {
      return Finding.warning(
          "%s is not known after %s".formatted(host, Words.millis(seconds(began))),
          RESOLVER,
          "channels and files of the web can be read");
    }
    double seconds = seconds(began);
    var measured = "%s: %d addresses in %s".formatted(host, found.length, Words.millis(seconds));
    if (seconds > SLOW_SECONDS) {
      return Finding.warning(measured, RESOLVER, "the first request to each host begins sooner");
    }
    return isProxySet()
        ? Finding.warning(
            measured + "; a proxy is set, and Sluice asks the web itself",
            "HTTPS_PROXY: leave it out, and let nodes reach the web",
            "nobody takes requests for coming by the proxy")
        : Finding.fine(measured + ", no proxy");
  }

  private static boolean isProxySet() {
    return System.getenv().keySet().stream()
        .anyMatch(key -> key.equalsIgnoreCase("https_proxy") || key.equalsIgnoreCase("http_proxy"));
  }

  private static double seconds(long began) {
    return (System.nanoTime() - began) / 1e9;
  }
}

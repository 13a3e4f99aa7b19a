package io.sluice.http;

import java.net.InetAddress;
import java.util.List;
import java.util.OptionalInt;
import java.util.regex.Pattern;

/**
 * Addresses that may be used although they are private or their port is unusual.
 *
 * @param entries one of which has to fit
 */
public record AllowedAddresses(List<Entry> entries) {
  private static final Pattern WITH_PORT =
      Pattern.compile("(?:\\[(?<v6>[^\\]]+)]|(?<v4>[^:/]+)):(?<port>\\d{1,5})");

  public static final AllowedAddresses NONE = new AllowedAddresses(List.of());

  /** For requests to what the operator has named, and nobody from outside. */
  public static final AllowedAddresses ALL =
      new AllowedAddresses(List.of(Entry.of("0.0.0.0/0"), Entry.of("::/0")));

  public AllowedAddresses {
    entries = List.copyOf(entries);
  }

  /** Addresses, and the one port at them that is meant; all ports if there is none. */
  public record Entry(AddressRange range, OptionalInt port) {

    /**
     * Reads {@code 127.0.0.1:8080}, {@code [::1]:8080}, {@code 10.1.2.3} or {@code 10.0.0.0/8}.
     *
     * @throws IllegalArgumentException if it is none of these
     */
    public static Entry of(String text) {
      var parts = WITH_PORT.matcher(text);
      if (!parts.matches()) {
        return new Entry(AddressRange.of(text), OptionalInt.empty());
      }
      int port = Integer.parseInt(parts.group("port"));
      if (port < 1 || port > 65_535) {
        throw new IllegalArgumentException(text + " has no possible port");
      }
      var address = parts.group("v6") == null ? parts.group("v4") : parts.group("v6");
      return new Entry(AddressRange.of(address), OptionalInt.of(port));
    }

    boolean fits(InetAddress address, int at) {
      return range.contains(address) && (port.isEmpty() || port.getAsInt() == at);
    }
  }

  boolean allows(InetAddress address, int port) {
    return entries.stream().anyMatch(entry -> entry.fits(address, port));
  }
}

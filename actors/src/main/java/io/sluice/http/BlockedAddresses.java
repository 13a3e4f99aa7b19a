package io.sluice.http;

import java.net.InetAddress;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Addresses that are not on the public internet, or stand for others that may not be. After IANA's
 * registries of special-purpose addresses.
 */
final class BlockedAddresses {
  private static final List<Block> ALL =
      Stream.of(
              blocks("this network", "0.0.0.0/8"),
              blocks("private", "10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "fc00::/7"),
              blocks("shared by a provider's customers", "100.64.0.0/10"),
              blocks("loopback", "127.0.0.0/8", "::1"),
              blocks("link-local", "169.254.0.0/16", "fe80::/10"),
              blocks("for protocols", "192.0.0.0/24", "2001::/23"),
              blocks("for documentation", "192.0.2.0/24", "198.51.100.0/24", "203.0.113.0/24"),
              blocks("for documentation", "2001:db8::/32", "3fff::/20"),
              blocks("for benchmarks", "198.18.0.0/15"),
              blocks("multicast", "224.0.0.0/4", "ff00::/8"),
              blocks("reserved", "240.0.0.0/4"),
              blocks("a cloud's own", "168.63.129.16"),
              blocks("standing for an IPv4 address", "::/96", "::ffff:0:0:0/96", "64:ff9b::/96"),
              blocks("standing for an IPv4 address", "64:ff9b:1::/48", "2002::/16"),
              blocks("a relay to IPv6", "192.88.99.0/24"),
              // Only 2000::/3 is given out; the rest is kept for other uses.
              blocks("not on the internet", "::/3", "4000::/2", "8000::/1"))
          .flatMap(s -> s)
          .toList();

  private record Block(AddressRange range, String reason, String text) {}

  private BlockedAddresses() {}

  private static Stream<Block> blocks(String reason, String... ranges) {
    return Arrays.stream(ranges).map(text -> new Block(AddressRange.of(text), reason, text));
  }

  /** Why requests do not go to this address, such as {@code private, 10.0.0.0/8}. */
  static Optional<String> reason(InetAddress address) {
    return ALL.stream()
        .filter(block -> block.range().contains(address))
        .map(block -> block.reason() + ", " + block.text())
        .findFirst();
  }
}

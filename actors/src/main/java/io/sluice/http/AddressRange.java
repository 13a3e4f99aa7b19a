package io.sluice.http;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.regex.Pattern;

/**
 * Addresses with the same first bits, of one family.
 *
 * @param first any address of the range
 * @param bits how many bits must be the same
 */
record AddressRange(InetAddress first, int bits) {
  private static final Pattern V4 = Pattern.compile("\\d{1,3}(\\.\\d{1,3}){3}");
  private static final Pattern V6 = Pattern.compile("[0-9a-fA-F.]*:[0-9a-fA-F:.]*");

  AddressRange {
    if (bits < 0 || bits > first.getAddress().length * 8) {
      throw new IllegalArgumentException(first.getHostAddress() + " has no " + bits + " bits");
    }
  }

  /** Reads {@code 10.0.0.0/8}, {@code 10.1.2.3}, {@code fc00::/7} or {@code ::1}. */
  static AddressRange of(String text) {
    var slash = text.indexOf('/');
    if (slash < 0) {
      var address = address(text);
      return new AddressRange(address, address.getAddress().length * 8);
    }
    return new AddressRange(
        address(text.substring(0, slash)), Integer.parseInt(text.substring(slash + 1)));
  }

  /** An address in its usual form, without asking for names. */
  static InetAddress address(String text) {
    if (!V4.matcher(text).matches() && !V6.matcher(text).matches()) {
      throw new IllegalArgumentException(text + " is not an address");
    }
    try {
      return InetAddress.getByName(text);
    } catch (UnknownHostException e) {
      throw new IllegalArgumentException(text + " is not an address", e);
    }
  }

  boolean contains(InetAddress address) {
    var mine = first.getAddress();
    var other = address.getAddress();
    if (mine.length != other.length) {
      return false;
    }
    for (int bit = 0; bit < bits; bit++) {
      if (((mine[bit >> 3] ^ other[bit >> 3]) & (0x80 >> (bit & 7))) != 0) {
        return false;
      }
    }
    return true;
  }
}

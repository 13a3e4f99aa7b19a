package io.sluice.standin.site;

import java.io.ByteArrayOutputStream;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;

/** The few forms of X.690 that a certificate is made of. */
final class Der {
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("yyMMddHHmmss'Z'").withZone(ZoneOffset.UTC);

  private Der() {}

  static byte[] of(int tag, byte[]... parts) {
    var content = new ByteArrayOutputStream();
    for (var part : parts) {
      content.writeBytes(part);
    }
    var out = new ByteArrayOutputStream();
    out.write(tag);
    int length = content.size();
    if (length > 0xff) {
      out.write(0x82);
      out.write(length >> 8);
    } else if (length > 0x7f) {
      out.write(0x81);
    }
    out.write(length);
    out.writeBytes(content.toByteArray());
    return out.toByteArray();
  }

  static byte[] sequence(byte[]... parts) {
    return of(0x30, parts);
  }

  static byte[] bits(byte[] bytes) {
    return of(0x03, new byte[1], bytes);
  }

  static byte[] octets(byte[]... parts) {
    return of(0x04, parts);
  }

  /** Positive, with its sign. */
  static byte[] number(long number) {
    return of(0x02, BigInteger.valueOf(number).toByteArray());
  }

  static byte[] time(Instant at) {
    return of(0x17, TIME.format(at).getBytes(StandardCharsets.US_ASCII));
  }

  /** A name with a common name in it. */
  static byte[] name(String common) {
    var text = of(0x0c, common.getBytes(StandardCharsets.UTF_8));
    return sequence(of(0x31, sequence(object(0x55, 0x04, 0x03), text)));
  }

  /** An identifier, as its bytes are. */
  static byte[] object(int... bytes) {
    var all = new byte[bytes.length];
    for (int i = 0; i < bytes.length; i++) {
      all[i] = (byte) bytes[i];
    }
    return of(0x06, all);
  }
}

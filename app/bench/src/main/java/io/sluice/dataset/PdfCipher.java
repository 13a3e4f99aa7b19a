package io.sluice.dataset;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.HexFormat;
import javax.crypto.Cipher;
import javax.crypto.spec.SecretKeySpec;

/**
 * Locks a PDF as its first version with passwords does (revision 2 of the standard's handler, 40
 * bits): streams go in and come out encrypted. It keeps nobody out who really wants in.
 */
final class PdfCipher {
  private static final int KEY_BYTES = 5;
  private static final int LONGEST_KEY = 16;
  private static final String PADDING =
      "28bf4e5e4e758a4164004e56fffa01082e2e00b6d0683e802f0ca9fe6453697a";
  private static final String ID = "53" + "6c".repeat(15);
  private static final int PERMISSIONS = -4;

  private final byte[] owner;
  private final byte[] user;
  private final byte[] key;

  /**
   * @param password of Latin letters, which its user and its owner share
   */
  PdfCipher(String password) {
    var padding = HexFormat.of().parseHex(PADDING);
    var padded = Arrays.copyOf(password.getBytes(ISO_8859_1), padding.length);
    System.arraycopy(padding, 0, padded, password.length(), padding.length - password.length());
    owner = rc4(Arrays.copyOf(md5(padded), KEY_BYTES), padded);
    var mixed =
        ByteBuffer.allocate(padded.length + owner.length + Integer.BYTES + LONGEST_KEY)
            .put(padded)
            .put(owner)
            .putInt(Integer.reverseBytes(PERMISSIONS))
            .put(HexFormat.of().parseHex(ID));
    key = Arrays.copyOf(md5(mixed.array()), KEY_BYTES);
    user = rc4(key, padding);
  }

  byte[] encrypted(byte[] plain, int object) {
    var own =
        ByteBuffer.allocate(KEY_BYTES + 5)
            .put(key)
            .put((byte) object)
            .put((byte) (object >> 8))
            .put((byte) (object >> 16));
    return rc4(Arrays.copyOf(md5(own.array()), KEY_BYTES + 5), plain);
  }

  /** What the trailer says of it. */
  String dictionary() {
    var hex = HexFormat.of();
    return " /ID [<%s> <%1$s>] /Encrypt << /Filter /Standard /V 1 /R 2 /O <%s> /U <%s> /P %d >>"
        .formatted(ID, hex.formatHex(owner), hex.formatHex(user), PERMISSIONS);
  }

  private static byte[] md5(byte[] bytes) {
    try {
      return MessageDigest.getInstance("MD5").digest(bytes);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("each Java has MD5", e);
    }
  }

  private static byte[] rc4(byte[] key, byte[] bytes) {
    try {
      var cipher = Cipher.getInstance("RC4");
      cipher.init(Cipher.ENCRYPT_MODE, new SecretKeySpec(key, "RC4"));
      return cipher.doFinal(bytes);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("this Java has no RC4, with which PDFs are locked", e);
    }
  }
}

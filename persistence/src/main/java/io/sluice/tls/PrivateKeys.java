package io.sluice.tls;

import java.io.ByteArrayOutputStream;
import java.security.GeneralSecurityException;
import java.security.InvalidKeyException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Arrays;

/**
 * Reads private keys: PKCS#8, and the older forms that openssl writes for RSA and EC, which Java
 * takes only inside a PKCS#8 envelope.
 */
final class PrivateKeys {
  private static final byte SEQUENCE = 0x30;
  private static final byte OCTETS = 0x04;
  private static final byte[] VERSION = {0x02, 0x01, 0x00};
  private static final int LONG_FORM = 0x80;
  private static final byte[] PROBE = new byte[32];

  private PrivateKeys() {}

  /**
   * @param owner whose key it must be
   * @throws GeneralSecurityException if it is no key of the owner's
   */
  static PrivateKey of(Pem block, PublicKey owner) throws GeneralSecurityException {
    var encoded =
        block.label().equals("PRIVATE KEY") ? block.content() : enveloped(block.content(), owner);
    var key =
        KeyFactory.getInstance(owner.getAlgorithm())
            .generatePrivate(new PKCS8EncodedKeySpec(encoded));
    var signature = Signature.getInstance(algorithm(owner));
    signature.initSign(key);
    signature.update(PROBE);
    var signed = signature.sign();
    signature.initVerify(owner);
    signature.update(PROBE);
    if (!signature.verify(signed)) {
      throw new InvalidKeyException("it belongs to another certificate");
    }
    return key;
  }

  private static String algorithm(PublicKey owner) {
    return switch (owner.getAlgorithm()) {
      case "RSA" -> "SHA256withRSA";
      case "EC" -> "SHA256withECDSA";
      default -> owner.getAlgorithm();
    };
  }

  /** PKCS#8 around a bare key: the public key tells the algorithm and its parameters. */
  private static byte[] enveloped(byte[] bare, PublicKey owner) {
    var body = new ByteArrayOutputStream();
    body.writeBytes(VERSION);
    body.writeBytes(firstElement(owner.getEncoded()));
    body.writeBytes(element(OCTETS, bare));
    return element(SEQUENCE, body.toByteArray());
  }

  /** The first element of a DER sequence, its head included. */
  private static byte[] firstElement(byte[] sequence) {
    int start = contentAt(sequence, 0);
    int end = contentAt(sequence, start) + length(sequence, start);
    return Arrays.copyOfRange(sequence, start, end);
  }

  private static int contentAt(byte[] der, int element) {
    int first = der[element + 1] & 0xff;
    return element + 2 + (first < LONG_FORM ? 0 : first - LONG_FORM);
  }

  private static int length(byte[] der, int element) {
    int first = der[element + 1] & 0xff;
    if (first < LONG_FORM) {
      return first;
    }
    int length = 0;
    for (int i = element + 2; i < contentAt(der, element); i++) {
      length = length << 8 | der[i] & 0xff;
    }
    return length;
  }

  private static byte[] element(byte tag, byte[] content) {
    var out = new ByteArrayOutputStream();
    out.write(tag);
    // Lengths may be written longer than they need to be in BER, but Java asks for the shortest.
    if (content.length < LONG_FORM) {
      out.write(content.length);
    } else if (content.length < 1 << 8) {
      out.write(LONG_FORM + 1);
      out.write(content.length);
    } else {
      out.write(LONG_FORM + 2);
      out.write(content.length >> 8);
      out.write(content.length);
    }
    out.writeBytes(content);
    return out.toByteArray();
  }
}

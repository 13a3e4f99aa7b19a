package io.sluice.tls;

import java.io.ByteArrayOutputStream;
import java.math.BigInteger;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Principal;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.util.Arrays;
import java.util.Date;
import java.util.HexFormat;
import java.util.Set;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509ExtendedKeyManager;
import javax.net.ssl.X509ExtendedTrustManager;

/**
 * A certificate that nobody can read without a deep stack: an extension of octet strings in octet
 * strings. Java's own classes of certificates would have to read it to make it.
 */
public final class DeepCertificate extends X509Certificate {
  private static final long serialVersionUID = 1;
  private static final int SEQUENCE = 0x30;
  private static final int NESTED_STRING = 0x24;
  private static final int MOST_LENGTH_BYTES = 3;
  private static final HexFormat HEX = HexFormat.of();

  private final PublicKey key;
  private final byte[] encoded;

  private DeepCertificate(PublicKey key, int levels) {
    this.key = key;
    var ecdsa = value(SEQUENCE, HEX.parseHex("06082a8648ce3d040302"));
    var commonName = value(SEQUENCE, HEX.parseHex("0603550403"), value(0x0c, text("deep")));
    var name = value(SEQUENCE, value(0x31, commonName));
    var validity =
        value(SEQUENCE, value(0x17, text("240101000000Z")), value(0x17, text("440101000000Z")));
    var extension = value(SEQUENCE, HEX.parseHex("06032a0304"), nested(levels));
    var content =
        value(
            SEQUENCE,
            HEX.parseHex("a003020102"),
            HEX.parseHex("020101"),
            ecdsa,
            name,
            validity,
            name,
            key.getEncoded(),
            value(0xa3, value(SEQUENCE, extension)));
    encoded = value(SEQUENCE, content, ecdsa, HEX.parseHex("0309003006020101020101"));
  }

  /** What shows such a certificate to whoever it speaks with, and lets in everyone. */
  public static SSLContext context(int levels) throws GeneralSecurityException {
    var generator = KeyPairGenerator.getInstance("EC");
    generator.initialize(new ECGenParameterSpec("secp256r1"));
    var keys = generator.generateKeyPair();
    var shown = new X509Certificate[] {new DeepCertificate(keys.getPublic(), levels)};
    var context = SSLContext.getInstance("TLS");
    context.init(
        new KeyManager[] {new Shown(keys, shown)}, new TrustManager[] {new Trusting()}, null);
    return context;
  }

  private static byte[] text(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }

  private static byte[] value(int tag, byte[]... parts) {
    var content = new ByteArrayOutputStream();
    for (var part : parts) {
      content.writeBytes(part);
    }
    var whole = new ByteArrayOutputStream();
    whole.write(tag);
    whole.writeBytes(length(content.size()));
    whole.writeBytes(content.toByteArray());
    return whole.toByteArray();
  }

  private static byte[] length(int length) {
    if (length < 0x80) {
      return new byte[] {(byte) length};
    }
    return length < 0x100
        ? new byte[] {(byte) 0x81, (byte) length}
        : new byte[] {(byte) 0x82, (byte) (length >> 8), (byte) length};
  }

  private static byte[] nested(int levels) {
    var buffer = new byte[levels * (1 + MOST_LENGTH_BYTES) + 2];
    int start = buffer.length - 2;
    buffer[start] = 0x04;
    for (int i = 0; i < levels; i++) {
      var length = length(buffer.length - start);
      start -= length.length;
      System.arraycopy(length, 0, buffer, start, length.length);
      buffer[--start] = NESTED_STRING;
    }
    return Arrays.copyOfRange(buffer, start, buffer.length);
  }

  @Override
  public byte[] getEncoded() {
    return encoded.clone();
  }

  @Override
  public PublicKey getPublicKey() {
    return key;
  }

  @Override
  public String getSigAlgName() {
    return "SHA256withECDSA";
  }

  @Override
  public String getSigAlgOID() {
    return "1.2.840.10045.4.3.2";
  }

  @Override
  public int getVersion() {
    return 3;
  }

  @Override
  public void checkValidity() {}

  @Override
  public void checkValidity(Date at) {}

  @Override
  public BigInteger getSerialNumber() {
    return BigInteger.ONE;
  }

  @Override
  @SuppressWarnings("deprecation")
  public Principal getIssuerDN() {
    return getSubjectDN();
  }

  @Override
  @SuppressWarnings("deprecation")
  public Principal getSubjectDN() {
    return () -> "CN=deep";
  }

  @Override
  public Date getNotBefore() {
    return new Date(0);
  }

  @Override
  public Date getNotAfter() {
    return new Date(Long.MAX_VALUE);
  }

  @Override
  public byte[] getTBSCertificate() {
    return new byte[0];
  }

  @Override
  public byte[] getSignature() {
    return new byte[0];
  }

  @Override
  public byte[] getSigAlgParams() {
    return null;
  }

  @Override
  public boolean[] getIssuerUniqueID() {
    return null;
  }

  @Override
  public boolean[] getSubjectUniqueID() {
    return null;
  }

  @Override
  public boolean[] getKeyUsage() {
    return null;
  }

  @Override
  public int getBasicConstraints() {
    return -1;
  }

  @Override
  public void verify(PublicKey by) {}

  @Override
  public void verify(PublicKey by, String provider) {}

  @Override
  public String toString() {
    return "a deep certificate";
  }

  @Override
  public boolean hasUnsupportedCriticalExtension() {
    return false;
  }

  @Override
  public Set<String> getCriticalExtensionOIDs() {
    return null;
  }

  @Override
  public Set<String> getNonCriticalExtensionOIDs() {
    return null;
  }

  @Override
  public byte[] getExtensionValue(String oid) {
    return null;
  }

  /** Shows it whatever is asked for. */
  private static final class Shown extends X509ExtendedKeyManager {
    private static final String ALIAS = "deep";
    private final KeyPair keys;
    private final X509Certificate[] shown;

    Shown(KeyPair keys, X509Certificate[] shown) {
      this.keys = keys;
      this.shown = shown;
    }

    @Override
    public String chooseEngineClientAlias(String[] types, Principal[] issuers, SSLEngine engine) {
      return ALIAS;
    }

    @Override
    public String chooseEngineServerAlias(String type, Principal[] issuers, SSLEngine engine) {
      return type.startsWith("EC") ? ALIAS : null;
    }

    @Override
    public String[] getClientAliases(String type, Principal[] issuers) {
      return new String[] {ALIAS};
    }

    @Override
    public String chooseClientAlias(String[] types, Principal[] issuers, Socket socket) {
      return ALIAS;
    }

    @Override
    public String[] getServerAliases(String type, Principal[] issuers) {
      return new String[] {ALIAS};
    }

    @Override
    public String chooseServerAlias(String type, Principal[] issuers, Socket socket) {
      return type.startsWith("EC") ? ALIAS : null;
    }

    @Override
    public X509Certificate[] getCertificateChain(String alias) {
      return shown.clone();
    }

    @Override
    public PrivateKey getPrivateKey(String alias) {
      return keys.getPrivate();
    }
  }

  private static final class Trusting extends X509ExtendedTrustManager {
    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type, Socket socket) {}

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type, Socket socket) {}

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type, SSLEngine engine) {}

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type, SSLEngine engine) {}

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type) {}

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type) {}

    @Override
    public X509Certificate[] getAcceptedIssuers() {
      return new X509Certificate[0];
    }
  }
}

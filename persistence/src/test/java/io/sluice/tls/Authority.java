package io.sluice.tls;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;

/** Who signs certificates, and these with their keys as PEM files; made by the JDK's keytool. */
public final class Authority {
  private static final String PASSWORD = "changeit";

  private final Path directory;
  private final Path store;
  private int signed;

  /** A certificate and its key. */
  public record Pair(Path certificate, Path key) {
    public Map<String, String> signedBy(Authority authority) {
      return Map.of(
          "NODE_TLS_CERTIFICATE", certificate.toString(),
          "NODE_TLS_KEY", key.toString(),
          "NODE_TLS_CA", authority.file().toString());
    }
  }

  private Authority(Path directory) {
    this.directory = directory;
    store = directory.resolve("store.p12");
  }

  public static Authority make(Path directory) {
    var authority = new Authority(directory);
    authority.generate("ca", "CN=the CA", List.of("-ext", "bc:c", "-validity", "30"));
    authority.write("ca");
    return authority;
  }

  public Path file() {
    return directory.resolve("ca.pem");
  }

  /** A certificate for a common name. */
  public Pair sign(String name, String... options) {
    var all = new ArrayList<>(List.of(options));
    all.addAll(List.of("-signer", "ca"));
    if (!all.contains("-validity")) {
      all.addAll(List.of("-validity", "30"));
    }
    var alias = "node" + ++signed;
    generate(alias, "CN=" + name, all);
    return write(alias);
  }

  private void generate(String alias, String subject, List<String> options) {
    var command = new ArrayList<String>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "keytool").toString());
    command.addAll(List.of("-genkeypair", "-alias", alias, "-dname", subject));
    command.addAll(List.of("-keystore", store.toString(), "-storepass", PASSWORD));
    if (!options.contains("-keyalg")) {
      command.addAll(List.of("-keyalg", "EC", "-groupname", "secp256r1"));
    }
    command.addAll(options);
    try {
      var keytool = new ProcessBuilder(command).redirectErrorStream(true).start();
      var said = new String(keytool.getInputStream().readAllBytes());
      assertThat(keytool.waitFor()).as(said).isZero();
    } catch (IOException | InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  private Pair write(String alias) {
    try {
      var keys = KeyStore.getInstance(store.toFile(), PASSWORD.toCharArray());
      // The chain without the CA, which the others have.
      var certificate = pem("CERTIFICATE", keys.getCertificate(alias).getEncoded());
      var key = keys.getKey(alias, PASSWORD.toCharArray());
      return new Pair(
          Files.writeString(directory.resolve(alias + ".pem"), certificate),
          Files.writeString(
              directory.resolve(alias + ".key"), pem("PRIVATE KEY", key.getEncoded())));
    } catch (IOException | GeneralSecurityException e) {
      throw new AssertionError(e);
    }
  }

  public static String pem(String label, byte[] content) {
    return "-----BEGIN %1$s-----%n%2$s%n-----END %1$s-----%n"
        .formatted(label, Base64.getMimeEncoder().encodeToString(content));
  }
}

package io.sluice.tls;

import io.sluice.settings.InvalidSettingException;
import io.sluice.settings.SettingsReader;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import javax.net.ssl.TrustManagerFactory;

/**
 * A PEM file that a setting names: its certificates or its private key come out, as they are in the
 * file now. What is wrong is told with the setting and the file.
 *
 * @param setting such as {@code API_TLS_KEY}; what it ends with tells what the file must hold
 */
public record PemFile(String setting, Path path) {

  /**
   * The files of settings that belong together, in their order; none where none is set.
   *
   * @throws InvalidSettingException if a file cannot be read, or only some are set
   */
  public static List<PemFile> together(SettingsReader settings, String... keys) {
    var set = Arrays.stream(keys).filter(key -> settings.optional(key).isPresent()).toList();
    var files = set.stream().map(key -> new PemFile(key, settings.file(key))).toList();
    files.forEach(PemFile::blocks);
    if (!set.isEmpty()) {
      for (var key : keys) {
        if (!set.contains(key)) {
          throw new InvalidSettingException(key, "must be set where " + set.get(0) + " is");
        }
      }
    }
    return files;
  }

  /**
   * @throws InvalidSettingException if the file holds none, or one cannot be read
   */
  public List<X509Certificate> certificates() {
    var certificates = new ArrayList<X509Certificate>();
    try {
      var factory = CertificateFactory.getInstance("X.509");
      for (var block : blocks()) {
        if (block.label().equals("CERTIFICATE")) {
          var content = new ByteArrayInputStream(block.content());
          certificates.add((X509Certificate) factory.generateCertificate(content));
        }
      }
    } catch (CertificateException e) {
      throw refused("one of its certificates cannot be read");
    }
    if (certificates.isEmpty()) {
      throw refused("it holds no certificate");
    }
    return List.copyOf(certificates);
  }

  /**
   * What trusts those whom its certificates have signed, and nobody else.
   *
   * @throws InvalidSettingException if the file holds none, or one cannot be used
   */
  public TrustManagerFactory trust() {
    var signers = certificates();
    try {
      var store = KeyStore.getInstance("PKCS12");
      store.load(null, null);
      for (int i = 0; i < signers.size(); i++) {
        store.setCertificateEntry("ca-" + i, signers.get(i));
      }
      var factory = TrustManagerFactory.getInstance("PKIX");
      factory.init(store);
      return factory;
    } catch (GeneralSecurityException | IOException e) {
      throw refused("it cannot be used for TLS: " + e.getMessage());
    }
  }

  Pem keyBlock() {
    return blocks().stream()
        .filter(block -> block.label().endsWith("PRIVATE KEY"))
        .findFirst()
        .filter(block -> !block.label().startsWith("ENCRYPTED"))
        .orElseThrow(() -> refused("it holds no private key without a password"));
  }

  private List<Pem> blocks() {
    try {
      return Pem.blocks(Files.readString(path, StandardCharsets.ISO_8859_1));
    } catch (NoSuchFileException e) {
      throw refused("there is no such file");
    } catch (IOException e) {
      throw refused("it cannot be read");
    } catch (IllegalArgumentException e) {
      throw refused("it is damaged or has a password");
    }
  }

  /**
   * @param why what is wrong with the file, such as {@code it holds no certificate}
   */
  public InvalidSettingException refused(String why) {
    return new InvalidSettingException(
        setting, "must be a PEM file with %s, but %s, was %s".formatted(content(), why, path));
  }

  private String content() {
    if (setting.endsWith("_KEY")) {
      return "the private key";
    }
    return setting.endsWith("_CA") ? "the certificates of who signs" : "the chain of certificates";
  }
}

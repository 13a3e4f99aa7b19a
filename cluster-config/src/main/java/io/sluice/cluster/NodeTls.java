package io.sluice.cluster;

import io.sluice.settings.InvalidSettingException;
import io.sluice.settings.SettingsReader;
import io.sluice.tls.PemFile;
import java.time.Instant;
import java.util.Optional;

/**
 * The files by which nodes know each other.
 *
 * @param certificate the chain of this node's certificate, its own first
 * @param key of that certificate
 * @param ca who signs the certificates of all nodes
 */
public record NodeTls(PemFile certificate, PemFile key, PemFile ca) {

  /**
   * Empty where no file is set.
   *
   * @throws InvalidSettingException if only some are, or other nodes would refuse what is in them
   */
  static Optional<NodeTls> from(SettingsReader settings) {
    var files = PemFile.together(settings, "NODE_TLS_CERTIFICATE", "NODE_TLS_KEY", "NODE_TLS_CA");
    if (files.isEmpty()) {
      return Optional.empty();
    }
    var tls = new NodeTls(files.get(0), files.get(1), files.get(2));
    tls.credentials(Instant.now());
    return Optional.of(tls);
  }

  /**
   * What the files hold now.
   *
   * @throws InvalidSettingException if other nodes would refuse it
   */
  NodeCredentials credentials(Instant now) {
    return NodeCredentials.read(this, now);
  }
}

package io.sluice.cluster;

import io.sluice.settings.InvalidSettingException;
import io.sluice.settings.SettingsReader;
import java.time.Instant;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLSession;
import org.apache.pekko.actor.ActorSystem;
import org.apache.pekko.remote.artery.tcp.SSLEngineProvider;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import scala.Option;

/**
 * Encrypts what nodes say to each other. Reads the files again before a new connection, so that
 * certificates can be renewed while the node runs. Made by Pekko, by its class name.
 */
public final class NodeEngines implements SSLEngineProvider {
  private static final Logger LOG = LoggerFactory.getLogger(NodeEngines.class);
  private static final long READ_AGAIN_NANOS = 1_000_000_000;

  private final NodeTls files;
  private NodeCredentials credentials;
  private long readAt;
  private String complaint = "";

  public NodeEngines(ActorSystem system) {
    files =
        NodeTls.from(new SettingsReader(system.settings().config()))
            .orElseThrow(() -> new IllegalStateException("no NODE_TLS_* is set"));
    credentials = files.credentials(Instant.now());
    readAt = System.nanoTime();
  }

  private synchronized NodeCredentials credentials() {
    if (System.nanoTime() - readAt > READ_AGAIN_NANOS) {
      try {
        credentials = files.credentials(Instant.now());
        complaint = "";
      } catch (InvalidSettingException e) {
        if (!e.getMessage().equals(complaint)) {
          LOG.warn(
              "Connections to other nodes keep the certificate that there was: {}", e.getMessage());
          complaint = e.getMessage();
        }
      }
      readAt = System.nanoTime();
    }
    return credentials;
  }

  @Override
  public SSLEngine createServerSSLEngine(String hostname, int port) {
    return credentials().engine(hostname, port, false);
  }

  @Override
  public SSLEngine createClientSSLEngine(String hostname, int port) {
    return credentials().engine(hostname, port, true);
  }

  @Override
  public Option<Throwable> verifyClientSession(String hostname, SSLSession session) {
    return verify(hostname, session);
  }

  @Override
  public Option<Throwable> verifyServerSession(String hostname, SSLSession session) {
    return verify(hostname, session);
  }

  private Option<Throwable> verify(String hostname, SSLSession session) {
    return Option.apply(
        credentials()
            .strangeness(session)
            .map(why -> (Throwable) new SecurityException(hostname + " is no node of ours: " + why))
            .orElse(null));
  }
}

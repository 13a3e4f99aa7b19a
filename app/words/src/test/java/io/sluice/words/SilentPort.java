package io.sluice.words;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;

/**
 * A port of this machine at which nobody listens, whatever address of it is asked. It is taken
 * until this is closed: one that is only free may be another's by the time that it is asked.
 */
public final class SilentPort implements AutoCloseable {
  private final Socket taken = new Socket();

  public SilentPort() throws IOException {
    taken.bind(new InetSocketAddress(0));
  }

  public int number() {
    return taken.getLocalPort();
  }

  @Override
  public void close() throws IOException {
    taken.close();
  }
}

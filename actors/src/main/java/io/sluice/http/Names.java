package io.sluice.http;

import java.net.InetAddress;
import java.util.List;
import java.util.concurrent.CompletionStage;

/** All addresses of a name, the one to try first in front. */
interface Names {
  /**
   * Asks for them.
   *
   * @return fails with an {@link UnknownNameException} or an {@link UnresolvedException}
   */
  CompletionStage<List<InetAddress>> addresses(String host);
}

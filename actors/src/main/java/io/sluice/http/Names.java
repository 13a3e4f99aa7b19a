package io.sluice.http;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;

/** All addresses of a name, the one to try first in front. */
interface Names {
  List<InetAddress> addresses(String host) throws UnknownHostException;

  /** As the machine resolves them. It blocks. */
  static List<InetAddress> ofThisMachine(String host) throws UnknownHostException {
    return List.of(InetAddress.getAllByName(host));
  }
}

package io.sluice.http;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;

/** What a test knows of names, which may take its time. */
interface KnownNames {
  List<InetAddress> addresses(String host) throws UnknownHostException;

  /** Of a test that needs no more than this. */
  static List<InetAddress> ofThisMachine(String host) throws UnknownHostException {
    return List.of(InetAddress.getAllByName(host));
  }

  /** Asked by threads that may wait. */
  default Names on(Executor threads) {
    return host ->
        CompletableFuture.supplyAsync(
            () -> {
              try {
                return addresses(host);
              } catch (UnknownHostException e) {
                throw new CompletionException(
                    new UnknownNameException(host + " is not a known name", e));
              }
            },
            threads);
  }
}

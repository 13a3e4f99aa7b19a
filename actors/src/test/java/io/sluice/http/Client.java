package io.sluice.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.util.concurrent.DefaultThreadFactory;
import io.sluice.persistence.Waiting;
import java.net.URI;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;

/**
 * What the tests of requests have in common: a client that may talk to some servers on loopback.
 */
final class Client {
  static final Bounds BOUNDS = new Bounds(1 << 20, Duration.ofMinutes(1));

  private static final Executor THREADS =
      Executors.newCachedThreadPool(new DefaultThreadFactory("names", true));

  final ByteBudget budget;
  private final ActorTestKit kit;
  private final String allowed;
  private final KnownNames names;
  private final Tls tls;

  Client(ActorTestKit kit, String allowed) {
    this(kit, allowed, KnownNames::ofThisMachine, new ByteBudget(64 << 20));
  }

  Client(ActorTestKit kit, String allowed, KnownNames names, ByteBudget budget) {
    this(kit, allowed, names, budget, Tls.ofThisMachine());
  }

  Client(ActorTestKit kit, String allowed, KnownNames names, ByteBudget budget, Tls tls) {
    this.tls = tls;
    this.kit = kit;
    this.allowed = allowed;
    this.names = names;
    this.budget = budget;
  }

  static Client of(ActorTestKit kit, RawServer... servers) {
    return new Client(kit, allow(servers));
  }

  static String allow(RawServer... servers) {
    return String.join(
        ",", Arrays.stream(servers).map(server -> "127.0.0.1:" + server.port()).toList());
  }

  static KnownNames resolving(String... addresses) {
    return host -> Arrays.stream(addresses).map(AddressRange::address).toList();
  }

  GuardedHttp http() {
    var entries =
        Arrays.stream(allowed.split(","))
            .filter(entry -> !entry.isEmpty())
            .map(AllowedAddresses.Entry::of)
            .toList();
    var settings =
        new HttpSettings(new AllowedAddresses(entries), "Sluice/0.1 (test)", Duration.ofMinutes(1));
    return new GuardedHttp(kit.system(), settings, budget, names.on(THREADS), tls);
  }

  static Answer answer(GuardedHttp http, URI uri, Bounds bounds) throws Exception {
    return http.get(uri, bounds).toCompletableFuture().get(2, TimeUnit.MINUTES);
  }

  /** The failure of one request, after which its bytes must be back. */
  HttpFailure failure(URI uri, Bounds bounds) throws Exception {
    try (var answer = answer(http(), uri, bounds)) {
      throw new AssertionError("was answered with " + answer.status());
    } catch (ExecutionException e) {
      assertThat(e.getCause()).isInstanceOf(HttpFailure.class);
      awaitZero();
      return (HttpFailure) e.getCause();
    }
  }

  void awaitZero() {
    Waiting.until("all memory back", () -> budget.bytesInUse() == 0);
  }
}

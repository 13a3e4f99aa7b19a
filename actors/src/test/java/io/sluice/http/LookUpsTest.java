package io.sluice.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.persistence.Waiting;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class LookUpsTest {
  private static final Duration PATIENCE = Duration.ofMillis(300);
  private static final List<InetAddress> FOUND = List.of(AddressRange.address("127.0.0.1"));

  private final CountDownLatch answered = new CountDownLatch(1);
  private final AtomicInteger asked = new AtomicInteger();
  private final AtomicLong nanos = new AtomicLong();
  private final ExecutorService threads = Executors.newFixedThreadPool(8);
  private LookUps lookUps = lookUps(PATIENCE);

  @AfterEach
  void stop() {
    answered.countDown();
    threads.shutdown();
  }

  /** Nobody answers for some names, until the test ends. */
  private List<InetAddress> addresses(String host) throws UnknownHostException {
    asked.incrementAndGet();
    if (host.startsWith("silent") || host.startsWith("later") && nanos.get() > 0) {
      try {
        answered.await();
      } catch (InterruptedException e) {
        throw new IllegalStateException(e);
      }
    }
    if (host.contains("unknown")) {
      throw new UnknownHostException(host);
    }
    return FOUND;
  }

  private LookUps lookUps(Duration patience) {
    KnownNames names = this::addresses;
    return new LookUps(names.on(threads), 4, Runnable::run, patience, nanos::get);
  }

  private CompletableFuture<List<InetAddress>> ask(String host) {
    return lookUps.addresses(host).toCompletableFuture();
  }

  private static Throwable failure(CompletableFuture<?> asked) throws Exception {
    return asked
        .handle(
            (found, failure) ->
                failure instanceof CompletionException ? failure.getCause() : failure)
        .get(1, TimeUnit.MINUTES);
  }

  @Test
  void a_name_that_nobody_answers_for_is_given_up_and_that_is_not_its_hosts_doing()
      throws Exception {
    assertThat(failure(ask("silent.example")))
        .isInstanceOf(UnresolvedException.class)
        .hasMessage("silent.example: its name was not looked up within 0.3 s");
  }

  @Test
  void one_that_is_not_known_is_unreachable_and_asked_for_again() throws Exception {
    lookUps = lookUps(Duration.ofMinutes(1));
    for (int i = 1; i < 3; i++) {
      assertThat(failure(ask("unknown.example")))
          .isInstanceOf(UnknownNameException.class)
          .hasMessage("unknown.example is not a known name");
      assertThat(asked).hasValue(i);
    }
  }

  @Test
  void who_is_told_that_it_is_not_known_may_ask_again_at_once() throws Exception {
    lookUps = lookUps(Duration.ofMinutes(1));
    var again =
        ask("silent.unknown.example")
            .handle((found, failure) -> ask("silent.unknown.example"))
            .thenCompose(second -> second);
    answered.countDown();
    assertThat(failure(again)).isInstanceOf(UnknownNameException.class);
    assertThat(asked).hasValue(2);
  }

  @Test
  void a_name_is_looked_up_once_however_many_ask_for_it() throws Exception {
    lookUps = lookUps(Duration.ofMinutes(1));
    var all = new ArrayList<CompletableFuture<?>>();
    for (int i = 0; i < 20; i++) {
      all.add(ask("silent.example"));
    }
    assertThat(ask("other.example").get(1, TimeUnit.MINUTES)).isEqualTo(FOUND);
    assertThat(all).noneMatch(CompletableFuture::isDone);
    answered.countDown();
    for (var one : all) {
      assertThat(one.get(1, TimeUnit.MINUTES)).isEqualTo(FOUND);
    }
    assertThat(asked).hasValue(2);
  }

  @Test
  void a_name_that_was_known_waits_for_no_other() throws Exception {
    // A busy machine may take longer than a name is waited for.
    Waiting.until("a known name", () -> isFound("later.example"));
    nanos.set(LookUps.FRESH.toNanos() + 1);
    for (int i = 0; i < 4; i++) {
      ask("silent" + i + ".example");
    }
    assertThat(ask("later.example")).isCompletedWithValue(FOUND);
    assertThat(failure(ask("new.example"))).isInstanceOf(UnresolvedException.class);
    nanos.set(LookUps.LASTING.toNanos() + 1);
    assertThat(failure(ask("later.example"))).isInstanceOf(UnresolvedException.class);
  }

  private boolean isFound(String host) {
    return ask(host).handle((found, failure) -> failure == null).join();
  }

  @Test
  void a_look_up_that_nobody_waits_for_any_more_is_not_begun() throws Exception {
    for (int i = 0; i < 4; i++) {
      ask("silent" + i + ".example");
    }
    Waiting.until("all places taken", () -> asked.get() == 4);
    var late = ask("late.example");
    assertThat(failure(late)).isInstanceOf(UnresolvedException.class);
    nanos.set(PATIENCE.toNanos() + 1);
    answered.countDown();
    threads.shutdown();
    assertThat(threads.awaitTermination(1, TimeUnit.MINUTES)).isTrue();
    assertThat(asked).hasValue(4);
  }
}

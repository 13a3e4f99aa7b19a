package io.sluice.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.sluice.persistence.Database;
import io.sluice.persistence.DatabaseAddress;
import io.sluice.persistence.DatabaseException;
import io.sluice.persistence.TestDatabase;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What takes seconds, all of it at once. */
class PatienceTest {
  private static final Executor THREAD = task -> new Thread(task).start();
  private static final CountDownLatch THAW = new CountDownLatch(1);
  private static Database database;
  private static Runs runs;
  private static CompletableFuture<Throwable> noServer;
  private static CompletableFuture<Throwable> wrongPassword;
  private static CompletableFuture<Throwable> frozenRun;
  private static CompletableFuture<RunStart> successor;
  private static volatile Duration waited;

  @BeforeAll
  static void start() throws Exception {
    database = TestDatabase.open();
    runs = new Runs(database, UUID.randomUUID());
    noServer = opening("127.0.0.1:" + closedPort());
    wrongPassword = opening(database.address().host());
    freeze();
  }

  @AfterAll
  static void closeDatabase() {
    database.close();
  }

  private static CompletableFuture<Throwable> opening(String host) {
    var address = new DatabaseAddress(host, "news", "postgres", "s3cret", "");
    return inBackground(() -> TestDatabase.open(address).close());
  }

  private static CompletableFuture<Throwable> inBackground(ThrowingCallable work) {
    return CompletableFuture.supplyAsync(() -> catchThrowable(work), THREAD);
  }

  private static int closedPort() throws IOException {
    try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  private static void holdsNoPassword(Throwable failure) {
    for (var cause = failure; cause != null; cause = cause.getCause()) {
      assertThat(cause.toString()).doesNotContain("s3cret");
    }
  }

  @Test
  void a_server_that_does_not_answer_is_named_without_the_password() throws Exception {
    assertThat(noServer.get(30, TimeUnit.SECONDS))
        .isInstanceOf(DatabaseException.class)
        .message()
        .matches("database 127.0.0.1:\\d+/news .*Connection refused.*");
    holdsNoPassword(noServer.join());
  }

  @Test
  void a_server_that_refuses_the_password_is_named_without_it() throws Exception {
    assertThat(wrongPassword.get(30, TimeUnit.SECONDS))
        .isInstanceOf(DatabaseException.class)
        .hasMessageStartingWith("database " + database.address().host() + "/news ")
        .hasMessageContaining("password authentication failed");
    holdsNoPassword(wrongPassword.join());
  }

  @Test
  void a_run_frozen_in_mid_batch_is_ended_by_the_server_and_stores_nothing() throws Exception {
    var next = successor.get(30, TimeUnit.SECONDS);
    assertThat(waited).isBetween(Duration.ofSeconds(5), Duration.ofSeconds(15));
    assertThat(next.fence().epoch()).isEqualTo(2);
    assertThat(next.cursor()).isEmpty();

    THAW.countDown();
    assertThat(frozenRun.get(10, TimeUnit.SECONDS)).isInstanceOf(DatabaseException.class);
    assertThat(
            TestDatabase.query(
                database.address(),
                "SELECT epoch, cursor FROM sluice.run WHERE entity = 'channel-1'"))
        .containsExactly(Arrays.asList("2", null));
  }

  /** A process that was stopped between two statements of its batch, and one that takes over. */
  private static void freeze() throws InterruptedException {
    var fence = runs.begin("channel-1").fence();
    var holds = new CountDownLatch(1);
    frozenRun = inBackground(() -> storeHalf(fence, holds));
    assertThat(holds.await(10, TimeUnit.SECONDS)).isTrue();
    successor =
        CompletableFuture.supplyAsync(
            () -> {
              long asked = System.nanoTime();
              var start = runs.begin("channel-1");
              waited = Duration.ofNanos(System.nanoTime() - asked);
              return start;
            },
            THREAD);
  }

  private static boolean storeHalf(Fence fence, CountDownLatch holds) {
    return database.transaction(
        connection -> {
          Runs.hold(connection, fence);
          Runs.progress(connection, fence, "{\"at\": 7}", false);
          holds.countDown();
          try {
            return THAW.await(60, TimeUnit.SECONDS);
          } catch (InterruptedException e) {
            throw new IllegalStateException(e);
          }
        });
  }

  @Test
  void only_the_transaction_that_holds_a_run_has_so_little_patience() {
    var fence = runs.begin("channel-2").fence();
    new Batches(database)
        .store(fence, new Batch(0, "none", List.of(), List.of(), Optional.empty()));
    for (int i = 0; i < database.maxConnections(); i++) {
      assertThat(
              database.<String>transaction(
                  connection -> {
                    try (var statement = connection.createStatement();
                        var row =
                            statement.executeQuery("SHOW idle_in_transaction_session_timeout")) {
                      row.next();
                      return row.getString(1);
                    }
                  }))
          .isEqualTo("0");
    }
  }
}

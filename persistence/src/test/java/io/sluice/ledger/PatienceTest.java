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
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What takes seconds, all of it at once. */
class PatienceTest {
  private static final Executor THREAD = task -> new Thread(task).start();
  private static Database database;
  private static CompletableFuture<Throwable> noServer;
  private static CompletableFuture<Throwable> wrongPassword;

  @BeforeAll
  static void start() throws Exception {
    database = TestDatabase.open();
    noServer = opening("127.0.0.1:" + closedPort());
    wrongPassword = opening(database.address().host());
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
}

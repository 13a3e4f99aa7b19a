package io.sluice.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import com.typesafe.config.ConfigValueFactory;
import io.sluice.persistence.Gate;
import io.sluice.persistence.TestDatabase;
import io.sluice.persistence.Waiting;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.apache.pekko.actor.ExtendedActorSystem;
import org.apache.pekko.coordination.lease.LeaseSettings;
import org.apache.pekko.coordination.lease.javadsl.Lease;
import org.apache.pekko.coordination.lease.javadsl.LeaseProvider;
import org.junit.jupiter.api.Test;

class DatabaseLeaseTest {
  private static final long SECONDS = 60;
  private static final Duration RELEASE_AFTER = Duration.ofSeconds(4);

  private static Lease lease(TestNode node) {
    return LeaseProvider.get(node.system()).getLease("cluster", "io-sluice.lease", "any");
  }

  private static boolean acquire(Lease lease) throws Exception {
    return lease.acquire().toCompletableFuture().get(SECONDS, TimeUnit.SECONDS);
  }

  @Test
  void who_cannot_renew_it_does_not_count_on_it_when_another_may_have_it() throws Exception {
    var real = TestDatabase.withSchema();
    try (var gate = Gate.before(real);
        var cluster = new TestCluster(real)) {
      var other = lease(cluster.start());
      var node = cluster.start(gate.to(real));
      var lease = lease(node);
      assertThat(acquire(lease)).isTrue();
      cluster.assertLeaseIsRenewedBy(List.of(node));
      assertThat(acquire(other)).as("while it is renewed").isFalse();

      gate.freeze(true);
      assertThat(acquire(other)).as("when it has run out").isTrue();
      assertThat(lease.checkLease()).isFalse();
      assertThat(other.checkLease()).isTrue();
    }
  }

  @Test
  void who_asks_while_the_database_is_away_gets_his_answer_when_it_is_back() throws Exception {
    var real = TestDatabase.withSchema();
    try (var gate = Gate.before(real);
        var cluster = new TestCluster(real)) {
      var lease = lease(cluster.start(gate.to(real)));
      gate.shut();
      var answer = lease.acquire().toCompletableFuture();
      long time = lease.getSettings().timeoutSettings().getOperationTimeout().toMillis();
      Thread.sleep(time * 3 / 2);
      assertThat(answer).isNotDone();
      gate.open();
      assertThat(answer.get(SECONDS, TimeUnit.SECONDS)).isTrue();
    }
  }

  @Test
  void a_second_decision_under_a_held_lease_starts_its_time_anew() throws Exception {
    try (var cluster = TestCluster.of(1)) {
      var node = cluster.node(0);
      var lease = leaseFor(RELEASE_AFTER, node);
      assertThat(acquire(lease)).as("for the first decision").isTrue();
      Thread.sleep(RELEASE_AFTER.toMillis());
      assertThat(lease.checkLease()).as("for the second").isTrue();
      long decided = System.nanoTime();
      assertThat(release(lease)).as("asked for right after it, as the resolver does").isFalse();
      assertThat(cluster.leaseOwners()).containsExactly(node);
      Waiting.until(() -> "the release", () -> release(lease));
      assertThat(System.nanoTime() - decided).isGreaterThanOrEqualTo(RELEASE_AFTER.toNanos());
      assertThat(cluster.leaseOwners()).isEmpty();
    }
  }

  private static Lease leaseFor(Duration releaseAfter, TestNode node) {
    var system = node.system().classicSystem();
    var config =
        system
            .settings()
            .config()
            .getConfig("io-sluice.lease")
            .withValue("release-after", ConfigValueFactory.fromAnyRef(releaseAfter))
            .withFallback(system.settings().config().getConfig("pekko.coordination.lease"));
    return new DatabaseLease(
        LeaseSettings.apply(config, "cluster", "any"), (ExtendedActorSystem) system);
  }

  private static boolean release(Lease lease) {
    return lease.release().toCompletableFuture().orTimeout(SECONDS, TimeUnit.SECONDS).join();
  }
}

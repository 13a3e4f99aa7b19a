package io.sluice.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.persistence.Gate;
import io.sluice.persistence.TestDatabase;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.apache.pekko.coordination.lease.javadsl.Lease;
import org.apache.pekko.coordination.lease.javadsl.LeaseProvider;
import org.junit.jupiter.api.Test;

class DatabaseLeaseTest {
  private static final long SECONDS = 20;

  private static Lease lease(TestNode node) {
    return LeaseProvider.get(node.system()).getLease("cluster", "io-sluice.lease", "any");
  }

  private static boolean acquire(Lease lease) throws Exception {
    return lease.acquire().toCompletableFuture().get(SECONDS, TimeUnit.SECONDS);
  }

  @Test
  void who_cannot_renew_it_does_not_count_on_it_when_another_may_have_it() throws Exception {
    var real = TestDatabase.create();
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
    var real = TestDatabase.create();
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
}

package io.sluice.dataset;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import org.junit.jupiter.api.Test;

class OwnRedisTest {
  @Test
  void another_one_that_has_the_port_is_not_taken_for_its_own() throws IOException {
    try (var first = OwnRedis.start(0)) {
      int port = Integer.parseInt(first.authority().split(":")[1]);
      assertThatThrownBy(() -> OwnRedis.start(port))
          .isInstanceOf(IOException.class)
          .hasMessageContaining("does not answer at " + first.authority());
    }
    try (var next = OwnRedis.start(0)) {
      assertThat(next.authority()).startsWith("127.0.0.1:");
    }
  }
}

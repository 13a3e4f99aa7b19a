package io.sluice.origin;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OriginsTest {
  @ParameterizedTest
  @CsvSource({"0, 900, false", "0, 1100, true", "4000, 4900, false", "4000, 5100, true"})
  void a_permit_whose_way_took_too_long_is_none(long held, long millis, boolean stale) {
    var name = new OriginName(OriginName.Kind.TELEGRAM_PAGE, "t.me");
    var answer = Origin.Answer.permitted(new Permit(name, 0, true), held);
    assertThat(Origins.isStale(answer, Duration.ofMillis(millis).toNanos())).isEqualTo(stale);
  }
}

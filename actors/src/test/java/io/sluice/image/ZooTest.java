package io.sluice.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

final class ZooTest {
  private static final int[] SCALED_AND_NOT = {16, 1024};

  @ParameterizedTest(name = "{0}: {1}")
  @MethodSource("specimens")
  @Timeout(60)
  void comes_out_as_it_should(String choice, Specimen specimen) {
    var withOpenCv = choice.equals("OpenCV");
    var engines =
        withOpenCv
            ? List.of(new OpenCvEngine(), new ScrimageEngine())
            : List.<ImageEngine>of(new ScrimageEngine());
    var expectation = withOpenCv ? specimen.expectation() : specimen.withScrimage();
    var budget = new PixelBudget(128 << 20);

    for (var width : SCALED_AND_NOT) {
      var settings = new ImageSettings(width, 95, 100_000_000, 64 << 20);
      var result = new ImageProcessor(settings, engines, budget).process(specimen.bytes());
      expectation.check(result, width);
      assertThat(budget.bytesInUse()).isZero();
    }
  }

  @Test
  void has_a_name_for_each_specimen() {
    assertThat(Zoo.all()).extracting(Specimen::name).doesNotHaveDuplicates();
  }

  static Stream<Arguments> specimens() {
    return Stream.of("OpenCV", "Scrimage")
        .flatMap(choice -> Zoo.all().stream().map(specimen -> arguments(choice, specimen)));
  }
}

package io.sluice.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.node.ProgramSettings;
import java.util.List;
import org.junit.jupiter.api.Test;

class ManPageTest {
  private static final List<String> PAGE = ManPage.of(Main.whole());

  @Test
  void every_command_and_every_setting_has_its_place() {
    assertThat(PAGE)
        .contains(".SS sluice collect SOURCE", ".SS sluice status", ".SS sluice bench store")
        .contains("\\fB\\-\\-follow\\fR", "\\fB\\-\\-interval\\fR=\\fITIME\\fR");
    for (var setting : ProgramSettings.known()) {
      assertThat(PAGE).contains("\\fB" + setting.key() + "\\fR");
    }
  }

  @Test
  void nothing_is_taken_for_a_request_that_is_none() {
    assertThat(PAGE)
        .filteredOn(line -> line.startsWith("."))
        .allMatch(line -> line.matches("\\.(TH|SH|SS|TP|PP|B|I|nf|fi)( .*)?"));
    assertThat(PAGE).noneMatch(line -> line.contains("${") || line.startsWith("'"));
  }
}

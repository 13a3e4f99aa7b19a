package io.sluice.tests;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.standin.ShownAs;
import io.sluice.standin.StandInChannel;
import io.sluice.standin.StandInOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Channels that the site does not show, for whatever reason, among channels that it shows. */
class WebStatesTest {
  @TempDir private Path directory;

  @Test
  void seven_channels_that_are_not_shown_say_why_and_five_among_them_are_complete()
      throws IOException {
    try (var scene =
        WebScene.in(directory, StandInOptions.defaults().withChannels(12).withMessages(60))) {
      var why = new LinkedHashMap<Integer, String>();
      hide(scene.channel(2), ShownAs.MISSING, why, " is not there: ");
      hide(scene.channel(3), ShownAs.GROUP, why, " is a group, ");
      hide(scene.channel(5), ShownAs.PRIVATE, why, " is not there: ");
      hide(scene.channel(6), ShownAs.PREVIEW_OFF, why, " does not show its messages ");
      hide(scene.channel(8), ShownAs.RESTRICTED, why, " is restricted: ");
      hide(scene.channel(9), ShownAs.SHELL, why, " is not there: ");
      hide(scene.channel(11), ShownAs.STRANGE, why, ": http");

      var ended = scene.setup().run(collect(scene)).assertExit(1);

      for (int number = 1; number <= 12; number++) {
        var row = "(?m)^harbournews%d +%s .*".formatted(number, state(why, number));
        assertThat(ended.output()).containsPattern(row);
      }
      assertThat(ended.output().lines())
          .filteredOn(line -> line.contains(": @HarbourNews"))
          .hasSize(why.size());
      why.forEach((number, reason) -> assertThat(ended.output()).contains(reason));
      assertKept(scene, ended.output());
      scene.assertStoredOnce(
          scene.channel(1),
          scene.channel(4),
          scene.channel(7),
          scene.channel(10),
          scene.channel(12));
    }
  }

  private static void hide(
      StandInChannel channel, ShownAs state, Map<Integer, String> why, String words) {
    channel.state(state);
    int number = Integer.parseInt(channel.name().replaceAll("\\D", ""));
    why.put(number, "%s: @%s%s".formatted(channel.name(), channel.canonicalName(), words));
  }

  private static String state(Map<Integer, String> why, int number) {
    return why.containsKey(number) ? "failed" : "completed";
  }

  private static void assertKept(WebScene scene, String output) throws IOException {
    try (var files = Files.list(scene.data().resolve("strange-pages"))) {
      assertThat(files)
          .singleElement()
          .satisfies(
              file -> {
                assertThat(output).contains("the page is kept in " + file);
                assertThat(file).content().contains("Welcome aboard");
              });
    }
  }

  private static String[] collect(WebScene scene) {
    return Stream.concat(
            Stream.of("collect"),
            scene.site().channels().stream().map(channel -> "@" + channel.canonicalName()))
        .toArray(String[]::new);
  }

  @Test
  void a_soft_ban_in_the_middle_fails_nobody() {
    var options =
        StandInOptions.defaults().withMessages(60).withSoftBanEvery(9).withSoftBanSeconds(1);
    try (var scene = WebScene.in(directory, options)) {
      scene.setup().run(collect(scene)).assertExit(0);
      assertThat(scene.site().record().served("soft ban 200")).isPositive();
      scene.assertStoredOnce(scene.channel(1), scene.channel(2), scene.channel(3));
    }
  }
}
